#include "settlement/netting/bilateral.h"

#include <algorithm>

#include "settlement/netting/allocation.h"

namespace quits::settlement {

SetOff set_off_bilaterally(const Network& network, AllocationOrder order,
                           std::span<const char> takes_part) {
  const Pairs pairs = pairs_of(network, takes_part);
  std::vector<std::int64_t> of_pairs(pairs.pairs.size(), 0);
  for (std::size_t pair = 0; pair < pairs.pairs.size(); ++pair) {
    const std::size_t opposite = pairs.opposite(pair);
    if (opposite == pairs.pairs.size()) continue;
    of_pairs[pair] = std::min(pairs.pairs[pair].amount_minor, pairs.pairs[opposite].amount_minor);
  }
  SetOff set_off;
  set_off.mode = NettingMode::bilateral;
  set_off.order = order;
  set_off.amounts = allocate(network, pairs, of_pairs, order);
  return set_off;
}

}  // namespace quits::settlement
