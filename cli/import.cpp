// quits import: rows of CSV files into the book.
#include <filesystem>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/recording.h"
#include "cli/views.h"
#include "exchange/csv_import.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"import", "Import CSV files under a mapping of their columns",
                            "  quits import sales.csv --mapping sales.mapping\n"
                            "  quits import 2026-*.csv --mapping sales.mapping --rejects rejects/\n"
                            "  quits import sales.csv --mapping sales.mapping --dry-run\n"};

constexpr std::size_t kBatchRowsMax = 100'000;

struct ImportCommandOptions {
  std::vector<std::string> files;
  std::string mapping;
  std::string rejects;
  std::size_t batch_rows = 1000;
  bool dry_run = false;
};

// Next to the input, or where --rejects says: a file for one input, a folder for several.
std::string rejects_path(const ImportCommandOptions& options, const std::string& input) {
  if (options.rejects.empty()) return input + ".rejects.csv";
  if (!std::filesystem::is_directory(options.rejects)) return options.rejects;
  return (std::filesystem::path(options.rejects) / std::filesystem::path(input).filename())
             .string() +
         ".rejects.csv";
}

Status check_options(const ImportCommandOptions& options) {
  if (options.files.size() == 1 || options.rejects.empty() ||
      std::filesystem::is_directory(options.rejects))
    return {};
  return refuse(
      Code::usage,
      fmt::format("{} is no folder, and there are {} files", options.rejects, options.files.size()),
      "with several files --rejects names a folder that exists");
}

void add_up(const v1::ImportView& part, v1::ImportView& sum) {
  sum.set_rows(sum.rows() + part.rows());
  sum.set_recorded(sum.recorded() + part.recorded());
  sum.set_repeated(sum.repeated() + part.repeated());
  sum.set_rejected(sum.rejected() + part.rejected());
  sum.set_filtered(sum.filtered() + part.filtered());
  if (part.rejected() == 0) return;
  sum.set_rejects_file(sum.rejects_file() + (sum.rejects_file().empty() ? "" : ", ") +
                       part.rejects_file());
}

// Records one batch and hands every refusal back to the import.
void record_rows(std::span<const ledger::Submission> facts,
                 std::span<const exchange::RowPlace> places, ledger::Book& book,
                 const ledger::RecordOptions& how, exchange::CsvImport& import,
                 v1::ImportView& view) {
  const auto result = book.record(facts, how);
  for (std::size_t i = 0; i < result.receipts.size(); ++i) {
    if (!result.receipts[i]) import.reject(places[i], result.receipts[i].error());
  }
  view.set_repeated(view.repeated() + result.repeated);
  view.set_recorded(view.recorded() + result.receipts.size() - result.refused - result.repeated);
}

Result<v1::ImportView> import_file(Session& session, const ImportCommandOptions& options,
                                   const exchange::Mapping& mapping, const std::string& path) {
  Progress progress(session.output(), std::filesystem::path(path).filename().string(), "rows");
  exchange::ImportOptions how;
  how.batch_rows = options.batch_rows;
  how.rejects_path = rejects_path(options, path);
  how.progress = [&](const exchange::ImportProgress& at) {
    progress.show(at.bytes_read, at.bytes_total, at.rows);
  };
  TRY(auto import, exchange::CsvImport::open(path, mapping, how));
  const ledger::RecordOptions recording{.actor = session.actor(), .keep_going = true};
  ledger::Book& book = session.book_for_writing().book();
  v1::ImportView view;
  const auto statistics = import.run(
      [&](auto facts, auto places) { record_rows(facts, places, book, recording, import, view); });
  view.set_rows(statistics.rows - statistics.skipped);
  view.set_filtered(statistics.skipped);
  view.set_rejected(statistics.rejected + statistics.refused);
  if (view.rejected() > 0) view.set_rejects_file(how.rejects_path);
  return view;
}

std::string sentence_of(const v1::ImportView& view) {
  const auto count = [](std::uint64_t number) { return grouped(std::to_string(number)); };
  std::string text = fmt::format("{} {} {}, {} already there, {} rejected", count(view.recorded()),
                                 view.recorded() == 1 ? "row" : "rows",
                                 view.dry_run() ? "would be recorded" : "recorded",
                                 count(view.repeated()), count(view.rejected()));
  if (view.filtered() > 0)
    text += fmt::format(", {} left out by the mapping", count(view.filtered()));
  if (view.dry_run()) return text + ": nothing was written";
  if (view.recorded() == 0 && view.repeated() > 0) text += ": nothing changed";
  return text;
}

void summarize(Session& session, const v1::ImportView& view) {
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
  } else {
    output.line("{}", sentence_of(view));
  }
  if (view.rejected() == 0) return;
  output.note("rejected rows, with line, field and reason: {}", view.rejects_file());
  session.report_findings();
}

Status import_files(Session& session, const ImportCommandOptions& options) {
  TRY_STATUS(session.refuse_csv());
  TRY_STATUS(check_options(options));
  TRY(const exchange::Mapping mapping, exchange::load_mapping(options.mapping));
  const auto preview = preview_if(options.dry_run, session.book_for_writing().book());
  v1::ImportView sum;
  sum.set_dry_run(options.dry_run);
  Status status;
  for (const std::string& path : options.files) {
    const auto view = import_file(session, options, mapping, path);
    if (!view) {
      status = refuse(view.error());
      break;
    }
    if (options.files.size() > 1) session.output().note("{}: {}", path, sentence_of(*view));
    add_up(*view, sum);
  }
  summarize(session, sum);
  return status;
}

}  // namespace

void add_import_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<ImportCommandOptions>();
  command
      .add_option("FILE", options->files,
                  "CSV files; rows that were imported before change nothing")
      ->required();
  command
      .add_option("--mapping", options->mapping, "How columns become facts: protobuf text or JSON")
      ->type_name("FILE")
      ->required();
  command
      .add_option("--rejects", options->rejects,
                  "Where rejected rows go, a file or a folder; else FILE.rejects.csv")
      ->type_name("PATH");
  command.add_option("--batch", options->batch_rows, "Rows in one transaction")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kBatchRowsMax).description(""))
      ->capture_default_str();
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] { return import_files(session, *options); });
}

}  // namespace quits::cli
