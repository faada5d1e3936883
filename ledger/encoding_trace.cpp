#include "ledger/encoding_trace.h"

#include "base/failure.h"

namespace quits::ledger {

void throw_corrupt(std::uint64_t sequence, const std::string& what) {
  throw Failure(Code::corrupt, fmt::format("record {}: {}", sequence, what), "run `quits verify` and restore from a backup");
}

Date date_from(std::int32_t days, std::uint64_t sequence) {
  if (days < Date::kFirstDay || days > Date::kLastDay) throw_corrupt(sequence, fmt::format("{} is not a day", days));
  return Date::from_days(days);
}

namespace {

void write(const SplitTrace& split, v1::SplitTrace& out) {
  out.set_share_micros(split.share.millionths());
  out.set_whole_minor(split.whole_minor);
  out.set_version(split.version.value);
  out.set_plan(split.plan);
}

SplitTrace split_from(const v1::SplitTrace& in) {
  return {Rate::from_millionths(in.share_micros()), in.whole_minor(), {in.version()}, in.plan()};
}

void write(const OverrideTrace& over, v1::OverrideTrace& out) {
  out.set_seller(over.seller.value);
  out.set_depth(over.depth);
  out.set_from(static_cast<v1::OverrideFrom>(over.from));
  out.set_earner(over.earner.value);
  out.set_version(over.version.value);
  out.set_plan(over.plan);
}

OverrideTrace override_from(const v1::OverrideTrace& in, std::uint64_t sequence) {
  return {{in.seller()}, in.depth(), enum_from<OverrideFrom>(in.from(), 1, 2, sequence), {in.earner()}, {in.version()}, in.plan()};
}

void write(const PaymentTrace& payment, v1::PaymentTrace& out) {
  out.set_sale(payment.sale.value);
  out.set_previous(payment.previous.value);
  out.set_paid_before_micros(payment.paid_before.millionths());
  out.set_paid_micros(payment.paid.millionths());
}

PaymentTrace payment_from(const v1::PaymentTrace& in) {
  return {{in.sale()}, {in.previous()}, Decimal::from_millionths(in.paid_before_micros()), Decimal::from_millionths(in.paid_micros())};
}

void write(const ClawbackTrace& clawback, v1::ClawbackTrace& out) {
  out.set_by(static_cast<v1::ClawbackBy>(clawback.by));
  out.set_term_months(clawback.term_months);
  out.set_term(clawback.term);
  out.set_served(clawback.served);
}

ClawbackTrace clawback_from(const v1::ClawbackTrace& in, std::uint64_t sequence) {
  return {enum_from<ClawbackBy>(in.by(), 1, 2, sequence), in.term_months(), in.term(), in.served()};
}

void write(const CancellationTrace& cancellation, v1::CancellationTrace& out) {
  out.set_planned_day(cancellation.planned.days_since_epoch());
  out.set_days_before(cancellation.days_before);
  out.set_due_micros(cancellation.due.millionths());
  out.set_price_minor(cancellation.price_minor);
}

CancellationTrace cancellation_from(const v1::CancellationTrace& in, std::uint64_t sequence) {
  return {date_from(in.planned_day(), sequence), in.days_before(), Rate::from_millionths(in.due_micros()), in.price_minor()};
}

void write(const GuaranteeTrace& guarantee, v1::GuaranteeTrace& out) {
  out.set_earned_minor(guarantee.earned_minor);
  out.set_guaranteed_minor(guarantee.guaranteed_minor);
  out.set_outstanding_before_minor(guarantee.outstanding_before_minor);
  out.set_outstanding_after_minor(guarantee.outstanding_after_minor);
  out.set_window_day(guarantee.window.days_since_epoch());
}

GuaranteeTrace guarantee_from(const v1::GuaranteeTrace& in, std::uint64_t sequence) {
  return {in.earned_minor(), in.guaranteed_minor(), in.outstanding_before_minor(), in.outstanding_after_minor(),
          date_from(in.window_day(), sequence)};
}

void write(const FundTrace& fund, v1::FundTrace& out) {
  out.set_request(fund.request.value);
  out.set_approved_minor(fund.approved_minor);
  out.set_claimed_before_minor(fund.claimed_before_minor);
  out.set_claimed_minor(fund.claimed_minor);
  out.set_share_micros(fund.share.millionths());
}

FundTrace fund_from(const v1::FundTrace& in) {
  return {{in.request()}, in.approved_minor(), in.claimed_before_minor(), in.claimed_minor(), Rate::from_millionths(in.share_micros())};
}

void write(const RestatementTrace& restatement, v1::RestatementTrace& out) {
  out.set_restatement(restatement.restatement.value);
  out.set_booked_minor(restatement.booked_minor);
  out.set_restated_minor(restatement.restated_minor);
}

}  // namespace

void write(const TraceMore& more, v1::Trace& out) {
  out.set_level(more.level);
  out.set_customer(more.customer);
  if (more.split) write(*more.split, *out.mutable_split());
  if (more.override) write(*more.override, *out.mutable_override());
  if (more.payment) write(*more.payment, *out.mutable_payment());
  if (more.clawback) write(*more.clawback, *out.mutable_clawback());
  if (more.cancellation) write(*more.cancellation, *out.mutable_cancellation());
  if (more.guarantee) write(*more.guarantee, *out.mutable_guarantee());
  if (more.fund) write(*more.fund, *out.mutable_fund());
  if (more.restatement) write(*more.restatement, *out.mutable_restatement());
}

void read(const v1::Trace& in, std::uint64_t sequence, Rare<TraceMore>& more) {
  more.reset();
  if (!in.level().empty()) more.edit().level = in.level();
  if (!in.customer().empty()) more.edit().customer = in.customer();
  if (in.has_split()) more.edit().split = split_from(in.split());
  if (in.has_override()) more.edit().override = override_from(in.override(), sequence);
  if (in.has_payment()) more.edit().payment = payment_from(in.payment());
  if (in.has_clawback()) more.edit().clawback = clawback_from(in.clawback(), sequence);
  if (in.has_cancellation()) more.edit().cancellation = cancellation_from(in.cancellation(), sequence);
  if (in.has_guarantee()) more.edit().guarantee = guarantee_from(in.guarantee(), sequence);
  if (in.has_fund()) more.edit().fund = fund_from(in.fund());
  if (in.has_restatement()) {
    more.edit().restatement = {{in.restatement().restatement()}, in.restatement().booked_minor(), in.restatement().restated_minor()};
  }
}

}  // namespace quits::ledger
