#include "settlement/calendar.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "ledger/book.h"
#include "ledger/stored.h"
#include "settlement/register.h"
#include "settlement/settlements.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

Date day_in(Period month, std::uint32_t day) {
  const Date last = month.last_day();
  return std::min(last, Date::from_days(month.first_day().days_since_epoch() + static_cast<std::int32_t>(day) - 1));
}

Calendar read_calendar(storage::Statement& row) {
  const auto number = [&](int column) { return static_cast<std::uint32_t>(row.integer(column)); };
  return {ledger::stored_period(row, 0), ledger::stored_sequence(row, 1), number(2), number(3), number(4), number(5)};
}

}  // namespace

Result<PeriodDates> dates_of(const Calendar& calendar, Period period) {
  const std::int64_t last = std::int64_t{period.index()} + std::max<std::uint32_t>(calendar.payment_months, 1) + 1;
  TRY_STATUS(Period::checked_from_index(last));
  PeriodDates dates;
  dates.count_until = day_in(period.next(), calendar.close_day);
  dates.review_until = day_in(period.next(), calendar.review_day);
  dates.pay_on = day_in(period.plus(static_cast<int>(calendar.payment_months)), calendar.payment_day);
  TRY(dates.close_from, dates.count_until.plus_days(1));
  TRY(dates.settle_from, dates.review_until.plus_days(1));
  return dates;
}

const std::string_view CalendarTable::kSelect = sql::select_calendar;
const std::string_view CalendarTable::kInsert = sql::insert_calendar;
const std::string_view CalendarTable::kUpdate = sql::update_calendar;
const std::string_view CalendarTable::kScan = sql::scan_calendars;

void CalendarTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind(1, key.index()); }
void CalendarTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(2, static_cast<std::int64_t>(row.sequence.value)).bind(3, std::int64_t{row.close_day});
  statement.bind(4, std::int64_t{row.review_day}).bind(5, std::int64_t{row.payment_day}).bind(6, std::int64_t{row.payment_months});
}
void CalendarTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
Period CalendarTable::read_key(storage::Statement& row) { return ledger::stored_period(row, 0); }
Calendar CalendarTable::read_row(storage::Statement& row) { return read_calendar(row); }
std::string CalendarTable::describe(const Key& key) { return "from " + key.to_string(); }
std::string CalendarTable::describe(const Row& row) {
  return fmt::format("record {}, from {}, closed after day {}, reviewed until day {}, paid on day {} of month {}", row.sequence.value,
                     row.from_period.to_string(), row.close_day, row.review_day, row.payment_day, row.payment_months);
}

void Calendars::project(const ledger::Record& record) {
  if (record.kind() != program::kind::calendar_set) return;
  const auto fact = codec_.decode(record.fact);
  const auto* set = fact ? std::get_if<program::CalendarSet>(&*fact) : nullptr;
  if (set == nullptr) return;  // a damaged record: comparison finds what is missing
  table_.edit(set->from_period) = {set->from_period, record.sequence,  set->close_day,
                                   set->review_day,  set->payment_day, set->payment_months};
}

std::vector<Calendar> all_calendars(storage::Database& database) {
  auto rows = database.prepare(sql::scan_calendars);
  std::vector<Calendar> calendars;
  while (rows->step()) calendars.push_back(read_calendar(*rows));
  return calendars;
}

std::optional<Calendar> calendar_for(storage::Database& database, Period period) {
  auto row = database.prepare(sql::calendar_for);
  row->bind(1, period.index());
  if (!row->step()) return std::nullopt;
  return read_calendar(*row);
}

Result<std::optional<Date>> next_payment_day(storage::Database& database, Date day) {
  const Period month = Period::of(day);
  for (const Period period : {month.previous(), month}) {
    const auto calendar = calendar_for(database, period);
    if (!calendar) continue;
    TRY(const PeriodDates dates, dates_of(*calendar, period));
    if (dates.pay_on >= day) return std::optional(dates.pay_on);
  }
  return std::optional<Date>();
}

std::string_view name_of(CalendarStep step) {
  switch (step) {
    case CalendarStep::count: return "count";
    case CalendarStep::close: return "close";
    case CalendarStep::review: return "review";
    case CalendarStep::settle: return "settle";
    case CalendarStep::pay: return "pay";
  }
  return "unknown";
}

namespace {

// The day on which the record was made, and why it was early.
void find_done(ledger::Book& book, Sequence sequence, program::FactCodec& codec, DueStep& step) {
  const ledger::Record record = book.read(sequence);
  step.done_on = record.recorded.date();
  const auto fact = codec.decode(record.fact);
  if (!fact) return;
  if (const auto* closed = std::get_if<program::PeriodClosed>(&*fact)) step.early_because = closed->early_because;
  if (const auto* settled = std::get_if<program::PeriodSettled>(&*fact)) step.early_because = settled->early_because;
}

class Agenda {
 public:
  explicit Agenda(ledger::Book& book) : book_(book), database_(book.database()) {
    for (const auto& [period, sequence] : settled_periods(database_)) settled_.emplace(period, sequence);
    for (const ledger::ClosedPeriod& closed : ledger::closed_periods(database_)) closed_.emplace(closed.period, closed.closed_by);
    auto rows = database_.prepare(sql::periods_with_open_orders);
    while (rows->step()) unpaid_.push_back(ledger::stored_period(*rows, 0));
  }

  Result<std::vector<DuePeriod>> all();

 private:
  Result<DuePeriod> due(Period period);

  ledger::Book& book_;
  storage::Database& database_;
  program::FactCodec codec_;
  std::map<Period, Sequence> closed_;
  std::map<Period, Sequence> settled_;
  std::vector<Period> unpaid_;
};

Result<DuePeriod> Agenda::due(Period period) {
  DuePeriod due;
  due.period = period;
  const auto calendar = calendar_for(database_, period);
  if (!calendar) return due;
  TRY(const PeriodDates dates, dates_of(*calendar, period));
  const auto step = [&](CalendarStep kind, Date on, bool ends) -> DueStep& {
    due.steps.push_back({kind, on, {}, ends, {}});
    return due.steps.back();
  };
  step(CalendarStep::count, dates.count_until, true);
  DueStep& close = step(CalendarStep::close, dates.close_from, false);
  if (const auto found = closed_.find(period); found != closed_.end()) find_done(book_, found->second, codec_, close);
  step(CalendarStep::review, dates.review_until, true);
  DueStep& settle = step(CalendarStep::settle, dates.settle_from, false);
  const auto settled = settled_.find(period);
  if (settled != settled_.end()) find_done(book_, settled->second, codec_, settle);
  step(CalendarStep::pay, dates.pay_on, false);
  return due;
}

Result<std::vector<DuePeriod>> Agenda::all() {
  std::vector<Period> periods = unpaid_;
  for (const auto& [period, sequence] : closed_) {
    if (settled_.count(period) == 0) periods.push_back(period);
  }
  const auto first = closed_.empty() ? ledger::first_posted_period(database_) : std::optional(closed_.rbegin()->first.next());
  if (first) {
    periods.push_back(*first);
    periods.push_back(first->next());
  }
  std::sort(periods.begin(), periods.end());
  periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
  std::vector<DuePeriod> all;
  for (const Period period : periods) {
    TRY(DuePeriod made, due(period));
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace

Result<std::vector<DuePeriod>> due_periods(ledger::Book& book) { return Agenda(book).all(); }

}  // namespace quits::settlement
