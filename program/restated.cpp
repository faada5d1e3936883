#include "program/restated.h"

#include <fmt/core.h>

#include "ledger/book.h"
#include "program/corrections.h"
#include "program/facts.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

const std::string_view RestatedTable::kSelect = sql::select_restated;
const std::string_view RestatedTable::kInsert = sql::insert_restated;
const std::string_view RestatedTable::kUpdate = sql::update_restated;
const std::string_view RestatedTable::kScan = sql::scan_restated;

std::size_t RestatedTable::Hash::operator()(const Key& key) const noexcept {
  return static_cast<std::size_t>(ledger::mix(key.entry.value, key.item));
}
void RestatedTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, static_cast<std::int64_t>(key.entry.value)).bind(2, key.item);
}
void RestatedTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(3, row.difference_minor).bind(4, static_cast<std::int64_t>(row.by.value));
}
void RestatedTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
RestatedKey RestatedTable::read_key(storage::Statement& statement) {
  return {{static_cast<std::uint64_t>(statement.integer(0))}, static_cast<std::uint32_t>(statement.integer(1))};
}
RestatedAmount RestatedTable::read_row(storage::Statement& statement) {
  return {statement.integer(2), {static_cast<std::uint64_t>(statement.integer(3))}};
}
std::string RestatedTable::describe(const Key& key) { return fmt::format("entry {}, item {}", key.entry.value, key.item + 1); }
std::string RestatedTable::describe(const Row& row) {
  return fmt::format("restated by {}, record {}", row.difference_minor, row.by.value);
}

void Restated::project(const ledger::Record& record) {
  if (record.kind() != kind::entry_restated) return;
  for (std::size_t i = 0; i < record.items.size(); ++i) {
    RestatedAmount& row = table_.edit({record.relates_to, static_cast<std::uint32_t>(i)});
    // What does not fit was refused; in a damaged log the sum stays and comparison finds it.
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(row.difference_minor, record.items[i].amount_minor, &sum)) row.difference_minor = sum;
    row.by = record.sequence;
  }
  any_ = true;
}

void Restated::forget() {
  table_.forget();
  any_.reset();
}

std::optional<RestatedAmount> Restated::change(const RestatedKey& key) {
  if (!any_) any_ = database_ != nullptr && database_->prepare(sql::any_restated)->step();
  const RestatedAmount* row = *any_ ? table_.find(key) : nullptr;
  return row == nullptr ? std::nullopt : std::optional(*row);
}

FactId restating_id(Sequence restatement, Sequence entry) {
  return {std::string(ledger::kOwnSource), fmt::format("restated/{}/{}", restatement.value, entry.value)};
}

std::vector<Sequence> restating(storage::Database& database, Sequence entry, const std::function<std::optional<Sequence>(const FactId&)>& find) {
  std::vector<Sequence> records;
  for (const Sequence approved : approved_since(database, entry)) {
    if (const auto found = find(restating_id(approved, entry))) records.push_back(*found);
  }
  return records;
}

std::vector<StandingItem> standing_items(const ledger::Record& entry, Restated& restated,
                                         const std::function<ledger::Record(Sequence)>& read) {
  std::vector<StandingItem> items;
  items.reserve(entry.items.size());
  for (const ledger::Item& item : entry.items) items.push_back({item, 0, {}});
  for (std::uint32_t i = 0;; ++i) {
    const auto change = restated.change({entry.sequence, i});
    if (!change) break;  // a restatement has an item for each of the entry's: the first without one is behind the last
    const ledger::Record by = read(change->by);
    if (i >= by.items.size()) break;
    if (i >= items.size()) {
      StandingItem& added = items.emplace_back();
      added.item.key = by.items[i].key;
      added.item.trace.matures = by.items[i].trace.matures;
      added.item.trace.earned = by.items[i].trace.earned;
      if (!entry.items.empty()) added.item.base = entry.items.front().base;
    }
    items[i].difference_minor = change->difference_minor;
    if (by.items[i].trace.more->restatement) items[i].restatement = by.items[i].trace.more->restatement->restatement;
  }
  return items;
}

}  // namespace quits::program
