// Questions about levels: which holds on a day, which reviews are due, who is certified.
#pragma once

#include <string>
#include <vector>

#include "program/level_book.h"

namespace quits::program {

// The level on a day under terms that have levels; what they do not know counts as their first.
std::string level_under(const Terms& terms, const std::vector<LevelChange>& history, Date on);

// The first accepted terms with levels take effect on `levels_since`; those asked about hold from `first` to `last`, both
// included; `open` is the first day that is not closed.
struct ReviewSpan {
  Date levels_since;
  Date first;
  Date last;
  Date open;
};
// The days that were not reviewed yet, in order: the review days after the newest that was, and the days on which a level
// that the terms do not know holds, or would begin.
std::vector<Date> reviews_due(const Terms& terms, const std::vector<LevelChange>& history, const ReviewSpan& span);

struct HeldCertificate {
  std::string person;
  std::string certificate;
  Date on;
  Date until;  // the last day on which it counts; the last day there is: it does not expire
};
// Of the people who work for the partner on a day; also what has run out by then. Ordered.
std::vector<HeldCertificate> certificates_of(storage::Database& database, const std::string& partner, Date on);

}  // namespace quits::program
