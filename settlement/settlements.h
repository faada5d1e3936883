// What each settlement did to each pair of parties, and which payments it asked for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"

namespace quits::settlement {

struct SettlementKey {
  std::string partner;
  std::string principal;
  std::int64_t currency = 0;  // ISO 4217 number
  Period period;

  auto operator<=>(const SettlementKey&) const = default;
};

// From the partner's side, minor units: opening + earnings - charges - paid = carried.
struct SettlementRow {
  Sequence sequence;  // the SettlementPosted record; it holds the set-off of every invoice
  std::int64_t opening_minor = 0;
  std::int64_t charges_minor = 0;
  std::int64_t earnings_minor = 0;
  std::int64_t paid_minor = 0;
  std::int64_t carried_minor = 0;
  std::string reference;            // of the payment order; empty: nothing to pay
  std::optional<Date> due_on;       // of the payment
  std::int64_t confirmed_minor = 0; // of the payment order, what payments have covered; same sign as paid_minor
  std::string because;              // why a net is carried

  bool operator==(const SettlementRow&) const = default;
};

struct SettlementTable {
  using Key = SettlementKey;
  using Row = SettlementRow;
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "settlement";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

struct PairSettlement {
  SettlementKey key;
  SettlementRow row;
};

class Settlements final : public ledger::Projection {
 public:
  explicit Settlements(storage::Database* database) : database_(database), table_(database) {}

  std::string_view name() const override { return "settlements"; }
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  // The settlement that gave out a payment reference, or none.
  std::optional<PairSettlement> with_reference(const std::string& reference);

 private:
  // A payment (+1), or one taken back (-1), of what payment orders asked for.
  void confirm(const std::string& reference, const std::vector<program::AppliedPayment>& payments, int direction);

  storage::Database* database_;
  ledger::StoredTable<SettlementTable> table_;
  std::map<std::string, SettlementKey> references_;         // rebuild only: with a database the index answers
  std::vector<std::pair<Period, Sequence>> settled_;        // rebuild: all; else: not written yet
  program::FactCodec codec_;
};

// Questions.
std::vector<PairSettlement> settlements_of(storage::Database& database, Period period);
// A pair's last settlement before a period.
std::optional<PairSettlement> settlement_at(storage::Database& database, const SettlementKey& key);
// Every pair and currency that ever settled with this party on either side; their periods mean nothing.
std::vector<SettlementKey> pairs_of(storage::Database& database, const std::string& party);
std::optional<PairSettlement> settlement_with_reference(storage::Database& database, const std::string& reference);
// The payment orders between two parties in a currency, since a period, that payments have not covered yet; oldest first.
std::vector<PairSettlement> open_orders_between(storage::Database& database, const std::string& one, const std::string& other,
                                                Currency currency, Period since);
std::vector<std::pair<Period, Sequence>> settled_periods(storage::Database& database);  // in order

}  // namespace quits::settlement
