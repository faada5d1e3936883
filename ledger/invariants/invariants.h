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
// Every claim names the root that the log had at that size. `root_before` as above.
std::unique_ptr<Invariant> every_checkpoint_is_a_root_of_the_log(std::vector<RootClaim> claims, std::function<Hash()> root_before);
std::unique_ptr<Invariant> nothing_takes_effect_in_a_closed_period();
std::unique_ptr<Invariant> every_line_is_one_chain();

}  // namespace quits::ledger
