// Strongly connected components: nodes that reach each other. Only within one can anything flow in
// a loop. Pure.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace quits::settlement {

using Link = std::pair<std::uint32_t, std::uint32_t>;  // from, to

struct Components {
  std::uint32_t count = 0;
  // Per node, 0 to count - 1. A link between two components goes from the higher number to the
  // lower.
  std::vector<std::uint32_t> of;
};

// Tarjan's algorithm without recursion. O(nodes + links).
Components strong_components(std::uint32_t nodes, const std::vector<Link>& links);

}  // namespace quits::settlement
