#include "program/floors.h"

#include <fmt/core.h>

#include "program/facts.h"
#include "program/limits.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

const std::string_view FloorTable::kSelect = sql::select_floor;
const std::string_view FloorTable::kInsert = sql::insert_floor;
const std::string_view FloorTable::kUpdate = sql::update_floor;
const std::string_view FloorTable::kScan = sql::scan_floors;

void FloorTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(6, row.earned_minor).bind(7, row.topped_minor).bind(8, row.sales);
}
FloorState FloorTable::read_row(storage::Statement& statement) {
  return {statement.integer(5), statement.integer(6), statement.integer(7)};
}
std::string FloorTable::describe(const Row& row) {
  return fmt::format("earned {}, topped up {}, {} sales", row.earned_minor, row.topped_minor, row.sales);
}

void Floors::project(const ledger::Record& record) {
  for (const ledger::Item& item : record.items) {
    for (const ledger::LimitEffect& effect : item.trace.limits) {
      if (!is_over_time(effect)) continue;
      FloorState& state = table_.edit({item.key.version, item.key.term, effect.scope, effect.window, effect.customer});
      // Rating refused what does not fit; in a damaged log the sums stay and comparison finds it.
      std::int64_t earned = 0;
      if (!__builtin_add_overflow(state.earned_minor, effect.room_minor, &earned)) state.earned_minor = earned;
      state.topped_minor += effect.allowed_minor - effect.wanted_minor;
      if (record.kind() == kind::sale) ++state.sales;
      const bool is_sale_reversed = record.kind() == kind::reversal && item.base.is_negative();
      if (is_sale_reversed) --state.sales;
    }
  }
}

FloorState Floors::state(const LimitUseKey& key) {
  const FloorState* state = table_.find(key);
  return state == nullptr ? FloorState{} : *state;
}

std::vector<std::string> floor_customers(storage::Database& database, Sequence version, const std::string& plan, LimitScope scope,
                                         Date window) {
  auto rows = database.prepare(sql::floor_customers);
  rows->bind(1, static_cast<std::int64_t>(version.value)).bind_text(2, plan).bind(3, static_cast<std::int64_t>(scope));
  rows->bind(4, window.days_since_epoch());
  std::vector<std::string> customers;
  while (rows->step()) customers.emplace_back(rows->text(0));
  return customers;
}

}  // namespace quits::program
