// What a pair sets off, allocated to its obligations one after the other until it is used up. Pure.
//
//   set_off 600 of 300 due in January and 500 due in February:
//   oldest 300 + 300, newest 100 + 500, largest 100 + 500, smallest 300 + 300
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "settlement/netting/pairs.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

// `of_pairs` has one amount per pair, 0 to what the pair owes (CHECK). The answer has one per
// obligation of the network; what belongs to no pair gets nothing. O(n log n), for `oldest` O(n).
std::vector<std::int64_t> allocate(const Network& network, const Pairs& pairs,
                                   std::span<const std::int64_t> of_pairs, AllocationOrder order);

// How much of each pair the obligations set off together: the way back.
std::vector<std::int64_t> totals_of_pairs(const Pairs& pairs,
                                          std::span<const std::int64_t> amounts);

}  // namespace quits::settlement
