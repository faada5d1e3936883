// Questions to a grown book: opening it, a balance, a statement, one entry, the register, and
// verify.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "base/check.h"
#include "bench/scratch_folder.h"
#include "bench/service/grown_book.h"
#include "cli/bench_workload.h"
#include "ledger/balances.h"
#include "program/parties.h"
#include "service/book_file.h"
#include "settlement/register.h"
#include "settlement/statement.h"

namespace quits::bench {
namespace {

constexpr const char* kPartner = "PARTNER-00007";

Period first_month() { return Period::parse("2025-01").value(); }

// A book that is open for reading, and the clock it needs.
struct Reader {
  ManualClock clock{cli::workload_now()};
  service::BookFile file{grown_book().file, storage::Mode::open_read_only, clock};
};

void open_book(benchmark::State& state) {
  const std::string file = grown_book().file;
  ManualClock clock(cli::workload_now());
  for (auto _ : state) {
    service::BookFile opened(file, storage::Mode::open, clock);
    benchmark::DoNotOptimize(opened.book().find({"billing", "none"}));
  }
}
BENCHMARK(open_book)->Unit(benchmark::kMillisecond);

void balance_of_party(benchmark::State& state) {
  Reader reader;
  const auto party = program::party_by_key(reader.file.database(), kPartner);
  CHECK(party.has_value(), "the workload has that partner");
  for (auto _ : state) {
    benchmark::DoNotOptimize(ledger::movements(reader.file.database(), party->number));
  }
}
BENCHMARK(balance_of_party)->Unit(benchmark::kMillisecond);

void balance_of_book(benchmark::State& state) {
  Reader reader;
  for (auto _ : state)
    benchmark::DoNotOptimize(ledger::movements(reader.file.database(), std::nullopt));
}
BENCHMARK(balance_of_book)->Unit(benchmark::kMillisecond);

void statement(benchmark::State& state) {
  Reader reader;
  for (auto _ : state) {
    const auto made = settlement::statement_of(reader.file.book(), kPartner, first_month());
    CHECK(made.has_value(), "no statement: {}", to_string(made.error()));
    benchmark::DoNotOptimize(made->sections.size());
  }
}
BENCHMARK(statement)->Unit(benchmark::kMillisecond);

void register_of_month(benchmark::State& state) {
  Reader reader;
  for (auto _ : state)
    benchmark::DoNotOptimize(settlement::register_rows(reader.file.database(), first_month()));
}
BENCHMARK(register_of_month)->Unit(benchmark::kMillisecond);

void verify_book(benchmark::State& state) {
  Reader reader;
  std::uint64_t entries = 0;
  for (auto _ : state) {
    const auto report = reader.file.verify(false);
    CHECK(report.clean(), "the grown book is not sound");
    entries += report.entries;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(entries));
}
BENCHMARK(verify_book)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

// Not a time: what a sale takes on disk, indexes included, and what a new book takes.
void disk(benchmark::State& state) {
  const ScratchFolder folder;
  ManualClock clock(cli::workload_now());
  grow_book(folder.file("without.quits"), 0, 1000, 3);
  const auto size_of = [&](const std::string& name) {
    service::BookFile file(name, storage::Mode::open_read_only, clock);
    return static_cast<double>(file.database().size_bytes());
  };
  const GrownBook& grown = grown_book();
  const double without = size_of(folder.file("without.quits"));
  const double bytes = size_of(grown.file) - without;
  { const service::BookFile empty(folder.file("empty.quits"), storage::Mode::create, clock); }
  for (auto _ : state) {
  }
  state.counters["bytes_per_sale"] = bytes / static_cast<double>(grown.entries);
  state.counters["empty_bytes"] = size_of(folder.file("empty.quits"));
}
BENCHMARK(disk)->Iterations(1);

}  // namespace
}  // namespace quits::bench
