// kill -9 at random moments, 200 times: what the program said it recorded is there, and the work
// goes on to the same totals as without any kill.
//
// The work is a list of commands: imports of three files each, and a close and a settlement of each
// month. Each is started again until it says that it is done; an import says "FILE: ..." when all
// rows of a file are safe, which is what it acknowledges before its end.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <thread>

#include "base/clock.h"
#include "service/book_file.h"
#include "tests/cli/sample_folder.h"

namespace quits::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kKills = 200;
constexpr int kMonths = 12;
constexpr int kFilesPerMonth = 24;
constexpr int kFilesPerImport = 3;
constexpr int kRowsPerFile = 100;
constexpr int kKillsBetweenVerifies = 20;
constexpr int kKillsPerStep = 3;  // then it may end: most kills fall into imports on any machine

std::string month_text(int month) {
  return (month < 10 ? "2023-0" : "2023-") + std::to_string(month);
}
std::string file_name(int month, int file) {
  return "sales-" + month_text(month) + "-" + std::to_string(file) + ".csv";
}
std::string row_id(const std::string& file, int row) { return file + "/" + std::to_string(row); }

std::string rows_of(const std::string& name, int month, std::mt19937_64& random) {
  std::string text = "id,partner,day,amount\n";
  for (int row = 0; row < kRowsPerFile; ++row) {
    const std::string day = std::to_string(10 + random() % 18);
    const std::string cents = std::to_string(10 + random() % 90);
    text += row_id(name, row) + (random() % 3 == 0 ? ",SUED," : ",NORD,") + month_text(month) +
            "-" + day + "," + std::to_string(random() % 1000) + "." + cents + "\n";
  }
  return text;
}

struct Step {
  std::string kind;
  std::string line;
  std::vector<std::string> files;      // of an import
  std::chrono::microseconds usual{0};  // how long it takes undisturbed
};

std::vector<Step> steps() {
  std::vector<Step> steps;
  for (int month = 1; month <= kMonths; ++month) {
    for (int first = 0; first < kFilesPerMonth; first += kFilesPerImport) {
      Step step{"import", "import --mapping sales.mapping --batch 10", {}, {}};
      for (int file = first; file < first + kFilesPerImport; ++file) {
        step.files.push_back(file_name(month, file));
        step.line += " " + step.files.back();
      }
      steps.push_back(std::move(step));
    }
    steps.push_back({"close", "period close " + month_text(month), {}, {}});
    steps.push_back({"settle", "settle " + month_text(month), {}, {}});
  }
  return steps;
}

// The folder, a book with two partners, and the files to import.
class Work {
 public:
  explicit Work(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    scratch_.write("sales.mapping", sound_mapping());
    scratch_.write("reseller.terms",
                   "currency: \"EUR\"\n"
                   "plan { name: \"standard\" rule: RULE_MARGINAL basis: BASIS_CUMULATIVE window: "
                   "WINDOW_YEAR\n"
                   "  band { from: \"0\" rate: \"5 %\" } band { from: \"100000\" rate: \"8 %\" } "
                   "band { from: \"400000\" rate: \"10 %\" } }\n"
                   "fee { name: \"program fee\" amount: \"150\" when: FEE_WHEN_ACTIVE }\n"
                   "payment { due_days: 14 minimum_payout: \"2500\" }\n");
    for (int month = 1; month <= kMonths; ++month) {
      for (int file = 0; file < kFilesPerMonth; ++file) {
        const std::string name = file_name(month, file);
        scratch_.write(name, rows_of(name, month, random));
      }
    }
  }

  void make_book(const std::string& book) {
    book_ = book;
    for (const char* line : {"init --operator ACME --name ACME", "party add NORD --name Nord",
                             "party add SUED --name Sued",
                             "agreement propose reseller.terms --agreement reseller --partner NORD "
                             "--partner SUED --from 2023-01-01",
                             "agreement accept reseller/NORD --version 1",
                             "agreement accept reseller/SUED --version 1"}) {
      const Outcome outcome = start(line).wait();
      ASSERT_EQ(outcome.exit_code, 0) << line << ": " << outcome;
    }
  }

  Process start(const std::string& line) const {
    std::vector<std::string> words = words_of(line);
    words.insert(words.begin(), quits_program());
    return Process::start(std::move(words),
                          {.environment = {{"QUITS_BOOK", book_}, {"QUITS_ACTOR", "anna"}},
                           .directory = scratch_.path()});
  }
  std::string output_of(const std::string& line) const {
    const Outcome outcome = start(line).wait();
    EXPECT_EQ(outcome.exit_code, 0) << line << ": " << outcome;
    return outcome.output;
  }
  std::string book() const { return (scratch_ / book_).string(); }

 private:
  ScratchDirectory scratch_;
  std::string book_;
};

// What a look into the book after a kill finds.
struct Seen {
  std::uint64_t entries = 0;
  std::size_t missing = 0;  // rows of acknowledged files that are not there
};

