#include "program/terms_words.h"

#include <fmt/format.h>

#include "base/fixed_point.h"
#include "program/plan_words.h"

namespace quits::program {
namespace {

std::string amount_text(Decimal amount, Currency currency) {
  return group_thousands(amount.to_string(currency.exponent()));
}

void add_list(const char* words, const std::vector<std::string>& names, std::string& text) {
  if (!names.empty()) text += fmt::format("; {} {}", words, fmt::join(names, ", "));
}

std::string_view words_of(TaxCategory category) {
  switch (category) {
    case TaxCategory::s:
      return "standard rate";
    case TaxCategory::z:
      return "zero rate";
    case TaxCategory::e:
      return "exempt";
    case TaxCategory::ae:
      return "reverse charge";
    case TaxCategory::none:
      return "no category";
    case TaxCategory::o:
      break;
  }
  return "outside the scope of tax";
}

}  // namespace

std::string_view words_of(Side side) {
  switch (side) {
    case Side::principal:
      return "the principal";
    case Side::partner:
      return "the partner";
    case Side::unspecified:
      break;
  }
  return "no side";
}

std::string_view words_of(Rule rule) {
  switch (rule) {
    case Rule::flat:
      return "one rate";
    case Rule::marginal:
      return "each band's part at its own rate";
    case Rule::whole:
      return "one rate for everything, chosen by the total";
    case Rule::from_here:
      return "for each sale the rate that the total before it has reached";
    case Rule::interpolated:
      return "each band's amount, growing as the band fills";
    case Rule::fixed_step:
      return "an amount for each band reached";
    default:
      break;
  }
  return "no rule";
}

std::string_view words_of(Base base) {
  switch (base) {
    case Base::gross:
      return "the gross amount";
    case Base::units:
      return "the units sold";
    default:
      break;
  }
  return "the net amount";
}

std::string_view words_of(FeeWhen when) {
  return when == FeeWhen::active ? "in every month with sales" : "every month";
}

std::string_view words_of(Collection collection) {
  return collection == Collection::collect ? "is collected" : "is carried into the next month";
}

std::string_view words_of(LimitScope scope) {
  switch (scope) {
    case LimitScope::sale:
      return "per sale";
    case LimitScope::period:
      return "per month";
    case LimitScope::customer_period:
      return "per customer and month";
    case LimitScope::customer:
      return "per customer";
    case LimitScope::agreement_year:
      return "per year of the agreement";
    default:
      break;
  }
  return "over nothing";
}

std::string_view words_of(Rounding rounding) {
  return rounding == Rounding::half_even ? "half to the even neighbour" : "half away from zero";
}

std::string_view words_of(Category category) {
  switch (category) {
    case Category::training:
      return "training";
    case Category::commission:
      return "commission";
    case Category::program_fee:
      return "program fees";
    case Category::service:
      return "services";
    case Category::certification:
      return "certification";
    case Category::marketing:
      return "marketing";
    case Category::other:
      return "everything else";
    case Category::none:
      break;
  }
  return "everything that has no rule of its own";
}

std::string words_of_basis(Basis basis, Window window) {
  std::string text = basis == Basis::per_event    ? "each sale for itself"
                     : basis == Basis::per_period ? "month by month"
                                                  : "volume added up";
  switch (window) {
    case Window::quarter:
      text += " over the calendar quarter";
      break;
    case Window::year:
      text += " over the calendar year";
      break;
    case Window::agreement:
      text += " as long as the agreement lasts";
      break;
    case Window::none:
      break;
  }
  return text;
}

std::string words_of_days(std::uint32_t days) {
  return days == 1 ? "1 day" : fmt::format("{} days", days);
}

std::string words_of_recurring(std::optional<std::uint32_t> months) {
  if (!months) return "for life";
  if (*months == 0) return "for the customer's first sale only";
  return fmt::format("for {} month{} from the customer's first sale", *months,
                     *months == 1 ? "" : "s");
}

std::string words_of_minor(std::int64_t minor, Currency currency) {
  return Money(minor, currency).to_grouped_string();
}

std::string edge_of(const Band& band, const CommissionPlan& plan, Currency currency) {
  if (plan.base == Base::units) return group_thousands(band.from.to_string()) + " units";
  return amount_text(band.from, currency);
}

std::string pay_of(const Band& band, const CommissionPlan& plan, Currency currency) {
  if (!pays_amounts(plan.rule, plan.base)) return band.rate.to_percent_string();
  const bool is_per_unit = plan.rule != Rule::interpolated && plan.rule != Rule::fixed_step;
  return amount_text(band.amount, currency) + (is_per_unit ? " per unit" : "");
}

std::string words_of(const CommissionPlan& plan, Currency currency) {
  std::string text;
  for (const Band& band : plan.bands) {
    if (!text.empty()) text += ", ";
    text += pay_of(band, plan, currency);
    if (plan.bands.size() > 1) text += " from " + edge_of(band, plan, currency);
  }
  text += fmt::format(" of {}", words_of(plan.base));
  if (plan.bands.size() > 1) text += fmt::format("; {}", words_of(plan.rule));
  text += "; " + words_of_basis(plan.basis, plan.window);
  add_list("on products", plan.covers.products, text);
  add_list("on product groups", plan.covers.product_groups, text);
  add_list("not on products", plan.covers.except_products, text);
  add_list("not on product groups", plan.covers.except_product_groups, text);
  add_list("in segments", plan.covers.segments, text);
  add_list("in regions", plan.covers.regions, text);
  add_list("at levels", plan.covers.levels, text);
  for (const Limit& limit : plan.limits)
    text += fmt::format("; {} {}", words_of(limit, currency), words_of(limit.scope));
  if (plan.hold_days != 0) text += fmt::format("; held for {}", words_of_days(plan.hold_days));
  if (plan.recurring_months) text += "; " + words_of_recurring(plan.recurring_months);
  text += words_beside_the_seller(plan);
  if (plan.earner != Side::partner) text += fmt::format("; {} earns it", words_of(plan.earner));
  return text;
}

std::string words_of(const Level& level, Currency currency) {
  std::vector<std::string> asks;
  if (level.certified != 0) {
    asks.push_back(fmt::format("{} certified people{}", level.certified, level.certificate.empty() ? "" : " (" + level.certificate + ")"));
  }
  if (level.new_customers != 0) asks.push_back(fmt::format("{} new customers", level.new_customers));
  if (!level.retention.is_zero()) asks.push_back(level.retention.to_percent_string() + " of the customers kept");
  if (level.sales_minor != 0) asks.push_back("sales of " + words_of_minor(level.sales_minor, currency));
  return asks.empty() ? "asks for nothing" : fmt::format("asks for {}", fmt::join(asks, ", "));
}

std::string words_of(const LevelReview& review) {
  std::vector<std::string> days;
  for (const YearDay& day : review.on) days.push_back(fmt::format("{:02}-{:02}", day.month, day.day));
  if (days.empty()) return "never";
  return fmt::format("on {}, over {} months", fmt::join(days, ", "), review.window_months);
}

std::string words_of(const RecurringFee& fee, Currency currency) {
  return fmt::format("{} {}, {} earns it", words_of_minor(fee.amount_minor, currency),
                     words_of(fee.when), words_of(fee.earner));
}

std::string words_of(const TaxRule& rule) {
  if (rule.rate.is_zero()) return std::string(words_of(rule.category));
  return fmt::format("{}, {}", words_of(rule.category), rule.rate.to_percent_string());
}

std::string words_of(const Limit& limit, Currency currency) {
  std::string text;
  if (limit.at_least_minor) text = "at least " + words_of_minor(*limit.at_least_minor, currency);
  if (limit.at_most_minor) {
    if (!text.empty()) text += " and ";
    text += "at most " + words_of_minor(*limit.at_most_minor, currency);
  }
  if (text.empty()) text = "no bound";
  if (limit.reversal_returns_room) text += " (what is given back can be earned again)";
  return text;
}

}  // namespace quits::program
