// quits register: one row per partner and period, for finance.
#include <fmt/core.h>

#include <map>
#include <optional>

#include "cli/commands.h"
#include "cli/views.h"
#include "cli/wording.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"register",
                            "Show what each partner earned, owed, was paid and carries, per period",
                            "  quits register\n"
                            "  quits register --period 2011-01\n"
                            "  quits register --csv > register.csv\n"};

// Columns for people, where there is anything; the columns of the CSV are fixed.
struct Extra {
  bool disputed = false;
  bool overpaid = false;
  bool written_off = false;
};

Extra extra_of(std::span<const settlement::RegisterRow> rows) {
  Extra extra;
  for (const settlement::RegisterRow& row : rows) {
    extra.disputed = extra.disputed || row.disputed_minor != 0;
    extra.overpaid = extra.overpaid || row.overpaid_minor != 0;
    extra.written_off = extra.written_off || row.written_off_minor != 0;
  }
  return extra;
}

std::vector<Column> columns(const Extra& extra) {
  std::vector<Column> made{"period", "party", "currency"};
  for (const char* title : {"opening", "charges", "earnings", "net", "paid", "carried", "share"}) {
    made.emplace_back(title, Align::right);
  }
  if (extra.overpaid) made.emplace_back("overpaid", Align::right);
  if (extra.written_off) made.emplace_back("written off", Align::right);
  if (extra.disputed) made.emplace_back("disputed", Align::right);
  return made;
}

std::vector<Cell> cells_of(const v1::RegisterRowView& row, const Extra& extra) {
  std::vector<Cell> cells{row.period(),
          row.party(),
          row.currency(),
          amount_cell(row.opening()),
          amount_cell(row.charges()),
          amount_cell(row.earnings()),
          amount_cell(row.net()),
          amount_cell(row.paid()),
          amount_cell(row.carried()),
          Cell(percent_of(row.share()), row.share())};
  if (extra.overpaid) cells.push_back(amount_cell(row.overpaid()));
  if (extra.written_off) cells.push_back(amount_cell(row.written_off()));
  if (extra.disputed) cells.push_back(amount_cell(row.disputed()));
  return cells;
}

struct Totals {
  int128 opening = 0;
  int128 charges = 0;
  int128 earnings = 0;
  int128 paid = 0;
  int128 carried = 0;
  int128 overpaid = 0;
  int128 written_off = 0;
  int128 disputed = 0;
};

// Openings and balances carried add up within one period, not over several.
void add_totals(std::span<const settlement::RegisterRow> rows, bool one_period, const Extra& extra,
                Table& table) {
  std::map<Currency, Totals> totals;
  for (const settlement::RegisterRow& row : rows) {
    Totals& sum = totals[row.currency];
    sum.opening += row.opening_minor;
    sum.charges += row.charges_minor;
    sum.earnings += row.earnings_minor;
    sum.paid += row.paid_minor;
    sum.carried += row.carried_minor;
    sum.overpaid += row.overpaid_minor;
    sum.written_off += row.written_off_minor;
    sum.disputed += row.disputed_minor;
  }
  for (const auto& [currency, sum] : totals) {
    const Currency unit = currency;
    const auto cell = [&](int128 minor) { return amount_cell(amount_text(minor, unit)); };
    const auto within = [&](int128 minor) { return one_period ? cell(minor) : Cell(""); };
    std::vector<Cell> cells{"total", "", std::string(unit.code()), within(sum.opening), cell(sum.charges),
                     cell(sum.earnings), within(sum.opening + sum.earnings - sum.charges),
                     cell(sum.paid), within(sum.carried), ""};
    if (extra.overpaid) cells.push_back(cell(sum.overpaid));
    if (extra.written_off) cells.push_back(cell(sum.written_off));
    if (extra.disputed) cells.push_back(cell(sum.disputed));
    table.add_total(std::move(cells));
  }
}

Status print_register(Session& session, const std::string& asked) {
  std::optional<Period> period;
  if (!asked.empty()) {
    TRY(period, Period::parse(asked));
  }
  storage::Database& database = session.book_for_reading().database();
  const storage::Transaction snapshot(database, storage::Access::read);
  const auto rows = settlement::register_rows(database, period);
  const v1::RegisterView view = view_of(rows);
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
    return {};
  }
  const Extra extra = output.wants_text() ? extra_of(rows) : Extra();
  Table table(columns(extra));
  bool any_open = false;
  for (const v1::RegisterRowView& row : view.row()) {
    table.add(cells_of(row, extra), row.stage() == "open" ? Style::faint : Style::plain);
    any_open = any_open || row.stage() == "open";
  }
  if (output.wants_text() && table.rows() > 1) add_totals(rows, period.has_value(), extra, table);
  if (table.empty() && output.wants_text()) {
    output.note("nothing is posted {}", period ? "in " + period->to_string() : "yet");
    return {};
  }
  output.print(table);
  if (any_open && output.wants_text()) {
    output.note("open periods are shown without the fees of their close and without tax");
  }
  return {};
}

}  // namespace

void add_register_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto period = std::make_shared<std::string>();
  command.add_option("--period", *period, "Only this one, yyyy-mm");
  on_run(command, session, [&session, period] { return print_register(session, *period); });
}

}  // namespace quits::cli
