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

// "0: 4 %, 150000: 6 %, 250000: 8 %"; amounts without a percent sign: "0: 10, 1000: 40, 3000: 0"
std::vector<Band> bands(std::string_view text);
CommissionPlan plan(Rule rule, std::string_view bands_text, Base base = Base::net);

// "product a, product b, except_product c, region DE"; empty: every sale.
Coverage coverage(std::string_view text);

// "5000 at 4 %, 15000 at 6 %"
std::string words_of(const std::vector<ledger::BandPart>& parts);
// The same for every rule: "250 x 1" per unit, "40 x 500 / 2000" while a band fills, "1000 for 100000"
// for an edge that is reached.
std::string words_of(const ledger::Trace& trace);

// The value, or a test failure that prints the refusal and ends the program: samples are right.
Rated rated(Result<Rated> result);
std::int64_t minor(Result<std::int64_t> result);

}  // namespace quits::program::samples
