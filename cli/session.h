// One run of the program: the options every command has, the book, who acts, and how it ends.
//
//   void add_party_commands(CLI::App& app, Session& session) {
//     auto& party = add_group(app, "party", "Who takes part");
//     auto options = std::make_shared<ShowOptions>();
//     auto& show = add_command(party, {"show", "Show one party", "  quits party show FRANCE\n"});
//     show.add_option("PARTY", options->key, "Its key")->required();
//     on_run(show, session, [&session, options] { return show_party(session, *options); });
//   }
//
//   Status show_party(Session& session, const ShowOptions& options) {
//     auto& book = session.book_for_reading();
//     ...
//     session.output().print(table);
//     return {};
//   }
//
// A refusal is returned and printed by the session; a Failure flies through to main. Everything
// that reads the book in several questions does so in one `storage::Transaction(...,
// Access::read)`.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "cli/output.h"
#include "service/book_file.h"

namespace CLI {
class App;
}

namespace quits::cli {

class Session {
 public:
  explicit Session(Clock& clock) : clock_(clock) {}

  // --book, --as, --json, --csv, --quiet.
  void add_options(CLI::App& app);

  // Opened when first asked for. Throws Failure(usage) when no book is named, and what opening
  // throws. A command asks for one of the two, not both (CHECK).
  service::BookFile& book_for_reading();
  service::BookFile& book_for_writing();
  // Makes a new book at the named place.
  service::BookFile& create_book();
  // --book or QUITS_BOOK. Throws Failure(usage) when there is neither.
  const std::string& book_location() const;
  bool names_a_book() const { return !book_.empty(); }

  // --as, QUITS_ACTOR, or the login name; Failure(usage) when there is none of them.
  const std::string& actor();

  Output& output() { return output_; }
  Clock& clock() { return clock_; }

  // For a command that cannot print a table: refuses --csv.
  Status refuse_csv() const;

  // Prints a refusal and makes its exit code that of the program.
  void finish(const Status& status);
  // The command did its work and found something wrong: exit 1, unless something worse was said.
  void report_findings();
  // Any other exit code: 7 when verify finds a mismatch.
  void exit_with(int status);
  int exit_status() const { return exit_status_; }

 private:
  service::BookFile& open(storage::Mode mode);

  Clock& clock_;
  Output output_;
  std::string book_;
  std::string actor_;
  std::unique_ptr<service::BookFile> file_;
  storage::Mode mode_ = storage::Mode::open;
  int exit_status_ = 0;
};

}  // namespace quits::cli
