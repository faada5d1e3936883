// quits restore: a new book from a backup or from an exported log.
#include <quits/v1/view_log.pb.h>

#include "cli/restored.h"
#include "cli/wording.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"restore",
                            "Make a new book from a backup or an exported log, and verify it first",
                            "  quits --book acme.quits restore acme-2026-03.quits\n"
                            "  quits --book acme.quits restore acme.log --root 6e340b9c...       # "
                            "the root you wrote down\n"};

struct RestoreOptions {
  std::string source;
  std::string root;
};

std::string path_of(std::string location) {
  constexpr std::string_view kSqlite = "sqlite:";
  return location.starts_with(kSqlite) ? location.substr(kSqlite.size()) : location;
}

// What still needs another witness: entries under no recorded root are checked by sums and shapes
// only.
void say_what_is_vouched(const service::Restored& restored, const RestoreOptions& options,
                         Output& output) {
  if (!options.root.empty()) return;
  if (restored.vouched == 0) {
    output.note(
        "no root was recorded in this log: compare the root above with one that was written down "
        "elsewhere");
    return;
  }
  output.note(
      "the newest recorded root vouches for the entries 1 to {}; for the others compare the root "
      "above with one that was "
      "written down elsewhere",
      grouped(std::to_string(restored.vouched)));
}

void print(const service::Restored& restored, const RestoreOptions& options,
           const std::string& book, Output& output) {
  v1::RestoredView view;
  view.set_book(book);
  view.set_source(options.source);
  view.set_entries(restored.entries);
  view.set_root(to_hex(restored.root));
  view.set_vouched(restored.vouched);
  if (output.wants_json()) return output.print_json(view);
  output.line("entries  {}", grouped(std::to_string(view.entries())));
  output.line("root     {}", view.root());
  output.flush();
  if (restored.resumed > 0)
    output.note("an interrupted import had brought in {} entries",
                grouped(std::to_string(restored.resumed)));
  output.note("made {} from {}; everything holds", view.book(), view.source());
  say_what_is_vouched(restored, options, output);
}

Status make_book(Session& session, const RestoreOptions& options, Restoring restoring) {
  TRY_STATUS(session.refuse_csv());
  service::RestoreRequest request{options.source, path_of(session.book_location()), {}};
  if (!options.root.empty()) {
    TRY(request.root, hash_from_hex(options.root));
  }
  Output& output = session.output();
  std::string doing;
  std::unique_ptr<Progress> progress;
  const auto show = [&](const char* now, std::uint64_t done, std::uint64_t total) {
    if (doing != now)
      progress =
          std::make_unique<Progress>(output, doing = now, doing == "reading" ? "bytes" : "entries");
    progress->show(done, total, done);
  };
  TRY(const service::Restored restored, restoring(request, session.clock(), show));
  progress.reset();
  print(restored, options, session.book_location(), output);
  return {};
}

}  // namespace

void add_restoring(CLI::App& command, Session& session, const char* what_file,
                   Restoring restoring) {
  auto options = std::make_shared<RestoreOptions>();
  command.add_option("FILE", options->source, what_file)->required();
  command.add_option("--root", options->root, "The root it must have, 64 hexadecimal digits")
      ->type_name("HASH");
  on_run(command, session,
         [&session, options, restoring] { return make_book(session, *options, restoring); });
}

void add_restore_command(CLI::App& app, Session& session) {
  add_restoring(add_command(app, kText), session, "A backup, or a log made by `quits log export`",
                &service::restore);
}

}  // namespace quits::cli
