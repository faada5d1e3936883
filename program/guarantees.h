// Guarantees: the least that commissions come to, and draws that later commissions pay back.
#pragma once

#include <string>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"

namespace quits::program {

// What a window of a guarantee comes to. E earned, G guaranteed, O outstanding before (a draw):
//   E < G:  G - E is topped up; a draw adds it to O.
//   E >= G: a draw recovers the smaller of O and E - G; nothing else happens.
// Negative earnings are topped up too. Refuses overflow.
struct Settled {
  std::int64_t amount_minor = 0;  // of the earner's line; below zero: recovered
  std::int64_t outstanding_minor = 0;
};
Result<Settled> settle(const Guarantee& guarantee, std::int64_t earned_minor, std::int64_t outstanding_minor);

// The first day of the calendar month, quarter or year that holds the period, and whether the period is its last one.
Date window_start(Every every, Period period);
bool ends_window(Every every, Period period);
// The last period of the window that begins there.
Period window_last(Every every, Date window);

// Whether what a line holds is a guarantee's settlement, and no commission: guarantees have names that no plan has.
bool is_guarantee(const Terms& terms, std::string_view term);

// Everything that is wrong with the guarantees of terms.
std::vector<Error> check_guarantees(const Terms& terms);

struct DrawKey {
  std::string agreement;
  std::string guarantee;

  auto operator<=>(const DrawKey&) const = default;
};

struct DrawTable {
  using Key = DrawKey;
  using Row = std::int64_t;  // outstanding, minor units
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "draw";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement) { return statement.integer(2); }
  static std::string describe(const Key& key);
  static std::string describe(const Row& row) { return "outstanding " + std::to_string(row); }
};

// What draws have advanced and not recovered yet.
class Draws final : public ledger::Projection {
 public:
  explicit Draws(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "draws"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  std::int64_t outstanding(const DrawKey& key);

 private:
  FactCodec codec_;
  ledger::StoredTable<DrawTable> table_;
};

}  // namespace quits::program
