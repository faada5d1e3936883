// Which level a partner has reached, and when levels are looked at again. Pure: values in, verdict out.
//
// Levels are a ladder: one is reached when everything that it and those below it ask for is met; the first asks for nothing.
// The window of a review on day D is [D - window_months, D). A customer bought in a span when a sale dated in it was not
// given back in full; it is new when its first such sale lies in the window. Retention compares exactly, kept / before; where
// nobody bought in the window before, nobody could leave, and it is met.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/int128.h"
#include "base/result.h"
#include "program/facts.h"
#include "program/terms.h"

namespace quits::program {

// What there is on the day of a review.
struct LevelEvidence {
  std::vector<std::pair<std::string, std::string>> certified;  // person and certificate, ordered, each once
  std::uint64_t new_customers = 0;
  std::uint64_t customers_before = 0;  // that bought in the window before
  std::uint64_t customers_kept = 0;    // and again in the window
  int128 sales = 0;                    // net, millionths
};

struct LevelVerdict {
  std::string level;
  std::vector<LevelFinding> findings;  // level by level, each thing it asks for
  std::vector<std::string> certified;  // people whose certificates counted, ordered, each once
};

enum class LevelAsks : std::uint8_t { everything, certified_only };

// The highest level reached. `terms` have levels (CHECKed). O(levels x people).
LevelVerdict judge(const Terms& terms, const LevelEvidence& evidence, LevelAsks asks = LevelAsks::everything);

// Its place among the levels; none when the terms have no such level.
std::optional<std::size_t> rank_of(const Terms& terms, std::string_view level);

bool counts_certified(const Terms& terms);
// Whether a level asks for new customers or retention: then sales keep their customer.
bool counts_customers(const Terms& terms);

struct ReviewWindow {
  Date before;  // first day of the window before
  Date first;
  Date end;     // the day of the review; not in the window
};
// Where the window would begin before the calendar does, it begins with it.
ReviewWindow review_window(const LevelReview& review, Date on);

// The review days after `after` up to `until`, in order.
std::vector<Date> review_days(const LevelReview& review, Date after, Date until);

// Everything that is wrong with levels, their review, and the levels that plans name.
std::vector<Error> check_levels(const Terms& terms);

}  // namespace quits::program
