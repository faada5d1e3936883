// Volume accumulated per agreement version, plan and window: what the next sale's rate depends on.
#pragma once

#include <string>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/terms.h"

namespace quits::program {

struct AccumulatorKey {
  Sequence version;
  std::string plan;
  Date window;  // its first day

  auto operator<=>(const AccumulatorKey&) const = default;
};

struct AccumulatorTable {
  using Key = AccumulatorKey;
  using Row = Decimal;  // volume
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "accumulator";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Accumulators final : public ledger::Projection {
 public:
  explicit Accumulators(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "accumulated volumes"; }
  // An item whose trace has a window moved that window's volume from volume_before to volume_after.
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  Decimal volume(const AccumulatorKey& key);

 private:
  ledger::StoredTable<AccumulatorTable> table_;
};

}  // namespace quits::program
