// Which sales a plan can ever apply to, as a set: what decides whether a later plan is out of reach.
//
// A coverage asks four things of a sale, each for itself: product, product group, segment, region.
// Each answer is a set of names, finite or everything except a few, so one coverage contains another
// exactly when it does so in each of the four, or the other one is empty.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "program/terms.h"

namespace quits::program {

// The coverage it is made from must outlive it. Cost: sorts the lists once; contains() is linear.
class Reach {
 public:
  explicit Reach(const Coverage& coverage);

  // No sale at all: everything that is named is an exception as well.
  bool is_empty() const;
  // Every sale that `other` covers is covered here too.
  bool contains(const Reach& other) const;

 private:
  struct Names {
    bool is_all_but = false;  // everything except the names; else only the names
    std::vector<std::string_view> names;  // sorted, without repetition
  };
  static Names names_of(const std::vector<std::string>& listed, const std::vector<std::string>& except);
  static bool contains(const Names& wide, const Names& narrow);

  std::array<Names, 5> asks_;
};

}  // namespace quits::program
