#include "base/rounding.h"

#include <limits>

#include "base/check.h"

namespace quits {
namespace {

uint128 magnitude_of(int128 value) {
  const auto bits = static_cast<uint128>(value);
  return value < 0 ? uint128{0} - bits : bits;
}

// Comparing the remainder with what is missing to the next multiple avoids doubling, which could
// overflow. A remainder of zero never reaches the half.
template <class Unsigned>
Unsigned divide_magnitudes(Unsigned numerator, Unsigned denominator, Rounding rounding) {
  const Unsigned quotient = numerator / denominator;
  const Unsigned remainder = numerator % denominator;
  const Unsigned missing = denominator - remainder;
  const bool tie_up = rounding == Rounding::half_away_from_zero || quotient % 2 == 1;
  const bool up = remainder > missing || (remainder == missing && tie_up);
  return up ? quotient + 1 : quotient;
}

}  // namespace

int128 divide_rounded(int128 numerator, int128 denominator, Rounding rounding) {
  CHECK(denominator != 0);
  const uint128 dividend = magnitude_of(numerator);
  const uint128 divisor = magnitude_of(denominator);
  constexpr auto kWordMax = std::numeric_limits<std::uint64_t>::max();
  // Divisions of one machine word are several times cheaper. A quotient of words rounded up still
  // fits one: only x/1 reaches the largest, and that has no remainder.
  const uint128 quotient = dividend <= kWordMax && divisor <= kWordMax
                               ? divide_magnitudes(static_cast<std::uint64_t>(dividend),
                                                   static_cast<std::uint64_t>(divisor), rounding)
                               : divide_magnitudes(dividend, divisor, rounding);
  const bool negative = (numerator < 0) != (denominator < 0);
  CHECK(negative || quotient >> 127 == 0, "the quotient does not fit");
  return static_cast<int128>(negative ? uint128{0} - quotient : quotient);
}

}  // namespace quits
