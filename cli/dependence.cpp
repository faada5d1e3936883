// quits dependence: who depends on whom among the debts of a file or of a settlement run, and what
// a failure would do to the others. Of a file no book is opened; nothing follows from it.
#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/dependence_report.h"
#include "cli/net_file.h"
#include "cli/run_network.h"
#include "cli/views_dependence.h"
#include "cli/views_net.h"
#include "exchange/asset_file.h"
#include "settlement/netting/bilateral.h"
#include "settlement/netting/multilateral.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "dependence", "Show who depends on whom among debts, and what a failure would do",
    "  quits dependence debts.csv                     largest debtors, and the costliest failures\n"
    "  quits dependence debts.csv --fails ACME        who then pays what share of its debts\n"
    "  quits dependence debts.csv --fails ACME --fails NORD      both at once\n"
    "  quits dependence debts.csv --after multilateral           what a set-off changes\n"
    "  quits dependence debts.csv --assets assets.csv --csv > dependence.csv\n"
    "  quits dependence --run 2026-03                 the documents of a run of the book\n"
    "  quits dependence --run 2026-03 --after run     what is left when it is posted\n"
    "\n"
    "Who fails has no assets of its own any more; what others pay it, it passes on. Without\n"
    "--assets each party holds just what it needs to pay: its net debt. Nobody has a cushion\n"
    "then, and a party that is owed as much as it owes has nothing to lose.\n"
    "It is arithmetic on these debts: no rating, no forecast, and nothing follows from it.\n"};

struct DependenceOptions {
  NetFileOptions input;
  std::string assets;
  std::string after;
  std::string run;
  std::vector<std::string> fails;
};

Result<std::vector<std::int64_t>> set_off_amounts(const settlement::Network& network,
                                                  const std::string& after) {
  if (after.empty()) return std::vector<std::int64_t>{};
  const settlement::SetOff set_off = after == "bilateral"
                                         ? settlement::set_off_bilaterally(network)
                                         : settlement::set_off_multilaterally(network);
  TRY_STATUS(settlement::check_set_off(network, set_off));
  return set_off.amounts;
}

Result<std::uint32_t> party_named(const DependenceReport& report, const std::string& name) {
  const auto found = std::ranges::find(report.parties, name);
  if (found != report.parties.end())
    return static_cast<std::uint32_t>(found - report.parties.begin());
  return refuse_field("--fails", Code::unknown_party,
                      "is " + in_quotes(name) + ", who owes nobody and is owed nothing here",
                      "is the name written as among the obligations?");
}

Status add_assets(const DependenceOptions& options, DependenceReport& report, Output& output) {
  const auto parties = static_cast<std::uint32_t>(report.parties.size());
  report.asset_file = options.assets;
  if (options.assets.empty()) {
    report.assets = settlement::solvent_assets(parties, report.debts);
    return {};
  }
  TRY(auto file, exchange::read_assets(options.assets, report.parties, report.places));
  report.assets = std::move(file.minor);
  if (file.listed < parties) {
    output.note("{} of {} parties stand in {}; the others hold nothing", file.listed, parties,
                options.assets);
  }
  return {};
}

// One failure after the other. Who has no assets, changes nothing by failing.
Status try_everybody(DependenceReport& report, const settlement::Failure& nobody,
                     settlement::ClearingWork& work) {
  const auto parties = static_cast<std::uint32_t>(report.parties.size());
  const auto effect_of = [](const settlement::Failure& failure) {
    return FailureEffect{failure.lost_by_others_minor, failure.pulled_down,
                         failure.clearing.rounds};
  };
  for (std::uint32_t party = 0; party < parties; ++party) {
    if (report.assets[party] == 0 && nobody.clearing.rounds == 0) {
      report.effects.push_back(effect_of(nobody));
      continue;
    }
    const std::array fails{party};
    TRY(const auto failure,
        settlement::failure_of(parties, report.debts, report.assets, fails, work));
    report.effects.push_back(effect_of(failure));
  }
  return {};
}

Status add_failures(const DependenceOptions& options, DependenceReport& report) {
  const auto parties = static_cast<std::uint32_t>(report.parties.size());
  settlement::ClearingWork work;
  TRY(const auto nobody, settlement::failure_of(parties, report.debts, report.assets, {}, work));
  report.cannot_pay = nobody.pulled_down;
  if (options.fails.empty()) return try_everybody(report, nobody, work);
  for (const std::string& name : options.fails) {
    TRY(const std::uint32_t party, party_named(report, name));
    if (std::ranges::find(report.fails, party) == report.fails.end()) report.fails.push_back(party);
  }
  TRY(report.failure,
      settlement::failure_of(parties, report.debts, report.assets, report.fails, work));
  return {};
}

