// quits bench: a handful of numbers about this machine and this build.
#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "cli/bench_workload.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "ledger/balances.h"
#include "program/parties.h"
#include "service/book_file.h"
#include "settlement/statement.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "bench", "Measure recording, verifying and reading on a made-up book",
    "  quits bench\n"
    "  quits bench --entries 1000000 --partners 1000\n"
    "  quits bench --entries 0 --keep program.quits    # keep a program of 1,000 partners\n"};

constexpr std::size_t kBatch = 1000;
constexpr int kSingleFacts = 200;
constexpr int kQuestions = 50;

struct Options {
  std::uint64_t entries = 100'000;
  std::size_t partners = 1000;
  std::string keep;
};

// A folder of its own for the book, unless it is kept.
class BenchPlace {
 public:
  explicit BenchPlace(const std::string& keep) : file_(keep) {
    if (!keep.empty()) return;
    folder_ = std::filesystem::temp_directory_path() / fmt::format("quits-bench-{}", getpid());
    std::filesystem::create_directory(folder_);
    file_ = (folder_ / "bench.quits").string();
  }
  ~BenchPlace() {
    std::error_code ignored;  // what is left over harms nobody
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  BenchPlace(const BenchPlace&) = delete;
  BenchPlace& operator=(const BenchPlace&) = delete;

  const std::string& file() const { return file_; }

 private:
  std::filesystem::path folder_;
  std::string file_;
};

// The numbers, as rows of what, how much, unit.
class Report {
 public:
  Report() : table_({"what", {"measured", Align::right}, "unit"}) {}

  void rate(const std::string& what, std::uint64_t count, std::int64_t micros) {
    const auto per_second =
        count * 1'000'000 / static_cast<std::uint64_t>(std::max<std::int64_t>(micros, 1));
    table_.add({what, count_cell(per_second), "entries/s"});
  }
  void milliseconds(const std::string& what, std::int64_t micros) {
    table_.add({what, fmt::format("{}.{:03}", micros / 1000, micros % 1000), "ms"});
  }
  void amount(const std::string& what, std::uint64_t amount, const char* unit) {
    table_.add({what, count_cell(amount), unit});
  }

  const Table& table() const { return table_; }

 private:
  Table table_;
};

template <class Work>
std::int64_t micros_of(const Work& work) {
  const Stopwatch watch;
  work();
  return watch.micros();
}

// The median of so many runs.
template <class Work>
std::int64_t median_micros_of(int runs, const Work& work) {
  std::vector<std::int64_t> micros;
  for (int i = 0; i < runs; ++i) micros.push_back(micros_of(work));
  std::sort(micros.begin(), micros.end());
  return micros[micros.size() / 2];
}

void measure_recording(service::BookFile& file, const Options& options, Report& report,
                       const Output& output) {
  Workload workload({options.partners, 1, IdShape::ordered, Sellers::random, 1});
  workload.open(file.book());
  const std::uint64_t before = file.database().size_bytes();
  Progress progress(output, "recording", "entries");
  std::int64_t micros = 0;
  for (std::uint64_t done = 0; done < options.entries;) {
    const auto facts = workload.sales(std::min<std::uint64_t>(kBatch, options.entries - done));
    micros += micros_of([&] { record_all(file.book(), facts); });
    done += facts.size();
    progress.show(done, options.entries, done);
  }
  if (options.entries == 0) return;
  const std::uint64_t grown = file.database().size_bytes() - before;
  report.rate("recording, 1,000 facts a commit", options.entries, micros);
  report.milliseconds("recording, one fact a commit", median_micros_of(kSingleFacts, [&] {
                        record_all(file.book(), workload.sales(1));
                      }));
  report.amount("disk of one sale, indexes included", grown / options.entries, "bytes");
}

void measure_questions(service::BookFile& file, Report& report) {
  const Period month = Period::parse("2025-01").value();
  const auto partner = program::party_by_key(file.database(), partner_key(0));
  CHECK(partner.has_value(), "the workload has a first partner");
  report.milliseconds("balance of a partner", median_micros_of(kQuestions, [&] {
                        ledger::movements(file.database(), partner->number);
                      }));
  report.milliseconds("statement of a partner", median_micros_of(kQuestions, [&] {
                        const auto made =
                            settlement::statement_of(file.book(), partner->key, month);
                        CHECK(made.has_value(), "no statement: {}", to_string(made.error()));
                      }));
}

void measure_verify(service::BookFile& file, Report& report) {
  const ledger::VerifyReport verified = file.verify(false);
  CHECK(verified.clean(), "the made-up book is not sound: run `quits verify` on one that is kept");
  report.rate("verify", verified.entries, verified.micros);
}

void measure_month_end(service::BookFile& file, Report& report) {
  program::FactCodec codec;
  program::PeriodClosed closing;
  program::PeriodSettled settling;
  closing.period = settling.period = Period::parse("2025-01").value();
  report.milliseconds("close of the month", micros_of([&] {
                        record_all(file.book(), {{{"bench", "close"}, codec.encode(closing)}});
                      }));
  report.milliseconds("settlement of the month", micros_of([&] {
                        record_all(file.book(), {{{"bench", "settle"}, codec.encode(settling)}});
                      }));
}

std::uint64_t peak_memory_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) / 1024;
}

Status run_bench(Session& session, const Options& options) {
  Output& output = session.output();
  if (output.wants_json())
    return refuse(Code::usage, "bench prints no JSON",
                  "say --csv for a table that a program can read");
  const BenchPlace place(options.keep);
  ManualClock clock(workload_now());
  Report report;
  {
    service::BookFile made(place.file(), storage::Mode::create, clock);
    measure_recording(made, options, report, output);
  }
  if (options.entries > 0) {
    report.milliseconds("opening the book", median_micros_of(kQuestions, [&] {
                          const service::BookFile opened(place.file(), storage::Mode::open, clock);
                        }));
    service::BookFile file(place.file(), storage::Mode::open, clock);
    measure_questions(file, report);
    measure_verify(file, report);
    measure_month_end(file, report);
    report.amount("memory at its peak", peak_memory_mebibytes(), "MiB");
    output.print(report.table());
  }
  if (!options.keep.empty()) output.note("the book is kept as {}", options.keep);
  return {};
}

}  // namespace

void add_bench_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<Options>();
  command.add_option("--entries", options->entries, "So many sales")->capture_default_str();
  command.add_option("--partners", options->partners, "Of so many partners, one agreement each")
      ->check(CLI::Range(1, 99'999))
      ->capture_default_str();
  command
      .add_option("--keep", options->keep, "Leave the book in this file; nothing may be there yet")
      ->type_name("FILE");
  on_run(command, session, [&session, options] { return run_bench(session, *options); });
}

}  // namespace quits::cli
