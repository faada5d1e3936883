// The month end of the model: fees, invoices, set-off and payments.
#include <fmt/core.h>

#include <algorithm>

#include "base/int128.h"
#include "tests/service/model.h"

namespace quits::test {

using namespace program;

namespace {

std::int64_t size_of(std::int64_t value) { return value < 0 ? -value : value; }

}  // namespace

std::int64_t Model::open(const std::string& number) const {
  std::int64_t left = 0;
  for (const ModelInvoice& invoice : invoices_)
    left += invoice.number == number && !invoice.taken_back ? invoice.gross : 0;
  for (const ModelSettlement& settled : settlements_) {
    for (const SetOff& set_off : settled.posted.invoices)
      left -= set_off.invoice == number ? set_off.set_off_minor : 0;
  }
  for (const ModelPayment& paid : payments_) {
    for (const AppliedPayment& applied : paid.payment.applied)
      left -= applied.invoice == number ? paid.direction * applied.amount_minor : 0;
  }
  return left - written_off(number);
}

std::int64_t Model::to_pay(const std::string& number) const {
  std::int64_t listed = 0;
  for (const ModelSettlement& settled : settlements_) {
    for (const SetOff& set_off : settled.posted.invoices)
      listed += set_off.invoice == number ? set_off.to_pay_minor : 0;
  }
  for (const ModelPayment& paid : payments_) {
    for (const AppliedPayment& applied : paid.payment.applied)
      listed -= applied.invoice == number ? paid.direction * applied.to_pay_minor : 0;
  }
  return listed;
}

// What their last settlement carried, what was invoiced since and before the period, less every
// direct payment and write-off since on an invoice up to the period, and what was paid too much;
// from the partner's side.
std::int64_t Model::opening(const std::string& partner, const std::string& principal,
                            Currency currency, Period period) const {
  std::int64_t sum = 0;
  const auto signed_for = [&](const ModelInvoice& invoice, std::int64_t amount) -> std::int64_t {
    if (invoice.currency != currency) return 0;
    if (invoice.issuer == partner && invoice.recipient == principal) return amount;
    return invoice.issuer == principal && invoice.recipient == partner ? -amount : 0;
  };
  for (const ModelInvoice& invoice : invoices_) {
    if (invoice.period > period || invoice.taken_back) continue;
    sum += signed_for(invoice, invoice.period < period || invoice.paid_by ? invoice.gross : 0);
    sum -= signed_for(invoice, written_off(invoice.number));
    for (const ModelPayment& paid : payments_) {
      for (const AppliedPayment& applied : paid.payment.applied) {
        if (applied.invoice != invoice.number) continue;
        sum -= paid.direction * signed_for(invoice, applied.amount_minor - applied.to_pay_minor);
      }
    }
  }
  for (const ModelSettlement& settled : settlements_) {
    const SettlementPosted& posted = settled.posted;
    if (posted.partner == partner && posted.principal == principal && posted.currency == currency)
      sum -= posted.paid_minor;
  }
  return sum;
}

// The agreement of two parties in a currency that decides, and its version: the first by key.
std::optional<std::size_t> Model::pair_version(const std::string& one, const std::string& other,
                                               Currency currency, Date on) const {
  std::map<std::string, std::size_t> deciding;
  std::map<std::string, std::size_t> first_accepted;
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    const AgreementProposed& proposal = versions_[i].proposal;
    const bool theirs = (proposal.principal == one && proposal.partner == other) ||
                        (proposal.principal == other && proposal.partner == one);
    if (!theirs || !versions_[i].accepted || proposal.terms.currency != currency) continue;
    first_accepted.try_emplace(proposal.agreement, i);
    if (proposal.effective_from <= on) deciding[proposal.agreement] = i;
  }
  if (first_accepted.empty()) return std::nullopt;
  const auto& [agreement, first] = *first_accepted.begin();
  const auto found = deciding.find(agreement);
  return found == deciding.end() ? first : found->second;
}

