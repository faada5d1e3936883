#include "ledger/line.h"

namespace quits::ledger {

std::string_view name_of(LimitScope scope) {
  switch (scope) {
    case LimitScope::sale: return "sale";
    case LimitScope::period: return "month";
    case LimitScope::customer_period: return "customer and month";
    case LimitScope::customer: return "customer";
    case LimitScope::agreement_year: return "agreement year";
  }
  return "unknown";
}

std::string_view name_of(Category category) {
  switch (category) {
    case Category::none: return "none";
    case Category::training: return "training";
    case Category::commission: return "commission";
    case Category::program_fee: return "program_fee";
    case Category::service: return "service";
    case Category::certification: return "certification";
    case Category::marketing: return "marketing";
    case Category::other: return "other";
  }
  return "unknown";
}

std::string_view name_of(Billing billing) {
  switch (billing) {
    case Billing::invoiced: return "invoiced";
    case Billing::statement_only: return "statement_only";
    case Billing::nothing_due: return "nothing_due";
  }
  return "unknown";
}

std::string_view name_of(TaxCategory category) {
  switch (category) {
    case TaxCategory::none:
    case TaxCategory::o: return "O";
    case TaxCategory::s: return "S";
    case TaxCategory::z: return "Z";
    case TaxCategory::e: return "E";
    case TaxCategory::ae: return "AE";
  }
  return "unknown";
}

}  // namespace quits::ledger

std::size_t std::hash<quits::ledger::LineKey>::operator()(const quits::ledger::LineKey& key) const noexcept {
  std::uint64_t mixed = key.creditor.value * 0x9E3779B97F4A7C15UL;
  mixed = (mixed ^ key.debtor.value) * 0xC2B2AE3D27D4EB4FUL;
  mixed = (mixed ^ static_cast<std::uint64_t>(key.period.index())) * 0x9E3779B97F4A7C15UL;
  mixed = (mixed ^ key.version.value) * 0xC2B2AE3D27D4EB4FUL;
  mixed ^= std::hash<std::string>()(key.term) + (static_cast<std::uint64_t>(key.category) << 8U) +
           (static_cast<std::uint64_t>(key.billing) << 4U) + key.currency.index();
  return static_cast<std::size_t>(mixed ^ (mixed >> 31U));
}
