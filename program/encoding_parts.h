// The pieces of program/encoding.h, one pair per message: read() checks a message into a value,
// write() overwrites every field of a message, so that a used message needs no Clear() and keeps
// the memory of its strings.
//
// encoding_terms.cpp: terms. encoding_facts.cpp: what callers report. encoding_derived.cpp: what
// the book records itself.
#pragma once

#include "program/encoding_fields.h"
#include "program/facts.h"
#include "quits/v1/fact.pb.h"

namespace quits::program {

void read(Fields& fields, const v1::Terms& in, Terms& out);
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

void write(const Terms& in, v1::Terms& out);
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

}  // namespace quits::program
