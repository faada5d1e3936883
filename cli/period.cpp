// quits period: closing months, and how far each has come.
#include <map>

#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/signing.h"
#include "cli/views.h"
#include "ledger/periods.h"
#include "program/encoding.h"
#include "settlement/register.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"period", "Close periods, and see how far each has come",
                            "  quits period list\n  quits period close 2026-01\n"};
constexpr CommandText kClose{
    "close",
    "Close a period: fees fall due, invoices are issued, nothing takes effect in it any more",
    "  quits period close 2026-01\n  quits period close 2026-01 --dry-run\n"
    "  quits period close 2026-01 --key acme.key    and sign a checkpoint\n"
    "  quits period close 2026-01 --early 'the auditors come'    before the calendar says\n"};
constexpr CommandText kList{"list", "List the periods of the book",
                            "  quits period list\n  quits period list --csv\n"};

struct CloseOptions {
  std::string period;
  std::string early;
  SigningOptions signing;
  bool dry_run = false;
};

void describe_close(service::BookFile& file, Sequence closed_in, v1::PeriodView& view) {
  const ledger::Record record = file.book().read(closed_in);
  view.set_closed_in(closed_in.value);
  view.set_closed_at(record.recorded.to_string());
  program::FactCodec codec;
  const auto fact = codec.decode(record.fact);
  const auto* closed = fact ? std::get_if<program::PeriodClosed>(&*fact) : nullptr;
  if (closed == nullptr) return;
  view.set_tree_size(closed->tree_size);
  view.set_tree_root(closed->tree_root);
}

v1::PeriodView describe_period(service::BookFile& file, Period period,
                               const std::map<Period, Sequence>& closed,
                               const std::map<Period, Sequence>& settled) {
  storage::Database& database = file.database();
  v1::PeriodView view;
  view.set_period(period.to_string());
  view.set_stage(std::string(settlement::name_of(settlement::stage_of(database, period))));
  if (const auto found = closed.find(period); found != closed.end())
    describe_close(file, found->second, view);
  if (const auto found = settled.find(period); found != settled.end()) {
    view.set_settled_in(found->second.value);
    view.set_pairs(static_cast<std::uint32_t>(settlement::settlements_of(database, period).size()));
  }
  view.set_invoices(
      static_cast<std::uint32_t>(settlement::invoices_of(database, period, "").size()));
  return view;
}

v1::PeriodList describe_periods(service::BookFile& file) {
  std::map<Period, Sequence> closed;
  for (const auto& each : ledger::closed_periods(file.database()))
    closed.emplace(each.period, each.closed_by);
  const auto settled_rows = settlement::settled_periods(file.database());
  const std::map<Period, Sequence> settled(settled_rows.begin(), settled_rows.end());
  v1::PeriodList list;
  for (const Period period : settlement::known_periods(file.database()))
    *list.add_period() = describe_period(file, period, closed, settled);
  return list;
}

std::string or_nothing(std::uint64_t number) { return number == 0 ? "" : std::to_string(number); }

Status list_periods(Session& session) {
  const v1::PeriodList list = describe_periods(session.book_for_reading());
  if (session.output().wants_json()) {
    session.output().print_json(list);
    return {};
  }
  Table table({"period",
               "stage",
               {"invoices", Align::right},
               {"pairs settled", Align::right},
               {"closed in entry", Align::right},
               {"settled in entry", Align::right},
               "closed at"});
  for (const v1::PeriodView& view : list.period()) {
    table.add({view.period(), view.stage(), or_nothing(view.invoices()), or_nothing(view.pairs()),
               or_nothing(view.closed_in()), or_nothing(view.settled_in()), view.closed_at()});
  }
  session.output().print(table);
  return {};
}

Table invoices_table(storage::Database& database, Period period) {
  Table table({"invoice",
               "from",
               "to",
               {"net", Align::right},
               {"tax", Align::right},
               {"gross", Align::right},
               "currency",
               "due"});
  for (const settlement::Invoice& invoice : settlement::invoices_of(database, period, "")) {
    table.add({invoice.number, invoice.issuer, invoice.recipient,
               money_cell(invoice.net_minor, invoice.currency),
               money_cell(invoice.tax_minor, invoice.currency),
               money_cell(invoice.gross_minor, invoice.currency),
               std::string(invoice.currency.code()), invoice.due_on.to_string()});
  }
  return table;
}

// Of a period that was closed before, the reason it was closed early for, where none is given now.
program::PeriodClosed order(service::BookFile& file, Period period, const std::string& early,
                            const std::string& id) {
  program::PeriodClosed order{period, 0, {}, early};
  const auto earlier = file.book().find(FactId{std::string(kOwnSource), id});
  if (!earlier || !early.empty()) return order;
  program::FactCodec codec;
  const auto fact = codec.decode(file.book().read(*earlier).fact);
  const auto* closed = fact ? std::get_if<program::PeriodClosed>(&*fact) : nullptr;
  if (closed != nullptr) order.early_because = closed->early_because;
  return order;
}

Status close_period(Session& session, const CloseOptions& options) {
  TRY(const Period period, of_option("PERIOD", Period::parse(options.period)));
  TRY(Signing signing, Signing::prepare(session, options.signing, options.dry_run));
  const std::string id = "close/" + period.to_string();
  TRY(const auto fact,
      submission(id, order(session.book_for_writing(), period, options.early, id)));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  Output& output = session.output();
  service::BookFile& file = session.book_for_writing();
  if (options.dry_run || output.wants_json()) {
    report(session, "closed " + period.to_string(), {&fact, 1}, {&receipt, 1}, options.dry_run);
    return signing.sign(session);
  }
  if (output.wants_text())
    report(session, "closed " + period.to_string(), {&fact, 1}, {&receipt, 1}, false);
  const Table table = invoices_table(file.database(), period);
  if (!table.empty() || output.wants_csv()) output.print(table);
  return signing.sign(session);
}

}  // namespace

void add_period_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kText);
  CLI::App& close = add_command(group, kClose);
  auto options = std::make_shared<CloseOptions>();
  close.add_option("PERIOD", options->period, "Which one: yyyy-mm")->required();
  close.add_option("--early", options->early, "Why before the calendar says; is recorded")
      ->type_name("REASON");
  add_signing(close, options->signing);
  add_dry_run(close, options->dry_run);
  on_run(close, session, [&session, options] { return close_period(session, *options); });
  on_run(add_command(group, kList), session, [&session] { return list_periods(session); });
}

}  // namespace quits::cli