void Model::charge_fees(Period period) {
  std::set<std::string> agreements;
  for (const ModelVersion& version : versions_) agreements.insert(version.proposal.agreement);
  for (const std::string& agreement : agreements) {
    const auto in_force = version_for(agreement, "", period.last_day());
    if (!in_force) continue;
    const bool is_active =
        std::any_of(bookings_.begin(), bookings_.end(), [&](const Booking& booking) {
          const bool sold = booking.kind == kind::sale || booking.kind == kind::credit;
          return sold && booking.posted == period &&
                 versions_[booking.version].proposal.agreement == agreement;
        });
    for (const RecurringFee& fee : versions_[*in_force].proposal.terms.fees) {
      if (fee.when == FeeWhen::active && !is_active) continue;
      const FactId id{"quits", "fee/" + agreement + period.to_string() + fee.name};
      Booking made = booking({id, ""}, kind::fee_charged, *in_force, fee.earner, fee.category,
                             fee.name, period.last_day());
      made.amount = fee.amount_minor;
      made.quantity = Decimal::kMillionthsPerUnit;
      bookings_.push_back(made);
    }
  }
}

void Model::issue_invoices(Period period) {
  for (const std::string& issuer : parties_) {
    for (const std::string& recipient : parties_) {
      std::map<int, ModelInvoice> drawn;  // by currency
      for (const Booking& booking : bookings_) {
        if (booking.creditor != issuer || booking.debtor != recipient || booking.posted != period)
          continue;
        if (booking.billing != ledger::Billing::invoiced) continue;
        const Currency currency = versions_[booking.version].proposal.terms.currency;
        ModelInvoice& invoice = drawn[currency.numeric()];
        invoice.currency = currency;
        invoice.net += booking.amount;
        invoice.taxes[{booking.tax.category, booking.tax.rate}] += booking.amount;
      }
      for (auto& [number, invoice] : drawn) {
        std::int64_t count = 1;
        for (const ModelInvoice& earlier : invoices_)
          count +=
              earlier.issuer == issuer && earlier.period.year() == period.year() && !earlier.paid_by
                  ? 1
                  : 0;
        invoice.number = fmt::format("{}-{}-{:05}", issuer, period.year(), count);
        invoice.issuer = issuer;
        invoice.recipient = recipient;
        invoice.period = period;
        const auto terms = pair_version(issuer, recipient, invoice.currency, period.last_day());
        invoice.due =
            period.last_day().plus_days(versions_[*terms].proposal.terms.payment.due_days).value();
        invoice.gross = invoice.net;
        for (auto& [tax, amount] : invoice.taxes) {
          amount = naive_rounded(int128{amount} * tax.second.millionths(), Rate::kWhole,
                                 Rounding::half_away_from_zero);
          invoice.gross += amount;
        }
        invoices_.push_back(invoice);
      }
    }
  }
}

Model::Refusal Model::apply(const PeriodClosed& fact, const Case&) {
  if (!closed_.empty() && fact.period <= closed_.back()) return Code::period_closed;
  if (closed_.empty()) {
    if (bookings_.empty()) return Code::unknown_period;
    Period first = bookings_.front().posted;
    for (const Booking& booking : bookings_) first = std::min(first, booking.posted);
    if (fact.period != first) return Code::period_order;
  } else if (fact.period != closed_.back().next()) {
    return Code::period_order;
  }
  charge_fees(fact.period);
  issue_invoices(fact.period);
  closed_.push_back(fact.period);
  return {};
}

