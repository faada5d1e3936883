// Where the fields of a message stand in its JSON.
//
//   const JsonPlaces places("{\"fact\": [{\"id\": \"1\"},\n {\"id\": \"2\"}]}");
//   places.find("fact[1].id")   // line 2, column 3
//
// Keys are found in either spelling: "product_group" and "productGroup". Of text that is not JSON
// the answers are incomplete, never a fault. Keeps the text. Cost: one pass when made; find() reads
// the one element of a top list that its path begins with.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace quits::program {

class JsonPlaces {
 public:
  // Both count from 1; 0: not known.
  struct Spot {
    int line = 0;
    int column = 0;

    bool operator==(const Spot&) const = default;
  };

  explicit JsonPlaces(std::string text);

  // Of the key of a field, and of an element of a list; of the nearest around it that is written.
  Spot find(std::string_view path) const;

 private:
  struct Element {
    std::size_t begin = 0;
    int line = 0;
  };

  Spot spot_at(std::size_t offset, const Element& near) const;

  std::string text_;
  std::map<std::string, std::vector<Element>> lists_;  // of the top object, by key
};

}  // namespace quits::program
