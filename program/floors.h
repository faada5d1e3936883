// What the least amounts of plans over a month or year rest on: what each plan paid within them.
//
// A floor is topped up once, at the close of the last period of its window. What a late sale earns in a window that was
// topped up counts against the top-up first, so that the window still comes to the larger of the two, and not to both.
#pragma once

#include <vector>

#include "program/limit_use.h"

namespace quits::program {

struct FloorState {
  std::int64_t earned_minor = 0;  // within the window, top-ups included
  std::int64_t topped_minor = 0;  // of it, topped up and not yet earned by late sales
  std::int64_t sales = 0;         // that were not reversed

  bool operator==(const FloorState&) const = default;
};

struct FloorTable {
  using Key = LimitUseKey;
  using Row = FloorState;
  using Hash = LimitUseTable::Hash;
  static constexpr std::string_view kName = "floor";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key) { LimitUseTable::bind_key(statement, key); }
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
  static Key read_key(storage::Statement& statement) { return LimitUseTable::read_key(statement); }
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key) { return LimitUseTable::describe(key); }
  static std::string describe(const Row& row);
};

class Floors final : public ledger::Projection {
 public:
  explicit Floors(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "least amounts"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  FloorState state(const LimitUseKey& key);

 private:
  ledger::StoredTable<FloorTable> table_;
};

// Question: the customers that a version's plan has a floor for in a window, in order; "" where it counts all.
std::vector<std::string> floor_customers(storage::Database& database, Sequence version, const std::string& plan, LimitScope scope,
                                         Date window);

}  // namespace quits::program
