// quits simulate: what other terms would have paid, beside what was paid.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/recording.h"
#include "cli/views.h"
#include "cli/wording.h"
#include "service/simulation.h"
#include "service/wire.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "simulate",
    "Show what other terms would have paid on the facts of some periods; writes nothing",
    "  quits simulate --terms better.terms --period 2026-03\n"
    "  quits simulate --terms better.terms --from 2026-01 --to 2026-06\n"
    "  quits simulate --terms better.terms --terms bold.terms --period 2026-03    one after the "
    "other\n"
    "  quits simulate --terms better.terms --period 2026-03 --partner FRANCE --csv\n"};

struct Options {
  std::vector<std::string> files;
  std::string period;
  std::string from;
  std::string to;
  std::vector<std::string> agreements;
  std::vector<std::string> partners;
};

Status read_periods(const Options& options, service::SimulationQuestion& question) {
  if (options.period.empty() == (options.from.empty() && options.to.empty())) {
    return refuse(Code::usage, "one period or a range is simulated",
                  "--period 2026-03, or --from 2026-01 --to 2026-03");
  }
  if (!options.period.empty()) {
    TRY(question.from, of_option("--period", Period::parse(options.period)));
    question.until = question.from;
    return {};
  }
  if (options.from.empty() || options.to.empty())
    return refuse(Code::usage, "a range has a first and a last period",
                  "--from 2026-01 --to 2026-03");
  TRY(question.from, of_option("--from", Period::parse(options.from)));
  TRY(question.until, of_option("--to", Period::parse(options.to)));
  if (question.until < question.from)
    return refuse_field("--to", Code::date_out_of_range,
                        fmt::format("{} is before {}", options.to, options.from));
  return {};
}

struct Sums {
  int128 booked = 0;
  int128 simulated = 0;
};

// What the partners get: earnings less charges.
Sums sums_of(const service::Simulation& simulation, Currency currency) {
  Sums sums;
  for (const service::SimulatedRow& row : simulation.rows) {
    if (row.currency != currency) continue;
    sums.booked += row.earned ? row.booked_minor : -row.booked_minor;
    sums.simulated += row.earned ? row.simulated_minor : -row.simulated_minor;
  }
  return sums;
}

v1::SimulationView view_of(const service::Simulation& simulation,
                           const service::SimulationQuestion& question, const std::string& file) {
  v1::SimulationView view;
  const Currency currency = question.terms.currency;
  view.set_terms(file);
  view.set_from_period(question.from.to_string());
  view.set_until_period(question.until.to_string());
  view.set_currency(std::string(currency.code()));
  for (const std::string& agreement : simulation.agreements) view.add_agreement(agreement);
  for (const service::LeftOut& left : simulation.left_out) {
    v1::LeftOutView& added = *view.add_left_out();
    added.set_agreement(left.agreement);
    added.set_why(left.why);
  }
  for (const service::SimulatedRow& row : simulation.rows) {
    v1::SimulatedRowView& added = *view.add_row();
    added.set_party(row.partner);
    added.set_agreement(row.agreement);
    added.set_currency(std::string(row.currency.code()));
    added.set_earned(row.earned);
    added.set_category(std::string(name_of(row.category)));
    added.set_term(row.term);
    added.set_booked(amount_text(row.booked_minor, row.currency));
    added.set_simulated(amount_text(row.simulated_minor, row.currency));
    added.set_difference(amount_text(row.simulated_minor - row.booked_minor, row.currency));
  }
  const Sums sums = sums_of(simulation, currency);
  view.set_booked(amount_text(sums.booked, currency));
  view.set_simulated(amount_text(sums.simulated, currency));
  view.set_difference(amount_text(sums.simulated - sums.booked, currency));
  view.set_facts(simulation.replay.facts);
  view.set_refused(simulation.replay.refused);
  if (simulation.replay.reason) view.set_refused_because(simulation.replay.reason->message);
  view.set_refused_entry(simulation.replay.first_refused.value);
  return view;
}

// " (5.6 %)", of what was booked; nothing where nothing was.
std::string share_text(const Sums& sums) {
  const int128 whole = sums.booked < 0 ? -sums.booked : sums.booked;
  int128 change = sums.simulated - sums.booked;
  if (change < 0) change = -change;
  if (whole == 0) return {};
  const auto tenths = static_cast<std::uint64_t>((change * 2000 + whole) / (2 * whole));
  return fmt::format(" ({}.{} %)", grouped(std::to_string(tenths / 10)), tenths % 10);
}

std::string sentence_of(const Sums& sums, Currency currency) {
  const int128 change = sums.simulated - sums.booked;
  if (change == 0)
    return "These terms would have paid the partners the same, net of what they are charged.";
  return fmt::format(
      "These terms would have paid the partners {} {} {}{}, net of what they are charged.",
      grouped(amount_text(change < 0 ? -change : change, currency)), currency.code(),
      change < 0 ? "less" : "more", share_text(sums));
}

