// Checks a netting without trust in whatever made it. It shares the input's form with the solver
// (settlement/netting/network.h, set_off.h) and no code.
//
// What is checked, in every mode: each amount is between zero and its obligation's, and
//
//   bilateral     each pair gives up the same both ways, and only one of the two still owes;
//   multilateral  each party gives up as debtor what it gives up as creditor, and no more can be
//                 set off: see below;
//   centre        every obligation is replaced in full;
//
// and a pair fills its obligations one after the other, in the order that the answer names.
//
// **No more can be set off.** With one integer p per party, however it was found, no set-off along
// existing debts exceeds
//
//   the sum over all obligations of  amount * max(0, 1 - (p(debtor) - p(creditor)))
//
// because the differences of p cancel around every loop. A set-off that reaches the bound is the
// largest. It does so exactly when p falls by at least one wherever something is left and by at
// most one wherever something is set off, and that is what is checked, obligation by obligation.
//
// **The oldest first.** Two largest set-offs differ only where p falls by exactly one ("free"
// obligations). The parties stand at places in a row, and between every two places stands the rank
// that parted them. For a free obligation of rank r let t be the least number between its two
// parties (endless at one place). Checked is: if something is left and r is decided, then t <= r
// and the debtor stands above the creditor; if something is set off and t < r, then the creditor
// stands above the debtor. Suppose a largest set-off took more of an obligation of rank r and the
// same of all before: the difference runs in loops over obligations after r, and must climb over
// the boundary t <= r somewhere, which none of them can.
//
// Cost: O(parties log parties + obligations) where the tie-break is proven to the end; elsewhere
// the obligations are sorted by pair.
#pragma once

#include <cstdint>

#include "base/int128.h"
#include "base/result.h"
#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

struct Checked {
  int128 set_off_minor = 0;   // the sum of the amounts
  int128 bound_minor = 0;     // no set-off of this mode is larger
  bool optimal = false;       // it reaches the bound
  std::uint32_t decided = 0;  // the tie-break is proven up to this rank
};

// Refuses with internal_mismatch, naming the party or obligation at fault. An answer of whole
// obligations only need not reach the bound; every other must.
Result<Checked> check_set_off(const Network& network, const SetOff& set_off);

}  // namespace quits::settlement
