// Balances as messages: one party's accounts in its own words, or what stands between all pairs.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "cli/views_entry.h"
#include "ledger/balances.h"

namespace quits::cli {

// What the book said at a sequence: the log replayed up to it. The same order and meaning as
// ledger::movements. Throws Failure(corrupt). Cost: one pass over the log.
std::vector<ledger::Movement> movements_as_of(ledger::Book& book, std::optional<PartyNumber> party,
                                              Sequence as_of);

// Every account of the party, by counterparty, currency and kind: debit is positive. With a period,
// the balances at its end, with what it opened with and what changed; later movements do not count.
std::vector<v1::AccountView> accounts_of(std::span<const ledger::Movement> movements,
                                         PartyNumber party, std::optional<Period> period,
                                         Names& names);

// One per pair of parties and currency; the operator is the other side where it is one of the two.
// With a period, at its end. Pairs that are all zero are left out.
std::vector<v1::PositionView> positions_of(std::span<const ledger::Movement> movements,
                                           std::optional<Period> period, Names& names);

}  // namespace quits::cli
