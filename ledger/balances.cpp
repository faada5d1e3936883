#include "ledger/balances.h"

#include <fmt/core.h>

#include "base/failure.h"
#include "ledger/sql.h"
#include "ledger/stored.h"

namespace quits::ledger {
namespace {

std::uint64_t unsigned_of(std::int64_t value) { return static_cast<std::uint64_t>(value); }
std::int64_t signed_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }

Account read_account(storage::Statement& statement) {
  const auto kind = account_kind_from(unsigned_of(statement.integer(2)));
  if (!kind) throw_bad_row("an unknown kind of account");
  return {{unsigned_of(statement.integer(0))}, {unsigned_of(statement.integer(1))}, *kind, stored_currency(statement, 3)};
}

}  // namespace

const std::string_view AccountTable::kSelect = sql::select_account;
const std::string_view AccountTable::kInsert = sql::insert_account;
const std::string_view AccountTable::kUpdate = sql::insert_account;  // an account never changes
const std::string_view AccountTable::kScan = sql::scan_accounts;

void AccountTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, signed_of(key.owner.value)).bind(2, signed_of(key.counterparty.value));
  statement.bind(3, static_cast<std::int64_t>(key.kind)).bind(4, key.currency.numeric());
}
void AccountTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(5, row);
}
void AccountTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
Account AccountTable::read_key(storage::Statement& statement) { return read_account(statement); }
std::int64_t AccountTable::read_row(storage::Statement& statement) { return statement.integer(4); }
std::string AccountTable::describe(const Key& key) {
  return fmt::format("owner {}, counterparty {}, {}, {}", key.owner.value, key.counterparty.value, name_of(key.kind),
                     key.currency.code());
}
std::string AccountTable::describe(const Row& row) { return fmt::format("number {}", row); }

const std::string_view BalanceTable::kSelect = sql::select_balance;
const std::string_view BalanceTable::kInsert = sql::insert_balance;
const std::string_view BalanceTable::kUpdate = sql::update_balance;
const std::string_view BalanceTable::kScan = sql::scan_balances;

std::size_t BalanceTable::Hash::operator()(const Key& key) const noexcept {
  return static_cast<std::size_t>(mix(static_cast<std::uint64_t>(key.period.index()), unsigned_of(key.account)));
}
void BalanceTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, key.period.index()).bind(2, key.account);
}
void BalanceTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(3, row);
}
void BalanceTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
BalanceKey BalanceTable::read_key(storage::Statement& statement) {
  return {stored_period(statement, 0), statement.integer(1)};
}
std::int64_t BalanceTable::read_row(storage::Statement& statement) { return statement.integer(2); }
std::string BalanceTable::describe(const Key& key) {
  return fmt::format("period {}, account {}", key.period.to_string(), key.account);
}
std::string BalanceTable::describe(const Row& row) { return fmt::format("{}", row); }

Balances::Balances(storage::Database* database) : database_(database), accounts_(database), balances_(database) {
  if (database_ == nullptr) last_number_ = 0;
}

std::int64_t Balances::number_of(const Account& account) {
  if (const std::int64_t* number = accounts_.find(account)) return *number;
  if (last_number_ < 0) {
    auto count = database_->prepare(sql::count_accounts);
    last_number_ = count->step() ? count->integer(0) : 0;
  }
  return accounts_.edit(account) = ++last_number_;
}

Status Balances::check_room(Period period, std::span<const Posting> postings) {
  for (const Posting& posting : postings) {
    const std::int64_t* number = accounts_.find(posting.account);
    if (number == nullptr) continue;
    const std::int64_t* balance = balances_.find({period, *number});
    std::int64_t sum = 0;
    if (balance != nullptr && __builtin_add_overflow(*balance, posting.amount_minor, &sum)) {
      return refuse(Code::overflow, "the account would hold more than 9.2 x 10^18 minor units",
                    "check the amount: it is probably not in major units");
    }
  }
  return {};
}

void Balances::project(const Record& record) {
  for (const Posting& posting : record.postings) {
    std::int64_t& balance = balances_.edit({record.period, number_of(posting.account)});
    // check_room refused what does not fit; a damaged log that is being rebuilt wraps and is found by comparison.
    balance = static_cast<std::int64_t>(static_cast<std::uint64_t>(balance) + static_cast<std::uint64_t>(posting.amount_minor));
  }
}

void Balances::flush() {
  accounts_.flush();
  balances_.flush();
}

void Balances::forget() {
  accounts_.forget();
  balances_.forget();
  last_number_ = database_ == nullptr ? 0 : -1;
}

void Balances::compare(storage::Database& stored, const MismatchSink& sink) {
  accounts_.compare(stored, sink);
  balances_.compare(stored, sink);
}

std::vector<Movement> movements(storage::Database& database, std::optional<PartyNumber> party) {
  auto rows = database.prepare(party ? sql::balances_of_party : sql::balances_of_book);
  if (party) rows->bind(1, signed_of(party->value));
  std::vector<Movement> result;
  while (rows->step()) {
    result.push_back({read_account(*rows), stored_period(*rows, 4), rows->integer(5)});
  }
  return result;
}

}  // namespace quits::ledger
