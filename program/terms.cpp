#include "program/terms.h"

#include <fmt/core.h>

#include <iterator>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "program/funds.h"
#include "program/guarantees.h"
#include "program/levels.h"
#include "program/plan_faults.h"
#include "program/prices.h"
#include "program/reach.h"

namespace quits::program {
namespace {

constexpr std::size_t kEntriesMax = 200;  // plans, fees, prices, tax rules: each
constexpr std::size_t kBandsMax = 100;
constexpr std::size_t kLimitsMax = 10;
constexpr std::uint32_t kDueDaysMax = 3650;
constexpr std::uint32_t kRecurringMonthsMax = 1200;
constexpr std::uint32_t kNoticeDaysMax = 3650;

// Collects what is wrong, each fault with the path of its field.
class Faults {
 public:
  void add(Code code, std::string field, std::string message, std::string hint = std::string()) {
    errors_.push_back(
        {code, std::move(message), std::move(hint), Place{{}, 0, 0, std::move(field)}});
  }
  void terms(std::string field, std::string message, std::string hint = std::string()) {
    add(Code::terms_invalid, std::move(field), std::move(message), std::move(hint));
  }
  void add(std::vector<Error> more) {
    for (Error& error : more) errors_.push_back(std::move(error));
  }
  std::vector<Error> take() { return std::move(errors_); }

 private:
  std::vector<Error> errors_;
};

bool is_share(Rate rate) { return !rate.is_negative() && rate.millionths() <= Rate::kWhole; }

bool is_too_long(std::size_t count, const char* list, Faults& faults) {
  if (count <= kEntriesMax) return false;
  faults.add(Code::too_large, list,
             fmt::format("there are {}: at most {} were expected", count, kEntriesMax));
  return true;
}

void check_side(Side side, const std::string& path, const char* field, Faults& faults) {
  if (side != Side::unspecified) return;
  faults.terms(path + field, "names no side: principal or partner was expected");
}

void check_category(Category category, const std::string& path, Faults& faults) {
  if (category != Category::none && category != Category::commission) return;
  faults.terms(path + ".category", "names no category that can be charged",
               "choose training, service, certification, marketing or other");
}

// Entries of a list are told apart by name: statement lines, volumes and facts refer to them by it.
template <class Entry>
void check_names(const std::vector<Entry>& entries, std::string Entry::*name, const char* list,
                 const char* field, Faults& faults) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string& text = entries[i].*name;
    const std::string path = fmt::format("{}[{}].{}", list, i, field);
    if (text.empty()) {
      faults.terms(path, "is empty: a name was expected");
    } else if (!seen.insert(text).second) {
      faults.terms(path, fmt::format("'{}' stands here twice", text), "give each its own name");
    }
  }
}

// What a band pays in money. INTERPOLATED cannot fill its last band, which is open; FIXED_STEP pays for reaching one, and
// the first is reached by selling nothing.
void check_band_amount(const CommissionPlan& plan, std::size_t index, const std::string& path, Faults& faults) {
  const Decimal amount = plan.bands[index].amount;
  if (amount.is_negative()) {
    faults.terms(path + ".amount", "is below zero", "name the other side as earner");
  } else if (plan.rule == Rule::interpolated && index + 1 == plan.bands.size() && !amount.is_zero()) {
    faults.add(Code::bands_invalid, path + ".amount", "is given, and the last band is open: it never fills",
               "end it with a band of its own: band { from: \"20000\" }");
  } else if (plan.rule == Rule::fixed_step && index == 0 && !amount.is_zero()) {
    faults.add(Code::bands_invalid, path + ".amount", "is given, and the first band is reached by selling nothing",
               "write band { from: \"0\" } and the amount at the edge that earns it");
  }
}

