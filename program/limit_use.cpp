#include "program/limit_use.h"

#include <fmt/core.h>

#include "ledger/stored.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

const std::string_view LimitUseTable::kSelect = sql::select_limit_use;
const std::string_view LimitUseTable::kInsert = sql::insert_limit_use;
const std::string_view LimitUseTable::kUpdate = sql::update_limit_use;
const std::string_view LimitUseTable::kScan = sql::scan_limit_use;

namespace {

constexpr std::int32_t kForEver = -1'000'000;  // in place of a day

std::int32_t day_of(const std::optional<Date>& window) { return window ? window->days_since_epoch() : kForEver; }

}  // namespace

std::size_t LimitUseTable::Hash::operator()(const Key& key) const noexcept {
  const std::hash<std::string> text;
  const auto place = ledger::mix(static_cast<std::uint64_t>(key.scope), static_cast<std::uint64_t>(day_of(key.window)));
  return static_cast<std::size_t>(
      ledger::mix(ledger::mix(ledger::mix(key.version.value, text(key.plan)), place), text(key.customer)));
}
void LimitUseTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, static_cast<std::int64_t>(key.version.value)).bind_text(2, key.plan);
  statement.bind(3, static_cast<std::int64_t>(key.scope)).bind(4, day_of(key.window)).bind_text(5, key.customer);
}
void LimitUseTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(6, row);
}
void LimitUseTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
LimitUseKey LimitUseTable::read_key(storage::Statement& statement) {
  LimitUseKey key;
  key.version = {static_cast<std::uint64_t>(statement.integer(0))};
  key.plan = std::string(statement.text(1));
  key.scope = static_cast<LimitScope>(statement.integer(2));
  if (statement.integer(3) != kForEver) key.window = ledger::stored_date(statement, 3);
  key.customer = std::string(statement.text(4));
  return key;
}
std::int64_t LimitUseTable::read_row(storage::Statement& statement) { return statement.integer(5); }
std::string LimitUseTable::describe(const Key& key) {
  return fmt::format("version {}, plan {}, {} {}{}{}", key.version.value, key.plan, name_of(key.scope),
                     key.window ? "from " + key.window->to_string() : "for ever", key.customer.empty() ? "" : ", customer ",
                     key.customer);
}
std::string LimitUseTable::describe(const Row& row) { return fmt::format("used {}", row); }

void LimitUse::project(const ledger::Record& record) {
  for (const ledger::Item& item : record.items) {
    for (const ledger::LimitEffect& effect : item.trace.limits) {
      if (effect.room_minor == 0 || effect.is_floor) continue;
      std::int64_t& used = table_.edit({item.key.version, item.key.term, effect.scope, effect.window, effect.customer});
      // Rating refused what does not fit; in a damaged log the sum stays and comparison finds it.
      std::int64_t sum = 0;
      if (!__builtin_add_overflow(used, effect.room_minor, &sum)) used = sum;
    }
  }
}

std::int64_t LimitUse::used(const LimitUseKey& key) {
  const std::int64_t* used = table_.find(key);
  return used == nullptr ? 0 : *used;
}

}  // namespace quits::program
