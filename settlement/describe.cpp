#include "settlement/describe.h"

#include <fmt/core.h>

#include "ledger/book.h"
#include "program/funds.h"
#include "program/guarantees.h"
#include "program/prices.h"

namespace quits::settlement {

std::string description_of(const ledger::LineKey& key, const program::Terms* terms) {
  if (terms != nullptr && key.category == ledger::Category::commission && program::is_guarantee(*terms, key.term)) {
    return fmt::format("Guarantee {}", key.term);
  }
  if (terms != nullptr && key.category == ledger::Category::marketing && program::fund_named(*terms, key.term) != nullptr) {
    return fmt::format("Marketing fund {}{}", key.term, key.billing == ledger::Billing::nothing_due ? ": requests" : "");
  }
  if (const std::string_view item = program::item_cancelled(key.term); !item.empty()) {
    ledger::LineKey ordered = key;
    ordered.term = std::string(item);
    ordered.billing = ledger::Billing::invoiced;
    return program::cancelled_term(description_of(ordered, terms));
  }
  if (key.billing == ledger::Billing::nothing_due) {
    return key.term.empty() ? "Sales that no plan covers" : fmt::format("Nothing due yet or any more, plan {}", key.term);
  }
  if (key.category == ledger::Category::commission) {
    // A share of somebody's commission, or a seller's part of an override, has a term that no plan of its version has.
    const bool is_plan = terms == nullptr || program::plan_named(*terms, key.term) != nullptr;
    return fmt::format("Commission, {}{}", is_plan ? "plan " : "", key.term);
  }
  const program::Price* price = price_of(key, terms);
  if (price != nullptr && !price->description.empty()) return price->description;
  if (terms != nullptr) {
    for (const program::RecurringFee& fee : terms->fees) {
      if (fee.name == key.term) return fmt::format("Recurring fee: {}", key.term);
    }
  }
  return key.term;
}

const program::Price* price_of(const ledger::LineKey& key, const program::Terms* terms) {
  if (terms == nullptr) return nullptr;
  // Of prices that follow each other, the one that held last in the period; entries that came late may have an older one.
  const program::Price* found = nullptr;
  for (const program::Price& price : terms->prices) {
    if (price.item != key.term || price.category != key.category) continue;
    const bool has_begun = !price.valid_from || *price.valid_from <= key.period.last_day();
    const bool is_better = found == nullptr || (has_begun && found->valid_from < price.valid_from);
    if (is_better) found = &price;
  }
  return found;
}

std::optional<Decimal> unit_price_of(const ledger::Line& line, const program::Terms* terms) {
  const program::Price* price = price_of(line.key, terms);
  if (price == nullptr || program::has_volume_prices(*price) || price->per_delivery) return std::nullopt;
  if (!price->valid_from && !price->valid_until) return price->unit_price;
  const auto due = program::rate_price(*price, line.quantity, line.key.currency, terms->rounding);
  return due && due->amount_minor == line.amount_minor ? std::optional(price->unit_price) : std::nullopt;
}

std::string exemption_reason_of(const ledger::LineKey& key, const program::Terms& terms) {
  for (const program::TaxRule& rule : terms.taxes) {
    if (rule.category == key.tax_category && !rule.exemption_reason.empty()) return rule.exemption_reason;
  }
  return {};
}

std::optional<program::Terms> terms_in(ledger::Book& book, Sequence version, program::FactCodec& codec) {
  auto fact = codec.decode(book.read(version).fact);
  auto* proposed = fact ? std::get_if<program::AgreementProposed>(&*fact) : nullptr;
  if (proposed == nullptr) return std::nullopt;
  return std::move(proposed->terms);
}

}  // namespace quits::settlement
