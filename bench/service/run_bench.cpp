// A settlement run over a month: one party for twenty documents, a tenth of them invoices of the
// book's own close, the rest debts that partners reported of each other, through the same door as
// everything.
//
// Who owes whom is drawn unevenly (a party's number is the smaller of three draws), amounts spread
// over four orders of magnitude, due dates over a month. The same size gives the same book on every
// machine.
#include <benchmark/benchmark.h>
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>

#include "base/check.h"
#include "bench/measure.h"
#include "bench/scratch_folder.h"
#include "cli/bench_workload.h"
#include "service/book_file.h"
#include "settlement/runs.h"

namespace quits::bench {
namespace {

constexpr std::size_t kDocumentsPerParty = 20;
constexpr std::size_t kBatch = 1000;

class Debts {
 public:
  explicit Debts(std::size_t parties) : parties_(parties) {}

  program::ObligationReported next() {
    program::ObligationReported debt;
    debt.debtor = party();
    do {
      debt.creditor = party();
    } while (debt.creditor == debt.debtor);
    std::uint64_t minor = 100 + random() % 900;
    for (std::uint64_t zeros = random() % 4; zeros > 0; --zeros) minor *= 10;
    debt.amount = Decimal::from_millionths(static_cast<std::int64_t>(minor) * 10'000);
    debt.currency = Currency::parse("EUR").value();
    debt.on = Date::parse_iso("2025-01-15").value();
    debt.due_on = debt.on.plus_days(static_cast<std::int32_t>(random() % 30)).value();
    debt.reported_by = debt.creditor;
    return debt;
  }

 private:
  // SplitMix64.
  std::uint64_t random() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  std::string party() {
    return cli::partner_key(
        std::min({random() % parties_, random() % parties_, random() % parties_}));
  }

  std::size_t parties_;
  std::uint64_t state_ = 42;
};

void record(service::BookFile& file, const std::string& id, const program::Fact& fact,
            const char* actor) {
  program::FactCodec codec;
  ledger::RecordOptions options;
  options.actor = actor;
  const std::vector<ledger::Submission> facts{{{"bench", id}, codec.encode(fact)}};
  const auto result = file.book().record(facts, options);
  CHECK(result.committed, "the run was refused: {}", to_string(result.receipts.back().error()));
}

// Each partner sells once and pays its fee: two invoices of the close.
void fill(service::BookFile& file, std::size_t documents, Measure& reporting) {
  const std::size_t parties = documents / kDocumentsPerParty;
  cli::WorkloadOptions options;
  options.partners = parties;
  options.sellers = cli::Sellers::round_robin;
  options.nets_among_many = true;
  cli::Workload workload(options);
  workload.open(file.book());
  cli::record_all(file.book(), workload.sales(parties));
  program::PeriodClosed closing;
  closing.period = Period::parse("2025-01").value();
  record(file, "close", closing, "anna");
  Debts debts(parties);
  program::FactCodec codec;
  std::vector<ledger::Submission> batch;
  for (std::size_t made = 2 * parties; made < documents; ++made) {
    batch.push_back({{"bench", fmt::format("debt-{:08}", made)}, codec.encode(debts.next())});
    if (batch.size() < kBatch && made + 1 < documents) continue;
    timed(reporting, [&] { cli::record_all(file.book(), batch); });
    batch.clear();
  }
}

template <class Step>
Step step(const char* run) {
  Step fact;
  fact.run = run;
  return fact;
}

void settlement_run(benchmark::State& state) {
  const auto documents = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    const ScratchFolder folder;
    ManualClock clock(cli::workload_now());
    service::BookFile file(folder.file("run.quits"), storage::Mode::create, clock);
    Measure reporting, collecting, proposing, posting, verifying;
    fill(file, documents, reporting);
    program::RunOpened opened;
    opened.run = "r";
    opened.on = Date::parse_iso("2025-02-15").value();
    record(file, "open", opened, "anna");
    timed(collecting, [&] { record(file, "collect", step<program::RunCollected>("r"), "anna"); });
    timed(proposing, [&] { record(file, "propose", step<program::RunProposed>("r"), "anna"); });
    record(file, "approve", program::RunApproved{"r", 1}, "ben");
    timed(posting, [&] { record(file, "post", step<program::RunPosted>("r"), "anna"); });
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    timed(verifying, [&] { CHECK(file.verify(false).clean(), "the run is not clean"); });
    state.SetIterationTime(collecting.wall_seconds() + proposing.wall_seconds() +
                           posting.wall_seconds());
    state.counters["report_s"] = reporting.wall_seconds();
    state.counters["collect_s"] = collecting.wall_seconds();
    state.counters["propose_s"] = proposing.wall_seconds();
    state.counters["post_s"] = posting.wall_seconds();
    state.counters["verify_s"] = verifying.wall_seconds();
    state.counters["run_cpu_s"] =
        collecting.cpu_seconds() + proposing.cpu_seconds() + posting.cpu_seconds();
    state.counters["peak_mb"] = static_cast<double>(usage.ru_maxrss) / 1024;
  }
}
BENCHMARK(settlement_run)
    ->Arg(20'000)
    ->Arg(100'000)
    ->Arg(200'000)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(1);

}  // namespace
}  // namespace quits::bench
