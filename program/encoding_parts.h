// The pieces of program/encoding.h, one pair per message: read() checks a message into a value,
// write() overwrites every field of a message, so that a used message needs no Clear() and keeps
// the memory of its strings.
//
// encoding_terms.cpp, encoding_prices.cpp, encoding_levels.cpp: terms and levels. encoding_facts.cpp, encoding_services.cpp:
// what callers report. encoding_settlement.cpp, encoding_runs.cpp: what happens around settlements. encoding_derived.cpp: what
// the book records itself.
#pragma once

#include "program/encoding_fields.h"
#include "program/facts.h"
#include "quits/v1/fact.pb.h"

namespace quits::program {

// Of a band of a plan or a price: a rate or an amount, whichever its rule and base call for.
void read_band(Fields& fields, const v1::Band& in, bool by_amount, Band& out);
void write_band(const Band& in, bool by_amount, v1::Band& out);

void read(Fields& fields, const v1::Terms& in, Terms& out);
void read(Fields& fields, const v1::Price& in, Price& out);
void read(Fields& fields, const v1::Level& in, Currency currency, Level& out);
void read(Fields& fields, const v1::LevelReview& in, LevelReview& out);
void read(Fields& fields, const v1::Guarantee& in, Currency currency, Guarantee& out);
void read(Fields& fields, const v1::Fund& in, Currency currency, Fund& out);
void read(Fields& fields, const v1::BookOpened& in, BookOpened& out);
void read(Fields& fields, const v1::PartyRegistered& in, PartyRegistered& out);
void read(Fields& fields, const v1::AgreementProposed& in, AgreementProposed& out);
void read(Fields& fields, const v1::AgreementAccepted& in, AgreementAccepted& out);
void read(Fields& fields, const v1::Sale& in, Sale& out);
void read(Fields& fields, const v1::Credit& in, Credit& out);
void read(Fields& fields, const v1::Refund& in, Refund& out);
void read(Fields& fields, const v1::TrainingDelivered& in, TrainingDelivered& out);
void read(Fields& fields, const v1::Contribution& in, Contribution& out);
void read(Fields& fields, const v1::Adjustment& in, Adjustment& out);
void read(Fields& fields, const v1::Approval& in, Approval& out);
void read(Fields& fields, const v1::Reversal& in, Reversal& out);
void read(Fields& fields, const v1::Payment& in, Payment& out);
void read(Fields& fields, const v1::PeriodClosed& in, PeriodClosed& out);
void read(Fields& fields, const v1::FeeCharged& in, FeeCharged& out);
void read(Fields& fields, const v1::InvoiceIssued& in, InvoiceIssued& out);
void read(Fields& fields, const v1::SettlementPosted& in, SettlementPosted& out);
void read(Fields& fields, const v1::PeriodSettled& in, PeriodSettled& out);
void read(Fields& fields, const v1::AgreementEnded& in, AgreementEnded& out);
void read(Fields& fields, const v1::CustomerPayment& in, CustomerPayment& out);
void read(Fields& fields, const v1::ContractCancelled& in, ContractCancelled& out);
void read(Fields& fields, const v1::PartnerAssigned& in, PartnerAssigned& out);
void read(Fields& fields, const v1::PersonCertified& in, PersonCertified& out);
void read(Fields& fields, const v1::PersonLeft& in, PersonLeft& out);
void read(Fields& fields, const v1::LevelReviewed& in, LevelReviewed& out);
void read(Fields& fields, const v1::LevelGranted& in, LevelGranted& out);
void read(Fields& fields, const v1::TrainingCancelled& in, TrainingCancelled& out);
void read(Fields& fields, const v1::FundRequested& in, FundRequested& out);
void read(Fields& fields, const v1::FundClaimed& in, FundClaimed& out);
void read(Fields& fields, const v1::FundReleased& in, FundReleased& out);
void read(Fields& fields, const v1::GuaranteeSettled& in, GuaranteeSettled& out);
void read(Fields& fields, const v1::FloorCharged& in, FloorCharged& out);
void read(Fields& fields, const v1::RestatementProposed& in, RestatementProposed& out);
void read(Fields& fields, const v1::EntryRestated& in, EntryRestated& out);
void read(Fields& fields, const v1::CalendarSet& in, CalendarSet& out);
void read(Fields& fields, const v1::ObligationReported& in, ObligationReported& out);
void read(Fields& fields, const v1::ObligationConfirmed& in, ObligationConfirmed& out);
void read(Fields& fields, const v1::ObligationFlagged& in, ObligationFlagged& out);
void read(Fields& fields, const v1::PartyHeld& in, PartyHeld& out);
void read(Fields& fields, const v1::DisputeOpened& in, DisputeOpened& out);
void read(Fields& fields, const v1::DisputeAnswered& in, DisputeAnswered& out);
void read(Fields& fields, const v1::DisputeResolved& in, DisputeResolved& out);
void read(Fields& fields, const v1::RunOpened& in, RunOpened& out);
void read(Fields& fields, const v1::RunCollected& in, RunCollected& out);
void read(Fields& fields, const v1::RunProposed& in, RunProposed& out);
void read(Fields& fields, const v1::RunAnswered& in, RunAnswered& out);
void read(Fields& fields, const v1::RunApproved& in, RunApproved& out);
void read(Fields& fields, const v1::RunPosted& in, RunPosted& out);
void read(Fields& fields, const v1::RunCancelled& in, RunCancelled& out);
void read(Fields& fields, const v1::RunReversed& in, RunReversed& out);
void read(Fields& fields, const v1::WriteOffRequested& in, WriteOffRequested& out);
void read(Fields& fields, const v1::WriteOffApproved& in, WriteOffApproved& out);
void read(Fields& fields, const v1::RatesRecorded& in, RatesRecorded& out);

void write(const Terms& in, v1::Terms& out);
void write(const Price& in, v1::Price& out);
void write(const Level& in, Currency currency, v1::Level& out);
void write(const LevelReview& in, v1::LevelReview& out);
void write(const Guarantee& in, Currency currency, v1::Guarantee& out);
void write(const Fund& in, Currency currency, v1::Fund& out);
void write(const BookOpened& in, v1::BookOpened& out);
void write(const PartyRegistered& in, v1::PartyRegistered& out);
void write(const AgreementProposed& in, v1::AgreementProposed& out);
void write(const AgreementAccepted& in, v1::AgreementAccepted& out);
void write(const Sale& in, v1::Sale& out);
void write(const Credit& in, v1::Credit& out);
void write(const Refund& in, v1::Refund& out);
void write(const TrainingDelivered& in, v1::TrainingDelivered& out);
void write(const Contribution& in, v1::Contribution& out);
void write(const Adjustment& in, v1::Adjustment& out);
void write(const Approval& in, v1::Approval& out);
void write(const Reversal& in, v1::Reversal& out);
void write(const Payment& in, v1::Payment& out);
void write(const PeriodClosed& in, v1::PeriodClosed& out);
void write(const FeeCharged& in, v1::FeeCharged& out);
void write(const InvoiceIssued& in, v1::InvoiceIssued& out);
void write(const SettlementPosted& in, v1::SettlementPosted& out);
void write(const PeriodSettled& in, v1::PeriodSettled& out);
void write(const AgreementEnded& in, v1::AgreementEnded& out);
void write(const CustomerPayment& in, v1::CustomerPayment& out);
void write(const ContractCancelled& in, v1::ContractCancelled& out);
void write(const PartnerAssigned& in, v1::PartnerAssigned& out);
void write(const PersonCertified& in, v1::PersonCertified& out);
void write(const PersonLeft& in, v1::PersonLeft& out);
void write(const LevelReviewed& in, v1::LevelReviewed& out);
void write(const LevelGranted& in, v1::LevelGranted& out);
void write(const TrainingCancelled& in, v1::TrainingCancelled& out);
void write(const FundRequested& in, v1::FundRequested& out);
void write(const FundClaimed& in, v1::FundClaimed& out);
void write(const FundReleased& in, v1::FundReleased& out);
void write(const GuaranteeSettled& in, v1::GuaranteeSettled& out);
void write(const FloorCharged& in, v1::FloorCharged& out);
void write(const RestatementProposed& in, v1::RestatementProposed& out);
void write(const EntryRestated& in, v1::EntryRestated& out);
void write(const CalendarSet& in, v1::CalendarSet& out);
void write(const ObligationReported& in, v1::ObligationReported& out);
void write(const ObligationConfirmed& in, v1::ObligationConfirmed& out);
void write(const ObligationFlagged& in, v1::ObligationFlagged& out);
void write(const PartyHeld& in, v1::PartyHeld& out);
void write(const DisputeOpened& in, v1::DisputeOpened& out);
void write(const DisputeAnswered& in, v1::DisputeAnswered& out);
void write(const DisputeResolved& in, v1::DisputeResolved& out);
void write(const RunOpened& in, v1::RunOpened& out);
void write(const RunCollected& in, v1::RunCollected& out);
void write(const RunProposed& in, v1::RunProposed& out);
void write(const RunAnswered& in, v1::RunAnswered& out);
void write(const RunApproved& in, v1::RunApproved& out);
void write(const RunPosted& in, v1::RunPosted& out);
void write(const RunCancelled& in, v1::RunCancelled& out);
void write(const RunReversed& in, v1::RunReversed& out);
void write(const WriteOffRequested& in, v1::WriteOffRequested& out);
void write(const WriteOffApproved& in, v1::WriteOffApproved& out);
void write(const RatesRecorded& in, v1::RatesRecorded& out);

// Pieces that several of them share.
void read_ref(Fields& parent, const char* name, bool is_there, const v1::FactRef& in, FactRef& out);
void write_ref(const FactRef& in, v1::FactRef& out);
// Which agreement a fact between two parties is about: named, or found by its partner.
void read_agreement(Fields& fields, const std::string& agreement_in, const std::string& partner_in, std::string& agreement,
                    std::string& partner);

}  // namespace quits::program