Table empty_table(bool several) {
  std::vector<Column> columns;
  if (several) columns.emplace_back("terms");
  for (const char* title : {"party", "agreement", "currency", "side", "what", "term"})
    columns.emplace_back(title);
  for (const char* title : {"booked", "simulated", "difference"})
    columns.emplace_back(title, Align::right);
  return Table(std::move(columns));
}

void add_rows(const v1::SimulationView& view, bool several, Table& table) {
  for (const v1::SimulatedRowView& row : view.row()) {
    std::vector<Cell> cells;
    if (several) cells.emplace_back(view.terms());
    for (const std::string& text :
         {row.party(), row.agreement(), row.currency(),
          std::string(row.earned() ? "earns" : "owes"), row.category(), row.term()})
      cells.emplace_back(text);
    for (const std::string& amount : {row.booked(), row.simulated(), row.difference()})
      cells.push_back(amount_cell(amount));
    table.add(std::move(cells));
  }
}

Table table_of(const v1::SimulationView& view) {
  Table table = empty_table(false);
  add_rows(view, false, table);
  if (table.empty()) return table;
  table.add_total({"earned less owed", "", view.currency(), "", "", "", amount_cell(view.booked()),
                   amount_cell(view.simulated()), amount_cell(view.difference())});
  return table;
}

void print(const v1::SimulationView& view, const Sums& sums, Currency currency, Output& output) {
  const std::string periods = view.from_period() == view.until_period()
                                  ? view.from_period()
                                  : view.from_period() + " to " + view.until_period();
  output.line("{}", output.ink().paint(Style::strong, fmt::format("{} on the facts of {}",
                                                                  view.terms(), periods)));
  output.print(table_of(view), 2);
  output.line("{}", sentence_of(sums, currency));
  for (const v1::LeftOutView& left : view.left_out())
    output.line("Left out: agreement {}, because {}.", left.agreement(), left.why());
  if (view.refused() == 0) return;
  output.line("These terms refuse {}, which count as nothing; the first is entry {}: {}.",
              counted(view.refused(), "fact", "facts"), view.refused_entry(),
              view.refused_because());
}

Status run_simulations(Session& session, const Options& options) {
  service::SimulationQuestion question;
  TRY_STATUS(read_periods(options, question));
  question.agreements = options.agreements;
  question.partners = options.partners;
  Output& output = session.output();
  storage::Database& database = session.book_for_reading().database();
  const storage::Transaction snapshot(database, storage::Access::read);
  v1::SimulationList list;
  for (const std::string& file : options.files) {
    TRY(const std::string bytes, service::read_text(file));
    TRY(const service::TermsText text, service::TermsText::parse(bytes, file));
    if (auto problems = program::check(text.terms); !problems.empty())
      return refuse(text.placed(std::move(problems.front())));
    question.terms = text.terms;
    Progress progress(output, file, "entries");
    TRY(const service::Simulation simulation,
        service::simulate(database, question, [&](std::uint64_t done, std::uint64_t total) {
          progress.show(done, total, done);
        }));
    progress.clear();
    *list.add_simulation() = view_of(simulation, question, file);
    const v1::SimulationView& view = list.simulation(list.simulation_size() - 1);
    if (output.wants_text())
      print(view, sums_of(simulation, question.terms.currency), question.terms.currency, output);
  }
  if (output.wants_csv()) {
    const bool several = options.files.size() > 1;
    Table table = empty_table(several);
    for (const v1::SimulationView& view : list.simulation()) add_rows(view, several, table);
    output.print(table);
  }
  if (!output.wants_json()) return {};
  if (list.simulation_size() == 1) {
    output.print_json(list.simulation(0));
  } else {
    output.print_json(list);
  }
  return {};
}

}  // namespace

void add_simulate_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<Options>();
  command.add_option("--terms", options->files, "A file of terms; may be given again")
      ->type_name("FILE")
      ->required();
  command.add_option("--period", options->period, "The facts of this period, yyyy-mm")
      ->type_name("PERIOD");
  command.add_option("--from", options->from, "Or of several: the first, yyyy-mm")
      ->type_name("PERIOD");
  command.add_option("--to", options->to, "And the last")->type_name("PERIOD");
  command.add_option("--agreement", options->agreements, "Only this agreement; may be given again")
      ->type_name("KEY");
  command.add_option("--partner", options->partners, "Only this partner; may be given again")
      ->type_name("KEY");
  on_run(command, session, [&session, options] { return run_simulations(session, *options); });
}

}  // namespace quits::cli
