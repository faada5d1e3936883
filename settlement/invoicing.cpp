#include "settlement/invoicing.h"

#include <algorithm>
#include <tuple>

#include "base/int128.h"
#include "base/money.h"
#include "base/rounding.h"

namespace quits::settlement {
namespace {

using program::InvoiceIssued;
using program::InvoiceLine;
using program::InvoiceTax;

ledger::AccountKind tax_account(ledger::TaxCategory category) {
  using ledger::AccountKind;
  using ledger::TaxCategory;
  switch (category) {
    case TaxCategory::s: return AccountKind::tax_s;
    case TaxCategory::z: return AccountKind::tax_z;
    case TaxCategory::e: return AccountKind::tax_e;
    case TaxCategory::ae: return AccountKind::tax_ae;
    case TaxCategory::o:
    case TaxCategory::none: return AccountKind::tax_o;
  }
  return AccountKind::tax_o;
}

InvoiceLine line_of(const ledger::Line& line, const InvoiceContext& context) {
  InvoiceLine out;
  out.line = line.number.value;
  out.last_sequence = line.last.value;
  out.entries = static_cast<std::uint64_t>(line.entries);
  out.category = line.key.category;
  out.term = line.key.term;
  out.description = context.description(line);
  out.quantity = line.quantity;
  out.base = line.base;
  out.amount_minor = line.amount_minor;
  out.tax_category = line.key.tax_category;
  out.tax_rate = line.key.tax_rate;
  return out;
}

Status add(Currency currency, std::int64_t& sum, std::int64_t amount) {
  TRY(const Money total, Money(sum, currency).plus(Money(amount, currency)));
  sum = total.minor();
  return {};
}

Status add_tax_base(const ledger::Line& line, const InvoiceContext& context, InvoiceIssued& invoice) {
  const auto same = [&](const InvoiceTax& tax) {
    return tax.category == line.key.tax_category && tax.rate == line.key.tax_rate;
  };
  auto found = std::find_if(invoice.taxes.begin(), invoice.taxes.end(), same);
  if (found == invoice.taxes.end()) {
    invoice.taxes.push_back({line.key.tax_category, line.key.tax_rate, 0, 0, context.exemption_reason(line)});
    found = std::prev(invoice.taxes.end());
  }
  return add(invoice.currency, found->base_minor, line.amount_minor);
}

}  // namespace

bool is_billed(const ledger::Line& line) { return line.key.billing == ledger::Billing::invoiced; }

Result<InvoiceIssued> draw_up(std::span<const ledger::Line> lines, const InvoiceContext& context) {
  CHECK(!lines.empty(), "an invoice has lines");
  InvoiceIssued invoice;
  invoice.number = context.number;
  invoice.issuer = context.issuer;
  invoice.recipient = context.recipient;
  invoice.period = lines.front().key.period;
  invoice.currency = lines.front().key.currency;
  invoice.issued_on = context.issued_on;
  TRY(invoice.due_on, context.issued_on.plus_days(context.due_days));
  for (const ledger::Line& line : lines) {
    invoice.lines.push_back(line_of(line, context));
    TRY_STATUS(add(invoice.currency, invoice.net_minor, line.amount_minor));
    TRY_STATUS(add_tax_base(line, context, invoice));
  }
  std::sort(invoice.taxes.begin(), invoice.taxes.end(), [](const InvoiceTax& left, const InvoiceTax& right) {
    return std::tie(left.category, left.rate) < std::tie(right.category, right.rate);
  });
  for (InvoiceTax& tax : invoice.taxes) {
    TRY(const Money amount, share_of(Money(tax.base_minor, invoice.currency), tax.rate, Rounding::half_away_from_zero));
    tax.tax_minor = amount.minor();
    TRY_STATUS(add(invoice.currency, invoice.tax_minor, tax.tax_minor));
  }
  invoice.gross_minor = invoice.net_minor;
  TRY_STATUS(add(invoice.currency, invoice.gross_minor, invoice.tax_minor));
  return invoice;
}

std::vector<std::int64_t> taxes_of_lines(const InvoiceIssued& invoice) {
  std::vector<std::int64_t> taxes(invoice.lines.size(), 0);
  for (const InvoiceTax& tax : invoice.taxes) {
    // Exact shares in millionths of a minor unit, turned positive with the group, then rounded down.
    const std::int64_t sign = tax.base_minor < 0 ? -1 : 1;
    std::vector<std::pair<int128, std::size_t>> remainders;
    int128 left = int128{sign} * tax.tax_minor;
    for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
      const InvoiceLine& line = invoice.lines[i];
      if (line.tax_category != tax.category || line.tax_rate != tax.rate) continue;
      const int128 exact = int128{sign} * line.amount_minor * tax.rate.millionths();
      int128 whole = exact / Rate::kWhole;
      if (exact < whole * Rate::kWhole) --whole;
      remainders.emplace_back(exact - whole * Rate::kWhole, i);
      taxes[i] = static_cast<std::int64_t>(whole) * sign;
      left -= whole;
    }
    std::stable_sort(remainders.begin(), remainders.end(), [](const auto& one, const auto& two) { return one.first > two.first; });
    for (std::size_t i = 0; i < remainders.size() && left > 0; ++i, --left) taxes[remainders[i].second] += sign;
  }
  return taxes;
}

std::int64_t net_of_gross(std::int64_t gross_minor, Rate rate) {
  const int128 whole = int128{Rate::kWhole} + rate.millionths();
  const auto nearest = static_cast<std::int64_t>(divide_rounded(int128{gross_minor} * Rate::kWhole, whole, Rounding::half_away_from_zero));
  const auto misses = [&](std::int64_t net) {
    const int128 tax = divide_rounded(int128{net} * rate.millionths(), Rate::kWhole, Rounding::half_away_from_zero);
    const int128 missed = int128{net} + tax - gross_minor;
    return missed < 0 ? -missed : missed;
  };
  std::int64_t best = nearest;
  for (const std::int64_t net : {nearest - 1, nearest + 1}) {
    if (misses(net) < misses(best)) best = net;
  }
  return best;
}

std::vector<ledger::Posting> postings_of(const InvoiceIssued& invoice, PartyNumber issuer, PartyNumber recipient) {
  const auto account = [&](ledger::AccountKind kind) {
    return ledger::Account{issuer, recipient, kind, invoice.currency};
  };
  std::vector<ledger::Posting> postings;
  const auto post = [&](ledger::AccountKind kind, std::int64_t amount) {
    if (amount != 0) postings.push_back({account(kind), amount});
  };
  post(ledger::AccountKind::unbilled, -invoice.net_minor);
  post(ledger::AccountKind::claim, invoice.gross_minor);
  for (const InvoiceTax& tax : invoice.taxes) post(tax_account(tax.category), -tax.tax_minor);
  return postings;
}

}  // namespace quits::settlement