Seen look(const Work& work, const std::vector<std::string>& acknowledged) {
  SystemClock clock;
  service::BookFile file(work.book(), storage::Mode::open, clock);
  Seen seen{file.book().log().size(), 0};
  for (const std::string& name : acknowledged) {
    for (int row = 0; row < kRowsPerFile; ++row) {
      if (!file.book().find(FactId{"billing", row_id(name, row)})) ++seen.missing;
    }
  }
  return seen;
}

class Killer {
 public:
  Killer(Work& work, std::uint64_t seed) : work_(work), random_(seed) {}

  // Starts the step until it is done, and kills it up to three times on the way.
  void work_through(const Step& step) {
    for (int kill = 0; kill < kKillsPerStep && kills < kKills; ++kill) {
      if (attempt(step)) return;
    }
    work_.output_of(step.line);  // a step that was done already changes nothing
    entries_ = look(work_, {}).entries;
  }

  // Starts the step and kills it after a random part of its usual time; true when it was done
  // before.
  bool attempt(const Step& step) {
    ++attempts;
    Process process = work_.start(step.line);
    std::this_thread::sleep_for(random_delay(step));
    process.kill(SIGKILL);
    const Outcome outcome = process.wait();
    const Seen seen = look(work_, acknowledged_by(step, outcome));
    EXPECT_EQ(seen.missing, 0U) << step.line << ": " << outcome;
    EXPECT_GE(seen.entries, entries_) << "entries are gone after: " << step.line;
    if (outcome.signal == SIGKILL) note_kill(step, seen.entries > entries_);
    learn_pace(outcome.signal == SIGKILL, seen.entries > entries_);
    entries_ = seen.entries;
    if (outcome.signal != 0) return false;
    EXPECT_EQ(outcome.exit_code, 0) << step.line << ": " << outcome;
    return true;
  }

  int kills = 0;
  int attempts = 0;
  int kills_in_imports = 0;
  int kills_that_cut = 0;  // some of the command's work was done, and some was not

 private:
  std::chrono::microseconds random_delay(const Step& step) {
    const auto most = static_cast<std::uint64_t>(step.usual.count() * pace_percent_ / 100) + 1;
    return std::chrono::microseconds(random_() % most);
  }

  // The machine may have become slower or faster since the usual times were taken: kills that come
  // before any work, or after all of it, would show little.
  void learn_pace(bool killed, bool grown) {
    if (killed && grown) return;
    pace_percent_ = killed ? std::min(pace_percent_ * 5 / 4, kSlowestPercent)
                           : std::max(pace_percent_ * 4 / 5, kFastestPercent);
  }

  static std::vector<std::string> acknowledged_by(const Step& step, const Outcome& outcome) {
    std::vector<std::string> files;
    for (const std::string& file : step.files) {
      if (outcome.signal == 0 || outcome.errors.find(file + ": ") != std::string::npos)
        files.push_back(file);
    }
    return files;
  }

  void note_kill(const Step& step, bool grown) {
    ++kills;
    if (step.kind == "import") ++kills_in_imports;
    if (grown) ++kills_that_cut;
    if (kills % kKillsBetweenVerifies == 0) work_.output_of("verify");
  }

  static constexpr std::int64_t kFastestPercent = 25;
  static constexpr std::int64_t kSlowestPercent = 1000;

  Work& work_;
  std::mt19937_64 random_;
  std::uint64_t entries_ = 0;
  std::int64_t pace_percent_ = 100;  // of the usual times
};

// Runs everything in peace, and learns how long each step takes.
std::string undisturbed(Work& work, std::vector<Step>& steps) {
  work.make_book("calm.quits");
  for (Step& step : steps) {
    const auto begin = Clock::now();
    const Outcome outcome = work.start(step.line).wait();
    step.usual = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
    EXPECT_EQ(outcome.exit_code, 0) << step.line << ": " << outcome;
  }
  work.output_of("verify");
  return work.output_of("register --csv");
}

std::uint64_t seed_of_this_run() {
  const char* given = std::getenv("QUITS_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
}

TEST(KillHeavy, nothing_acknowledged_is_lost_and_the_work_goes_on_to_the_same_totals) {
  const std::uint64_t seed = seed_of_this_run();
  std::printf("seed %llu (QUITS_SEED repeats it)\n", static_cast<unsigned long long>(seed));
  Work work(seed);
  std::vector<Step> all = steps();
  const std::string expected = undisturbed(work, all);

  work.make_book("killed.quits");
  Killer killer(work, seed);
  for (const Step& step : all) {
    killer.work_through(step);
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
  }
  // Kills that are left find imports of what is there already.
  for (std::size_t i = 0; killer.kills < kKills; i = (i + 1) % all.size()) {
    if (all[i].kind == "import") killer.attempt(all[i]);
  }

  std::printf("%d kills in %d attempts: %d in imports, %d with some of the work done\n",
              killer.kills, killer.attempts, killer.kills_in_imports, killer.kills_that_cut);
  EXPECT_GT(killer.kills_in_imports, kKills / 2);
  EXPECT_GT(killer.kills_that_cut, kKills / 8);
  EXPECT_EQ(work.output_of("register --csv"), expected) << "seed " << seed;
  work.output_of("verify --deep");
}

}  // namespace
}  // namespace quits::test
