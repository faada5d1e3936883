// The number of every kind of fact: its field in quits.v1.Fact.
#pragma once

#include <cstdint>

#include "ledger/record.h"

namespace quits::program {

inline constexpr std::uint32_t kFirstFactKind = 10;

namespace kind {
inline constexpr auto book_opened = ledger::FactKind{10};
inline constexpr auto party_registered = ledger::FactKind{11};
inline constexpr auto agreement_proposed = ledger::FactKind{12};
inline constexpr auto agreement_accepted = ledger::FactKind{13};
inline constexpr auto sale = ledger::FactKind{14};
inline constexpr auto credit = ledger::FactKind{15};
inline constexpr auto refund = ledger::FactKind{16};
inline constexpr auto training_delivered = ledger::FactKind{17};
inline constexpr auto contribution = ledger::FactKind{18};
inline constexpr auto adjustment = ledger::FactKind{19};
inline constexpr auto approval = ledger::FactKind{20};
inline constexpr auto reversal = ledger::FactKind{21};
inline constexpr auto payment = ledger::FactKind{22};
inline constexpr auto period_closed = ledger::FactKind{23};
inline constexpr auto fee_charged = ledger::FactKind{24};
inline constexpr auto invoice_issued = ledger::FactKind{25};
inline constexpr auto settlement_posted = ledger::FactKind{26};
inline constexpr auto period_settled = ledger::FactKind{27};
inline constexpr auto agreement_ended = ledger::FactKind{28};
inline constexpr auto customer_payment = ledger::FactKind{29};
inline constexpr auto contract_cancelled = ledger::FactKind{30};
inline constexpr auto partner_assigned = ledger::FactKind{31};
inline constexpr auto person_certified = ledger::FactKind{32};
inline constexpr auto person_left = ledger::FactKind{33};
inline constexpr auto level_reviewed = ledger::FactKind{34};
inline constexpr auto level_granted = ledger::FactKind{35};
inline constexpr auto training_cancelled = ledger::FactKind{36};
inline constexpr auto fund_requested = ledger::FactKind{37};
inline constexpr auto fund_claimed = ledger::FactKind{38};
inline constexpr auto fund_released = ledger::FactKind{39};
inline constexpr auto guarantee_settled = ledger::FactKind{40};
inline constexpr auto floor_charged = ledger::FactKind{41};
inline constexpr auto restatement_proposed = ledger::FactKind{42};
inline constexpr auto entry_restated = ledger::FactKind{43};
inline constexpr auto calendar_set = ledger::FactKind{44};
inline constexpr auto obligation_reported = ledger::FactKind{45};
inline constexpr auto obligation_confirmed = ledger::FactKind{46};
inline constexpr auto obligation_flagged = ledger::FactKind{47};
inline constexpr auto party_held = ledger::FactKind{48};
inline constexpr auto dispute_opened = ledger::FactKind{49};
inline constexpr auto dispute_answered = ledger::FactKind{50};
inline constexpr auto dispute_resolved = ledger::FactKind{51};
inline constexpr auto run_opened = ledger::FactKind{52};
inline constexpr auto run_collected = ledger::FactKind{53};
inline constexpr auto run_proposed = ledger::FactKind{54};
inline constexpr auto run_answered = ledger::FactKind{55};
inline constexpr auto run_approved = ledger::FactKind{56};
inline constexpr auto run_posted = ledger::FactKind{57};
inline constexpr auto run_cancelled = ledger::FactKind{58};
inline constexpr auto run_reversed = ledger::FactKind{59};
inline constexpr auto write_off_requested = ledger::FactKind{60};
inline constexpr auto write_off_approved = ledger::FactKind{61};
inline constexpr auto rates_recorded = ledger::FactKind{62};
}  // namespace kind

}  // namespace quits::program
