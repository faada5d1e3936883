// A stored table as a map that is read on demand and written at flush: how every projection keeps its rows.
//
// With a database it loads a row when first asked for, and flush() writes the changed ones in key order. Without one (a
// rebuild) the map is the table; compare() then walks the stored table beside it.
// Cost: one hash look-up per access once a row is cached; one INSERT or UPDATE per changed row and flush. The cache is
// dropped after a flush when it holds more than kCachedRowsMax rows, so memory is bounded.
//
// Table says what a row is:
//   struct Table {
//     using Key = ...; using Row = ...; struct Hash;          Key is ordered, Row has ==
//     static constexpr std::string_view kName, kSelect, kInsert, kUpdate, kScan;
//     static void bind_key(storage::Statement&, const Key&);                  for kSelect: $1..
//     static void bind_insert(storage::Statement&, const Key&, const Row&);
//     static void bind_update(storage::Statement&, const Key&, const Row&);
//     static Key read_key(storage::Statement&);  static Row read_row(storage::Statement&);   kSelect and kScan have the same columns
//     static std::string describe(const Key&);  static std::string describe(const Row&);
//   };
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/projection.h"
#include "storage/database.h"

namespace quits::ledger {

template <class Table>
class StoredTable {
 public:
  using Key = typename Table::Key;
  using Row = typename Table::Row;

  static constexpr std::size_t kCachedRowsMax = 1U << 17U;

  // `database` null: a rebuild.
  explicit StoredTable(storage::Database* database) : database_(database) {}

  // Valid until the next flush or forget. Null when there is no such row.
  const Row* find(const Key& key) {
    if (database_ == nullptr) {  // a rebuild: a question must not leave a row behind
      const auto known = rows_.find(key);
      return known == rows_.end() ? nullptr : &known->second.row;
    }
    const Slot& slot = locate(key).second;
    return slot.exists ? &slot.row : nullptr;
  }

  // The row to change, made default if there is none. Valid until the next flush or forget.
  Row& edit(const Key& key) {
    Entry& entry = locate(key);
    Slot& slot = entry.second;
    slot.exists = true;
    if (!slot.changed && database_ != nullptr) {
      slot.changed = true;
      changed_.push_back(&entry);
    }
    return slot.row;
  }

  void flush() {
    std::sort(changed_.begin(), changed_.end(),
              [](const Entry* left, const Entry* right) { return left->first < right->first; });
    for (Entry* entry : changed_) write(*entry);
    changed_.clear();
    if (rows_.size() > kCachedRowsMax) rows_.clear();
  }

  void forget() {
    changed_.clear();
    rows_.clear();
  }

  // This rebuilt table against the stored one, both ways.
  void compare(storage::Database& stored, const MismatchSink& sink) const {
    auto scan = stored.prepare(Table::kScan);
    std::size_t seen = 0;
    while (scan->step()) {
      const Key key = Table::read_key(*scan);
      const Row row = Table::read_row(*scan);
      const auto found = rows_.find(key);
      if (found == rows_.end()) {
        sink({std::string(Table::kName), Table::describe(key), Table::describe(row), "no such row"});
        continue;
      }
      ++seen;
      if (!(found->second.row == row)) {
        sink({std::string(Table::kName), Table::describe(key), Table::describe(row), Table::describe(found->second.row)});
      }
    }
    if (seen < rows_.size()) report_missing(stored, sink);
  }

  // For invariants that look at every rebuilt row.
  template <class Visit>
  void each(const Visit& visit) const {
    for (const auto& [key, slot] : rows_) visit(key, slot.row);
  }

 private:
  struct Slot {
    Row row{};
    bool exists = false;
    bool stored = false;
    bool changed = false;
  };
  using Rows = std::unordered_map<Key, Slot, typename Table::Hash>;
  using Entry = typename Rows::value_type;

  Entry& locate(const Key& key) {
    const auto [place, added] = rows_.try_emplace(key);
    if (!added || database_ == nullptr) return *place;
    if (!select_) select_ = database_->prepare(Table::kSelect);
    Table::bind_key(*select_, key);
    if (select_->step()) {
      place->second.row = Table::read_row(*select_);
      place->second.exists = place->second.stored = true;
      select_->reset();
    }
    return *place;
  }

  void write(Entry& entry) {
    Slot& slot = entry.second;
    auto& statement = slot.stored ? update_ : insert_;
    if (!statement) statement = database_->prepare(slot.stored ? Table::kUpdate : Table::kInsert);
    if (slot.stored) {
      Table::bind_update(*statement, entry.first, slot.row);
    } else {
      Table::bind_insert(*statement, entry.first, slot.row);
    }
    statement->run();
    slot.stored = true;
    slot.changed = false;
  }

  void report_missing(storage::Database& stored, const MismatchSink& sink) const {
    auto select = stored.prepare(Table::kSelect);
    for (const auto& [key, slot] : rows_) {
      Table::bind_key(*select, key);
      if (!select->step()) sink({std::string(Table::kName), Table::describe(key), "no such row", Table::describe(slot.row)});
      select->reset();
    }
  }

  storage::Database* database_;
  Rows rows_;
  std::vector<Entry*> changed_;
  std::unique_ptr<storage::Statement> select_;
  std::unique_ptr<storage::Statement> insert_;
  std::unique_ptr<storage::Statement> update_;
};

// Mixes the parts of a key: for the Hash of a Table.
constexpr std::uint64_t mix(std::uint64_t left, std::uint64_t right) {
  const std::uint64_t mixed = (left ^ (right + 0x9E3779B97F4A7C15UL)) * 0xC2B2AE3D27D4EB4FUL;
  return mixed ^ (mixed >> 29U);
}

}  // namespace quits::ledger
