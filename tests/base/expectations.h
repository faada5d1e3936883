// What the tests of base/ share: the outcome of a Result in one word, and integers that like edges.
// Properties print their seed; RC_PARAMS="seed=..." runs the same cases again.
#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/int128.h"
#include "base/result.h"

namespace quits {

inline constexpr std::int64_t kInt64Min = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kInt64Max = std::numeric_limits<std::int64_t>::max();

// "ok", or the name of the code that refused.
template <class T>
std::string outcome(const Result<T>& result) {
  return result ? "ok" : std::string(name_of(result.error().code));
}

inline bool fits_int64(int128 value) { return value >= kInt64Min && value <= kInt64Max; }

// Any int64, with the ends of the range, zero and powers of ten far more often than chance.
inline rc::Gen<std::int64_t> any_int64() {
  return rc::gen::weightedOneOf<std::int64_t>(
      {{6, rc::gen::arbitrary<std::int64_t>()},
       {2, rc::gen::elementOf(std::vector<std::int64_t>{kInt64Min, kInt64Min + 1, kInt64Max,
                                                        kInt64Max - 1, 0, 1, -1, 999'999, 1'000'000,
                                                        -1'000'000})},
       {2, rc::gen::inRange<std::int64_t>(-2000, 2001)}});
}

}  // namespace quits
