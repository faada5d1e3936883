// The program's invariants, one file each; docs/architecture.md lists them all.
#pragma once

#include "ledger/verify.h"

namespace quits::program {

std::unique_ptr<ledger::Invariant> every_plan_paid_what_its_terms_give();
std::unique_ptr<ledger::Invariant> a_reversal_returns_what_was_booked();
std::unique_ptr<ledger::Invariant> a_shared_commission_is_whole();
std::unique_ptr<ledger::Invariant> no_plan_pays_more_than_its_limits();
std::unique_ptr<ledger::Invariant> every_volume_price_charged_what_its_terms_give();
std::unique_ptr<ledger::Invariant> every_least_amount_is_topped_up_once();
std::unique_ptr<ledger::Invariant> every_guarantee_paid_what_was_missing();
std::unique_ptr<ledger::Invariant> every_fund_claim_is_the_share_of_what_was_approved();
std::unique_ptr<ledger::Invariant> every_level_is_what_its_evidence_gives();
std::unique_ptr<ledger::Invariant> a_restatement_posts_what_it_announced();

void add_invariants(ledger::VerifyPlan& plan);

}  // namespace quits::program
