// The month end's invariants, one file each; docs/architecture.md lists them all.
#pragma once

#include "ledger/verify.h"

namespace quits::settlement {

std::unique_ptr<ledger::Invariant> an_invoice_is_the_sum_of_its_lines();
std::unique_ptr<ledger::Invariant> a_set_off_never_exceeds_what_is_open();
std::unique_ptr<ledger::Invariant> every_run_is_proven();
std::unique_ptr<ledger::Invariant> what_is_disputed_stays_within_what_is_open();
std::unique_ptr<ledger::Invariant> nothing_takes_more_than_is_open();

void add_invariants(ledger::VerifyPlan& plan);

}  // namespace quits::settlement
