// quits demo: plays a story of examples/ in a book of its own.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/failure.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/first_quarter.h"
#include "cli/partner_year.h"
#include "cli/program.h"
#include "cli/story.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"demo",
                            "Show a small partner program, from sales to verified statements",
                            "  quits demo\n"
                            "  quits demo first-quarter\n"
                            "  quits --book demo.quits demo\n"};

constexpr std::int64_t kMicrosPerMinute = 60'000'000;
constexpr std::string_view kStoryFile = "story";

struct ExampleFile {
  std::string_view name;
  std::string_view text;
};

struct Example {
  std::string_view name;
  std::vector<ExampleFile> files;
};

template <class Files>
Example example_of(std::string_view name, const Files& files) {
  Example example{name, {}};
  for (const auto& file : files) example.files.push_back({file.name, file.text});
  return example;
}

Result<Example> example_named(const std::string& name) {
  std::vector<Example> all;
  all.push_back(example_of("partner-year", partner_year::kFiles));
  all.push_back(example_of("first-quarter", first_quarter::kFiles));
  std::vector<std::string_view> names;
  for (Example& example : all) {
    if (example.name == name) return std::move(example);
    names.push_back(example.name);
  }
  const std::string near = closest(name, names);
  return refuse(Code::usage, fmt::format("there is no story \"{}\"", name),
                near.empty() ? "there are partner-year and first-quarter"
                             : fmt::format("did you mean \"{}\"?", near));
}

void write_files(const Example& example, const std::filesystem::path& folder) {
  for (const ExampleFile& file : example.files) {
    std::ofstream out(folder / file.name, std::ios::binary);
    out << file.text;
    if (!out.flush()) {
      throw Failure(Code::unavailable,
                    fmt::format("cannot write {}", (folder / file.name).string()));
    }
  }
}

std::filesystem::path fresh_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "quits-demo-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr)
    throw Failure(Code::unavailable, fmt::format("cannot make a folder {}", path));
  return path;
}

// As a shell would want it.
std::string shown(const std::vector<std::string>& words) {
  std::string line = "$ quits";
  for (const std::string& word : words) {
    const bool is_plain = !word.empty() && word.find(' ') == std::string::npos;
    line += is_plain ? " " + word : " \"" + word + "\"";
  }
  return line;
}

// While it lives, standard output goes nowhere.
class Silence {
 public:
  Silence() : kept_(dup(STDOUT_FILENO)) {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept_ < 0 || nowhere < 0) throw Failure(Code::unavailable, "cannot open /dev/null");
    dup2(nowhere, STDOUT_FILENO);
    close(nowhere);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    std::fflush(stdout);
    dup2(kept_, STDOUT_FILENO);
    close(kept_);
  }

 private:
  int kept_;
};

int run_command(const StoryCommand& command, ManualClock& clock, Output& output) {
  output.line("{}", output.ink().paint(Style::good, shown(command.words)));
  output.flush();
  std::vector<std::string> words{"quits"};
  words.insert(words.end(), command.words.begin(), command.words.end());
  clock.advance(kMicrosPerMinute);
  std::optional<Silence> silence;
  if (command.is_silent) silence.emplace();
  return run_program(clock, words);
}

int play(const std::vector<StoryStep>& steps, Output& output) {
  ManualClock clock;
  for (const StoryStep& step : steps) {
    if (step.time) clock.set(*step.time);
    if (!step.says.empty()) output.line("\n{}", output.ink().paint(Style::strong, "# " + step.says));
    for (const StoryCommand& command : step.commands) {
      if (const int status = run_command(command, clock, output); status != 0) return status;
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

Status run_demo(Session& session, const std::string& name) {
  TRY(const Example example, example_named(name));
  const auto story = std::find_if(example.files.begin(), example.files.end(),
                                  [](const ExampleFile& file) { return file.name == kStoryFile; });
  CHECK(story != example.files.end(), "{} has no story", example.name);
  TRY(const auto steps, parse_story(story->text));
  const std::filesystem::path folder = fresh_folder();
  const std::filesystem::path book = demo_book(session, folder);
  write_files(example, folder);
  std::filesystem::current_path(folder);
  setenv("QUITS_BOOK", book.c_str(), 1);
  setenv("QUITS_ACTOR", "maria", 1);
  Output& output = session.output();
  output.line("$ cd {}; export QUITS_BOOK={} QUITS_ACTOR=maria", folder.string(), book.string());
  if (const int status = play(steps, output); status != 0) {
    session.exit_with(status);
    return {};
  }
  output.line("\nThe book is {}\nthe files it was made from are in {}", book.string(),
              folder.string());
  output.line("Go on with it:\n  export QUITS_BOOK={}\n  quits register\n  quits --help",
              book.string());
  return {};
}

}  // namespace

void add_demo_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto name = std::make_shared<std::string>("partner-year");
  command.add_option("STORY", *name, "partner-year or first-quarter")->capture_default_str();
  on_run(command, session, [&session, name] { return run_demo(session, *name); });
}

}  // namespace quits::cli
