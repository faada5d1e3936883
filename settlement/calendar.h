// The calendar of the month end: when a period closes, is reviewed, is settled and paid.
//
//   close on the 5th, review until the 10th, pay on the 20th, for January (RATING.md, P1):
//   facts count until 5 Feb, so it closes from 6 Feb; it is reviewed until 10 Feb, so it is settled from 11 Feb; paid on 20 Feb
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"

namespace quits::ledger {
class Book;
}

namespace quits::settlement {

// As it holds from one period on, until the next one does. Days of the month after the period.
struct Calendar {
  Period from_period;
  Sequence sequence;  // the record that set it
  std::uint32_t close_day = 0;
  std::uint32_t review_day = 0;
  std::uint32_t payment_day = 0;
  std::uint32_t payment_months = 1;

  bool operator==(const Calendar&) const = default;
};

// A day beyond the end of a month is its last day.
struct PeriodDates {
  Date count_until;
  Date close_from;
  Date review_until;
  Date settle_from;
  Date pay_on;

  bool operator==(const PeriodDates&) const = default;
};

// Pure. Refuses (date_out_of_range) a period at the end of time.
Result<PeriodDates> dates_of(const Calendar& calendar, Period period);

struct CalendarTable {
  using Key = Period;
  using Row = Calendar;
  using Hash = std::hash<Period>;
  static constexpr std::string_view kName = "calendar";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Calendars final : public ledger::Projection {
 public:
  explicit Calendars(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "calendars"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

 private:
  ledger::StoredTable<CalendarTable> table_;
  program::FactCodec codec_;
};

// Questions.
std::vector<Calendar> all_calendars(storage::Database& database);  // by first period
// The one that holds for a period; none where nobody set one.
std::optional<Calendar> calendar_for(storage::Database& database, Period period);

// The first payment day not before `day` of the periods around it, that before the month of `day` first; none where no calendar holds.
Result<std::optional<Date>> next_payment_day(storage::Database& database, Date day);

enum class CalendarStep { count, close, review, settle, pay };
std::string_view name_of(CalendarStep step);  // "count", "close", "review", "settle", "pay"

struct DueStep {
  CalendarStep step = CalendarStep::count;
  Date on;
  std::optional<Date> done_on;  // of close and settle
  bool ends = false;            // count and review: nobody does them, they are over after the day
  std::string early_because;
};

struct DuePeriod {
  Period period;
  std::vector<DueStep> steps;  // empty: no calendar holds for it
};

// What is due when: the periods that are closed and not settled or not paid yet, the oldest open one and the one after it.
// A period whose payment orders were all confirmed is over. Cost: one row per such period.
Result<std::vector<DuePeriod>> due_periods(ledger::Book& book);

}  // namespace quits::settlement
