// Splits an amount so that the parts always sum to the whole (largest remainder, Hare quota).
//
//   allocate(100, {1, 1, 1}) == {34, 33, 33}
//
// Each part is its exact share rounded down or up; what rounding leaves over goes, one unit each,
// to the largest remainders, and among equal remainders to the earlier part. A negative total gives
// the mirror image of the positive one. A weight of zero gets nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace quits {

// Refuses with bad_value: no weights, a negative weight, or weights that sum to zero.
// O(n) plus a selection among the remainders.
Result<std::vector<std::int64_t>> allocate(std::int64_t total,
                                           std::span<const std::int64_t> weights);

}  // namespace quits
