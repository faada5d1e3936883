// The path of a field in a message: "map[2].product.left".
//
//   for (const PathStep& step : steps_of("fact[2].sale")) ...   // fact, element 2; sale
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quits::program {

struct PathStep {
  std::string name;
  int index = -1;  // of an element of a list, from 0; -1: the field itself

  bool operator==(const PathStep&) const = default;
};

// Any text is taken; what is no path gives steps that no message has.
std::vector<PathStep> steps_of(std::string_view path);

}  // namespace quits::program
