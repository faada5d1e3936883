#include "program/activity.h"

#include <fmt/core.h>

#include "ledger/stored.h"
#include "program/facts.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

const std::string_view ActivityTable::kSelect = sql::select_activity;
const std::string_view ActivityTable::kInsert = sql::insert_activity;
const std::string_view ActivityTable::kUpdate = sql::insert_activity;  // a row never changes
const std::string_view ActivityTable::kScan = sql::scan_activity;

std::size_t ActivityTable::Hash::operator()(const Key& key) const noexcept {
  return static_cast<std::size_t>(ledger::mix(key.version.value, static_cast<std::uint64_t>(key.period.index())));
}
void ActivityTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, static_cast<std::int64_t>(key.version.value)).bind(2, key.period.index());
}
void ActivityTable::bind_insert(storage::Statement& statement, const Key& key, const Row&) { bind_key(statement, key); }
void ActivityTable::bind_update(storage::Statement& statement, const Key& key, const Row&) { bind_key(statement, key); }
ActivityKey ActivityTable::read_key(storage::Statement& statement) {
  return {{static_cast<std::uint64_t>(statement.integer(0))}, ledger::stored_period(statement, 1)};
}
ActivityTable::Row ActivityTable::read_row(storage::Statement&) { return {}; }
std::string ActivityTable::describe(const Key& key) {
  return fmt::format("version {}, {}", key.version.value, key.period.to_string());
}
std::string ActivityTable::describe(const Row&) { return "active"; }

namespace {

// A share of somebody's commission, be it due or still waiting for the customer, or an override: the party itself sold nothing.
bool is_on_another_sale(const ledger::Item& item) {
  if (!item.trace.more.is_edited()) return false;
  const ledger::TraceMore& more = item.trace.more.get();
  const bool is_share = more.split && more.split->version != item.key.version;
  return is_share || (more.override && !more.override->earner);
}

}  // namespace

void Activity::project(const ledger::Record& record) {
  if (record.kind() != kind::sale && record.kind() != kind::credit) return;
  for (const ledger::Item& item : record.items) {
    if (is_on_another_sale(item)) continue;
    const ActivityKey key{item.key.version, item.trace.earned.value_or(record.period)};
    if (table_.find(key) == nullptr) table_.edit(key);
  }
}

std::vector<Sequence> active_versions(storage::Database& database, Period period) {
  auto rows = database.prepare(sql::active_versions);
  rows->bind(1, period.index());
  std::vector<Sequence> versions;
  while (rows->step()) versions.push_back({static_cast<std::uint64_t>(rows->integer(0))});
  return versions;
}

std::optional<Period> first_active_period(storage::Database& database) {
  auto row = database.prepare(sql::first_active_period);
  if (!row->step() || row->is_null(0)) return std::nullopt;
  return ledger::stored_period(*row, 0);
}

}  // namespace quits::program
