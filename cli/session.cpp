#include "cli/session.h"

#include <pwd.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <algorithm>

#include "base/check.h"
#include "base/failure.h"

namespace quits::cli {
namespace {

// The name the system knows the user by; empty when it knows none.
std::string login_name() {
  const passwd* entry = getpwuid(geteuid());
  return entry == nullptr || entry->pw_name == nullptr ? std::string()
                                                       : std::string(entry->pw_name);
}

}  // namespace

void Session::add_options(CLI::App& app) {
  app.add_option("--book", book_, "The book: a file (or the environment variable QUITS_BOOK)")
      ->envname("QUITS_BOOK")
      ->type_name("FILE")
      ->group("Options of every command");
  app.add_option("--as", actor_, "Who you are (or QUITS_ACTOR; else your login name)")
      ->envname("QUITS_ACTOR")
      ->type_name("NAME")
      ->group("Options of every command");
  CLI::Option* json =
      app.add_flag_callback(
             "--json", [this] { output_.set_format(Format::json); }, "Print results as JSON")
          ->group("Options of every command");
  app.add_flag_callback(
         "--csv", [this] { output_.set_format(Format::csv); }, "Print tables as CSV")
      ->excludes(json)
      ->group("Options of every command");
  app.add_flag_callback(
         "-q,--quiet", [this] { output_.set_quiet(true); }, "No messages, only results and errors")
      ->group("Options of every command");
}

const std::string& Session::book_location() const {
  if (book_.empty())
    throw Failure(Code::usage, "no book is named", "say --book FILE, or set QUITS_BOOK");
  return book_;
}

service::BookFile& Session::open(storage::Mode mode) {
  if (file_ == nullptr) {
    mode_ = mode;
    file_ = std::make_unique<service::BookFile>(book_location(), mode, clock_);
  }
  CHECK(mode_ == mode, "one command opens its book once");
  return *file_;
}

service::BookFile& Session::book_for_reading() { return open(storage::Mode::open_read_only); }
service::BookFile& Session::book_for_writing() { return open(storage::Mode::open); }
service::BookFile& Session::create_book() { return open(storage::Mode::create); }

const std::string& Session::actor() {
  if (actor_.empty()) actor_ = login_name();
  if (actor_.empty())
    throw Failure(Code::usage, "nobody says who acts", "say --as NAME, or set QUITS_ACTOR");
  return actor_;
}

Status Session::refuse_csv() const {
  if (!output_.wants_csv()) return {};
  return refuse(Code::usage, "this command prints no table, so there is no CSV of it",
                "leave out --csv, or say --json");
}

void Session::finish(const Status& status) {
  if (status) return;
  output_.complain(status.error());
  exit_with(exit_code_of(status.error().code));
}

void Session::report_findings() { exit_with(1); }

void Session::exit_with(int status) { exit_status_ = std::max(exit_status_, status); }

}  // namespace quits::cli
