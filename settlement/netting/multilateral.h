// Multilateral set-off: the most that can be set off along existing debts, in loops of any length,
// so that every party gives up as debtor exactly what it gives up as creditor. Pure.
//
// Nobody gets a new counterparty, no debt grows, nobody's net position moves. The total is the
// largest possible, and of all ways to reach it, it is the one in which the oldest debts are set
// off first: by due date, then id, each obligation takes as much as it can without lowering the
// total or an obligation before it. There is exactly one, so that everybody computes the same. The
// proof of both travels with the answer.
//
//   A owes B 100, B owes C 80, C owes A 70: 70 are set off on each, A still owes 30, B 10.
//
// Source: maximum circulation as a linear program and its dual; docs/netting.md.
#pragma once

#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

// The tie-break is exact while it looks at no more arcs than this, or than so many for each
// obligation; beyond, obligations after Proof::decided keep what the solver chose. A made-up
// network of a million obligations needs 200 for each.
inline constexpr std::uint64_t kTieBreakWorkMin = 40'000'000;
inline constexpr std::uint64_t kTieBreakWorkPerObligation = 400;

// `order` only allocates what a pair sets off to its obligations. `takes_part`: as in pairs_of.
SetOff set_off_multilaterally(const Network& network,
                              AllocationOrder order = AllocationOrder::oldest);

// The same without the tie-break, among some of the obligations: what the whole-obligations rule
// and comparisons build on.
SetOff largest_set_off(const Network& network, std::span<const char> takes_part);

}  // namespace quits::settlement
