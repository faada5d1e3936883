// The life of a settlement run: a piece of program/encoding.h.
#include <fmt/core.h>

#include "program/encoding_parts.h"

namespace quits::program {
namespace {

void read_currency(Fields& fields, std::uint32_t in, Currency& out) {
  if (const auto known = Currency::from_numeric(static_cast<int>(in))) {
    out = *known;
  } else {
    fields.refuse("currency", Code::bad_currency, fmt::format("{} is no number of ISO 4217", in));
  }
}

std::uint32_t number_of(Currency currency) { return static_cast<std::uint32_t>(currency.numeric()); }

void read_key(Fields& fields, const std::string& in, std::string& out) { fields.key("party", in, out, Need::required); }

void read_day(Fields& fields, std::int32_t in, Date& out) {
  if (const auto day = Date::checked_from_days(in)) {
    out = *day;
  } else {
    fields.refuse("due_day", day.error().code, day.error().message);
  }
}

void read_part(Fields& fields, const v1::RunPart& in, RunPart& out) {
  fields.text("number", in.number(), out.number, Need::required);
  out.amount_minor = in.amount_minor();
}

void write_part(const RunPart& in, v1::RunPart& out) {
  out.set_number(in.number);
  out.set_amount_minor(in.amount_minor);
}

template <class Value, class Repeated>
void read_numbers(const Repeated& in, std::vector<Value>& out) {
  out.assign(in.begin(), in.end());
}

}  // namespace

void read(Fields& fields, const v1::RunOpened& in, RunOpened& out) {
  fields.expect_known(in);
  fields.new_party_key("run", in.run(), out.run);
  fields.choice("mode", in.mode(), out.mode);
  fields.date("on", in.on(), out.on);
  fields.each("party", in.party(), out.parties, read_key);
  fields.date("due_until", in.due_until(), out.due_until);
  fields.quantity("above", in.above(), out.above, Sign::not_negative, Decimal());
  fields.currency("currency", in.currency(), out.currency);
  fields.choice("order", in.order(), out.order, AllocationOrder::oldest);
  out.whole_documents = in.whole_documents();
  fields.key("centre", in.centre(), out.centre, Need::optional);
  fields.date("pay_on", in.pay_on(), out.pay_on);
  fields.quantity("minimum_payout", in.minimum_payout(), out.minimum_payout, Sign::not_negative, Decimal());
  fields.date("calendar_pay_on", in.calendar_pay_on(), out.calendar_pay_on);
  fields.currency("settlement_currency", in.settlement_currency(), out.settlement_currency);
  if (out.settlement_currency) read_ref(fields, "rates", in.has_rates(), in.rates(), out.rates);
  if (in.has_rates() && in.settlement_currency().empty()) fields.missing("settlement_currency");
  if (out.currency && out.settlement_currency) {
    fields.refuse("settlement_currency", Code::bad_value, "is not named together with currency, which leaves out every other");
  }
  out.rates_entry = in.rates_entry();
}

void write(const RunOpened& in, v1::RunOpened& out) {
  out.Clear();
  out.set_run(in.run);
  out.set_mode(static_cast<v1::NettingMode>(in.mode));
  out.set_on(in.on.to_string());
  for (const std::string& party : in.parties) out.add_party(party);
  if (in.due_until) out.set_due_until(in.due_until->to_string());
  if (in.above != Decimal()) out.set_above(in.above.to_string());
  if (in.currency) out.set_currency(std::string(in.currency->code()));
  if (in.order != AllocationOrder::oldest) out.set_order(static_cast<v1::AllocationOrder>(in.order));
  out.set_whole_documents(in.whole_documents);
  out.set_centre(in.centre);
  if (in.pay_on) out.set_pay_on(in.pay_on->to_string());
  if (in.minimum_payout != Decimal()) out.set_minimum_payout(in.minimum_payout.to_string());
  if (in.calendar_pay_on) out.set_calendar_pay_on(in.calendar_pay_on->to_string());
  if (!in.settlement_currency) return;
  out.set_settlement_currency(std::string(in.settlement_currency->code()));
  write_ref(in.rates, *out.mutable_rates());
  out.set_rates_entry(in.rates_entry);
}

void read(Fields& fields, const v1::RunCollected& in, RunCollected& out) {
  fields.expect_known(in);
  fields.key("run", in.run(), out.run, Need::required);
  out.as_of = in.as_of();
  fields.each("party", in.party(), out.parties, read_key);
  fields.each("document", in.document(), out.documents, [&](Fields& element, const v1::RunDocument& one, RunDocument& made) {
    element.text("number", one.number(), made.number, Need::required);
    made.debtor = one.debtor();
    made.creditor = one.creditor();
    read_currency(element, one.currency(), made.currency);
    made.open_minor = one.open_minor();
    read_day(element, one.due_day(), made.due);
    if (made.debtor >= out.parties.size()) element.refuse("debtor", Code::bad_value, "is no place in the list of parties");
    if (made.creditor >= out.parties.size()) element.refuse("creditor", Code::bad_value, "is no place in the list of parties");
  });
  fields.each("excluded", in.excluded(), out.excluded, [](Fields& element, const v1::RunExcluded& one, RunExcluded& made) {
    element.text("number", one.number(), made.number, Need::required);
    element.choice("reason", one.reason(), made.reason);
  });
  fields.text("hash", in.hash(), out.hash);
  fields.each("conversion", in.conversion(), out.conversions, [&](Fields& element, const v1::RunConversion& one, RunConversion& made) {
    made.document = one.document();
    read_currency(element, one.currency(), made.currency);
    made.open_minor = one.open_minor();
    made.rate = Decimal::from_millionths(one.rate_micros());
    made.divides = one.divides();
    if (made.document >= out.documents.size()) element.refuse("document", Code::bad_value, "is no place in the list of documents");
    if (one.rate_micros() <= 0) element.refuse("rate_micros", Code::bad_value, "is no rate: more than zero was expected");
  });
}

void write(const RunCollected& in, v1::RunCollected& out) {
  out.Clear();
  out.set_run(in.run);
  out.set_as_of(in.as_of);
  for (const std::string& party : in.parties) out.add_party(party);
  for (const RunDocument& document : in.documents) {
    v1::RunDocument& written = *out.add_document();
    written.set_number(document.number);
    written.set_debtor(document.debtor);
    written.set_creditor(document.creditor);
    written.set_currency(number_of(document.currency));
    written.set_open_minor(document.open_minor);
    written.set_due_day(document.due.days_since_epoch());
  }
  for (const RunExcluded& excluded : in.excluded) {
    v1::RunExcluded& written = *out.add_excluded();
    written.set_number(excluded.number);
    written.set_reason(static_cast<v1::RunExclusion>(excluded.reason));
  }
  out.set_hash(in.hash);
  for (const RunConversion& conversion : in.conversions) {
    v1::RunConversion& written = *out.add_conversion();
    written.set_document(conversion.document);
    written.set_currency(number_of(conversion.currency));
    written.set_open_minor(conversion.open_minor);
    written.set_rate_micros(conversion.rate.millionths());
    written.set_divides(conversion.divides);
  }
}

void read(Fields& fields, const v1::RunProposed& in, RunProposed& out) {
  fields.expect_known(in);
  fields.key("run", in.run(), out.run, Need::required);
  out.proposal = in.proposal();
  fields.each("without", in.without(), out.without, read_key);
  read_numbers(in.set_off_minor(), out.set_off_minor);
  fields.each("figures", in.figures(), out.figures, [](Fields& element, const v1::RunFigures& one, RunFigures& made) {
    read_currency(element, one.currency(), made.currency);
    made.gross_minor = one.gross_minor();
    made.nid_minor = one.nid_minor();
    made.set_off_minor = one.set_off_minor();
    made.payments_before = one.payments_before();
    made.payments_after = one.payments_after();
  });
  fields.each("proof", in.proof(), out.proofs, [](Fields& element, const v1::RunProof& one, RunProof& made) {
    read_currency(element, one.currency(), made.currency);
    read_numbers(one.potential(), made.potential);
    read_numbers(one.place(), made.place);
    read_numbers(one.parted(), made.parted);
    made.decided = one.decided();
  });
  fields.each("asks", in.asks(), out.asks, [](Fields& element, const v1::RunAsks& one, RunAsks& made) {
    element.key("party", one.party(), made.party, Need::required);
    element.date("until", one.until(), made.until);
    element.choice("silence", one.silence(), made.silence, Silence::accepts);
  });
}

void write(const RunProposed& in, v1::RunProposed& out) {
  out.Clear();
  out.set_run(in.run);
  out.set_proposal(in.proposal);
  for (const std::string& party : in.without) out.add_without(party);
  out.mutable_set_off_minor()->Add(in.set_off_minor.begin(), in.set_off_minor.end());
  for (const RunFigures& figures : in.figures) {
    v1::RunFigures& written = *out.add_figures();
    written.set_currency(number_of(figures.currency));
    written.set_gross_minor(figures.gross_minor);
    written.set_nid_minor(figures.nid_minor);
    written.set_set_off_minor(figures.set_off_minor);
    written.set_payments_before(figures.payments_before);
    written.set_payments_after(figures.payments_after);
  }
  for (const RunProof& proof : in.proofs) {
    v1::RunProof& written = *out.add_proof();
    written.set_currency(number_of(proof.currency));
    written.mutable_potential()->Add(proof.potential.begin(), proof.potential.end());
    written.mutable_place()->Add(proof.place.begin(), proof.place.end());
    written.mutable_parted()->Add(proof.parted.begin(), proof.parted.end());
    written.set_decided(proof.decided);
  }
  for (const RunAsks& asks : in.asks) {
    v1::RunAsks& written = *out.add_asks();
    written.set_party(asks.party);
    written.set_until(asks.until.to_string());
    written.set_silence(static_cast<v1::Silence>(asks.silence));
  }
}

void read(Fields& fields, const v1::RunAnswered& in, RunAnswered& out) {
  fields.expect_known(in);
  fields.key("run", in.run(), out.run, Need::required);
  fields.key("party", in.party(), out.party, Need::required);
  out.rejects = in.rejects();
  out.proposal = in.proposal();
  if (in.proposal() == 0) fields.missing("proposal");
  if (in.rejects()) return fields.reason("reason", in.reason(), out.reason);
  fields.text("reason", in.reason(), out.reason);
}

void write(const RunAnswered& in, v1::RunAnswered& out) {
  out.set_run(in.run);
  out.set_party(in.party);
  out.set_rejects(in.rejects);
  out.set_reason(in.reason);
  out.set_proposal(in.proposal);
}

void read(Fields& fields, const v1::RunApproved& in, RunApproved& out) {
  fields.expect_known(in);
  fields.key("run", in.run(), out.run, Need::required);
  out.proposal = in.proposal();
  if (in.proposal() == 0) fields.missing("proposal");
}

void write(const RunApproved& in, v1::RunApproved& out) {
  out.set_run(in.run);
  out.set_proposal(in.proposal);
}

void read(Fields& fields, const v1::RunPosted& in, RunPosted& out) {
  fields.expect_known(in);
  fields.key("run", in.run(), out.run, Need::required);
  fields.each("payment", in.payment(), out.payments, [](Fields& element, const v1::RunPayment& one, RunPayment& made) {
    element.text("reference", one.reference(), made.reference, Need::required);
    element.key("payer", one.payer(), made.payer, Need::required);
    element.key("payee", one.payee(), made.payee, Need::required);
    read_currency(element, one.currency(), made.currency);
    made.amount_minor = one.amount_minor();
    read_day(element, one.due_day(), made.due);
    element.each("part", one.part(), made.parts, read_part);
  });
  fields.each("made", in.made(), out.made, [](Fields& element, const v1::RunMade& one, RunMade& made) {
    element.text("number", one.number(), made.number, Need::required);
    element.key("debtor", one.debtor(), made.debtor, Need::required);
    element.key("creditor", one.creditor(), made.creditor, Need::required);
    read_currency(element, one.currency(), made.currency);
    made.amount_minor = one.amount_minor();
    element.text("converted_from", one.converted_from(), made.converted_from);
  });
}

void write(const RunPosted& in, v1::RunPosted& out) {
  out.Clear();
  out.set_run(in.run);
  for (const RunPayment& payment : in.payments) {
    v1::RunPayment& written = *out.add_payment();
    written.set_reference(payment.reference);
    written.set_payer(payment.payer);
    written.set_payee(payment.payee);
    written.set_currency(number_of(payment.currency));
    written.set_amount_minor(payment.amount_minor);
    written.set_due_day(payment.due.days_since_epoch());
    for (const RunPart& part : payment.parts) write_part(part, *written.add_part());
  }
  for (const RunMade& made : in.made) {
    v1::RunMade& written = *out.add_made();
    written.set_number(made.number);
    written.set_debtor(made.debtor);
    written.set_creditor(made.creditor);
    written.set_currency(number_of(made.currency));
    written.set_amount_minor(made.amount_minor);
    written.set_converted_from(made.converted_from);
  }
}

void read(Fields& fields, const v1::RunCancelled& in, RunCancelled& out) {
  fields.expect_known(in);
  fields.key("run", in.run(), out.run, Need::required);
  fields.reason("reason", in.reason(), out.reason);
  out.was_collected = in.was_collected();
}

void write(const RunCancelled& in, v1::RunCancelled& out) {
  out.set_run(in.run);
  out.set_reason(in.reason);
  out.set_was_collected(in.was_collected);
}

void read(Fields& fields, const v1::RunReversed& in, RunReversed& out) {
  fields.expect_known(in);
  fields.key("run", in.run(), out.run, Need::required);
  fields.date("on", in.on(), out.on);
  fields.reason("reason", in.reason(), out.reason);
  fields.each("withdrawn", in.withdrawn(), out.withdrawn, [](Fields& element, const std::string& one, std::string& made) {
    element.text("withdrawn", one, made, Need::required);
  });
  fields.each("freed", in.freed(), out.freed, read_part);
  fields.each("unmade", in.unmade(), out.unmade, [](Fields& element, const std::string& one, std::string& made) {
    element.text("unmade", one, made, Need::required);
  });
}

void write(const RunReversed& in, v1::RunReversed& out) {
  out.set_run(in.run);
  out.set_on(in.on ? in.on->to_string() : std::string());
  out.set_reason(in.reason);
  out.clear_withdrawn();
  for (const std::string& reference : in.withdrawn) out.add_withdrawn(reference);
  out.clear_freed();
  for (const RunPart& part : in.freed) write_part(part, *out.add_freed());
  out.clear_unmade();
  for (const std::string& number : in.unmade) out.add_unmade(number);
}

}  // namespace quits::program
