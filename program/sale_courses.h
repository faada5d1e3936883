// What happened to a sale since it was recorded, besides refunds: what its customer paid, and whether its contract ended
// before its term.
#pragma once

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/terms.h"

namespace quits::program {

struct SaleCourse {
  Decimal paid;             // of the sale's amount, what went back of payments taken off
  Sequence newest_payment;  // 0: none; each payment names the one before it
  Sequence cancelled_by;    // 0: the contract goes on

  bool operator==(const SaleCourse&) const = default;
};

struct SaleCourseTable {
  using Key = Sequence;
  using Row = SaleCourse;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "sale_course";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class SaleCourses final : public ledger::Projection {
 public:
  explicit SaleCourses(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "payments and cancellations of sales"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  SaleCourse of(Sequence sale);

 private:
  ledger::StoredTable<SaleCourseTable> table_;
};

}  // namespace quits::program
