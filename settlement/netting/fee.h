// What an operator charges a party for a netting run, by the amount the party sets off. Pure.
//
//   FeeRule{.rate = 0.11 %, .least_minor = 300, .free_below_minor = 5000}
//   fee_of(280'000, rule) == 308     fee_of(4'999, rule) == 0     fee_of(5'000, rule) == 300
//
// Source: the tariff of a national operator of multilateral set-off (1.1 per mille, at least 3.00,
// nothing below 50.00).
#pragma once

#include <cstdint>

#include "base/rate.h"
#include "base/result.h"
#include "base/rounding.h"

namespace quits::settlement {

struct FeeRule {
  Rate rate;
  std::int64_t least_minor = 0;
  std::int64_t free_below_minor = 0;
  Rounding rounding = Rounding::half_away_from_zero;
};

// Refuses a negative amount (bad_value) and overflow.
Result<std::int64_t> fee_of(std::int64_t set_off_minor, const FeeRule& rule);

}  // namespace quits::settlement
