// quits log export|import: the log of a book as a file, and a book from such a file.
#include <quits/v1/view_log.pb.h>

#include <filesystem>

#include "cli/commands.h"
#include "cli/restored.h"
#include "cli/wording.h"
#include "service/log_export.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"log", "Copy the log out of a book, or make a book from it",
                            "  quits log export --out acme.log\n"
                            "  quits --book again.quits log import acme.log\n"};

constexpr CommandText kExport{
    "export", "Write the log to a file, or append to it what is new",
    "  quits log export --out acme.log\n"
    "  quits log export --out acme.log                 # again: checks it and appends what is new\n"
    "  quits log export --out since-may.log --from 1201\n"};

constexpr CommandText kImport{"import", "Make a new book from a log alone, and verify it",
                              "  quits --book again.quits log import acme.log\n"
                              "  quits --book again.quits log import acme.log --root 6e340b9c...   "
                              "# the root you wrote down\n"};

struct ExportOptions {
  std::string file;
  std::uint64_t from = 0;
};

v1::LogExportView view_of(const service::LogExport& made, const std::string& file) {
  v1::LogExportView view;
  view.set_file(file);
  view.set_first(made.first);
  view.set_last(made.last);
  view.set_appended(made.appended);
  view.set_bytes(made.bytes);
  view.set_root(to_hex(made.root));
  return view;
}

void print_text(const v1::LogExportView& view, Output& output) {
  output.line("entries  {} to {}, {} of them new", grouped(std::to_string(view.first())),
              grouped(std::to_string(view.last())), grouped(std::to_string(view.appended())));
  output.line("file     {}, {} bytes", view.file(), grouped(std::to_string(view.bytes())));
  output.line("root     {}", view.root());
}

Status export_log(Session& session, const ExportOptions& options) {
  TRY_STATUS(session.refuse_csv());
  service::LogExportRequest request;
  request.file = options.file;
  if (options.from > 0) request.from = options.from;
  storage::Database& database = session.book_for_reading().database();
  Output& output = session.output();
  Progress progress(output, "exporting", "entries");
  TRY(const service::LogExport made,
      service::export_log(database, request, [&](std::uint64_t done, std::uint64_t total) {
        progress.show(done, total, done);
      }));
  progress.clear();
  const v1::LogExportView view = view_of(made, options.file);
  if (output.wants_json()) {
    output.print_json(view);
  } else {
    print_text(view, output);
  }
  return {};
}

}  // namespace

void add_log_commands(CLI::App& app, Session& session) {
  CLI::App& log = add_group(app, kText);

  CLI::App& out = add_command(log, kExport);
  auto options = std::make_shared<ExportOptions>();
  out.add_option("--out", options->file, "Into this file; if it is there, what is new is appended")
      ->type_name("FILE")
      ->required();
  out.add_option("--from", options->from,
                 "Begin with this entry; default: as the file begins, or 1")
      ->type_name("ENTRY")
      ->check(CLI::PositiveNumber);
  on_run(out, session, [&session, options] { return export_log(session, *options); });

  CLI::App& in = add_command(log, kImport);
  add_restoring(in, session, "The log: a file made by `quits log export`", &service::import_log);
}

}  // namespace quits::cli
