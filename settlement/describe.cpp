#include "settlement/describe.h"

#include <fmt/core.h>

#include "ledger/book.h"

namespace quits::settlement {

std::string description_of(const ledger::LineKey& key, const program::Terms* terms) {
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
  for (const program::Price& price : terms->prices) {
    if (price.item == key.term && price.category == key.category) return &price;
  }
  return nullptr;
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
