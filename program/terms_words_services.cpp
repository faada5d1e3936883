// Prices, guarantees and funds in words: a piece of program/terms_words.h.
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

std::string words_of(const Price& price, Currency currency) {
  const std::string unit = price.unit.empty() ? "" : " per " + price.unit;
  if (!has_volume_prices(price)) {
    return amount_text(price.unit_price, currency) + (price.per_delivery ? " per delivery, however many" : unit);
  }
  std::string text;
  for (const Band& band : price.bands) {
    if (!text.empty()) text += ", ";
    text += amount_text(band.amount, currency) + (text.empty() ? unit : "");
    if (price.bands.size() > 1) text += fmt::format(" from {}", group_thousands(band.from.to_string()));
  }
  if (price.basis == Basis::per_event) return fmt::format("{}; {}; each delivery for itself", text, words_of(price.rule));
  return fmt::format("{}; {}; {}", text, words_of(price.rule), words_of_basis(price.basis, price.window));
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

}  // namespace quits::program
