// The ledger's own invariants, one file each; docs/architecture.md lists them all.
#pragma once

#include <functional>
#include <memory>

#include "ledger/verify.h"

namespace quits::ledger {

std::unique_ptr<Invariant> every_entry_balances_every_book();
std::unique_ptr<Invariant> sequences_are_dense();
// `root_before` gives the root over the records before the one being checked.
std::unique_ptr<Invariant> recorded_roots_are_the_roots(std::function<Hash()> root_before);
std::unique_ptr<Invariant> nothing_takes_effect_in_a_closed_period();
std::unique_ptr<Invariant> every_line_is_one_chain();

}  // namespace quits::ledger
