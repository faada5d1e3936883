#include "exchange/journal_accounts.h"

#include <fmt/core.h>

#include <set>

#include "base/failure.h"
#include "ledger/balances.h"

namespace quits::exchange {
namespace {

int128 seen_from(PartyNumber party, const ledger::Account& account, std::int64_t amount_minor) {
  return account.owner == party ? int128{amount_minor} : -int128{amount_minor};
}

}  // namespace

JournalAccounts::JournalAccounts(storage::Database& database, PartyNumber party,
                                 const JournalFormat& format, std::optional<Period> last)
    : database_(database), party_(party), format_(format) {
  for (const ledger::Movement& movement : ledger::movements(database, party)) {
    if (last && movement.period > *last) continue;
    const Slot slot = slot_of(movement.account, movement.account.owner == party);
    moves_[movement.period][slot] += seen_from(party, movement.account, movement.amount_minor);
  }
}

JournalAccounts::Slot JournalAccounts::slot_of(const ledger::Account& account, bool owned) {
  const auto known = slot_by_account_.find(account);
  if (known != slot_by_account_.end()) return known->second;
  const ChartPlace place = owned ? owners_place(account.kind) : counterpartys_place(account.kind);
  JournalAccount named{place.path, {}};
  if (place.per_party) named.party = key_of(owned ? account.counterparty : account.owner);
  const auto [name, is_new] = names_.try_emplace(std::move(named));
  if (is_new) name->second = format_.account_name(name->first);
  const auto [slot, added] = slots_.try_emplace({name->second, account.currency}, balances_.size());
  if (added) balances_.push_back({name->second, 0, account.currency});
  slot_by_account_.emplace(account, slot->second);
  return slot->second;
}

std::optional<JournalPosting> JournalAccounts::posting(const ledger::Posting& posting) const {
  const ledger::Account& account = posting.account;
  if (account.owner != party_ && account.counterparty != party_) return std::nullopt;
  const auto slot = slot_by_account_.find(account);
  if (slot == slot_by_account_.end()) {
    throw Failure(Code::corrupt, "the log posts to an account that has no balance",
                  "run `quits verify`");
  }
  JournalPosting result = balances_[slot->second];
  result.amount_minor = seen_from(party_, account, posting.amount_minor);
  return result;
}

const std::string& JournalAccounts::key_of(PartyNumber party) {
  std::string& key = keys_[party];
  if (key.empty()) {
    const auto found = program::party_by_number(database_, party);
    if (!found || found->key.empty()) {
      throw Failure(Code::corrupt,
                    fmt::format("an account names party {}, which is not registered", party.value),
                    "run `quits verify`");
    }
    key = found->key;
  }
  return key;
}

std::vector<JournalHead::Declared> JournalAccounts::declared() const {
  std::vector<JournalHead::Declared> declared;
  declared.reserve(names_.size());
  for (const auto& [account, name] : names_) declared.push_back({name, account.party});
  return declared;
}

std::vector<Currency> JournalAccounts::currencies() const {
  std::set<Currency> currencies;
  for (const JournalPosting& balance : balances_) currencies.insert(balance.currency);
  return {currencies.begin(), currencies.end()};
}

std::vector<JournalPosting> JournalAccounts::pass_first_period() {
  std::vector<JournalPosting> moved;
  for (const auto& [slot, amount] : moves_.begin()->second) {
    balances_[slot].amount_minor += amount;
    moved.push_back(balances_[slot]);
  }
  moves_.erase(moves_.begin());
  return moved;
}

}  // namespace quits::exchange
