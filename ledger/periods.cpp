#include "ledger/periods.h"

#include <fmt/core.h>

#include "ledger/sql.h"
#include "ledger/stored.h"
#include "storage/database.h"

namespace quits::ledger {

void Periods::load() {
  if (loaded_ || database_ == nullptr) return;
  for (const ClosedPeriod& closed : closed_periods(*database_)) {
    closed_.emplace(closed.period.index(), closed.closed_by.value);
  }
  loaded_ = true;  // not before: a failure on the way must not leave half of them
}

// A PeriodClosed record takes effect on the last day of the period it closes and is posted in it.
void Periods::project(const Record& record) {
  if (record.kind() != FactKind::period_closed) return;
  load();
  closed_.emplace(record.period.index(), record.sequence.value);
  added_.push_back(record.period.index());
}

void Periods::flush() {
  for (const std::int32_t period : added_) {
    auto insert = database_->prepare(sql::insert_period);
    insert->bind(1, period).bind(2, static_cast<std::int64_t>(closed_.at(period)));
    insert->run();
  }
  added_.clear();
}

void Periods::forget() {
  closed_.clear();
  added_.clear();
  loaded_ = false;
}

void Periods::compare(storage::Database& stored, const MismatchSink& sink) {
  std::map<std::int32_t, std::uint64_t> rest = closed_;
  for (const ClosedPeriod& row : closed_periods(stored)) {
    const auto found = rest.find(row.period.index());
    const std::string key = "period " + row.period.to_string();
    if (found == rest.end()) {
      sink({"period", key, fmt::format("closed by {}", row.closed_by.value), "not closed"});
      continue;
    }
    if (found->second != row.closed_by.value) {
      sink({"period", key, fmt::format("closed by {}", row.closed_by.value), fmt::format("closed by {}", found->second)});
    }
    rest.erase(found);
  }
  for (const auto& [period, sequence] : rest) {
    sink({"period", "period " + Period::from_index(period).to_string(), "not closed", fmt::format("closed by {}", sequence)});
  }
}

std::optional<Period> Periods::oldest_open() {
  load();
  if (closed_.empty()) return std::nullopt;
  return Period::from_index(closed_.rbegin()->first).next();
}

std::vector<ClosedPeriod> closed_periods(storage::Database& database) {
  auto rows = database.prepare(sql::scan_periods);
  std::vector<ClosedPeriod> closed;
  while (rows->step()) {
    closed.push_back({stored_period(*rows, 0),
                      {static_cast<std::uint64_t>(rows->integer(1))}});
  }
  return closed;
}

namespace {

std::optional<Period> period_of(storage::Database& database, std::string_view question) {
  auto row = database.prepare(question);
  if (!row->step() || row->is_null(0)) return std::nullopt;
  return stored_period(*row, 0);
}

}  // namespace

std::optional<Period> last_closed_period(storage::Database& database) {
  return period_of(database, sql::last_closed_period);
}

std::optional<Period> first_posted_period(storage::Database& database) {
  return period_of(database, sql::first_posted_period);
}

}  // namespace quits::ledger
