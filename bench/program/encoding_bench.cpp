// How fast facts are encoded and decoded, on one core and in memory.
#include <benchmark/benchmark.h>

#include "program/encoding.h"

namespace quits::program {
namespace {

constexpr std::int64_t kUnit = Decimal::kMillionthsPerUnit;

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

void encode_sale(benchmark::State& state) {
  FactCodec codec;
  const Fact fact = ordinary_sale();
  for (auto _ : state) benchmark::DoNotOptimize(codec.encode(fact));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(encode_sale);

void decode_sale(benchmark::State& state) {
  FactCodec codec;
  const std::string bytes = codec.encode(ordinary_sale());
  for (auto _ : state) benchmark::DoNotOptimize(codec.decode(bytes));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(decode_sale);

}  // namespace
}  // namespace quits::program
