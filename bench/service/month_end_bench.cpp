// Closing and settling a month of 10,000 partners and a million sales (or QUITS_BENCH_ENTRIES).
#include <benchmark/benchmark.h>

#include "bench/measure.h"
#include "bench/scratch_folder.h"
#include "bench/service/grown_book.h"
#include "cli/bench_workload.h"
#include "service/book_file.h"

namespace quits::bench {
namespace {

void record_one(service::BookFile& file, const std::string& id, const program::Fact& fact) {
  program::FactCodec codec;
  cli::record_all(file.book(), {{{"bench", id}, codec.encode(fact)}});
}

void close_and_settle(benchmark::State& state) {
  const Period month = Period::parse("2025-01").value();
  for (auto _ : state) {
    const ScratchFolder folder;
    grow_book(folder.file("month.quits"), entries_wanted(1'000'000), 10'000, 1);
    ManualClock clock(cli::workload_now());
    service::BookFile file(folder.file("month.quits"), storage::Mode::open, clock);
    program::PeriodClosed closing;
    closing.period = month;
    program::PeriodSettled settling;
    settling.period = month;
    Measure close;
    Measure settle;
    timed(close, [&] { record_one(file, "close", closing); });
    timed(settle, [&] { record_one(file, "settle", settling); });
    state.SetIterationTime(close.wall_seconds() + settle.wall_seconds());
    state.counters["close_s"] = close.wall_seconds();
    state.counters["settle_s"] = settle.wall_seconds();
    state.counters["cpu_s"] = close.cpu_seconds() + settle.cpu_seconds();
  }
}
BENCHMARK(close_and_settle)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);

}  // namespace
}  // namespace quits::bench
