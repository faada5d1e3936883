// Decimal text to and from an integer count of 10^-places: what Decimal, Rate and Money share.
//
//   parse_fixed_point("12.5", 2) == 1250          fixed_point_to_string(1250, 2, 0) == "12.5"
//
// The grammar is strict, so that one number has one meaning everywhere: an optional '-', digits,
// and optionally '.' and digits. No plus, no exponent, no grouping, no bare point, no spaces.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace quits {

inline constexpr int kPowersOfTenMax = 18;
inline constexpr std::array<std::int64_t, kPowersOfTenMax + 1> kPowersOfTen = [] {
  std::array<std::int64_t, kPowersOfTenMax + 1> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}();

// Refuses, in this order: bad_number (the grammar), overflow (more than int64 holds), inexact (a
// digit other than 0 beyond `places`). `places` is 0 to 18. About 20 ns for ten digits.
Result<std::int64_t> parse_fixed_point(std::string_view text, int places);

// Shows all needed places and at least `places_min`; whole numbers without a point if that is 0.
std::string fixed_point_to_string(std::int64_t value, int places, int places_min);

// "1,234,567.00": a ',' between groups of three digits before the point.
std::string group_thousands(std::string_view plain);

}  // namespace quits
