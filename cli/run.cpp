// quits run: settlement runs between many parties, step by step.
#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/run_parts.h"
#include "cli/views_run.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kGroup{"run", "Settle debts among many parties: collected, proven, approved, posted", ""};
constexpr CommandText kList{"list", "List every run and where it stands", "  quits run list\n"};
constexpr CommandText kShow{"show", "Show a run: figures, parties, documents, payments, answers",
                            "  quits run show 2026-03\n"
                            "  quits run show 2026-03 --party NORD        the statement of one party\n"
                            "  quits --csv run show 2026-03               the register of all parties\n"
                            "  quits --csv run show 2026-03 --party NORD  every document of one party\n"};

struct ShowOptions {
  std::string run;
  std::string party;
};

Status list_runs(Session& session) {
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction reading(file.database(), storage::Access::read);
  v1::RunList list;
  for (const settlement::NamedRun& run : settlement::all_runs(file.database())) *list.add_run() = run_row(file, run);
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
    return {};
  }
  Table table({"run", "state", "mode", "on", {"proposal", Align::right}, {"payments open", Align::right}, "next"});
  for (const v1::RunView& run : list.run()) {
    table.add({run.run(), run.state(), run.mode(), run.on(), count_cell(run.proposal()), count_cell(run.payments_open()), run.next()});
  }
  if (table.empty() && output.wants_text()) {
    output.note("no run was opened yet: quits run open KEY --mode multilateral");
    return {};
  }
  output.print(table);
  return {};
}

Status show_run(Session& session, const ShowOptions& options) {
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction reading(file.database(), storage::Access::read);
  const auto row = settlement::run_by_key(file.database(), options.run);
  if (!row) return refuse(settlement::unknown_run(options.run));
  if (!options.party.empty()) TRY_STATUS(file.program().registers().parties.get(options.party));
  print_run(run_whole(file, {options.run, *row}, options.party, session.clock().now().date()), options.party, session.output());
  return {};
}

}  // namespace

void add_run_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kGroup);
  add_run_steps(group, session);
  on_run(add_command(group, kList), session, [&session] { return list_runs(session); });
  CLI::App& show = add_command(group, kShow);
  auto options = std::make_shared<ShowOptions>();
  show.add_option("RUN", options->run, "Its key")->required();
  show.add_option("--party", options->party, "Only what concerns this party");
  on_run(show, session, [&session, options] { return show_run(session, *options); });
  add_run_outputs(group, session);
}

}  // namespace quits::cli
