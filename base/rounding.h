// Rounding to integers. It is always a named argument and has no default: who rounds, says how.
//
//   divide_rounded(5, 2, Rounding::half_away_from_zero) == 3
//   divide_rounded(5, 2, Rounding::half_even) == 2
//
// Both ways mirror in the sign: divide_rounded(-n, d, r) == -divide_rounded(n, d, r).
#pragma once

#include <cstdint>

#include "base/int128.h"

namespace quits {

enum class Rounding : std::uint8_t { half_away_from_zero, half_even };

// The integer nearest to numerator/denominator. The denominator must not be zero, and the one
// quotient that has no int128 (the least value by -1) must not be asked for: both are CHECKed.
// About 5 ns while both fit in 64 bits, about 30 ns beyond.
int128 divide_rounded(int128 numerator, int128 denominator, Rounding rounding);

}  // namespace quits
