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

// T(volume) in units of 10^-12 of the major unit. It fits: the parts of an int64 volume, each times
// an int64 rate. Refuses bands_invalid when the plan has no band. O(bands).
Result<int128> exact_due(const CommissionPlan& plan, Decimal volume);

// A number of 10^-12 major units as minor units of the currency. Refuses overflow.
Result<std::int64_t> to_minor_units(int128 exact, Currency currency, Rounding rounding);

// What the movement from `before` to `after` gives per band: the volumes add up to after - before,
// and the sum of volume x rate is T(after) - T(before). Bands without a part are left out, but a
// movement of zero keeps the one it stands in. WHOLE across an edge: everything leaves one band and
// enters the other.
std::vector<ledger::BandPart> parts_of(const CommissionPlan& plan, Decimal before, Decimal after);

}  // namespace quits::program
