// How fast facts are rated, on one core and in memory.
#include <benchmark/benchmark.h>

#include <array>

#include "program/rating.h"

namespace quits::program {
namespace {

constexpr std::int64_t kUnit = Decimal::kMillionthsPerUnit;

CommissionPlan plan_of(Rule rule, int bands) {
  CommissionPlan plan;
  plan.name = "reseller";
  plan.rule = rule;
  plan.basis = Basis::cumulative;
  plan.window = Window::year;
  for (int i = 0; i < bands; ++i) {
    plan.bands.push_back({Decimal::from_millionths(i * 50'000 * kUnit), Rate::from_millionths(40'000 + 10'000 * i),
                          Decimal::from_millionths(i * 1'000 * kUnit)});
  }
  return plan;
}

Sale ordinary_sale() {
  Sale sale;
  sale.seller = "United Kingdom";
  sale.on = Date::from_days(14950);
  sale.amount = Decimal::from_millionths(15'300'000);
  sale.product = "85123A";
  sale.quantity = Decimal::from_millionths(6 * kUnit);
  sale.customer = "17850";
  sale.document = "536365";
  return sale;
}

// A sale into a window that holds volume already; every 16th crosses into the next band.
void rate_into_window(benchmark::State& state, Rule rule) {
  const CommissionPlan plan = plan_of(rule, static_cast<int>(state.range(0)));
  const Currency euro = Currency::parse("EUR").value();
  std::int64_t sold = 0;
  for (auto _ : state) {
    const std::array<Segment, 1> window = {Segment{&plan, Decimal::from_millionths(sold)}};
    auto rated = rate_movement(window, 0, Decimal::from_millionths(3'125 * kUnit), Date(), euro,
                               Rounding::half_away_from_zero);
    benchmark::DoNotOptimize(rated);
    sold = sold > 300'000 * kUnit ? 0 : sold + 3'125 * kUnit;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(rate_into_window, flat, Rule::flat)->Arg(1);
BENCHMARK_CAPTURE(rate_into_window, marginal, Rule::marginal)->Arg(5)->Arg(20);
BENCHMARK_CAPTURE(rate_into_window, whole, Rule::whole)->Arg(5);
BENCHMARK_CAPTURE(rate_into_window, from_here, Rule::from_here)->Arg(5);
BENCHMARK_CAPTURE(rate_into_window, interpolated, Rule::interpolated)->Arg(5);
BENCHMARK_CAPTURE(rate_into_window, fixed_step, Rule::fixed_step)->Arg(5);

// Four plans, of which the last one covers the sale: 5 bands, MARGINAL, over a year.
Terms few_plans() {
  Terms terms;
  terms.currency = Currency::parse("EUR").value();
  for (const char* group : {"cloud", "training", "hardware"}) {
    CommissionPlan plan = plan_of(Rule::flat, 1);
    plan.name = group;
    plan.covers.product_groups = {group};
    plan.covers.except_products = {"POST", "DOT"};
    terms.plans.push_back(plan);
  }
  terms.plans.push_back(plan_of(Rule::marginal, 5));
  return terms;
}

// Everything between a sale and its amount with its trace: the plan, what counts, the window, the bands.
void rate_sale_alone(benchmark::State& state) {
  const Terms terms = few_plans();
  Sale sale = ordinary_sale();
  std::int64_t sold = 0;
  for (auto _ : state) {
    sale.amount = Decimal::from_millionths(3'125 * kUnit);
    const CommissionPlan& plan = *plan_for(terms, sale);
    const auto window = window_of(plan, sale.on, Date());
    const std::array<Segment, 1> segments = {Segment{&plan, Decimal::from_millionths(sold), terms.rounding}};
    auto rated = rate_movement(segments, 0, *volume_of(plan, sale), *window, terms.currency, terms.rounding);
    benchmark::DoNotOptimize(rated);
    sold = sold > 300'000 * kUnit ? 0 : sold + 3'125 * kUnit;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(rate_sale_alone)->Name("rating alone: MARGINAL cumulative with 5 bands");

void rate_refund_of_sale(benchmark::State& state) {
  const SaleState sale{.sequence = Sequence{1},
                       .amount = Decimal::from_millionths(1'000 * kUnit),
                       .booked_minor = 7'900,
                       .refunded = Decimal(),
                       .returned_minor = 0};
  for (auto _ : state) {
    auto rated =
        rate_refund(sale, Decimal::from_millionths(400 * kUnit), Rounding::half_away_from_zero);
    benchmark::DoNotOptimize(rated);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(rate_refund_of_sale);

}  // namespace
}  // namespace quits::program