void check_limit(const Limit& limit, const std::string& path, Faults& faults) {
  if (!limit.at_most_minor && !limit.at_least_minor) {
    faults.terms(path, "has no bound: at_most or at_least was expected");
  }
  if (limit.at_most_minor.value_or(0) < 0) faults.terms(path + ".at_most", "is below zero: zero or more was expected");
  if (!limit.at_least_minor) return;
  if (limit.scope == LimitScope::customer) {
    faults.terms(path + ".at_least", "is given for ever: there is no day on which it could be topped up",
                 "choose LIMIT_SCOPE_CUSTOMER_PERIOD, LIMIT_SCOPE_PERIOD, LIMIT_SCOPE_AGREEMENT_YEAR or LIMIT_SCOPE_SALE");
  }
  if (*limit.at_least_minor < 0) faults.terms(path + ".at_least", "is below zero: zero or more was expected");
  if (limit.at_most_minor && *limit.at_least_minor > *limit.at_most_minor) {
    faults.terms(path + ".at_least", "is more than at_most");
  }
}

// R1: half open, from 0, rising, so that no gap and no overlap can be.
void check_bands(const CommissionPlan& plan, const std::string& path, Faults& faults) {
  const std::span<const Band> bands = plan.bands;
  const std::string list = path + ".band";
  if (bands.empty()) {
    return faults.add(Code::bands_invalid, list, "is empty: at least one band was expected",
                      "write band { from: \"0\" rate: \"10 %\" }");
  }
  if (bands.size() > kBandsMax) {
    return faults.add(
        Code::too_large, list,
        fmt::format("there are {}: at most {} were expected", bands.size(), kBandsMax));
  }
  if (plan.rule == Rule::flat && bands.size() != 1) {
    faults.add(Code::bands_invalid, list, "has several bands, and FLAT has one rate for everything",
               "choose MARGINAL or WHOLE");
  }
  if (bands.size() == 1 && (plan.rule == Rule::interpolated || plan.rule == Rule::fixed_step)) {
    faults.add(Code::bands_invalid, list, "has one band, and this rule pays for passing from one to the next",
               "add the edge at which the amount is earned in full: band { from: \"20000\" }");
  }
  for (std::size_t i = 0; i < bands.size(); ++i) {
    const std::string band = fmt::format("{}[{}]", list, i);
    const Decimal from = bands[i].from;
    if (i == 0 && !from.is_zero()) {
      faults.add(Code::bands_invalid, band + ".from",
                 fmt::format("is {}: the first band starts at 0", from.to_string()));
    } else if (i > 0 && from <= bands[i - 1].from) {
      faults.add(Code::bands_invalid, band + ".from",
                 fmt::format("is {}: more than {}, where the band before starts, was expected",
                             from.to_string(), bands[i - 1].from.to_string()),
                 "put the bands in rising order");
    }
    if (pays_amounts(plan.rule, plan.base)) {
      check_band_amount(plan, i, band, faults);
    } else if (!is_share(bands[i].rate)) {
      faults.terms(band + ".rate", fmt::format("is {}: a rate from 0 % to 100 % was expected",
                                               bands[i].rate.to_percent_string()));
    }
  }
}

void check_limits(const CommissionPlan& plan, const std::string& path, Faults& faults) {
  if (!plan.limits.empty() && plan.basis != Basis::per_event) {
    faults.terms(path + ".limit", "is given, and the plan accumulates volume: a refund would change what other sales earn",
                 "choose BASIS_PER_EVENT, or leave the limits out");
  }
  if (plan.limits.size() > kLimitsMax) {
    return faults.add(Code::too_large, path + ".limit",
                      fmt::format("there are {}: at most {} were expected", plan.limits.size(), kLimitsMax));
  }
  for (std::size_t i = 0; i < plan.limits.size(); ++i) {
    const std::string limit = fmt::format("{}.limit[{}]", path, i);
    check_limit(plan.limits[i], limit, faults);
    const bool is_topped_up = plan.limits[i].at_least_minor && plan.limits[i].scope != LimitScope::sale;
    if (is_topped_up && (plan.override_depth != 0 || plan.earned_when == EarnedWhen::paid)) {
      faults.terms(limit + ".at_least", "is given over a time, and the plan does not pay for the partner's own sales when they are made",
                   "choose LIMIT_SCOPE_SALE, or a guarantee");
    }
    for (std::size_t before = 0; before < i; ++before) {
      if (plan.limits[before].scope != plan.limits[i].scope) continue;
      faults.terms(limit + ".scope", "has a limit of the plan already", "write both bounds into one limit");
    }
  }
}

