#include "program/rating.h"

#include <algorithm>
#include <string_view>

#include "base/check.h"
#include "program/rating_plan.h"

namespace quits::program {
namespace {

bool lists(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// An empty list asks nothing.
bool admits(const std::vector<std::string>& list, std::string_view value) {
  return list.empty() || lists(list, value);
}

tl::unexpected<Error> refuse_overflow(std::string_view what) {
  return refuse(Code::overflow, std::string(what) + " does not fit in 64 bits",
                "check the amounts for a wrong unit");
}

Result<std::int64_t> sum_of(std::int64_t left, std::int64_t right) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) return refuse_overflow("the commission");
  return sum;
}

Result<std::int64_t> difference_of(std::int64_t left, std::int64_t right) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(left, right, &difference)) return refuse_overflow("the commission");
  return difference;
}

// What one version owes for its stretch from `start` to `end` of the window's volume.
Result<std::int64_t> due_on_stretch(const CommissionPlan& plan, Decimal start, Decimal end,
                                    Currency currency, Rounding rounding) {
  if (start == end) return 0;
  TRY(const auto due_before, due_on(plan, start, currency, rounding));
  TRY(const auto due_after, due_on(plan, end, currency, rounding));
  return difference_of(due_after, due_before);
}

// How much what the later segments owe changes when everything before them moves by `volume`.
Result<std::int64_t> change_of_later(std::span<const Segment> later, Decimal start, Decimal volume,
                                     Currency currency, Rounding rounding) {
  std::int64_t change = 0;
  for (const Segment& segment : later) {
    CHECK(segment.plan != nullptr);
    TRY(const auto end, start.plus(segment.volume));
    if (!has_total(segment.plan->rule)) {
      start = end;
      continue;
    }
    TRY(const auto moved_start, start.plus(volume));
    TRY(const auto moved_end, end.plus(volume));
    const Rounding own = segment.rounding.value_or(rounding);
    TRY(const auto was, due_on_stretch(*segment.plan, start, end, currency, own));
    TRY(const auto is, due_on_stretch(*segment.plan, moved_start, moved_end, currency, own));
    TRY(const auto step, difference_of(is, was));
    TRY(change, sum_of(change, step));
    start = end;
  }
  return change;
}

// The parts of the other rules tell how they were used.
bool needs_words(Rule rule) {
  return rule == Rule::from_here || rule == Rule::interpolated || rule == Rule::fixed_step;
}

// What a plan owes for the move from `before` to `after`, with the trace that shows why.
Result<Rated> rate_move(const CommissionPlan& plan, Decimal before, Decimal after,
                        Currency currency, Rounding rounding) {
  Result<Rated> result(tl::in_place);
  ledger::Trace& trace = result->trace;
  trace.reason = ledger::Reason::commission;
  trace.volume_before = before;
  trace.volume_after = after;
  trace.base = plan.base;
  if (needs_words(plan.rule)) trace.rule = plan.rule;
  trace.parts = parts_of(plan, before, after);
  if (!has_total(plan.rule)) {
    TRY(const auto moved, after.minus(before));
    TRY(const auto exact, exact_from_here(plan, before, moved));
    TRY(result->amount_minor, to_minor_units(exact, currency, rounding));
    return result;
  }
  TRY(trace.due_before_minor, due_on(plan, before, currency, rounding));
  TRY(trace.due_after_minor, due_on(plan, after, currency, rounding));
  TRY(result->amount_minor, difference_of(trace.due_after_minor, trace.due_before_minor));
  return result;
}

// What goes with a part of the sale. A sale of amount zero has no parts.
Result<std::int64_t> share_of(std::int64_t booked_minor, Decimal part, Decimal sale, Rounding rounding) {
  if (sale.is_zero()) return booked_minor;
  return to_minor(int128{booked_minor} * part.millionths(), sale.millionths(), rounding);
}

// True when `given_back` is a part of the sale: between zero and its amount, whatever the sign.
bool is_within(Decimal given_back, Decimal sale) {
  if (sale.is_negative()) return given_back >= sale && given_back <= Decimal();
  return given_back >= Decimal() && given_back <= sale;
}

}  // namespace

bool covers(const Coverage& coverage, const Sale& sale, std::string_view level) {
  if (lists(coverage.except_products, sale.product)) return false;
  if (lists(coverage.except_product_groups, sale.product_group)) return false;
  return admits(coverage.products, sale.product) &&
         admits(coverage.product_groups, sale.product_group) &&
         admits(coverage.segments, sale.segment) && admits(coverage.regions, sale.region) &&
         admits(coverage.levels, level);
}

const CommissionPlan* plan_for(const Terms& terms, const Sale& sale, std::string_view level) {
  for (const CommissionPlan& plan : terms.plans) {
    if (plan.override_depth == 0 && plan.applies == PlanApplies::first && covers(plan.covers, sale, level)) return &plan;
  }
  return nullptr;
}

std::vector<const CommissionPlan*> paying_plans(const Terms& terms, const Sale& sale, std::string_view level, std::uint32_t depth) {
  std::vector<const CommissionPlan*> plans;
  bool has_first = false;
  for (const CommissionPlan& plan : terms.plans) {
    const bool is_first = plan.applies == PlanApplies::first;
    if (plan.override_depth != depth || (is_first && has_first) || !covers(plan.covers, sale, level)) continue;
    has_first = has_first || is_first;
    plans.push_back(&plan);
  }
  return plans;
}

