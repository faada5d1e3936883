// On which line each element of the top lists of a JSON object begins: {"fact": [{...}, {...}]}.
//
// The text must be valid JSON; of other text the answer is incomplete, never a fault. O(bytes).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace quits::service {

// By the key of the list; lines count from 1.
std::map<std::string, std::vector<int>> lines_of_elements(std::string_view json);

}  // namespace quits::service
