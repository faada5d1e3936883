// Accounts and what each period adds to them.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "ledger/account.h"
#include "ledger/projection.h"
#include "ledger/table.h"

namespace quits::ledger {

struct AccountTable {
  using Key = Account;
  using Row = std::int64_t;  // number of the account, dense from 1 in order of first use
  using Hash = std::hash<Account>;
  static constexpr std::string_view kName = "account";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

struct BalanceKey {
  Period period;
  std::int64_t account = 0;
  auto operator<=>(const BalanceKey&) const = default;
};

struct BalanceTable {
  using Key = BalanceKey;
  using Row = std::int64_t;  // minor units
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "balance";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Balances final : public Projection {
 public:
  explicit Balances(storage::Database* database);

  std::string_view name() const override { return "balances"; }
  void project(const Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const MismatchSink& sink) override;

  // Refuses (overflow) postings that some balance could not hold. Asked before project().
  Status check_room(Period period, std::span<const Posting> postings);

 private:
  std::int64_t number_of(const Account& account);

  storage::Database* database_;
  StoredTable<AccountTable> accounts_;
  StoredTable<BalanceTable> balances_;
  std::int64_t last_number_ = -1;  // of an account; -1: not known yet
};

// One account's movement in one period, for questions.
struct Movement {
  Account account;
  Period period;
  std::int64_t amount_minor = 0;
};

// Every movement that touches the party on either side, ordered by account and period; all parties when none is given.
// Cost: accounts of the party x periods look-ups.
std::vector<Movement> movements(storage::Database& database, std::optional<PartyNumber> party);

}  // namespace quits::ledger
