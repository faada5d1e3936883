// The calendar, reported debts, holds, disputes: a piece of program/encoding.h.
#include "program/encoding_parts.h"

namespace quits::program {
namespace {

void read_flag(Fields& fields, const std::string& in, std::string& out) {
  fields.key("flag", in, out, Need::required);
}

void read_optional_amount(Fields& fields, const std::string& in, std::optional<Decimal>& out) {
  if (in.empty()) return;
  out.emplace();
  fields.amount("amount", in, *out, Sign::positive);
}

void write_optional_date(const std::optional<Date>& in, std::string& out) {
  out = in ? in->to_string() : std::string();
}

}  // namespace

void read(Fields& fields, const v1::CalendarSet& in, CalendarSet& out) {
  fields.expect_known(in);
  fields.period("from_period", in.from_period(), out.from_period);
  constexpr std::uint32_t kDayMax = 31;
  constexpr std::uint32_t kMonthsMax = 12;
  const auto day = [&](const char* name, std::uint32_t given, std::uint32_t& value) {
    value = given;
    if (given == 0) return fields.missing(name);
    if (given > kDayMax) fields.refuse(name, Code::bad_value, "is no day of a month: 1 to 31 was expected");
  };
  day("close_day", in.close_day(), out.close_day);
  day("review_day", in.review_day(), out.review_day);
  day("payment_day", in.payment_day(), out.payment_day);
  out.payment_months = in.payment_months() == 0 ? 1 : in.payment_months();
  if (out.payment_months > kMonthsMax) fields.refuse("payment_months", Code::too_large, "is more than 12 months");
}

void write(const CalendarSet& in, v1::CalendarSet& out) {
  out.set_from_period(in.from_period.to_string());
  out.set_close_day(in.close_day);
  out.set_review_day(in.review_day);
  out.set_payment_day(in.payment_day);
  out.set_payment_months(in.payment_months);
}

void read(Fields& fields, const v1::ObligationReported& in, ObligationReported& out) {
  fields.expect_known(in);
  fields.text("number", in.number(), out.number);
  fields.key("debtor", in.debtor(), out.debtor, Need::required);
  fields.key("creditor", in.creditor(), out.creditor, Need::required);
  fields.amount("amount", in.amount(), out.amount, Sign::not_zero);
  fields.currency("currency", in.currency(), out.currency);
  fields.date("on", in.on(), out.on);
  fields.date("due_on", in.due_on(), out.due_on);
  fields.key("reported_by", in.reported_by(), out.reported_by, Need::required);
  out.confirmed = in.confirmed();
  fields.text("evidence", in.evidence(), out.evidence, in.confirmed() ? Need::required : Need::optional);
  fields.text("description", in.description(), out.description);
  fields.each("flag", in.flag(), out.flags, read_flag);
  out.amount_minor = in.amount_minor();
  out.awaits_word = in.awaits_word();
}

void write(const ObligationReported& in, v1::ObligationReported& out) {
  out.set_number(in.number);
  out.set_debtor(in.debtor);
  out.set_creditor(in.creditor);
  out.set_amount(in.amount.to_string());
  out.set_currency(std::string(in.currency.code()));
  out.set_on(in.on.to_string());
  write_optional_date(in.due_on, *out.mutable_due_on());
  out.set_reported_by(in.reported_by);
  out.set_confirmed(in.confirmed);
  out.set_evidence(in.evidence);
  out.set_description(in.description);
  out.clear_flag();
  for (const std::string& flag : in.flags) out.add_flag(flag);
  out.set_amount_minor(in.amount_minor);
  out.set_awaits_word(in.awaits_word);
}

void read(Fields& fields, const v1::ObligationConfirmed& in, ObligationConfirmed& out) {
  fields.expect_known(in);
  fields.text("number", in.number(), out.number, Need::required);
  fields.key("by", in.by(), out.by, Need::required);
  out.refuses = in.refuses();
  if (in.refuses()) return fields.reason("reason", in.reason(), out.reason);
  fields.text("reason", in.reason(), out.reason);
}

void write(const ObligationConfirmed& in, v1::ObligationConfirmed& out) {
  out.set_number(in.number);
  out.set_by(in.by);
  out.set_refuses(in.refuses);
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::ObligationFlagged& in, ObligationFlagged& out) {
  fields.expect_known(in);
  fields.text("number", in.number(), out.number, Need::required);
  fields.each("flag", in.flag(), out.flags, read_flag);
  fields.reason("reason", in.reason(), out.reason);
}

void write(const ObligationFlagged& in, v1::ObligationFlagged& out) {
  out.set_number(in.number);
  out.clear_flag();
  for (const std::string& flag : in.flags) out.add_flag(flag);
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::PartyHeld& in, PartyHeld& out) {
  fields.expect_known(in);
  fields.key("party", in.party(), out.party, Need::required);
  fields.choice("hold", in.hold(), out.hold, HoldKind::none);
  fields.reason("reason", in.reason(), out.reason);
}

void write(const PartyHeld& in, v1::PartyHeld& out) {
  out.set_party(in.party);
  out.set_hold(static_cast<v1::HoldKind>(in.hold));
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::DisputeOpened& in, DisputeOpened& out) {
  fields.expect_known(in);
  fields.text("document", in.document(), out.document, Need::required);
  out.line = in.line();
  read_optional_amount(fields, in.amount(), out.amount);
  fields.key("by", in.by(), out.by, Need::required);
  fields.date("on", in.on(), out.on);
  fields.choice("reason", in.reason(), out.reason);
  fields.text("text", in.text(), out.text, Need::required);
  out.amount_minor = in.amount_minor();
  fields.date("answer_until", in.answer_until(), out.answer_until);
}

void write(const DisputeOpened& in, v1::DisputeOpened& out) {
  out.set_document(in.document);
  out.set_line(in.line);
  out.set_amount(in.amount ? in.amount->to_string() : std::string());
  out.set_by(in.by);
  out.set_on(in.on.to_string());
  out.set_reason(static_cast<v1::DisputeReason>(in.reason));
  out.set_text(in.text);
  out.set_amount_minor(in.amount_minor);
  write_optional_date(in.answer_until, *out.mutable_answer_until());
}

void read(Fields& fields, const v1::DisputeAnswered& in, DisputeAnswered& out) {
  fields.expect_known(in);
  read_ref(fields, "dispute", in.has_dispute(), in.dispute(), out.dispute);
  fields.key("by", in.by(), out.by, Need::required);
  fields.date("on", in.on(), out.on);
  fields.text("text", in.text(), out.text, Need::required);
}

void write(const DisputeAnswered& in, v1::DisputeAnswered& out) {
  write_ref(in.dispute, *out.mutable_dispute());
  out.set_by(in.by);
  out.set_on(in.on.to_string());
  out.set_text(in.text);
}

void read(Fields& fields, const v1::DisputeResolved& in, DisputeResolved& out) {
  fields.expect_known(in);
  read_ref(fields, "dispute", in.has_dispute(), in.dispute(), out.dispute);
  fields.choice("outcome", in.outcome(), out.outcome);
  fields.key("by", in.by(), out.by, Need::required);
  fields.date("on", in.on(), out.on);
  fields.text("text", in.text(), out.text, Need::required);
}

void write(const DisputeResolved& in, v1::DisputeResolved& out) {
  write_ref(in.dispute, *out.mutable_dispute());
  out.set_outcome(static_cast<v1::DisputeOutcome>(in.outcome));
  out.set_by(in.by);
  out.set_on(in.on.to_string());
  out.set_text(in.text);
}

void read(Fields& fields, const v1::WriteOffRequested& in, WriteOffRequested& out) {
  fields.expect_known(in);
  fields.text("document", in.document(), out.document, Need::required);
  read_optional_amount(fields, in.amount(), out.amount);
  fields.date("on", in.on(), out.on);
  fields.reason("reason", in.reason(), out.reason);
  out.amount_minor = in.amount_minor();
}

void write(const WriteOffRequested& in, v1::WriteOffRequested& out) {
  out.set_document(in.document);
  out.set_amount(in.amount ? in.amount->to_string() : std::string());
  write_optional_date(in.on, *out.mutable_on());
  out.set_reason(in.reason);
  out.set_amount_minor(in.amount_minor);
}

void read(Fields& fields, const v1::WriteOffApproved& in, WriteOffApproved& out) {
  fields.expect_known(in);
  read_ref(fields, "of", in.has_of(), in.of(), out.of);
  fields.date("on", in.on(), out.on);
  fields.text("document", in.document(), out.document);
  out.amount_minor = in.amount_minor();
}

void write(const WriteOffApproved& in, v1::WriteOffApproved& out) {
  write_ref(in.of, *out.mutable_of());
  write_optional_date(in.on, *out.mutable_on());
  out.set_document(in.document);
  out.set_amount_minor(in.amount_minor);
}

void read(Fields& fields, const v1::RatesRecorded& in, RatesRecorded& out) {
  fields.expect_known(in);
  fields.text("publisher", in.publisher(), out.publisher, Need::required);
  fields.date("on", in.on(), out.on);
  if (in.rate().empty()) fields.missing("rate");
  fields.each("rate", in.rate(), out.rates, [](Fields& element, const v1::ExchangeRate& rate_in, ExchangeRate& rate_out) {
    element.expect_known(rate_in);
    element.currency("from", rate_in.from(), rate_out.from);
    element.currency("to", rate_in.to(), rate_out.to);
    element.amount("rate", rate_in.rate(), rate_out.rate, Sign::positive);
  });
}

void write(const RatesRecorded& in, v1::RatesRecorded& out) {
  out.set_publisher(in.publisher);
  out.set_on(in.on.to_string());
  out.clear_rate();
  for (const ExchangeRate& rate : in.rates) {
    v1::ExchangeRate& written = *out.add_rate();
    written.set_from(std::string(rate.from.code()));
    written.set_to(std::string(rate.to.code()));
    written.set_rate(rate.rate.to_string());
  }
}

}  // namespace quits::program
