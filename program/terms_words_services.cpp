// Prices, guarantees, funds and settlement terms in words: a piece of program/terms_words.h.
#include <fmt/core.h>

#include "base/fixed_point.h"
#include "program/prices.h"
#include "program/terms_words.h"

namespace quits::program {
namespace {

std::string amount_text(Decimal amount, Currency currency) { return group_thousands(amount.to_string(currency.exponent())); }

std::string_view words_of(Every every) {
  if (every == Every::year) return "calendar year";
  return every == Every::quarter ? "calendar quarter" : "month";
}

}  // namespace

// Tells of everything that is there, also of what check() refuses together.
std::string words_of(const Price& price, Currency currency) {
  const std::string unit = price.unit.empty() ? "" : " per " + price.unit;
  std::string text;
  if (!has_volume_prices(price)) text = amount_text(price.unit_price, currency) + unit;
  for (const Band& band : price.bands) {
    if (!text.empty()) text += ", ";
    text += amount_text(band.amount, currency) + (text.empty() ? unit : "");
    if (price.bands.size() > 1 || !band.from.is_zero()) text += fmt::format(" from {}", group_thousands(band.from.to_string()));
  }
  if (has_volume_prices(price) && price.bands.empty()) text += "no price" + unit;
  if (price.per_delivery) text += ", for a delivery however large";
  if (has_volume_prices(price)) text += fmt::format("; {}", words_of(price.rule));
  if (has_volume_prices(price) && price.basis == Basis::per_event) text += "; each delivery for itself";
  if (price.basis != Basis::per_event) text += "; " + words_of_basis(price.basis, price.window);
  if (price.basis != Basis::cumulative && price.window != Window::none) text += "; with a window that does not count: " + words_of_basis(Basis::cumulative, price.window);
  return text;
}

std::string words_of_validity(const Price& price) {
  if (price.valid_from && price.valid_until) return fmt::format("from {} to {}", price.valid_from->to_string(), price.valid_until->to_string());
  if (price.valid_from) return "from " + price.valid_from->to_string();
  return price.valid_until ? "until " + price.valid_until->to_string() : "always";
}

std::string words_of_cancellation(const Price& price) {
  std::string text;
  for (const CancellationStep& step : price.cancellation) {
    text += fmt::format("{}{} from {} before", text.empty() ? "" : ", ", step.due.to_percent_string(), words_of_days(step.days_before));
  }
  return text.empty() ? "nothing" : text;
}

std::string words_of(const Guarantee& guarantee, Currency currency) {
  return fmt::format("{} earns at least {} in every {} from {}{}", words_of(guarantee.earner), words_of_minor(guarantee.amount_minor, currency),
                     words_of(guarantee.every), guarantee.plan.empty() ? "all commissions" : "plan " + guarantee.plan,
                     guarantee.recoverable ? ", recovered from what later ones earn above it" : "");
}

std::string words_of(const Fund& fund, Currency currency) {
  return fmt::format("{} in every {}, {} of what is spent{}", words_of_minor(fund.budget_minor, currency), words_of(fund.every),
                     fund.principal_share.to_percent_string(),
                     fund.claim_days == 0 ? "" : fmt::format(", claimed within {} of the approval", words_of_days(fund.claim_days)));
}

std::string_view words_of(Silence silence) { return silence == Silence::rejects ? "it rejects" : "it accepts"; }

std::string words_of_netting(const std::vector<NettingMode>& modes) {
  std::string text;
  for (const NettingMode mode : modes) {
    text += text.empty() ? "" : ", ";
    text += mode == NettingMode::centre ? "at a centre" : "multilateral";
  }
  return text.empty() ? "between the two only" : text;
}

}  // namespace quits::program
