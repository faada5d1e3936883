// Payments: money confirms what a settlement asked for, or pays an invoice directly. What is more than was open is the payer's
// credit.
#include <fmt/core.h>

#include <algorithm>

#include "base/failure.h"
#include "base/money.h"
#include "settlement/document_numbers.h"
#include "settlement/rules.h"

namespace quits::settlement {

using program::AppliedPayment;
using program::Payment;
using program::Reversal;

namespace {

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

struct Sides {
  PartyNumber payer;
  PartyNumber payee;
};

// Claims go down by what was paid; the money is the payee's. A credit note of the payer is a claim of the payer's own that
// stands below zero: it goes up. So does what the payer is owed for having paid too much.
std::vector<ledger::Posting> postings_of(const Payment& payment, std::span<const Invoice> invoices, const Sides& sides) {
  const Currency currency = payment.currency;
  std::int64_t payee_claims = 0;
  std::int64_t payer_claims = payment.credit ? -payment.credit->amount_minor : 0;
  for (std::size_t i = 0; i < payment.applied.size(); ++i) {
    (invoices[i].issuer == payment.payee ? payee_claims : payer_claims) += payment.applied[i].amount_minor;
  }
  std::vector<ledger::Posting> postings;
  const auto post = [&](PartyNumber owner, PartyNumber other, ledger::AccountKind kind, std::int64_t amount) {
    if (amount != 0) postings.push_back({{owner, other, kind, currency}, amount});
  };
  post(sides.payee, sides.payer, ledger::AccountKind::claim, -payee_claims);
  post(sides.payer, sides.payee, ledger::AccountKind::claim, -payer_claims);
  post(sides.payee, sides.payer, ledger::AccountKind::bank, payee_claims - payer_claims);
  return postings;
}

// A document that the payer owes the payee something on, or did before it was paid: the sign of its total says who owes.
Status check_payable(const Payment& payment, const Invoice& invoice) {
  if (invoice.currency != payment.currency) {
    return refuse(Code::currency_mismatch, fmt::format("invoice {} is in {}, the payment in {}", invoice.number,
                                                       invoice.currency.code(), payment.currency.code()));
  }
  const bool by_payee = invoice.issuer == payment.payee && invoice.recipient == payment.payer;
  const bool by_payer = invoice.issuer == payment.payer && invoice.recipient == payment.payee;
  if (!(by_payee && invoice.gross_minor >= 0) && !(by_payer && invoice.gross_minor < 0)) {
    return refuse(Code::party_mismatch, fmt::format("{} does not owe {} anything on {}", payment.payer, payment.payee, invoice.number),
                  "check who paid whom");
  }
  if (invoice.confirmation == Confirmation::refused) {
    return refuse(Code::payment_exceeds_open,
                  fmt::format("nothing is owed under {}: {}", invoice.number,
                              is_credit(invoice.kind) ? "the payment that made it was taken back" : "the other side refused it"),
                  "name what was paid: quits invoice list --open, quits obligation list --open");
  }
  return {};
}

// What a credit is used for so far; nothing where its payment can be taken back.
Status check_unused(const program::PaymentCredit& credit, const Invoice& document) {
  const auto text = [&](std::int64_t minor) { return Money(minor, document.currency).with_code(); };
  if (!document.run.empty()) {
    return refuse(Code::credit_used, fmt::format("run {} holds {}, what was paid too much", document.run, credit.number),
                  "cancel the run first: quits run cancel " + document.run);
  }
  if (document.to_pay_minor != 0) {
    return refuse(Code::credit_used, fmt::format("{} of {}, what was paid too much, is on a payment list", text(document.to_pay_minor), credit.number),
                  "record what came back as a payment of its own");
  }
  if (document.open_minor != credit.amount_minor) {
    return refuse(Code::credit_used, fmt::format("{} of {}, what was paid too much, was set off, paid back or written off since",
                                                 text(credit.amount_minor - document.open_minor), credit.number),
                  "reverse what paid it back or wrote it off, or record what came back as a payment of its own");
  }
  return {};
}

}  // namespace

const Invoice& Rules::recorded_document(const std::string& number) {
  if (const Invoice* document = documents_.invoices.find(number)) return *document;
  throw Failure(Code::corrupt, fmt::format("the register lacks {}, which an entry is about", number), "run `quits verify`");
}

Result<std::vector<Invoice>> Rules::payable(const Payment& payment, const std::optional<PaymentList>& list) {
  std::vector<Invoice> invoices;
  if (list) {
    for (const auto& [number, minor] : list->parts) {
      if (const Invoice* invoice = documents_.invoices.find(number)) invoices.push_back(*invoice);
    }
    std::sort(invoices.begin(), invoices.end(),
              [](const Invoice& one, const Invoice& other) { return std::tie(one.due_on, one.number) < std::tie(other.due_on, other.number); });
    return invoices;
  }
  const Invoice* invoice = documents_.invoices.find(payment.reference);
  if (invoice == nullptr) {
    return refuse(Code::unknown_payment, fmt::format("\"{}\" is neither a payment reference nor an invoice number", payment.reference),
                  "`quits settle PERIOD` prints the payment list, `quits invoice list` the invoices");
  }
  if (!invoice->run.empty()) {
    return refuse(Code::held_by_run, fmt::format("run {} holds {}", invoice->run, invoice->number),
                  "record the payment when the run is posted, or cancel the run first");
  }
  invoices.push_back(*invoice);
  return invoices;
}

Result<std::int64_t> Rules::divide(Money amount, std::span<const Invoice> invoices, std::optional<PaymentList>& list,
                                   Payment& payment, std::vector<Invoice>& paid_for, ledger::Writer& writer) {
  std::int64_t rest = amount.minor();
  for (const Invoice& invoice : invoices) {
    TRY_STATUS(check_payable(payment, invoice));
    const std::int64_t payable_minor = list ? list->asks_of(invoice) : invoice.open_minor;
    const std::int64_t part = std::min(rest, magnitude(payable_minor));
    rest -= part;
    const std::int64_t paid = payable_minor < 0 ? -part : part;
    if (list) {
      list->rest_minor -= part;
      payment.applied.push_back({invoice.number, paid, paid, ""});
    } else {
      TRY(const auto applied, applied_to(invoice, paid, writer));
      payment.applied.insert(payment.applied.end(), applied.begin(), applied.end());
    }
    paid_for.resize(payment.applied.size(), invoice);
  }
  return rest;
}

program::PaymentCredit Rules::credit_of(const Payment& payment, std::int64_t excess, ledger::Writer& writer) {
  const std::string name = credit_number(writer.next_sequence());
  std::string number = name;  // a debt that was reported before credits were there may have it
  for (int next = 2; documents_.invoices.find(number) != nullptr; ++next) number = fmt::format("{}-{}", name, next);
  const PairTermsBook terms(payment.on, program_, writer);
  return {number, excess, terms.find(payment.payer, payment.payee, payment.currency) == nullptr};
}

Result<ledger::Receipt> Rules::apply(Payment fact, const Case& on) {
  program::Parties& parties = program_.registers().parties;
  TRY(const program::Party* payer, parties.get(fact.payer));
  const PartyNumber payer_number = payer->number;
  TRY(const program::Party* payee, parties.get(fact.payee));
  const Sides sides{payer_number, payee->number};
  TRY(const Money amount, Money::parse(fact.amount.to_string(), fact.currency));
  TRY(auto list, list_named(fact.reference, on.writer));
  TRY(const auto invoices, payable(fact, list));
  std::vector<Invoice> paid_for;  // beside fact.applied
  TRY(const std::int64_t excess, divide(amount, invoices, list, fact, paid_for, on.writer));
  if (excess > 0) fact.credit = credit_of(fact, excess, on.writer);

  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.postings = postings_of(fact, paid_for, sides);
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::apply(Reversal fact, const Case& on) {
  const FactId id{fact.of.source.empty() ? on.submission.id.source : fact.of.source, fact.of.id};
  const auto sequence = on.writer.find(id);
  if (!sequence || *sequence >= on.writer.next_sequence()) return program_.apply(on.submission, on.writer);
  const ledger::Record target = on.writer.read(*sequence);
  if (target.kind() != program::kind::payment && target.kind() != program::kind::write_off_approved) {
    return program_.apply(on.submission, on.writer);
  }
  if (fact.reason.empty()) {
    return refuse_field("reversal.reason", Code::reason_missing, "a reversal needs a reason", "say why, for whoever asks in a year");
  }
  if (const Sequence earlier = program_.registers().corrections.given_back(*sequence).reversed_by) {
    return refuse(Code::already_reversed, fmt::format("entry {} was reversed by entry {}", sequence->value, earlier.value));
  }
  return reverse(std::move(fact), target, on);
}

// Of a payment or a write-off: what it took is open again.
Result<ledger::Receipt> Rules::reverse(Reversal fact, const ledger::Record& target, const Case& on) {
  const Date day = fact.on.value_or(std::max(on.writer.now().date(), target.effective));
  if (day < target.effective) {
    return refuse_field("reversal.on", Code::date_out_of_range,
                        fmt::format("is {}, before what it takes back, of {}", day.to_string(), target.effective.to_string()));
  }
  TRY(const program::Fact decoded, codec_.decode(target.fact));
  if (const auto* payment = std::get_if<Payment>(&decoded)) {
    fact.reference = payment->reference;
    for (const AppliedPayment& applied : payment->applied) {
      fact.applied.push_back({applied.invoice, -applied.amount_minor, -applied.to_pay_minor, applied.order});
    }
    if (payment->credit) {
      TRY_STATUS(check_unused(*payment->credit, recorded_document(payment->credit->number)));
      fact.credit = payment->credit->number;
    }
  } else if (const auto* approved = std::get_if<program::WriteOffApproved>(&decoded)) {
    fact.applied.push_back({approved->document, -approved->amount_minor, 0, ""});
    fact.write_off = target.relates_to;
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = day;
  draft.relates_to = target.sequence;
  for (const ledger::Posting& posting : target.postings) draft.postings.push_back({posting.account, -posting.amount_minor});
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
