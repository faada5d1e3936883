// How much of each limit of a plan is used.
#pragma once

#include <optional>
#include <string>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/terms.h"

namespace quits::program {

struct LimitUseKey {
  Sequence version;
  std::string plan;
  LimitScope scope = LimitScope::sale;
  std::optional<Date> window;
  std::string customer;

  auto operator<=>(const LimitUseKey&) const = default;
};

struct LimitUseTable {
  using Key = LimitUseKey;
  using Row = std::int64_t;  // minor units
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "limit_use";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

// How much of each limit is used.
class LimitUse final : public ledger::Projection {
 public:
  explicit LimitUse(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "limits"; }
  // Every effect with a scope wider than the sale moved the use of its limit by room_minor.
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  std::int64_t used(const LimitUseKey& key);

 private:
  ledger::StoredTable<LimitUseTable> table_;
};

}  // namespace quits::program
