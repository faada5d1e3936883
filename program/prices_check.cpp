// What can be wrong with a price list: a piece of program/prices.h.
#include <fmt/core.h>

#include "program/prices.h"

namespace quits::program {
namespace {

constexpr std::size_t kStepsMax = 20;
constexpr std::uint32_t kDaysBeforeMax = 3650;

class PriceFaults {
 public:
  explicit PriceFaults(const Terms& terms) : terms_(terms) {}

  std::vector<Error> take() {
    for (std::size_t i = 0; i < terms_.prices.size(); ++i) {
      path_ = fmt::format("price[{}]", i);
      check(terms_.prices[i]);
      for (std::size_t before = 0; before < i; ++before) check_pair(terms_.prices[before], terms_.prices[i]);
    }
    return std::move(errors_);
  }

 private:
  void add(const char* field, std::string message, std::string hint = {}, Code code = Code::terms_invalid) {
    errors_.push_back({code, std::move(message), std::move(hint), Place{{}, 0, 0, path_ + field}});
  }

  void check(const Price& price);
  void check_rule(const Price& price);
  void check_cancellation(const Price& price);
  void check_pair(const Price& before, const Price& price);
  void check_volumes(const Price& before, const Price& price);

  const Terms& terms_;
  std::string path_;
  std::vector<Error> errors_;
};

void PriceFaults::check(const Price& price) {
  if (price.item.empty()) add(".item", "is empty: a name was expected");
  if (!item_cancelled(price.item).empty()) {
    add(".item", "ends as the lines of cancelled orders do", "choose another name");
  }
  if (price.valid_from && price.valid_until && *price.valid_until < *price.valid_from) {
    add(".valid_until", fmt::format("is {}, before valid_from", price.valid_until->to_string()));
  }
  check_rule(price);
  check_cancellation(price);
}

void PriceFaults::check_rule(const Price& price) {
  if (!has_volume_prices(price)) {
    if (!price.bands.empty()) add(".band", "is given without a rule", "write the rule: RULE_MARGINAL, RULE_WHOLE or RULE_FROM_HERE");
    if (price.basis != Basis::per_event) add(".basis", "is given, and only volume prices add units up", "write the rule and the bands");
    if (price.window != Window::none) add(".window", "is given, and only volume prices have one", "write the rule and the bands");
    return;
  }
  if (price.rule != Rule::marginal && price.rule != Rule::whole && price.rule != Rule::from_here) {
    add(".rule", "does not price units: MARGINAL, WHOLE or FROM_HERE was expected",
        price.rule == Rule::flat ? "for one price write unit_price, without a rule" : "");
  }
  if (price.per_delivery) add(".per_delivery", "is given, and volume prices are per unit", "leave one of them out");
  if (price.basis == Basis::cumulative && price.window == Window::none) {
    add(".window", "is needed where units add up over a window", "choose quarter, year or agreement");
  } else if (price.basis != Basis::cumulative && price.window != Window::none) {
    add(".window", "is given, and only BASIS_CUMULATIVE has one", "leave it out, or choose BASIS_CUMULATIVE");
  }
  if (adds_up(price) && plan_named(terms_, price.item) != nullptr) {
    add(".item", fmt::format("'{}' is a commission plan as well, and both add volume up under their name", price.item),
        "give each its own name");
  }
}

void PriceFaults::check_cancellation(const Price& price) {
  if (price.cancellation.empty()) return;
  if (price.category != Category::training && price.category != Category::certification) {
    add(".cancellation", "is given, and only training and certification are ordered and cancelled", "leave it out");
  }
  if (price.cancellation.size() > kStepsMax) {
    return add(".cancellation", fmt::format("there are {}: at most {} were expected", price.cancellation.size(), kStepsMax), "",
               Code::too_large);
  }
  for (std::size_t i = 0; i < price.cancellation.size(); ++i) {
    const CancellationStep& step = price.cancellation[i];
    const std::string days = fmt::format(".cancellation[{}].days_before", i);
    const std::string due = fmt::format(".cancellation[{}].due", i);
    if (step.days_before > kDaysBeforeMax) {
      add(days.c_str(), fmt::format("is {}: at most {} was expected", step.days_before, kDaysBeforeMax), "", Code::too_large);
    }
    if (step.due.is_negative() || step.due.millionths() > Rate::kWhole) {
      add(due.c_str(), fmt::format("is {}: 0 % to 100 % was expected", step.due.to_percent_string()));
    }
    if (i == 0) continue;
    const CancellationStep& before = price.cancellation[i - 1];
    if (step.days_before >= before.days_before) {
      add(days.c_str(), fmt::format("is {}: less than {}, of the step before, was expected", step.days_before, before.days_before),
          "write the longest notice first");
    }
    if (step.due < before.due) {
      add(due.c_str(), fmt::format("is {}, less than {} with longer notice", step.due.to_percent_string(), before.due.to_percent_string()));
    }
  }
}

// Two prices of one item follow each other.
void PriceFaults::check_pair(const Price& before, const Price& price) {
  if (before.item != price.item || price.item.empty()) return;
  const auto begins_by = [](const Price& first, const Price& second) {
    return !first.valid_from || !second.valid_until || *first.valid_from <= *second.valid_until;
  };
  const bool is_dated = before.valid_from || before.valid_until || price.valid_from || price.valid_until;
  if (begins_by(before, price) && begins_by(price, before)) {
    if (!is_dated) return add(".item", fmt::format("'{}' stands here twice", price.item), "give each its own name, or days that follow each other");
    return add(price.valid_from ? ".valid_from" : ".item", fmt::format("'{}' has two prices on some days", price.item),
               "end one the day before the next one begins: valid_until");
  }
  if (before.earner != price.earner) add(".earner", fmt::format("is another one than in the other price of '{}'", price.item));
  if (before.category != price.category) add(".category", fmt::format("is another one than in the other price of '{}'", price.item));
  if (adds_up(before) && adds_up(price)) check_volumes(before, price);
}

void PriceFaults::check_volumes(const Price& before, const Price& price) {
  if (before.basis != price.basis || before.window != price.window) {
    return add(".basis", fmt::format("adds units up over another time than the other price of '{}'", price.item));
  }
  const Price& first = before.valid_from < price.valid_from ? before : price;
  const Price& second = &first == &before ? price : before;
  const CommissionPlan plan = volume_plan(first);
  const Date last = first.valid_until.value_or(Date());
  const Date next = second.valid_from.value_or(Date());
  if (window_of(plan, last, Date()) == window_of(plan, next, Date())) {
    add(".valid_from", fmt::format("changes volume prices of '{}' in the middle of the time over which units add up", price.item),
        "begin it where a month, quarter or year begins; the whole agreement has one price, or a new version");
  }
}

}  // namespace

std::vector<Error> check_prices(const Terms& terms) { return PriceFaults(terms).take(); }

}  // namespace quits::program
