// One plan on one volume: T(v) exact, and which band gives which part of a movement. A piece of
// program/rating.h.
#pragma once

#include <cstdint>
#include <vector>

#include "base/int128.h"
#include "base/result.h"
#include "ledger/line.h"
#include "program/terms.h"

namespace quits::program {

// numerator / denominator of the major unit, exact. The denominator is above zero and a multiple of
// 10^6, so that minor units of every currency divide it. With rates, and with amounts per unit, it
// is 10^12; with FIXED_STEP 10^6; with INTERPOLATED 10^6 times the band's width.
struct ExactDue {
  int128 numerator = 0;
  int128 denominator = 1'000'000;
};

// Whether what the plan gives is a function of the total, T(v). FROM_HERE is not: it depends on what
// was sold before each sale.
constexpr bool has_total(Rule rule) { return rule != Rule::from_here; }

// T(volume) of a plan with has_total(): CHECKed. Refuses bands_invalid when the plan has no band or
// INTERPOLATED one without width, and overflow when the sum of INTERPOLATED amounts times a width
// leaves 128 bits; the others fit: the parts of an int64 volume, each times an int64. O(bands).
Result<ExactDue> exact_due(const CommissionPlan& plan, Decimal volume);

// FROM_HERE: `moved` at the rate of the band that `before` has reached. Refuses bands_invalid.
Result<ExactDue> exact_from_here(const CommissionPlan& plan, Decimal before, Decimal moved);

// As minor units of the currency. Refuses overflow.
Result<std::int64_t> to_minor_units(ExactDue exact, Currency currency, Rounding rounding);

// What the movement from `before` to `after` gives per band. A part has a rate, or an amount where
// pays_amounts(). What the parts add up to is T(after) - T(before), exactly:
//   FLAT, MARGINAL, WHOLE   volume x rate (or x amount per unit); WHOLE across an edge: everything
//                           leaves one band and enters the other
//   INTERPOLATED            volume x amount / width; the last band has neither and gives nothing
//   FIXED_STEP              amount: below zero for a band that the volume fell out of
//   FROM_HERE               one part: what moved, at the rate of the band that `before` has reached
// The volumes add up to after - before, except with FIXED_STEP, where each part carries all of it.
// Bands without a part are left out, but a movement that would have none keeps the band it ends in.
std::vector<ledger::BandPart> parts_of(const CommissionPlan& plan, Decimal before, Decimal after);

}  // namespace quits::program
