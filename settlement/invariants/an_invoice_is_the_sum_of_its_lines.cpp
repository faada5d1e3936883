#include <fmt/core.h>

#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/money.h"
#include "program/encoding.h"
#include "settlement/invariants/invariants.h"

namespace quits::settlement {
namespace {

using ledger::LineKey;
using program::InvoiceIssued;

// Sums the statement lines from the entries, and holds every invoice against them: each billed line of a closed period is
// on exactly one invoice, with its newest entry, its count and its sum; tax is round(base x rate); numbers have no gap.
class AnInvoiceIsTheSumOfItsLines final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "an invoice is the sum of its lines, no entry is invoiced twice or forgotten, and its numbers have no gap";
  }

  std::string check(const ledger::Record& record) override {
    if (record.kind() == program::kind::invoice_issued) return check_invoice(record);
    if (record.kind() == program::kind::period_closed) return check_nothing_forgotten(record.period);
    for (const ledger::Item& item : record.items) {
      if (item.key.billing != ledger::Billing::invoiced) continue;
      Sum& sum = sums_[item.line.value];
      if (sum.entries == 0) unbilled_[record.period].insert(item.line.value);
      ++sum.entries;
      sum.amount_minor += item.amount_minor;
      sum.last = record.sequence.value;
    }
    return {};
  }

 private:
  struct Sum {
    std::uint64_t entries = 0;
    std::int64_t amount_minor = 0;
    std::uint64_t last = 0;
  };

  std::string check_invoice(const ledger::Record& record);
  std::string check_line(const InvoiceIssued& invoice, const program::InvoiceLine& line);
  static std::string check_totals(const InvoiceIssued& invoice);
  std::string check_nothing_forgotten(Period period);

  program::FactCodec codec_;
  std::unordered_map<std::uint64_t, Sum> sums_;  // by line, until it is invoiced
  std::map<Period, std::unordered_set<std::uint64_t>> unbilled_;
  std::map<std::pair<std::string, std::int64_t>, std::uint64_t> numbers_;
};

std::string AnInvoiceIsTheSumOfItsLines::check_line(const InvoiceIssued& invoice, const program::InvoiceLine& line) {
  if (unbilled_[invoice.period].erase(line.line) == 0) {
    return fmt::format("line {} on invoice {} is invoiced twice or not of this period", line.line, invoice.number);
  }
  const Sum& sum = sums_[line.line];
  if (sum.amount_minor != line.amount_minor || sum.entries != line.entries || sum.last != line.last_sequence) {
    return fmt::format("line {} on invoice {}: {} entries, {}; the log gives {} entries, {}", line.line, invoice.number,
                       line.entries, line.amount_minor, sum.entries, sum.amount_minor);
  }
  sums_.erase(line.line);
  return {};
}

std::string AnInvoiceIsTheSumOfItsLines::check_totals(const InvoiceIssued& invoice) {
  std::map<std::pair<ledger::TaxCategory, Rate>, std::int64_t> bases;
  std::int64_t net = 0;
  for (const auto& line : invoice.lines) {
    net += line.amount_minor;
    bases[{line.tax_category, line.tax_rate}] += line.amount_minor;
  }
  std::int64_t tax_sum = 0;
  for (const auto& tax : invoice.taxes) {
    const auto due = share_of(Money(tax.base_minor, invoice.currency), tax.rate, Rounding::half_away_from_zero);
    if (!due || due->minor() != tax.tax_minor || bases[{tax.category, tax.rate}] != tax.base_minor) {
      return fmt::format("the tax on invoice {} is not its rate on its lines", invoice.number);
    }
    bases.erase({tax.category, tax.rate});
    tax_sum += tax.tax_minor;
  }
  if (!bases.empty()) return fmt::format("a line of invoice {} is in no tax category", invoice.number);
  if (net != invoice.net_minor || tax_sum != invoice.tax_minor || net + tax_sum != invoice.gross_minor) {
    return fmt::format("the totals of invoice {} are not the sums of its lines", invoice.number);
  }
  return {};
}

std::string AnInvoiceIsTheSumOfItsLines::check_invoice(const ledger::Record& record) {
  const auto fact = codec_.decode(record.fact);
  if (!fact) return "the invoice cannot be read: " + fact.error().message;
  const auto& invoice = std::get<InvoiceIssued>(*fact);
  const std::int64_t year = invoice.issued_on.year();
  const std::string due = fmt::format("{}-{}-{:05}", invoice.issuer, year, ++numbers_[{invoice.issuer, year}]);
  if (invoice.number != due) return fmt::format("invoice {} should be number {}", invoice.number, due);
  for (const auto& line : invoice.lines) {
    if (auto complaint = check_line(invoice, line); !complaint.empty()) return complaint;
  }
  return check_totals(invoice);
}

std::string AnInvoiceIsTheSumOfItsLines::check_nothing_forgotten(Period period) {
  const auto rest = unbilled_.find(period);
  if (rest == unbilled_.end()) return {};
  const std::size_t forgotten = rest->second.size();
  unbilled_.erase(rest);
  if (forgotten == 0) return {};
  return fmt::format("{} was closed with {} statement lines on no invoice", period.to_string(), forgotten);
}

}  // namespace

std::unique_ptr<ledger::Invariant> an_invoice_is_the_sum_of_its_lines() {
  return std::make_unique<AnInvoiceIsTheSumOfItsLines>();
}

}  // namespace quits::settlement
