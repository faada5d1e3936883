// quits statement PARTY --period P: what one party sees of one period.
#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/statement_text.h"
#include "cli/views_entry.h"
#include "cli/wording.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "statement", "Show what one party earned, was charged and was paid in a period, line by line",
    "  quits statement FRANCE --period 2011-01\n"
    "  quits statement FRANCE --period 2011-01 --entries\n"};

struct Options {
  std::string party;
  std::string period;
  bool entries = false;
  std::uint64_t limit = 1000;
};

// For a spreadsheet: the lines alone.
Table lines_of(const v1::StatementView& statement) {
  Table table({"period", "party", "counterparty", "currency", "direction", "line", "description",
               "agreement", "version", "category", "billing", "entries", "quantity", "base",
               "amount"});
  for (const v1::StatementSectionView& section : statement.section()) {
    for (const v1::StatementLineView& shown : section.line()) {
      const v1::LineView& line = shown.line();
      table.add({statement.period(), statement.party().key(), section.counterparty().key(),
                 section.currency(), shown.earned() ? "earned" : "charged",
                 "L" + std::to_string(line.line()), line.description(), line.agreement(),
                 std::to_string(line.version()), line.category(), line.billing(),
                 std::to_string(line.entries()), line.quantity(), line.base(), line.amount()});
    }
  }
  return table;
}

Status print_statement_of(Session& session, const Options& options) {
  TRY(const Period period, Period::parse(options.period));
  ledger::Book& book = session.book_for_reading().book();
  const storage::Transaction snapshot(book.database(), storage::Access::read);
  TRY(const auto statement, settlement::statement_of(book, options.party, period));
  Names names(book);
  const std::size_t limit = options.entries ? static_cast<std::size_t>(options.limit) : 0;
  const v1::StatementView view = view_of(statement, limit, session.clock().now().date(), names);
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
  } else if (output.wants_csv()) {
    output.print(lines_of(view));
  } else {
    print_statement(view, output);
  }
  return {};
}

}  // namespace

void add_statement_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<Options>();
  command.add_option("PARTY", options->party, "Whose statement")->required();
  command.add_option("--period", options->period, "Of which period, yyyy-mm")->required();
  command.add_flag("--entries", options->entries, "Also the entries behind every line");
  command
      .add_option("--limit", options->limit, "Show at most so many entries of a line, the newest")
      ->capture_default_str();
  on_run(command, session, [&session, options] { return print_statement_of(session, *options); });
}

}  // namespace quits::cli
