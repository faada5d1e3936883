// The netting modes and the checker on networks of 10,000 to a million obligations.
//
// Multilateral runs beside the bare solver on the same strongly connected components: `bare_ms` is
// LEMON alone, its graph included, `ratio` is the whole (pairs,
// components, solver, tie-break, allocation) divided by it, of one and the same run.
// `largest_ratio` is the same without the tie-break. `decided` is the share of obligations for
// which the tie-break is exact.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <map>

#include "base/check.h"
#include "bench/measure.h"
#include "bench/settlement/debt_network.h"
#include "settlement/certificate.h"
#include "settlement/netting/bilateral.h"
#include "settlement/netting/centre.h"
#include "settlement/netting/circulation.h"
#include "settlement/netting/components.h"
#include "settlement/netting/multilateral.h"
#include "settlement/netting/pairs.h"

namespace quits::bench {
namespace {

using settlement::CapacityArc;
using settlement::Network;

const Network& network_of(const benchmark::State& state) {
  static std::map<std::int64_t, Network> made;
  const auto found = made.find(state.range(0));
  if (found != made.end()) return found->second;
  made.clear();  // one at a time: memory is measured as well
  return made[state.range(0)] = scale_free_network(static_cast<std::size_t>(state.range(0)));
}

struct Component {
  std::uint32_t nodes = 0;
  std::vector<CapacityArc> arcs;
};

// What the solver gets to see, prepared outside of what is measured.
std::vector<Component> components_of(const Network& network) {
  const settlement::Pairs pairs = settlement::pairs_of(network);
  std::vector<settlement::Link> links;
  for (const auto& pair : pairs.pairs) links.emplace_back(pair.debtor, pair.creditor);
  const auto found =
      settlement::strong_components(static_cast<std::uint32_t>(network.parties.size()), links);
  std::vector<Component> components(found.count);
  std::vector<std::uint32_t> number;
  for (const std::uint32_t component : found.of) number.push_back(components[component].nodes++);
  for (const auto& pair : pairs.pairs) {
    if (found.of[pair.debtor] != found.of[pair.creditor]) continue;
    components[found.of[pair.debtor]].arcs.push_back(
        {number[pair.debtor], number[pair.creditor], pair.amount_minor});
  }
  std::erase_if(components, [](const Component& one) { return one.nodes < 2; });
  return components;
}

void multilateral(benchmark::State& state) {
  const Network& network = network_of(state);
  const std::vector<Component> components = components_of(network);
  Measure whole;
  Measure largest;
  Measure bare;
  settlement::SetOff found;
  for ([[maybe_unused]] auto _ : state) {
    timed(bare, [&] {
      for (const Component& one : components)
        benchmark::DoNotOptimize(settlement::largest_circulation(one.nodes, one.arcs));
    });
    timed(largest, [&] { benchmark::DoNotOptimize(settlement::largest_set_off(network, {})); });
    timed(whole, [&] { found = settlement::set_off_multilaterally(network); });
    state.SetIterationTime(whole.median_micros() / 1e6);
  }
  CHECK(settlement::check_set_off(network, found)->optimal, "the benchmark nets wrongly");
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["bare_ms"] = bare.median_micros() / 1e3;
  state.counters["whole_ms"] = whole.median_micros() / 1e3;
  state.counters["ratio"] = whole.cpu_seconds() / bare.cpu_seconds();
  state.counters["largest_ratio"] = largest.cpu_seconds() / bare.cpu_seconds();
  state.counters["decided"] =
      static_cast<double>(found.proof.decided) / static_cast<double>(network.arcs.size());
  state.counters["peak_mb"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

void checker(benchmark::State& state) {
  const Network& network = network_of(state);
  const settlement::SetOff found = settlement::set_off_multilaterally(network);
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(settlement::check_set_off(network, found));
}

void bilateral(benchmark::State& state) {
  const Network& network = network_of(state);
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(settlement::set_off_bilaterally(network));
}

void centre(benchmark::State& state) {
  const Network& network = network_of(state);
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(settlement::novate_to_centre(network));
    benchmark::DoNotOptimize(network.net_positions());
  }
}

constexpr std::int64_t kSmall = 10'000;
constexpr std::int64_t kMiddle = 100'000;
constexpr std::int64_t kLarge = 1'000'000;

BENCHMARK(multilateral)->Arg(kSmall)->Iterations(5)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(checker)->Arg(kSmall)->Unit(benchmark::kMillisecond);
BENCHMARK(multilateral)
    ->Arg(kMiddle)
    ->Iterations(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(checker)->Arg(kMiddle)->Unit(benchmark::kMillisecond);
BENCHMARK(multilateral)->Arg(kLarge)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(bilateral)->Arg(kLarge)->Unit(benchmark::kMillisecond);
BENCHMARK(centre)->Arg(kLarge)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace quits::bench