void check_plan(const CommissionPlan& plan, const std::string& path, Faults& faults) {
  check_side(plan.earner, path, ".earner", faults);
  const bool is_cumulative = plan.basis == Basis::cumulative;
  if (is_cumulative && plan.window == Window::none) {
    faults.terms(path + ".window", "is needed for a cumulative plan",
                 "choose quarter, year or agreement");
  }
  if (!is_cumulative && plan.window != Window::none) {
    faults.terms(path + ".window", "is given, and only a cumulative plan has one",
                 "leave it out, or choose BASIS_CUMULATIVE");
  }
  check_bands(plan, path, faults);
  check_limits(plan, path, faults);
  for (PlanFault& fault : faults_beside_the_seller(plan)) {
    faults.add(fault.code, path + fault.field, std::move(fault.message), std::move(fault.hint));
  }
  if (plan.hold_days > kDueDaysMax) {
    faults.add(Code::too_large, path + ".hold_days", fmt::format("is {}: at most {} was expected", plan.hold_days, kDueDaysMax));
  }
  if (plan.recurring_months.value_or(0) > kRecurringMonthsMax) {
    faults.add(Code::too_large, path + ".recurring.months",
               fmt::format("is {}: at most {} was expected", *plan.recurring_months, kRecurringMonthsMax));
  }
}

// Of the plans of which only the first applies, one whose sales an earlier one covers, all of them, never would.
void check_reach(const std::vector<CommissionPlan>& plans, Faults& faults) {
  if (plans.size() > kEntriesMax) return;
  std::vector<Reach> reaches;
  reaches.reserve(plans.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const Reach& reach = reaches.emplace_back(plans[i].covers);
    const std::string path = fmt::format("plan[{}].covers", i);
    if (reach.is_empty()) {
      faults.terms(path, "covers no sale: everything it names is an exception as well");
      continue;
    }
    if (plans[i].applies == PlanApplies::also) continue;
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      const bool competes = plans[earlier].applies == PlanApplies::first && plans[earlier].override_depth == plans[i].override_depth;
      if (!competes || !reaches[earlier].contains(reach)) continue;
      faults.terms(path, fmt::format("covers only sales that the plan \"{}\" before it covers: it never applies", plans[earlier].name),
                   fmt::format("put it before \"{}\", or say what that one does not cover", plans[earlier].name));
      break;
    }
  }
}

void check_fee(const RecurringFee& fee, const std::string& path, Faults& faults) {
  check_side(fee.earner, path, ".earner", faults);
  check_category(fee.category, path, faults);
  if (fee.amount_minor < 0) {
    faults.terms(path + ".amount", "is below zero", "name the other side as earner");
  }
}

void check_price(const Price& price, const std::string& path, Faults& faults) {
  check_side(price.earner, path, ".earner", faults);
  check_category(price.category, path, faults);
  if (price.unit_price.is_negative()) {
    faults.terms(path + ".unit_price", "is below zero", "name the other side as earner");
  }
  if (has_volume_prices(price)) check_bands(volume_plan(price), path, faults);
}

// Prices of one item may follow each other: what is in the whole list is checked in program/prices_check.cpp.
void check_price_list(const Terms& terms, Faults& faults) {
  if (is_too_long(terms.prices.size(), "price", faults)) return;
  for (std::size_t i = 0; i < terms.prices.size(); ++i) check_price(terms.prices[i], fmt::format("price[{}]", i), faults);
  faults.add(check_prices(terms));
}

void check_promises(const Terms& terms, Faults& faults) {
  if (!is_too_long(terms.guarantees.size(), "guarantee", faults)) faults.add(check_guarantees(terms));
  if (!is_too_long(terms.funds.size(), "fund", faults)) faults.add(check_funds(terms));
}

void check_tax(const TaxRule& rule, const std::string& path, Faults& faults) {
  check_side(rule.supplier, path, ".supplier", faults);
  const std::string rate = rule.rate.to_percent_string();
  if (rule.category == TaxCategory::none) {
    faults.terms(path + ".category", "names no category: S, Z, E, AE or O was expected");
  } else if (rule.category != TaxCategory::s && !rule.rate.is_zero()) {
    faults.terms(path + ".rate", fmt::format("is {}, and only category S has a rate", rate),
                 "choose TAX_CATEGORY_S, or leave the rate out");
  } else if (rule.category == TaxCategory::s && (rule.rate.is_zero() || !is_share(rule.rate))) {
    faults.terms(path + ".rate",
                 fmt::format("is {}: above 0 % and at most 100 % was expected", rate),
                 "choose TAX_CATEGORY_Z for a rate of zero");
  }
}

