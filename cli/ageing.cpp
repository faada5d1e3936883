// quits ageing: what is open, and for how long it has been due.
#include <fmt/core.h>

#include <optional>

#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/views_payment.h"
#include "cli/wording.h"
#include "program/parties.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"ageing",
                            "Show what each party owes each other, by how long it has been due",
                            "  quits ageing\n"
                            "  quits ageing --party NORD\n"
                            "  quits ageing --as-of 2026-03-31    what was open on that day\n"
                            "  quits --csv ageing > ageing.csv\n"};

struct Options {
  std::string as_of;
  std::string party;
};

std::vector<Cell> cells_of(const v1::AgeingRowView& row) {
  return {row.creditor(),
          row.debtor(),
          row.currency(),
          amount_cell(row.not_due()),
          amount_cell(row.days_1_30()),
          amount_cell(row.days_31_60()),
          amount_cell(row.days_61_90()),
          amount_cell(row.days_over_90()),
          amount_cell(row.total()),
          amount_cell(row.disputed()),
          count_cell(row.documents())};
}

Table table_of(const v1::AgeingView& view, bool with_totals) {
  std::vector<Column> columns{"creditor", "debtor", "currency"};
  for (const char* title :
       {"not due", "1-30", "31-60", "61-90", "over 90", "total", "disputed", "documents"}) {
    columns.emplace_back(title, Align::right);
  }
  Table table(std::move(columns));
  for (const v1::AgeingRowView& row : view.row()) table.add(cells_of(row));
  for (const v1::AgeingRowView& total : view.total()) {
    if (!with_totals) break;
    std::vector<Cell> cells = cells_of(total);
    cells.front() = Cell("total");
    table.add_total(std::move(cells));
  }
  return table;
}

Status print_ageing(Session& session, const Options& options) {
  const Date today = session.clock().now().date();
  std::optional<Date> as_of;
  if (!options.as_of.empty()) {
    TRY(as_of, of_option("--as-of", Date::parse_iso(options.as_of)));
  }
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  if (!options.party.empty() && !program::party_by_key(file.database(), options.party)) {
    return refuse(program::unknown_party(file.database(), options.party));
  }
  const auto documents = as_of ? settlement::documents_open_on(file.book(), options.party, *as_of)
                               : settlement::documents_open_now(file.database(), options.party);
  TRY(const auto rows, settlement::ageing_of(documents, as_of.value_or(today)));
  const v1::AgeingView view = view_of(rows, as_of.value_or(today));
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
    return {};
  }
  if (view.row().empty() && output.wants_text()) {
    output.note("nothing is open on {}", view.as_of());
    return {};
  }
  if (output.wants_text()) output.line("Open on {}, by days since it was due", view.as_of());
  output.print(table_of(view, output.wants_text()));
  return {};
}

}  // namespace

void add_ageing_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<Options>();
  command.add_option("--as-of", options->as_of, "What was open at the end of this day; else now")
      ->type_name("DATE");
  command.add_option("--party", options->party, "Only owed by or to this party");
  on_run(command, session, [&session, options] { return print_ageing(session, *options); });
}

}  // namespace quits::cli
