// The calendar: set for periods to come, and asked before a period closes or is settled.
#include <fmt/core.h>

#include <algorithm>

#include "settlement/rules.h"

namespace quits::settlement {

namespace {

Status check_order(const program::CalendarSet& fact) {
  if (fact.review_day < fact.close_day) {
    return refuse_field("calendar_set.review_day", Code::bad_value,
                        fmt::format("is {}: statements would be reviewed until before the period closes, on day {}", fact.review_day, fact.close_day),
                        "close day, review day and payment day follow each other");
  }
  if (fact.payment_months == 1 && fact.payment_day < fact.review_day) {
    return refuse_field("calendar_set.payment_day", Code::bad_value,
                        fmt::format("is {}: payments would be due before the review ends, on day {}", fact.payment_day, fact.review_day),
                        "pay on a later day, or in a later month with payment_months");
  }
  return {};
}

Status too_early(std::string_view what, Period period, Date from, const std::string& because, std::string_view command) {
  return refuse(Code::too_early, fmt::format("{} is {} from {} on: {}", period.to_string(), what, from.to_string(), because),
                fmt::format("wait, or say why it cannot: quits {} {} --early REASON", command, period.to_string()));
}

}  // namespace

Status Rules::check_calendar_of_close(const program::PeriodClosed& fact, ledger::Writer& writer) {
  if (!fact.early_because.empty()) return {};
  writer.flush();
  const auto calendar = calendar_for(writer.database(), fact.period);
  if (!calendar) return {};
  TRY(const PeriodDates dates, dates_of(*calendar, fact.period));
  if (writer.now().date() >= dates.close_from) return {};
  return too_early("closed", fact.period, dates.close_from, fmt::format("its facts count until {}", dates.count_until.to_string()), "period close");
}

Status Rules::check_calendar_of_settlement(const program::PeriodSettled& fact, ledger::Writer& writer) {
  if (!fact.early_because.empty()) return {};
  writer.flush();
  const auto calendar = calendar_for(writer.database(), fact.period);
  if (!calendar) return {};
  TRY(const PeriodDates dates, dates_of(*calendar, fact.period));
  // Both the day it happens and the day it is dated: a settlement of a later date does not end a review.
  if (std::min(writer.now().date(), fact.on.value_or(writer.now().date())) >= dates.settle_from) return {};
  return too_early("settled", fact.period, dates.settle_from, fmt::format("its statements are reviewed until {}", dates.review_until.to_string()), "settle");
}

Result<ledger::Receipt> Rules::apply(const program::CalendarSet& fact, const Case& on) {
  TRY_STATUS(check_order(fact));
  if (const auto open = on.writer.oldest_open(); open && fact.from_period < *open) {
    return refuse_field("calendar_set.from_period", Code::period_closed,
                        fmt::format("is {}, which is closed: what was due then does not change", fact.from_period.to_string()),
                        fmt::format("set it from {} on", open->to_string()));
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = on.writer.now().date();
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
