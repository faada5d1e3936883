// Since when a customer buys under a plan that pays for a limited time (R8 of docs/rating.md).
#pragma once

#include <optional>
#include <string>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"
#include "program/terms.h"

namespace quits::program {

struct PlanCustomerKey {
  Sequence version;
  std::string plan;
  std::string customer;

  auto operator<=>(const PlanCustomerKey&) const = default;
};

struct PlanCustomerTable {
  using Key = PlanCustomerKey;
  using Row = Date;  // of the first sale recorded
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "plan_customer";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class PlanCustomers final : public ledger::Projection {
 public:
  explicit PlanCustomers(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "customers of plans"; }
  // A sale whose trace has customer_since: the first of its version writes the row.
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  std::optional<Date> since(const PlanCustomerKey& key);

 private:
  ledger::StoredTable<PlanCustomerTable> table_;
  FactCodec codec_;
};

}  // namespace quits::program