void check_taxes(const std::vector<TaxRule>& rules, Faults& faults) {
  if (is_too_long(rules.size(), "tax", faults)) return;
  std::set<std::pair<Side, Category>> seen;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::string path = fmt::format("tax[{}]", i);
    check_tax(rules[i], path, faults);
    if (!seen.insert({rules[i].supplier, rules[i].applies_to}).second) {
      faults.terms(path + ".applies_to", "has a rule of the same side already");
    }
  }
}

void check_payment(const PaymentTerms& payment, Faults& faults) {
  if (payment.due_days > kDueDaysMax) {
    faults.add(Code::too_large, "payment.due_days",
               fmt::format("is {}: at most {} was expected", payment.due_days, kDueDaysMax));
  }
  if (payment.minimum_payout_minor < 0) {
    faults.terms("payment.minimum_payout", "is below zero: zero or more was expected");
  }
}

void check_settlement(const SettlementTerms& settlement, Faults& faults) {
  std::set<NettingMode> seen;
  for (std::size_t i = 0; i < settlement.netting.size(); ++i) {
    const std::string path = fmt::format("settlement.netting[{}]", i);
    if (settlement.netting[i] == NettingMode::bilateral) {
      faults.terms(path, "is bilateral, which needs no agreement: multilateral or centre was expected");
    }
    if (!seen.insert(settlement.netting[i]).second) faults.terms(path, "is there already");
  }
  const auto check_days = [&](const char* field, std::uint32_t days) {
    if (days <= kNoticeDaysMax) return;
    faults.add(Code::too_large, field, fmt::format("is {}: at most {} was expected", days, kNoticeDaysMax));
  };
  check_days("settlement.answer_days", settlement.answer_days);
  check_days("settlement.dispute_days", settlement.dispute_days);
}

void check_notice(std::uint32_t days, Faults& faults) {
  if (days <= kNoticeDaysMax) return;
  faults.add(Code::too_large, "notice_days",
             fmt::format("is {}: at most {} was expected", days, kNoticeDaysMax));
}

// A list whose entries are known by a name.
template <class Entry, class Check>
void check_list(const std::vector<Entry>& entries, const char* list, std::string Entry::*name,
                const char* field, Check check_one, Faults& faults) {
  if (is_too_long(entries.size(), list, faults)) return;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    check_one(entries[i], fmt::format("{}[{}]", list, i), faults);
  }
  check_names(entries, name, list, field, faults);
}

}  // namespace

std::vector<Error> check(const Terms& terms) {
  Faults faults;
  if (terms.currency.is_none()) {
    faults.add(Code::bad_currency, "currency", "is empty: a code of ISO 4217 was expected");
  }
  check_list(terms.plans, "plan", &CommissionPlan::name, "name", check_plan, faults);
  check_reach(terms.plans, faults);
  check_list(terms.fees, "fee", &RecurringFee::name, "name", check_fee, faults);
  check_price_list(terms, faults);
  check_taxes(terms.taxes, faults);
  check_payment(terms.payment, faults);
  check_notice(terms.notice_days, faults);
  check_settlement(terms.settlement, faults);
  faults.add(check_levels(terms));
  check_promises(terms, faults);
  return faults.take();
}

const CommissionPlan* plan_named(const Terms& terms, std::string_view name) {
  for (const CommissionPlan& plan : terms.plans) {
    if (plan.name == name) return &plan;
  }
  return nullptr;
}

Tax tax_for(const Terms& terms, Side supplier, Category category) {
  const TaxRule* found = nullptr;
  for (const TaxRule& rule : terms.taxes) {
    if (rule.supplier != supplier) continue;
    if (rule.applies_to == category) return {rule.category, rule.rate, rule.exemption_reason};
    if (rule.applies_to == Category::none && found == nullptr) found = &rule;
  }
  if (found == nullptr) return {};
  return {found->category, found->rate, found->exemption_reason};
}

}  // namespace quits::program
