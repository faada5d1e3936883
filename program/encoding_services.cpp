// Cancelled training, marketing funds and restatements: a piece of program/encoding.h.
#include "program/encoding_parts.h"

namespace quits::program {

void read(Fields& fields, const v1::TrainingCancelled& in, TrainingCancelled& out) {
  fields.expect_known(in);
  read_agreement(fields, in.agreement(), in.partner(), out.agreement, out.partner);
  fields.key("item", in.item(), out.item, Need::required);
  out.seats = in.seats();
  if (in.seats() == 0) fields.missing("seats");
  fields.date("on", in.on(), out.on);
  fields.date("planned_on", in.planned_on(), out.planned_on);
  fields.text("document", in.document(), out.document);
  fields.text("reason", in.reason(), out.reason);
}

void write(const TrainingCancelled& in, v1::TrainingCancelled& out) {
  out.set_agreement(in.agreement);
  out.set_partner(in.partner);
  out.set_item(in.item);
  out.set_seats(in.seats);
  out.set_on(in.on.to_string());
  out.set_planned_on(in.planned_on.to_string());
  out.set_document(in.document);
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::FundRequested& in, FundRequested& out) {
  fields.expect_known(in);
  read_agreement(fields, in.agreement(), in.partner(), out.agreement, out.partner);
  fields.key("fund", in.fund(), out.fund, Need::required);
  fields.amount("amount", in.amount(), out.amount, Sign::positive);
  fields.date("on", in.on(), out.on);
  fields.text("activity", in.activity(), out.activity, Need::required);
}

void write(const FundRequested& in, v1::FundRequested& out) {
  out.set_agreement(in.agreement);
  out.set_partner(in.partner);
  out.set_fund(in.fund);
  out.set_amount(in.amount.to_string());
  out.set_on(in.on.to_string());
  out.set_activity(in.activity);
}

void read(Fields& fields, const v1::FundClaimed& in, FundClaimed& out) {
  fields.expect_known(in);
  read_ref(fields, "request", in.has_request(), in.request(), out.request);
  fields.amount("amount", in.amount(), out.amount, Sign::positive);
  fields.date("on", in.on(), out.on);
  fields.text("evidence", in.evidence(), out.evidence, Need::required);
}

void write(const FundClaimed& in, v1::FundClaimed& out) {
  write_ref(in.request, *out.mutable_request());
  out.set_amount(in.amount.to_string());
  out.set_on(in.on.to_string());
  out.set_evidence(in.evidence);
}

void read(Fields& fields, const v1::FundReleased& in, FundReleased& out) {
  fields.expect_known(in);
  read_ref(fields, "request", in.has_request(), in.request(), out.request);
  fields.date("on", in.on(), out.on);
  fields.text("reason", in.reason(), out.reason);
}

void write(const FundReleased& in, v1::FundReleased& out) {
  write_ref(in.request, *out.mutable_request());
  out.set_on(in.on.to_string());
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::GuaranteeSettled& in, GuaranteeSettled& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  fields.key("guarantee", in.guarantee(), out.guarantee, Need::required);
  fields.period("period", in.period(), out.period);
}

void write(const GuaranteeSettled& in, v1::GuaranteeSettled& out) {
  out.set_agreement(in.agreement);
  out.set_guarantee(in.guarantee);
  out.set_period(in.period.to_string());
}

void read(Fields& fields, const v1::FloorCharged& in, FloorCharged& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  fields.key("plan", in.plan(), out.plan, Need::required);
  fields.period("period", in.period(), out.period);
  fields.choice("scope", in.scope(), out.scope);
  fields.text("customer", in.customer(), out.customer);
}

void write(const FloorCharged& in, v1::FloorCharged& out) {
  out.set_agreement(in.agreement);
  out.set_plan(in.plan);
  out.set_period(in.period.to_string());
  out.set_scope(static_cast<v1::LimitScope>(in.scope));
  out.set_customer(in.customer);
}

namespace {

void read_restated(Fields& fields, const v1::RestatedLine& in, RestatedLine& out) {
  fields.expect_known(in);
  fields.key("creditor", in.creditor(), out.creditor, Need::required);
  fields.key("debtor", in.debtor(), out.debtor, Need::required);
  fields.text("term", in.term(), out.term);
  out.entries = in.entries();
  out.booked_minor = in.booked_minor();
  out.restated_minor = in.restated_minor();
}

}  // namespace

void read(Fields& fields, const v1::RestatementProposed& in, RestatementProposed& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  out.version = in.version();
  if (in.version() == 0) fields.missing("version");
  fields.period("from_period", in.from_period(), out.from_period);
  fields.period("until_period", in.until_period(), out.until_period);
  fields.reason("reason", in.reason(), out.reason);
  fields.each("line", in.line(), out.lines, read_restated);
  if (!in.has_terms()) return fields.missing("terms");
  Fields terms(fields, "terms");
  read(terms, in.terms(), out.terms);
}

void write(const RestatementProposed& in, v1::RestatementProposed& out) {
  out.set_agreement(in.agreement);
  out.set_version(in.version);
  out.set_from_period(in.from_period.to_string());
  out.set_until_period(in.until_period.to_string());
  out.set_reason(in.reason);
  write(in.terms, *out.mutable_terms());
  out.clear_line();
  for (const RestatedLine& line : in.lines) {
    auto& written = *out.add_line();
    written.set_creditor(line.creditor);
    written.set_debtor(line.debtor);
    written.set_term(line.term);
    written.set_entries(line.entries);
    written.set_booked_minor(line.booked_minor);
    written.set_restated_minor(line.restated_minor);
  }
}

void read(Fields& fields, const v1::EntryRestated& in, EntryRestated& out) {
  fields.expect_known(in);
  out.restatement = {in.restatement()};
  out.entry = {in.entry()};
}

void write(const EntryRestated& in, v1::EntryRestated& out) {
  out.set_restatement(in.restatement.value);
  out.set_entry(in.entry.value);
}

}  // namespace quits::program
