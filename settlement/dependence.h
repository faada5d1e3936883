// Who depends on whom in a set of debts, and what follows when somebody fails. Pure; a report,
// never a rule: nothing is rated, decided or optimised by it.
//
//   const auto debts = debts_of(network, set_off.amounts);     // after a set-off
//   const auto assets = solvent_assets(parties, debts);
//   TRY(const Failure failure, failure_of(parties, debts, assets, {party}, work));
//   failure.lost_minor[creditor]                               // what it is owed and does not get
//
// Parties are numbers, amounts minor units of one currency; what debts must be:
// settlement/clearing.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "settlement/clearing.h"
#include "settlement/netting/network.h"

namespace quits::settlement {

struct PartyDependence {
  std::int64_t owes_minor = 0;
  std::int64_t receives_minor = 0;
  std::optional<std::uint32_t> largest_debtor;  // of equals the first; none where nothing is owed
  std::int64_t from_largest_minor = 0;
  mpq_class share_of_largest;  // of what it receives
  // Herfindahl-Hirschman index of its debtors: the sum of their squared shares of what it receives,
  // 1 for a single debtor, 1/n for n equal ones, 0 for none.
  mpq_class concentration;
};

// O(n log n).
std::vector<PartyDependence> dependence_of(std::uint32_t parties, std::span<const Debt> debts);

// What makes everybody just able to pay: its debts less what it is owed, where that is above zero.
// No set-off changes it. Nobody has a cushion: what it does not get, its creditors miss.
std::vector<std::int64_t> solvent_assets(std::uint32_t parties, std::span<const Debt> debts);

struct Failure {
  Clearing clearing;
  std::vector<mpq_class> lost_minor;  // per creditor: of what it is owed
  mpq_class lost_by_others_minor;     // the sum over those that did not fail by themselves
  std::uint32_t pulled_down = 0;      // others that cannot pay all they owe
};

// The outside assets of those that fail go to zero, all at once; they still pay what they get from
// others. Nobody may fail, too. Refuses: too_large.
Result<Failure> failure_of(std::uint32_t parties, std::span<const Debt> debts,
                           std::vector<std::int64_t> assets_minor,
                           std::span<const std::uint32_t> fails, ClearingWork& work);

// What is left of a network's obligations; `set_off_minor` is empty or has one amount for each.
std::vector<Debt> debts_of(const Network& network, std::span<const std::int64_t> set_off_minor);

// To the nearest minor unit, halves up. For print only.
std::int64_t rounded_minor(const mpq_class& amount_minor);

}  // namespace quits::settlement
