// Recording sales: the full path beside its two floors, in batches of 1,000 and one durable fact at
// a time, and whether it stays as fast when the book grows.
//
// Counters ending in _cpu use CPU time, the others wall time. QUITS_BENCH_ENTRIES sets the size of
// a run.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/scratch_folder.h"
#include "bench/service/grown_book.h"
#include "bench/service/side_by_side.h"
#include "cli/bench_workload.h"
#include "service/book_file.h"

namespace quits::bench {
namespace {

constexpr std::size_t kBatch = 1000;

cli::WorkloadOptions options_of(cli::Sellers sellers, cli::IdShape ids) {
  cli::WorkloadOptions options;
  options.sellers = sellers;
  options.ids = ids;
  return options;
}

void record_batches(benchmark::State& state, cli::Sellers sellers, cli::IdShape ids) {
  const std::size_t batches = entries_wanted(200'000) / kBatch;
  const auto count = static_cast<double>(batches * kBatch);
  for (auto _ : state) {
    const SideBySide times = run_side_by_side(options_of(sellers, ids), batches, kBatch);
    state.SetIterationTime(times.full.wall_seconds());
    state.counters["full"] = count / times.full.wall_seconds();
    state.counters["tables"] = count / times.tables.wall_seconds();
    state.counters["bare"] = count / times.bare.wall_seconds();
    state.counters["full_cpu"] = count / times.full.cpu_seconds();
    state.counters["tables_cpu"] = count / times.tables.cpu_seconds();
    state.counters["bare_cpu"] = count / times.bare.cpu_seconds();
  }
}
BENCHMARK_CAPTURE(record_batches, round_robin, cli::Sellers::round_robin, cli::IdShape::ordered)
    ->UseManualTime()
    ->Iterations(1);
BENCHMARK_CAPTURE(record_batches, random_sellers, cli::Sellers::random, cli::IdShape::ordered)
    ->UseManualTime()
    ->Iterations(1);
BENCHMARK_CAPTURE(record_batches, random_ids, cli::Sellers::random, cli::IdShape::random)
    ->UseManualTime()
    ->Iterations(1);

// One fact, one commit, one sync; medians of the commits.
void record_one_durable(benchmark::State& state) {
  for (auto _ : state) {
    const SideBySide times =
        run_side_by_side(options_of(cli::Sellers::random, cli::IdShape::ordered), 2'000, 1);
    state.SetIterationTime(times.full.wall_seconds());
    state.counters["full_us"] = times.full.median_micros();
    state.counters["tables_us"] = times.tables.median_micros();
    state.counters["bare_us"] = times.bare.median_micros();
  }
}
BENCHMARK(record_one_durable)->UseManualTime()->Iterations(1);

// Entries per second over the last 100,000 entries before each mark.
void grow(benchmark::State& state, cli::IdShape ids) {
  constexpr std::size_t kWindow = 100'000;
  const std::size_t last = entries_wanted(5'000'000);
  for (auto _ : state) {
    const ScratchFolder folder;
    ManualClock clock(cli::workload_now());
    service::BookFile file(folder.file("grown.quits"), storage::Mode::create, clock);
    cli::Workload workload(options_of(cli::Sellers::random, ids));
    workload.open(file.book());
    double seconds = 0;
    Measure window;
    for (std::size_t done = 0; done < last;) {
      const auto facts = workload.sales(kBatch);
      timed(window, [&] { cli::record_all(file.book(), facts); });
      done += kBatch;
      if (done % kWindow != 0) continue;
      if (done == kWindow || done == 1'000'000 || done == last) {
        state.counters["at_" + std::to_string(done)] = kWindow / window.wall_seconds();
        state.counters["at_" + std::to_string(done) + "_cpu"] = kWindow / window.cpu_seconds();
      }
      seconds += window.wall_seconds();
      window = {};
    }
    state.SetIterationTime(seconds);
  }
}
BENCHMARK_CAPTURE(grow, ordered_ids, cli::IdShape::ordered)->UseManualTime()->Iterations(1);
BENCHMARK_CAPTURE(grow, random_ids, cli::IdShape::random)->UseManualTime()->Iterations(1);

}  // namespace
}  // namespace quits::bench