void Model::settle_pair(const std::vector<ModelInvoice>& open_ones, Period period, Date on,
                        int& payments) {
  const ModelInvoice& any = open_ones.front();
  const AgreementProposed& agreed =
      versions_[*pair_version(any.issuer, any.recipient, any.currency, period.last_day())].proposal;
  ModelSettlement made;
  SettlementPosted& posted = made.posted;
  posted.period = period;
  posted.principal = agreed.principal;
  posted.partner = agreed.partner;
  posted.currency = any.currency;
  made.in = posting_period(on);
  posted.opening_minor = opening(posted.partner, posted.principal, any.currency, period);
  // What each side is owed; a credit note is owed the other way.
  std::int64_t owed[2] = {0, 0};  // to the principal, to the partner
  const auto creditor_of = [&](const ModelInvoice& invoice, std::int64_t amount) {
    return (invoice.issuer == agreed.partner) == (amount > 0) ? 1 : 0;
  };
  for (const ModelInvoice& invoice : open_ones) {
    const std::int64_t rest = open(invoice.number) - to_pay(invoice.number);
    owed[creditor_of(invoice, rest)] += size_of(rest);
    if (invoice.period == period && !invoice.paid_by)
      (invoice.issuer == agreed.partner ? posted.earnings_minor : posted.charges_minor) +=
          invoice.gross;
  }
  const std::int64_t mutual = std::min(owed[0], owed[1]);
  made.net = owed[1] - owed[0];
  const PaymentTerms& terms = agreed.terms.payment;
  const bool collected = made.net > 0 || terms.collection == Collection::collect;
  const bool pays = made.net != 0 && collected && size_of(made.net) >= terms.minimum_payout_minor;
  std::int64_t left[2] = {mutual, mutual};
  for (const ModelInvoice& invoice : open_ones) {  // oldest due first
    const std::int64_t rest = open(invoice.number) - to_pay(invoice.number);
    if (rest == 0) continue;
    std::int64_t& share = left[creditor_of(invoice, rest)];
    const std::int64_t part = std::min(share, size_of(rest));
    share -= part;
    const std::int64_t set_off = rest < 0 ? -part : part;
    posted.invoices.push_back({invoice.number, rest, set_off, pays ? rest - set_off : 0});
  }
  posted.carried_minor = pays ? 0 : made.net;
  posted.paid_minor = pays ? made.net : 0;
  if (pays) posted.payment_reference = fmt::format("PAY-{}-{:05}", period.to_string(), ++payments);
  settlements_.push_back(made);
}

Model::Refusal Model::apply(const PeriodSettled& fact, const Case&) {
  if (closed_.empty() || fact.period > closed_.back()) return Code::period_order;
  if (!settled_.empty() && fact.period <= settled_.back()) return Code::already_settled;
  if (fact.period != (settled_.empty() ? closed_.front() : settled_.back().next()))
    return Code::settle_order;
  std::map<std::tuple<std::string, std::string, int>, std::vector<ModelInvoice>> pairs;
  for (const ModelInvoice& invoice : invoices_) {
    const bool is_open = open(invoice.number) != to_pay(invoice.number);
    const bool is_of_period = invoice.period == fact.period && !invoice.paid_by;
    if (invoice.period > fact.period || (!is_open && !is_of_period)) continue;
    pairs[{std::min(invoice.issuer, invoice.recipient), std::max(invoice.issuer, invoice.recipient),
           invoice.currency.numeric()}]
        .push_back(invoice);
  }
  int payments = 0;
  for (auto& [pair, open_ones] : pairs) {
    std::sort(open_ones.begin(), open_ones.end(), [](const ModelInvoice& a, const ModelInvoice& b) {
      return std::tie(a.due, a.number) < std::tie(b.due, b.number);
    });
    settle_pair(open_ones, fact.period, *fact.on, payments);
  }
  settled_.push_back(fact.period);
  return {};
}

namespace {

// What settlements asked for and payments left of it.
struct PaymentLists {
  const Model& model;
  const std::vector<ModelPayment>& payments;

  // What it still asks for of one document, whatever its sign.
  std::int64_t asks(const SettlementPosted& list, const std::string& number) const {
    std::int64_t asked = 0;
    for (const SetOff& set_off : list.invoices)
      asked += set_off.invoice == number ? size_of(set_off.to_pay_minor) : 0;
    for (const ModelPayment& paid : payments) {
      for (const AppliedPayment& applied : paid.payment.applied) {
        if (applied.order == list.payment_reference && applied.invoice == number)
          asked -= paid.direction * size_of(applied.to_pay_minor);
      }
    }
    return asked;
  }

