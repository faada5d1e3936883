#include "program/accumulators.h"

#include <fmt/core.h>

#include "ledger/stored.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

const std::string_view AccumulatorTable::kSelect = sql::select_accumulator;
const std::string_view AccumulatorTable::kInsert = sql::insert_accumulator;
const std::string_view AccumulatorTable::kUpdate = sql::update_accumulator;
const std::string_view AccumulatorTable::kScan = sql::scan_accumulators;

std::size_t AccumulatorTable::Hash::operator()(const Key& key) const noexcept {
  const auto day = static_cast<std::uint64_t>(key.window.days_since_epoch());
  return static_cast<std::size_t>(
      ledger::mix(ledger::mix(key.version.value, day), std::hash<std::string>()(key.plan)));
}
void AccumulatorTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, static_cast<std::int64_t>(key.version.value)).bind_text(2, key.plan);
  statement.bind(3, key.window.days_since_epoch());
}
void AccumulatorTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(4, row.millionths());
}
void AccumulatorTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
AccumulatorKey AccumulatorTable::read_key(storage::Statement& statement) {
  return {{static_cast<std::uint64_t>(statement.integer(0))},
          std::string(statement.text(1)),
          ledger::stored_date(statement, 2)};
}
Decimal AccumulatorTable::read_row(storage::Statement& statement) {
  return Decimal::from_millionths(statement.integer(3));
}
std::string AccumulatorTable::describe(const Key& key) {
  return fmt::format("version {}, plan {}, window from {}", key.version.value, key.plan,
                     key.window.to_string());
}
std::string AccumulatorTable::describe(const Row& row) { return row.to_string(); }

void Accumulators::project(const ledger::Record& record) {
  for (const ledger::Item& item : record.items) {
    if (!item.trace.window) continue;
    Decimal& volume = table_.edit({item.key.version, item.key.term, *item.trace.window});
    // Rating refused what does not fit; in a damaged log the volume stays and comparison finds it.
    const auto moved = item.trace.volume_after.minus(item.trace.volume_before);
    if (const auto sum = moved ? volume.plus(*moved) : moved) volume = *sum;
  }
}

Decimal Accumulators::volume(const AccumulatorKey& key) {
  const Decimal* volume = table_.find(key);
  return volume == nullptr ? Decimal() : *volume;
}

}  // namespace quits::program
