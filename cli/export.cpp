#include <filesystem>
#include <fstream>
#include <memory>

#include "base/failure.h"
#include "base/text.h"
#include "cli/commands.h"
#include "exchange/beancount.h"
#include "exchange/hledger.h"
#include "exchange/journal_export.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "export", "Write a party's book as a journal for an accounting program",
    "  quits export ACME > acme.journal             # for hledger and ledger\n"
    "  quits export ACME --format beancount --output acme.beancount\n"
    "  quits export FRANCE --period 2011-01 --output france-2011-01.journal\n"};

struct ExportOptions {
  std::string party;
  std::string format = "hledger";
  std::string period;
  std::string file;
};

// One text serves hledger and ledger.
Result<std::unique_ptr<exchange::JournalFormat>> format_named(const std::string& name) {
  if (name == "hledger" || name == "ledger") return std::make_unique<exchange::HledgerFormat>();
  if (name == "beancount") return std::make_unique<exchange::BeancountFormat>();
  constexpr std::string_view kNames[] = {"hledger", "ledger", "beancount"};
  const std::string near = closest(name, kNames);
  return refuse(
      Code::usage, fmt::format("there is no format {}", in_quotes(name)),
      near.empty() ? "hledger, ledger or beancount" : fmt::format("did you mean {}?", near));
}

// A file that appears under its name when all of it is written, and not at all otherwise.
class WholeFile {
 public:
  explicit WholeFile(const std::string& name) : name_(name), part_(name + ".part") {
    out_.open(part_, std::ios::binary | std::ios::trunc);
    if (!out_)
      throw Failure(Code::unavailable, "cannot write " + part_,
                    "is there such a folder, and may you write in it?");
  }
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  ~WholeFile() {
    std::error_code ignored;
    if (!kept_) std::filesystem::remove(part_, ignored);
  }

  void write(std::string_view text) {
    out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    check();
  }
  void keep() {
    out_.close();
    check();
    std::filesystem::rename(part_, name_);
    kept_ = true;
  }

 private:
  void check() const {
    if (!out_)
      throw Failure(Code::disk_full, "cannot write all of " + name_,
                    "free some space and try again");
  }

  std::string name_;
  std::string part_;
  std::ofstream out_;
  bool kept_ = false;
};

Status write_file(Session& session, const ExportOptions& options,
                  const exchange::JournalRequest& request, const exchange::JournalFormat& format) {
  if (std::filesystem::exists(options.file)) {
    return refuse(Code::already_exists, options.file + " is there already",
                  "choose another name, or remove it first");
  }
  storage::Database& database = session.book_for_reading().database();
  WholeFile file(options.file);
  TRY(const auto written,
      exchange::export_journal(database, request, format,
                               [&](std::string_view text) { file.write(text); }));
  file.keep();
  session.output().note(
      "wrote {} transactions on {} accounts to {}, with {} balances for the program to check",
      written.transactions, written.accounts, options.file, written.balances);
  return {};
}

Status export_book(Session& session, const ExportOptions& options) {
  if (!session.output().wants_text()) {
    return refuse(Code::usage, "a journal is neither JSON nor CSV", "leave out --json and --csv");
  }
  TRY(const auto format, format_named(options.format));
  exchange::JournalRequest request{options.party, {}};
  if (!options.period.empty()) {
    TRY(request.period, Period::parse(options.period));
  }
  if (!options.file.empty()) return write_file(session, options, request, *format);
  storage::Database& database = session.book_for_reading().database();
  Output& output = session.output();
  TRY_STATUS(exchange::export_journal(database, request, *format,
                                      [&](std::string_view text) { output.print(text); }));
  return {};
}

}  // namespace

void add_export_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<ExportOptions>();
  command.add_option("PARTY", options->party, "Whose book: its key")->required();
  command
      .add_option("--format", options->format, "hledger (which ledger reads as well) or beancount")
      ->capture_default_str();
  command.add_option("--period", options->period,
                     "Only this one, yyyy-mm, after its opening balances");
  command.add_option("--output", options->file, "Into this file; nothing may be there yet")
      ->type_name("FILE");
  on_run(command, session, [&session, options] { return export_book(session, *options); });
}

}  // namespace quits::cli