Result<std::int64_t> due_on(const CommissionPlan& plan, Decimal volume, Currency currency,
                            Rounding rounding) {
  TRY(const auto exact, exact_due(plan, volume));
  return to_minor_units(exact, currency, rounding);
}

Result<std::int64_t> due_on(std::span<const Segment> segments, Currency currency,
                            Rounding rounding) {
  std::int64_t due = 0;
  Decimal start;
  for (const Segment& segment : segments) {
    CHECK(segment.plan != nullptr);
    TRY(const auto end, start.plus(segment.volume));
    if (has_total(segment.plan->rule)) {
      TRY(const auto stretch, due_on_stretch(*segment.plan, start, end, currency,
                                             segment.rounding.value_or(rounding)));
      TRY(due, sum_of(due, stretch));
    }
    start = end;
  }
  return due;
}

Result<Rated> rate_event(const CommissionPlan& plan, Decimal volume, Currency currency,
                         Rounding rounding) {
  return rate_move(plan, Decimal(), volume, currency, rounding);
}

Result<Rated> rate_movement(std::span<const Segment> segments, std::size_t index, Decimal volume,
                            Date window, Currency currency, Rounding rounding) {
  CHECK(index < segments.size(), "segment {} of {}", index, segments.size());
  CHECK(segments[index].plan != nullptr);
  Decimal before;
  for (const Segment& segment : segments.first(index + 1)) {
    TRY(before, before.plus(segment.volume));
  }
  TRY(const auto after, before.plus(volume));
  auto rated = rate_move(*segments[index].plan, before, after, currency,
                         segments[index].rounding.value_or(rounding));
  if (!rated) return rated;
  rated->trace.window = window;
  if (index + 1 == segments.size()) return rated;
  TRY(rated->trace.true_up_minor,
      change_of_later(segments.subspan(index + 1), before, volume, currency, rounding));
  TRY(rated->amount_minor, sum_of(rated->amount_minor, rated->trace.true_up_minor));
  return rated;
}

Result<std::int64_t> returned_of(const SaleState& sale, Rounding rounding) {
  if (sale.amount.is_zero()) return 0;
  return share_of(sale.booked_minor, sale.refunded, sale.amount, rounding);
}

Result<Rated> rate_refund(const SaleState& sale, Decimal refund, Rounding rounding) {
  TRY(const auto refunded, sale.refunded.plus(refund));
  if (!is_within(refunded, sale.amount)) {
    return refuse(Code::refund_exceeds_sale,
                  "refunds of " + refunded.to_string() + " in all do not fit a sale of " +
                      sale.amount.to_string(),
                  "refund at most what is left of the sale");
  }
  TRY(const auto share, share_of(sale.booked_minor, refunded, sale.amount, rounding));
  Result<Rated> result(tl::in_place);
  TRY(result->amount_minor, difference_of(sale.returned_minor, share));
  result->own_minor = result->amount_minor;
  if (sale.true_up_minor != 0) {
    TRY(const auto own, difference_of(sale.booked_minor, sale.true_up_minor));
    TRY(const auto before, sale.amount.is_zero() ? Result<std::int64_t>(0)
                                                 : share_of(own, sale.refunded, sale.amount, rounding));
    TRY(const auto after, share_of(own, refunded, sale.amount, rounding));
    TRY(result->own_minor, difference_of(before, after));
  }
  ledger::Trace& trace = result->trace;
  trace.reason = ledger::Reason::refund;
  trace.of = sale.sequence;
  trace.booked_minor = sale.booked_minor;
  trace.refunded_before = sale.refunded;
  trace.returned_before_minor = sale.returned_minor;
  trace.returned_minor = result->amount_minor;
  trace.sale = sale.amount;
  return result;
}

Result<Rated> add_true_up(Rated refund, const Rated& movement) {
  ledger::Trace& trace = refund.trace;
  if (has_total(movement.trace.rule)) {
    TRY(trace.true_up_minor, difference_of(movement.amount_minor, refund.amount_minor));
    trace.parts = movement.trace.parts;
    refund.amount_minor = movement.amount_minor;
  } else {
    TRY(const auto amount, sum_of(refund.own_minor, movement.trace.true_up_minor));
    TRY(trace.true_up_minor, difference_of(amount, refund.amount_minor));
    refund.amount_minor = amount;
  }
  trace.rule = movement.trace.rule;
  trace.base = movement.trace.base;
  trace.window = movement.trace.window;
  trace.volume_before = movement.trace.volume_before;
  trace.volume_after = movement.trace.volume_after;
  trace.due_before_minor = movement.trace.due_before_minor;
  trace.due_after_minor = movement.trace.due_after_minor;
  return refund;
}

Result<Rated> rate_price(const Price& price, Decimal quantity, Currency currency,
                         Rounding rounding) {
  Result<Rated> result(tl::in_place);
  const int128 millionth = Decimal::kMillionthsPerUnit;
  const ExactDue exact{int128{price.unit_price.millionths()} * quantity.millionths(),
                       millionth * millionth};
  TRY(result->amount_minor, to_minor_units(exact, currency, rounding));
  result->trace.reason = ledger::Reason::price;
  result->trace.unit_price = price.unit_price;
  return result;
}

}  // namespace quits::program
