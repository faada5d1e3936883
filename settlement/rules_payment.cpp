// Payments: money confirms what a settlement asked for, or pays an invoice directly.
#include <fmt/core.h>

#include <algorithm>

#include "base/money.h"
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
// stands below zero: it goes up.
std::vector<ledger::Posting> postings_of(const std::vector<AppliedPayment>& applied, std::span<const Invoice> invoices,
                                         const std::string& payee, const Sides& sides, Currency currency) {
  std::int64_t payee_claims = 0;
  std::int64_t payer_claims = 0;
  for (std::size_t i = 0; i < applied.size(); ++i) {
    (invoices[i].issuer == payee ? payee_claims : payer_claims) += applied[i].amount_minor;
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

}  // namespace

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
  std::int64_t rest = amount.minor();
  std::int64_t open = 0;
  for (const Invoice& invoice : invoices) {
    if (invoice.currency != fact.currency) {
      return refuse(Code::currency_mismatch, fmt::format("invoice {} is in {}, the payment in {}", invoice.number,
                                                         invoice.currency.code(), fact.currency.code()));
    }
    const bool by_payee = invoice.issuer == fact.payee && invoice.recipient == fact.payer;
    const bool by_payer = invoice.issuer == fact.payer && invoice.recipient == fact.payee;
    if (!(by_payee && invoice.open_minor >= 0) && !(by_payer && invoice.open_minor <= 0)) {
      return refuse(Code::party_mismatch, fmt::format("{} does not owe {} anything on invoice {}", fact.payer, fact.payee, invoice.number),
                    "check who paid whom");
    }
    const std::int64_t payable_minor = list ? list->asks_of(invoice) : invoice.open_minor;
    open += magnitude(payable_minor);
    const std::int64_t part = std::min(rest, magnitude(payable_minor));
    rest -= part;
    const std::int64_t paid = payable_minor < 0 ? -part : part;
    if (list) {
      list->rest_minor -= part;
      fact.applied.push_back({invoice.number, paid, paid, ""});
    } else {
      TRY(const auto applied, applied_to(invoice, paid, on.writer));
      fact.applied.insert(fact.applied.end(), applied.begin(), applied.end());
    }
    paid_for.resize(fact.applied.size(), invoice);
  }
  if (rest > 0) {
    return refuse(Code::payment_exceeds_open, fmt::format("{} was paid, {} is open under \"{}\"", amount.with_code(),
                                                          Money(open, fact.currency).with_code(), fact.reference),
                  "record what is open here and the rest under its own reference");
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.postings = postings_of(fact.applied, paid_for, fact.payee, sides, fact.currency);
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::apply(Reversal fact, const Case& on) {
  const FactId id{fact.of.source.empty() ? on.submission.id.source : fact.of.source, fact.of.id};
  const auto sequence = on.writer.find(id);
  const bool known = sequence && *sequence < on.writer.next_sequence();
  if (!known || on.writer.read(*sequence).kind() != program::kind::payment) return program_.apply(on.submission, on.writer);

  if (fact.reason.empty()) {
    return refuse_field("reversal.reason", Code::reason_missing, "a reversal needs a reason", "say why, for whoever asks in a year");
  }
  if (const Sequence earlier = program_.registers().corrections.given_back(*sequence).reversed_by) {
    return refuse(Code::already_reversed, fmt::format("entry {} was reversed by entry {}", sequence->value, earlier.value));
  }
  const ledger::Record target = on.writer.read(*sequence);
  TRY(const program::Fact decoded, codec_.decode(target.fact));
  const auto& payment = std::get<Payment>(decoded);
  fact.reference = payment.reference;
  for (const AppliedPayment& applied : payment.applied) {
    fact.applied.push_back({applied.invoice, -applied.amount_minor, -applied.to_pay_minor, applied.order});
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on.value_or(on.writer.now().date());
  draft.relates_to = *sequence;
  for (const ledger::Posting& posting : target.postings) draft.postings.push_back({posting.account, -posting.amount_minor});
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
