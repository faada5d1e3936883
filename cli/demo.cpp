// quits demo: the first quarter of a small partner program, from sales lines to verified
// statements.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/failure.h"
#include "cli/commands.h"
#include "cli/first_quarter.h"
#include "cli/program.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"demo",
                            "Show a small partner program, from sales to verified statements",
                            "  quits demo\n  quits --book demo.quits demo\n"};

constexpr const char* kStartsAt = "2026-04-02T09:00:00Z";
constexpr std::int64_t kMicrosPerMinute = 60'000'000;

struct Step {
  std::string_view says;                        // before it; may be empty
  std::vector<std::vector<const char*>> lines;  // each after `quits`
};

std::vector<Step> opening() {
  return {
      {"Acme Software runs a partner program. It keeps one book with its three partners.",
       {{"init", "--operator", "ACME", "--name", "Acme Software GmbH", "--country", "DE",
         "--vat-id", "DE129274202"},
        {"record", "parties.txtpb"}}},
      {"Each partner has terms of its own. One side proposes them, the other accepts.",
       {{"agreement", "propose", "domestic.terms", "--agreement", "domestic", "--partner",
         "BRUNNER", "--from", "2026-01-01"},
        {"agreement", "propose", "abroad.terms", "--agreement", "abroad", "--partner", "LUMIERE",
         "--from", "2026-01-01"},
        {"agreement", "propose", "trainer.terms", "--agreement", "trainer", "--partner", "NORDLYS",
         "--from", "2026-01-01"},
        {"--as", "brunner", "agreement", "accept", "domestic", "--version", "1", "--by", "BRUNNER"},
        {"--as", "lumiere", "agreement", "accept", "abroad", "--version", "1", "--by", "LUMIERE"},
        {"--as", "nordlys", "agreement", "accept", "trainer", "--version", "1", "--by",
         "NORDLYS"}}},
      {"The shop sends a quarter of sales. Sent twice, they are in the book once.",
       {{"import", "sales.csv", "--mapping", "sales.mapping"},
        {"import", "sales.csv", "--mapping", "sales.mapping"}}},
      {"Training, a refund, and a goodwill payment that a second person approves.",
       {{"record", "training.txtpb", "corrections.txtpb"},
        {"--as", "paul", "approve", "support:goodwill-4"}}},
  };
}

std::vector<Step> month_ends() {
  return {
      {"January ends: fees fall due, both sides invoice, and the invoices are set off.",
       {{"period", "close", "2026-01"}, {"settle", "2026-01", "--on", "2026-02-05"}}},
      {"February and March.",
       {{"period", "close", "2026-02"},
        {"settle", "2026-02", "--on", "2026-03-05"},
        {"period", "close", "2026-03"},
        {"settle", "2026-03", "--on", "2026-04-02"}}},
  };
}

std::vector<Step> questions() {
  return {
      {"The quarter at a glance: each partner, each month.", {{"register"}}},
      {"BRUNNER came out at zero in January: the two are quits, and both can see every line.",
       {{"statement", "BRUNNER", "--period", "2026-01"}}},
      {"Why is that sale's commission what it is? It lifted the whole month to the next rate.",
       {{"explain", "shop:S-1004/2"}}},
      {"And nobody changed anything: every table is made again from the log and compared.",
       {{"verify"}}},
  };
}

void write_files(const std::filesystem::path& folder) {
  for (const first_quarter::File& file : first_quarter::kFiles) {
    std::ofstream out(folder / file.name, std::ios::binary);
    out << file.text;
    if (!out.flush())
      throw Failure(Code::unavailable,
                    fmt::format("cannot write {}", (folder / file.name).string()));
  }
}

std::filesystem::path fresh_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "quits-demo-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr)
    throw Failure(Code::unavailable, fmt::format("cannot make a folder {}", path));
  return path;
}

// As a shell would want it.
std::string shown(const std::vector<const char*>& words) {
  std::string line = "$ quits";
  for (const std::string word : words)
    line += word.find(' ') == std::string::npos ? " " + word : " \"" + word + "\"";
  return line;
}

int run_steps(Session& session, const std::vector<Step>& steps, ManualClock& clock) {
  Output& output = session.output();
  for (const Step& step : steps) {
    output.line("\n{}", output.ink().paint(Style::strong, fmt::format("# {}", step.says)));
    for (const auto& line : step.lines) {
      output.line("{}", output.ink().paint(Style::good, shown(line)));
      std::vector<std::string> words{"quits"};
      words.insert(words.end(), line.begin(), line.end());
      clock.advance(kMicrosPerMinute);
      if (const int status = run_program(clock, words); status != 0) return status;
    }
  }
  return 0;
}

// A book named by QUITS_BOOK is somebody's real one: only --book counts here.
std::filesystem::path demo_book(const Session& session, const std::filesystem::path& folder) {
  const char* real = std::getenv("QUITS_BOOK");
  const bool named = session.names_a_book() && (real == nullptr || session.book_location() != real);
  if (!named) return folder / "acme.quits";
  if (std::filesystem::exists(session.book_location())) {
    throw Failure(Code::already_exists,
                  fmt::format("something is at {} already", session.book_location()),
                  "the demo makes a book of its own");
  }
  return std::filesystem::absolute(session.book_location());
}

Status run_demo(Session& session) {
  const std::filesystem::path folder = fresh_folder();
  const std::filesystem::path book = demo_book(session, folder);
  write_files(folder);
  std::filesystem::current_path(folder);
  setenv("QUITS_BOOK", book.c_str(), 1);
  setenv("QUITS_ACTOR", "maria", 1);
  TRY(const Timestamp start, Timestamp::parse(kStartsAt));
  ManualClock clock(start);
  session.output().line("$ cd {}; export QUITS_BOOK={} QUITS_ACTOR=maria", folder.string(),
                        book.string());
  for (const auto& steps : {opening(), month_ends(), questions()}) {
    if (const int status = run_steps(session, steps, clock); status != 0) {
      session.exit_with(status);
      return {};
    }
  }
  session.output().line("\nThe book is {}\nthe files it was made from are in {}", book.string(),
                        folder.string());
  session.output().line(
      "Go on with it:\n  export QUITS_BOOK={}\n  quits statement LUMIERE --period 2026-02\n  quits "
      "--help",
      book.string());
  return {};
}

}  // namespace

void add_demo_command(CLI::App& app, Session& session) {
  on_run(add_command(app, kText), session, [&session] { return run_demo(session); });
}

}  // namespace quits::cli