// Whatever the debts came from.
Status report_on(Session& session, const DependenceOptions& options, const NetInput& input,
                 const std::vector<std::int64_t>& set_off) {
  DependenceReport report;
  report.parties = input.network.parties;
  report.debts = settlement::debts_of(input.network, set_off);
  report.dependence =
      settlement::dependence_of(static_cast<std::uint32_t>(report.parties.size()), report.debts);
  report.places = input.places;
  report.currency = input.network.currency;
  report.after = options.after;
  report.run = options.run;
  Output& output = session.output();
  TRY_STATUS(add_assets(options, report, output));
  TRY_STATUS(add_failures(options, report));
  if (output.wants_json()) {
    output.print(net_json(view_of(report)));
  } else if (output.wants_csv()) {
    print_dependence_csv(report, output);
  } else {
    print_dependence_text(report, output);
  }
  return {};
}

Status report_on_file(Session& session, const DependenceOptions& options) {
  if (options.after == "run") {
    return refuse_field("--after", Code::usage, "is run, and the debts are those of a file",
                        "bilateral or multilateral, or --run RUN");
  }
  TRY(const auto file, read_net_file(options.input));
  TRY(const NetInput input, net_input(file));
  TRY(const auto set_off, set_off_amounts(input.network, options.after));
  TRY_STATUS(report_on(session, options, input, set_off));
  say_what_is_excluded(file, session.output());
  return {};
}

// What parties owe to a centre and get from it.
Result<NetInput> debts_at_centre(const RunNet& net) {
  NetInput input;
  input.places = net.input.places;
  std::vector<std::string> parties;
  for (const program::RunMade& made : net.made) {
    parties.push_back(made.debtor);
    parties.push_back(made.creditor);
  }
  std::ranges::sort(parties);
  parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
  const auto place = [&](const std::string& party) {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(parties, party) - parties.begin());
  };
  std::vector<settlement::Obligation> obligations;
  for (const program::RunMade& made : net.made) {
    obligations.push_back({made.number, place(made.debtor), place(made.creditor), made.amount_minor,
                           std::nullopt, made.currency});
  }
  TRY(input.network, settlement::Network::make(std::move(parties), obligations));
  return input;
}

Status report_on_run(Session& session, const DependenceOptions& options) {
  if (!options.input.due_until.empty() || !options.input.above.empty()) {
    return refuse(Code::usage,
                  "a run has chosen its documents already: --due-until and --above go with a file");
  }
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction reading(file.database(), storage::Access::read);
  TRY(RunNet net, net_of_run(file, options.run, options.input.currency));
  net = without_idle_parties(std::move(net));
  if (options.after != "run") {
    TRY(const auto set_off, set_off_amounts(net.input.network, options.after));
    return report_on(session, options, net.input, set_off);
  }
  if (net.set_off.amounts.size() != net.input.ids.size()) {
    return refuse_field("--after", Code::run_state, "is run, and nothing is proposed yet",
                        "quits run propose " + options.run);
  }
  if (net.made.empty()) return report_on(session, options, net.input, net.set_off.amounts);
  TRY(const NetInput input, debts_at_centre(net));
  return report_on(session, options, input, {});
}

Status run(Session& session, const DependenceOptions& options) {
  if (options.input.file.empty() == options.run.empty()) {
    return refuse(Code::usage, "debts are needed: FILE, or --run RUN",
                  "quits dependence FILE.csv, or quits dependence --run RUN");
  }
  return options.run.empty() ? report_on_file(session, options) : report_on_run(session, options);
}

}  // namespace

void add_dependence_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<DependenceOptions>();
  add_net_file_options(command, options->input);
  command.add_option("--run", options->run,
                     "The documents of this settlement run, instead of a file");
  command.add_option("--assets", options->assets,
                     "CSV: party, amount; what each holds outside of these debts");
  command.add_option("--fails", options->fails, "This party fails; several: all at once")
      ->allow_extra_args(false);
  command.add_option("--after", options->after, "Set off first; run: as the run proposes")
      ->check(CLI::IsMember({"bilateral", "multilateral", "run"}));
  on_run(command, session, [&session, options] { return run(session, *options); });
}

}  // namespace quits::cli
