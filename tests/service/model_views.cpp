// What the model's lists add up to.
#include <fmt/core.h>

#include <algorithm>

#include "program/rules.h"
#include "tests/service/model.h"

namespace quits::test {

using namespace program;
using ledger::AccountKind;

namespace {

AccountKind tax_account(TaxCategory category) {
  if (category == TaxCategory::s) return AccountKind::tax_s;
  if (category == TaxCategory::ae) return AccountKind::tax_ae;
  return AccountKind::tax_o;
}

// 10,000ths, by looking for it.
std::string naive_share(std::int64_t mine, std::int64_t other) {
  if (mine < 0 || other < 0 || mine + other == 0) return "";
  const std::int64_t share =
      naive_rounded(int128{mine} * 10'000, int128{mine} + other, Rounding::half_away_from_zero);
  return fmt::format("{}.{:04}", share / 10'000, share % 10'000);
}

}  // namespace

std::map<Model::AccountName, std::int64_t> Model::balances() const {
  std::map<AccountName, std::int64_t> sums;
  const auto post = [&](const std::string& owner, const std::string& other, AccountKind kind,
                        Currency currency, Period in, std::int64_t amount) {
    sums[{owner, other, kind, currency.numeric(), in}] += amount;
  };
  for (const Booking& booking : bookings_) {
    if (booking.billing != ledger::Billing::invoiced) continue;
    const Currency currency = versions_[booking.version].proposal.terms.currency;
    post(booking.creditor, booking.debtor, AccountKind::unbilled, currency, booking.posted,
         booking.amount);
    post(booking.creditor, booking.debtor, income_of(booking.category), currency, booking.posted,
         -booking.amount);
  }
  for (const ModelInvoice& invoice : invoices_) {
    if (invoice.paid_by) continue;  // posted with its payment
    post(invoice.issuer, invoice.recipient, AccountKind::unbilled, invoice.currency, invoice.period,
         -invoice.net);
    post(invoice.issuer, invoice.recipient, AccountKind::claim, invoice.currency, invoice.period,
         invoice.gross);
    for (const auto& [tax, amount] : invoice.taxes)
      post(invoice.issuer, invoice.recipient, tax_account(tax.first), invoice.currency,
           invoice.period, -amount);
  }
  const auto invoice_named = [&](const std::string& number) {
    return *std::find_if(invoices_.begin(), invoices_.end(),
                         [&](const ModelInvoice& one) { return one.number == number; });
  };
  for (const ModelSettlement& settled : settlements_) {
    for (const SetOff& set_off : settled.posted.invoices) {
      const ModelInvoice invoice = invoice_named(set_off.invoice);
      post(invoice.issuer, invoice.recipient, AccountKind::claim, invoice.currency, settled.in,
           -set_off.set_off_minor);
    }
  }
  for (const ModelPayment& paid : payments_) {
    const Payment& fact = paid.payment;
    const std::int64_t credit = paid.direction * paid.credit;
    post(fact.payer, fact.payee, AccountKind::claim, fact.currency, paid.in, credit);
    post(fact.payee, fact.payer, AccountKind::bank, fact.currency, paid.in, credit);
    for (const AppliedPayment& applied : paid.payment.applied) {
      const ModelInvoice invoice = invoice_named(applied.invoice);
      const std::int64_t amount = paid.direction * applied.amount_minor;
      post(invoice.issuer, invoice.recipient, AccountKind::claim, invoice.currency, paid.in,
           -amount);
      const bool to_issuer = paid.payment.payee == invoice.issuer;
      post(paid.payment.payee, paid.payment.payer, AccountKind::bank, invoice.currency, paid.in,
           to_issuer ? amount : -amount);
    }
  }
  for (const ModelWriteOff& one : write_offs_) {
    if (!one.approval) continue;
    const ModelInvoice invoice = invoice_named(one.document);
    const auto give_up = [&](Period in, std::int64_t amount) {
      post(invoice.issuer, invoice.recipient, AccountKind::claim, invoice.currency, in, -amount);
      post(invoice.issuer, invoice.recipient, AccountKind::writeoff, invoice.currency, in, amount);
    };
    give_up(one.in, one.amount);
    if (one.taken_back_in) give_up(*one.taken_back_in, -one.amount);
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
  return sums;
}

std::map<std::string, Model::LineSum> Model::lines() const {
  std::map<std::string, LineSum> sums;
  for (const Booking& booking : bookings_) {
    const AgreementProposed& agreed = versions_[booking.version].proposal;
    LineSum& sum =
        sums[fmt::format("{} {} {} {} {} {} {} {} {} {}", booking.creditor, booking.debtor,
                         agreed.terms.currency.code(), booking.posted.to_string(),
                         name_of(booking.category), name_of(booking.billing), agreed.agreement,
                         agreed.version, booking.term, name_of(booking.tax.category))];
    ++sum.entries;
    sum.amount += booking.amount;
    sum.base += booking.base;
    sum.quantity += booking.quantity;
  }
  return sums;
}

// Everybody who ever agreed on something.
std::map<Model::Pair, Currency> Model::pairs() const {
  std::map<Pair, Currency> found;
  for (const ModelVersion& version : versions_) {
    const AgreementProposed& agreed = version.proposal;
    const Currency currency = agreed.terms.currency;
    if (version.accepted)
      found.emplace(Pair{agreed.partner, agreed.principal, currency.numeric()}, currency);
  }
  return found;
}

// Invoices of the period, and what was paid too much or written off in it.
void Model::add_documents(Period period, std::map<Pair, settlement::RegisterRow>& rows) const {
  for (const ModelInvoice& invoice : invoices_) {
    if (invoice.period != period || invoice.taken_back) continue;
    const AgreementProposed& agreed =
        versions_[*pair_version(invoice.issuer, invoice.recipient, invoice.currency,
                                period.last_day())]
            .proposal;
    settlement::RegisterRow& row =
        rows[{agreed.partner, agreed.principal, invoice.currency.numeric()}];
    if (invoice.paid_by) {
      row.overpaid_minor += invoice.issuer == agreed.partner ? invoice.gross : -invoice.gross;
    } else {
      (invoice.issuer == agreed.partner ? row.earnings_minor : row.charges_minor) += invoice.gross;
    }
  }
  for (const ModelWriteOff& one : write_offs_) {
    if (!one.approval || one.taken_back_in || one.in != period) continue;
    const auto invoice =
        *std::find_if(invoices_.begin(), invoices_.end(),
                      [&](const ModelInvoice& known) { return known.number == one.document; });
    const AgreementProposed& agreed =
        versions_[*pair_version(invoice.issuer, invoice.recipient, invoice.currency,
                                period.last_day())]
            .proposal;
    rows[{agreed.partner, agreed.principal, invoice.currency.numeric()}].written_off_minor +=
        invoice.issuer == agreed.partner ? one.amount : -one.amount;
  }
}

std::vector<settlement::RegisterRow> Model::register_rows() const {
  std::vector<settlement::RegisterRow> result;
  if (bookings_.empty()) return result;
  Period first = bookings_.front().posted;
  Period last = closed_.empty() ? first : closed_.back();
  for (const Booking& booking : bookings_) {
    first = std::min(first, booking.posted);
    last = std::max(last, booking.posted);
  }
  for (const ModelInvoice& invoice : invoices_) last = std::max(last, invoice.period);
  for (const ModelWriteOff& one : write_offs_) last = one.approval ? std::max(last, one.in) : last;
  using Key = Pair;
  std::map<Key, std::int64_t> uninvoiced;  // of the open periods so far
  for (Period period = first; period <= last; period = period.next()) {
    const bool is_closed = !closed_.empty() && period <= closed_.back();
    const bool is_settled = !settled_.empty() && period <= settled_.back();
    std::map<Key, settlement::RegisterRow> rows;
    for (const auto& [key, currency] : pairs()) {
      if (is_settled) break;
      const auto& [partner, principal, number] = key;
      const std::int64_t amount = opening(partner, principal, currency, period) + uninvoiced[key];
      if (amount != 0) rows[key].opening_minor = amount;
    }
    std::map<Key, std::pair<std::int64_t, std::int64_t>>
        contributed;  // by the partner, by the principal
    for (const Booking& booking : bookings_) {
      if (booking.posted != period) continue;
      const AgreementProposed& agreed = versions_[booking.version].proposal;
      const Key key{agreed.partner, agreed.principal, agreed.terms.currency.numeric()};
      const bool earned = booking.creditor == agreed.partner;
      settlement::RegisterRow& row = rows[key];
      if (booking.billing != ledger::Billing::nothing_due)
        (earned ? contributed[key].first : contributed[key].second) += booking.amount;
      if (!is_closed && booking.billing == ledger::Billing::invoiced)
        (earned ? row.earnings_minor : row.charges_minor) += booking.amount;
    }
    add_documents(period, rows);
    for (const ModelSettlement& settled : settlements_) {
      const SettlementPosted& posted = settled.posted;
      if (posted.period != period) continue;
      settlement::RegisterRow& row =
          rows[{posted.partner, posted.principal, posted.currency.numeric()}];
      row.opening_minor = posted.opening_minor;
      row.paid_minor = posted.paid_minor;
    }
    for (auto& [key, row] : rows) {
      row.period = period;
      row.partner = std::get<0>(key);
      row.principal = std::get<1>(key);
      row.currency = Currency::from_numeric(std::get<2>(key)).value();
      row.net_minor = row.opening_minor + row.earnings_minor - row.charges_minor;
      row.carried_minor = row.net_minor - row.paid_minor;
      row.share = naive_share(contributed[key].first, contributed[key].second);
      row.stage = is_settled  ? settlement::Stage::settled
                  : is_closed ? settlement::Stage::closed
                              : settlement::Stage::open;
      if (!is_closed) uninvoiced[key] += row.earnings_minor - row.charges_minor;
      result.push_back(row);
    }
  }
  return result;
}

}  // namespace quits::test
