// The accounts of one party's journal and what they hold, as the stored balances say.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/period.h"
#include "exchange/journal.h"
#include "program/parties.h"

namespace quits::exchange {

// A place for a balance: one account of the journal in one currency. Several accounts of the ledger
// may share one (the bank, taxes). Memory: the party's accounts and their periods.
class JournalAccounts {
 public:
  // What moved up to the end of `last`; everything where there is none.
  JournalAccounts(storage::Database& database, PartyNumber party, const JournalFormat& format,
                  std::optional<Period> last);

  // The posting from the party's side; none if it is not of the party's book. Throws
  // Failure(corrupt) for an account without a stored balance.
  std::optional<JournalPosting> posting(const ledger::Posting& posting) const;
  // The key of a party. Throws Failure(corrupt) for a number that nobody has.
  const std::string& key_of(PartyNumber party);

  // Ordered by path and party; by code.
  std::vector<JournalHead::Declared> declared() const;
  std::vector<Currency> currencies() const;

  // Periods in which anything moved and that are not added yet, in order.
  bool has_periods() const { return !moves_.empty(); }
  Period first_period() const { return moves_.begin()->first; }
  bool has_period(Period period) const { return moves_.contains(period); }
  bool is_last_period() const { return moves_.size() == 1; }
  // As if something had moved in it.
  void add_period(Period period) { moves_[period]; }

  // Adds the first period to the balances. The balances that it moved, as they are now.
  std::vector<JournalPosting> pass_first_period();
  // Every balance as of the periods passed.
  const std::vector<JournalPosting>& balances() const { return balances_; }

 private:
  using Slot = std::size_t;  // in balances_

  Slot slot_of(const ledger::Account& account, bool owned);

  storage::Database& database_;
  PartyNumber party_;
  const JournalFormat& format_;
  std::unordered_map<PartyNumber, std::string> keys_;
  std::map<JournalAccount, std::string> names_;  // as the format spells them
  std::map<std::pair<std::string_view, Currency>, Slot> slots_;
  std::unordered_map<ledger::Account, Slot> slot_by_account_;
  std::vector<JournalPosting> balances_;
  std::map<Period, std::map<Slot, int128>> moves_;
};

}  // namespace quits::exchange
