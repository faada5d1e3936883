#include "program/level_questions.h"

#include <algorithm>
#include <set>

#include "ledger/stored.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

std::string level_under(const Terms& terms, const std::vector<LevelChange>& history, Date on) {
  const LevelChange* change = change_on(history, on);
  return change != nullptr && rank_of(terms, change->level) ? change->level : terms.levels.front().name;
}

std::vector<Date> reviews_due(const Terms& terms, const std::vector<LevelChange>& history, const ReviewSpan& span) {
  Date after = std::max(span.levels_since, span.first.plus_days(-1).value_or(span.first));
  for (const LevelChange& change : history) {
    if (change.why == LevelWhy::review_day) after = std::max(after, change.from);
  }
  const std::vector<Date> planned = review_days(terms.level_review, after, span.last);
  std::set<Date> due(planned.begin(), planned.end());
  const Date begins = std::max(span.first, span.open);
  const auto look_at = [&](Date day) {
    const LevelChange* held = change_on(history, day);
    if (day <= span.last && held != nullptr && !rank_of(terms, held->level)) due.insert(day);
  };
  look_at(begins);
  for (const LevelChange& change : history) {
    if (change.from > begins) look_at(change.from);
  }
  return {due.begin(), due.end()};
}

std::vector<HeldCertificate> certificates_of(storage::Database& database, const std::string& partner, Date on) {
  auto rows = database.prepare(sql::certificates_of_partner);
  rows->bind_text(1, partner).bind(2, on.days_since_epoch());
  std::vector<HeldCertificate> held;
  while (rows->step()) {
    held.push_back({std::string(rows->text(0)), std::string(rows->text(1)), ledger::stored_date(*rows, 2), ledger::stored_date(*rows, 3)});
  }
  return held;
}

}  // namespace quits::program
