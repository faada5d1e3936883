// What changes from one version of terms to the next, in words that both sides read before they
// sign.
//
//   for (const Change& change : changes_between(before, after)) print(sentence_of(change, from));
//   // commission plan standard, from 150,000.00: 6 % becomes 7 % from 2026-04-01
//
// Empty if and only if the terms are equal: a test changes every field that terms have. Plans, fees
// and prices are told apart by their names, tax rules by side and category, limits by what they
// count over, bands by where they begin; what is left of the bands is paired in order, so that a
// moved edge reads as one. Cost: a few microseconds per entry of the terms.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "program/terms.h"

namespace quits::program {

struct Change {
  std::string subject;  // "commission plan standard, from 150,000.00"
  std::string before;   // "6 %"; empty: it is new
  std::string after;    // "7 %"; empty: it goes away

  bool operator==(const Change&) const = default;
};

// In the order of the terms: title and currency, plans, fees, prices, tax, payment, notice.
std::vector<Change> changes_between(const Terms& before, const Terms& after);

// Without its full stop; `from` is the day the later terms take effect.
std::string sentence_of(const Change& change, std::optional<Date> from = std::nullopt);

}  // namespace quits::program