  // What is paid of a document by its number: of lists first, the newest before the others.
  void pay_by_number(const ModelInvoice& invoice, std::int64_t part, Payment& fact) const {
    const std::int64_t sign = invoice.gross < 0 ? -1 : 1;
    std::int64_t listed = std::min(part, size_of(model.to_pay(invoice.number)));
    std::int64_t rest = part;
    const auto& settlements = model.settlements();
    for (auto settled = settlements.rbegin(); settled != settlements.rend(); ++settled) {
      const SettlementPosted& list = settled->posted;
      if (list.payment_reference.empty()) continue;
      const std::int64_t of_list = std::min(listed, asks(list, invoice.number));
      if (of_list == 0) continue;
      listed -= of_list;
      rest -= of_list;
      fact.applied.push_back(
          {invoice.number, sign * of_list, sign * of_list, list.payment_reference});
    }
    if (rest > 0) fact.applied.push_back({invoice.number, sign * rest, sign * listed, ""});
  }
};

}  // namespace

Model::Refusal Model::apply(Payment fact, const Case& on) {
  const PaymentLists lists{*this, payments_};
  const SettlementPosted* list = nullptr;
  std::vector<std::string> numbers;
  for (const ModelSettlement& settled : settlements_) {
    if (settled.posted.payment_reference != fact.reference) continue;
    list = &settled.posted;
    for (const SetOff& set_off : settled.posted.invoices) {
      if (set_off.to_pay_minor != 0) numbers.push_back(set_off.invoice);
    }
  }
  if (list == nullptr) numbers.push_back(fact.reference);
  std::int64_t rest = naive_rounded(fact.amount.millionths(), 1, Rounding::half_even);
  for (int i = fact.currency.exponent(); i < 6; ++i) rest /= 10;
  for (const std::string& number : numbers) {
    const auto invoice =
        std::find_if(invoices_.begin(), invoices_.end(),
                     [&](const ModelInvoice& one) { return one.number == number; });
    if (invoice == invoices_.end()) return Code::unknown_payment;
    if (invoice->currency != fact.currency) return Code::currency_mismatch;
    const bool to_issuer =
        invoice->issuer == fact.payee && invoice->recipient == fact.payer && invoice->gross >= 0;
    const bool by_issuer =
        invoice->issuer == fact.payer && invoice->recipient == fact.payee && invoice->gross < 0;
    if (!to_issuer && !by_issuer) return Code::party_mismatch;
    if (invoice->taken_back) return Code::payment_exceeds_open;
    const std::int64_t payable =
        list == nullptr ? size_of(open(number)) : lists.asks(*list, number);
    const std::int64_t part = std::min(rest, payable);
    rest -= part;
    if (list == nullptr) {
      lists.pay_by_number(*invoice, part, fact);
    } else {
      const std::int64_t paid = invoice->gross < 0 ? -part : part;
      fact.applied.push_back({number, paid, paid, fact.reference});
    }
  }
  const Period in = posting_period(fact.on);
  payments_.push_back({on.id, fact, 1, in, rest});
  if (rest == 0) return {};
  ModelInvoice credit;
  credit.number = "not numbered yet";
  credit.issuer = fact.payer;
  credit.recipient = fact.payee;
  credit.period = in;
  credit.currency = fact.currency;
  credit.due = fact.on;
  credit.net = credit.gross = rest;
  credit.paid_by = on.id;
  invoices_.push_back(credit);
  return {};
}

void Model::number_credit(const FactId& id, Sequence entry) {
  for (ModelInvoice& invoice : invoices_) {
    if (invoice.paid_by == id) invoice.number = fmt::format("CREDIT-{}", entry.value);
  }
}

Model::Refusal Model::take_back(const ModelPayment& paid, Date day, const Case& on) {
  for (ModelInvoice& invoice : invoices_) {
    if (invoice.paid_by != paid.id) continue;
    if (open(invoice.number) != invoice.gross || to_pay(invoice.number) != 0)
      return Code::credit_used;
    invoice.taken_back = true;
  }
  ModelPayment back = paid;
  back.id = on.id;
  back.direction = -1;
  back.in = posting_period(day);
  payments_.push_back(back);
  return {};
}

}  // namespace quits::test
