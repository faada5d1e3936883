#include "program/field_path.h"

#include <algorithm>
#include <charconv>

namespace quits::program {

std::vector<PathStep> steps_of(std::string_view path) {
  std::vector<PathStep> steps;
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    const std::size_t bracket = step.find('[');
    PathStep& added = steps.emplace_back(PathStep{std::string(step.substr(0, bracket)), -1});
    if (bracket != std::string_view::npos)
      std::from_chars(step.data() + bracket + 1, step.data() + step.size(), added.index);
  }
  return steps;
}

}  // namespace quits::program
