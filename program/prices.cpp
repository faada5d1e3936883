#include "program/prices.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace quits::program {
namespace {

constexpr std::string_view kCancelled = ", cancelled";

bool holds_on(const Price& price, Date day) {
  return (!price.valid_from || *price.valid_from <= day) && (!price.valid_until || day <= *price.valid_until);
}

std::string days_of(const Price& price) {
  if (price.valid_from && price.valid_until) return fmt::format("from {} to {}", price.valid_from->to_string(), price.valid_until->to_string());
  if (price.valid_from) return "from " + price.valid_from->to_string();
  return price.valid_until ? "until " + price.valid_until->to_string() : "at any time";
}

// The price of the band that holds the volume, for all units.
CommissionPlan single_band(const CommissionPlan& plan, Decimal volume) {
  CommissionPlan single = plan;
  single.rule = Rule::flat;
  const auto next = std::find_if(plan.bands.begin(), plan.bands.end(), [&](const Band& band) { return band.from > volume; });
  single.bands.assign({next == plan.bands.begin() ? plan.bands.front() : *(next - 1)});
  return single;
}

}  // namespace

CommissionPlan volume_plan(const Price& price) {
  CommissionPlan plan;
  plan.name = price.item;
  plan.earner = price.earner;
  plan.rule = price.rule;
  plan.basis = price.basis;
  plan.window = price.window;
  plan.bands = price.bands;
  plan.base = Base::units;
  return plan;
}

const Price* price_on(const Terms& terms, std::string_view item, Date day) {
  for (const Price& price : terms.prices) {
    if (price.item == item && holds_on(price, day)) return &price;
  }
  return nullptr;
}

Result<const Price*> price_for(const Terms& terms, const std::string& item, Date day) {
  if (const Price* price = price_on(terms, item, day)) return price;
  std::vector<std::string_view> known;
  std::string days;
  for (const Price& price : terms.prices) {
    known.push_back(price.item);
    if (price.item == item) days += (days.empty() ? "" : ", ") + days_of(price);
  }
  if (!days.empty()) {
    return refuse(Code::unknown_price, fmt::format("\"{}\" has no price on {}: it has one {}", item, day.to_string(), days),
                  "check the date, or agree on a price for that day in a new version");
  }
  const std::string near = closest(item, known);
  return refuse(Code::unknown_price, fmt::format("the price list of \"{}\" has no item \"{}\"", terms.title, item),
                near.empty() ? "add it in a new version of the agreement" : fmt::format("did you mean \"{}\"?", near));
}

const Price* price_in_window(const Terms& terms, const CommissionPlan& like, Date window) {
  const auto end = window_end(like, window);
  for (const Price& price : terms.prices) {
    if (price.item != like.name || !adds_up(price) || price.basis != like.basis || price.window != like.window) continue;
    const bool begins = !end || !price.valid_from || *price.valid_from <= *end;
    if (begins && (!price.valid_until || window <= *price.valid_until)) return &price;
  }
  return nullptr;
}

Result<OrderValue> value_of_order(const Price& price, Decimal reached, Decimal units) {
  OrderValue value;
  if (!has_volume_prices(price)) {
    const int128 millionth = Decimal::kMillionthsPerUnit;
    const int128 counted = price.per_delivery ? millionth : int128{units.millionths()};
    value.unit_price = price.unit_price;
    value.exact = {int128{price.unit_price.millionths()} * counted, millionth * millionth};
    return value;
  }
  CommissionPlan plan = volume_plan(price);
  if (plan.bands.empty()) return refuse(Code::bands_invalid, "the price of " + price.item + " has no band");
  TRY(const Decimal after, reached.plus(units));
  if (plan.rule == Rule::marginal) {
    TRY(const ExactDue before, exact_due(plan, reached));
    TRY(value.exact, exact_due(plan, after));
    value.exact.numerator -= before.numerator;
    value.parts = parts_of(plan, reached, after);
    return value;
  }
  plan = single_band(plan, plan.rule == Rule::whole ? after : reached);
  value.parts = parts_of(plan, Decimal(), units);
  TRY(value.exact, exact_from_here(plan, Decimal(), units));
  return value;
}

Rate due_on_cancellation(const Price& price, std::uint32_t days_before) {
  Rate due;
  for (const CancellationStep& step : price.cancellation) {
    if (days_before <= step.days_before) due = step.due;
  }
  return due;
}

std::string cancelled_term(const std::string& item) { return item + std::string(kCancelled); }

std::string_view item_cancelled(std::string_view term) {
  if (!term.ends_with(kCancelled)) return {};
  return term.substr(0, term.size() - kCancelled.size());
}

}  // namespace quits::program
