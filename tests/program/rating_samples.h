// Plans, volumes and amounts written as people write them, for the tests of rating and terms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/currency.h"
#include "base/decimal.h"
#include "program/rating.h"

namespace quits::program::samples {

inline constexpr auto kHalfAway = Rounding::half_away_from_zero;

Currency currency(std::string_view code);
Decimal decimal(std::string_view text);
Rate rate(std::string_view text);

// "0: 4 %, 150000: 6 %, 250000: 8 %"
std::vector<Band> bands(std::string_view text);
CommissionPlan plan(Rule rule, std::string_view bands_text);

// "5000 at 4 %, 15000 at 6 %"
std::string words_of(const std::vector<ledger::BandPart>& parts);

// The value, or a test failure that prints the refusal and ends the program: samples are right.
Rated rated(Result<Rated> result);
std::int64_t minor(Result<std::int64_t> result);

}  // namespace quits::program::samples
