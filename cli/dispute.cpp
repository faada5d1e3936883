// quits dispute: a line that a side does not agree with, what was said about it, and how it ends.
#include <fmt/core.h>

#include <CLI/App.hpp>
#include <charconv>

#include "cli/commands.h"
#include "cli/dispute_parts.h"
#include "cli/dispute_text.h"
#include "cli/views_dispute.h"
#include "cli/wording.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "dispute", "Dispute a line of a document, answer, and decide",
    "  quits dispute open ACME-2026-00001 --line 2 --by NORD --reason price --text 'agreed on 40'\n"
    "  quits dispute answer 17 --by ACME --text 'the list says 50'\n"
    "  quits --as bert dispute uphold 17 --by ACME --text 'right'\n"
    "  quits dispute list --open\n"};
constexpr CommandText kList{
    "list", "List the disputes",
    "  quits dispute list\n  quits dispute list --open --party NORD\n  quits dispute list --overdue\n"};
constexpr CommandText kShow{"show", "Show all that was said in a dispute", "  quits dispute show 17\n"};

struct ListOptions {
  std::string party;
  bool open = false;
  bool overdue = false;
};

Table table_of(const v1::DisputeList& list) {
  Table table({"entry", "document", {"line", Align::right}, "by", "reason",
               {"amount", Align::right}, {"kept out", Align::right}, "currency", "answer until", "state"});
  for (const v1::DisputeView& dispute : list.dispute()) {
    table.add({std::to_string(dispute.entry()), dispute.document(),
               Cell(dispute.line() == 0 ? "all" : std::to_string(dispute.line()),
                    std::to_string(dispute.line())),
               dispute.by(), dispute.reason(), amount_cell(dispute.amount()),
               amount_cell(dispute.kept_out()), dispute.currency(), dispute.answer_until(),
               dispute.overdue() ? Cell("overdue", "open") : Cell(dispute.state())},
              dispute.overdue() ? Style::bad : Style::plain);
  }
  return table;
}

Status list_disputes(Session& session, const ListOptions& options) {
  service::BookFile& file = session.book_for_reading();
  storage::Database& database = file.database();
  const storage::Transaction snapshot(database, storage::Access::read);
  if (!options.party.empty() && !program::party_by_key(database, options.party))
    return refuse(program::unknown_party(database, options.party));
  const Date today = session.clock().now().date();
  v1::DisputeList list;
  for (auto& numbered : settlement::disputes_of(database, options.party)) {
    if (options.open && !numbered.dispute.keeps_out()) continue;
    if (options.overdue && !settlement::is_overdue(numbered.dispute, today)) continue;
    *list.add_dispute() = view_of(settlement::story_of(file.book(), std::move(numbered)), today);
  }
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
    return {};
  }
  if (list.dispute().empty() && output.wants_text()) {
    output.note("nothing is disputed{}", options.overdue ? " without an answer in time" : "");
    return {};
  }
  output.print(table_of(list));
  return {};
}

Status show_dispute(Session& session, const std::string& name) {
  TRY_STATUS(session.refuse_csv());
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  TRY(auto numbered, dispute_named(file, name));
  const v1::DisputeView view =
      view_of(settlement::story_of(file.book(), std::move(numbered)), session.clock().now().date());
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
    return {};
  }
  output.line("{}", output.ink().paint(Style::strong, fmt::format("Dispute {}: {}", view.entry(),
                                                                  subject_of(view))));
  output.line("  amount    {} {}, of which {} is kept out of settlements", grouped(view.amount()),
              view.currency(), grouped(view.kept_out()));
  output.line("  reason    {}", view.reason());
  output.line("  stands    {}", standing_of(view));
  output.line("");
  print_events(view, 2, output);
  return {};
}

}  // namespace

Result<settlement::NumberedDispute> dispute_named(service::BookFile& file, const std::string& name) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
  std::optional<settlement::NumberedDispute> found;
  if (read.ec == std::errc() && read.ptr == name.data() + name.size()) {
    found = settlement::dispute_opened_in(file.database(), Sequence{number});
  } else {
    const program::FactRef ref = fact_named(name);
    const auto sequence = file.book().find(FactId{ref.source, ref.id});
    if (sequence) found = settlement::dispute_opened_in(file.database(), *sequence);
  }
  if (!found) {
    return refuse(Code::unknown_dispute, fmt::format("\"{}\" opened no dispute", name),
                  "`quits dispute list` shows the entries that did");
  }
  return *std::move(found);
}

void add_dispute_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kText);
  add_dispute_open(group, session);
  add_dispute_answers(group, session);

  CLI::App& list = add_command(group, kList);
  auto listed = std::make_shared<ListOptions>();
  list.add_flag("--open", listed->open, "Only those that keep something out of settlements");
  list.add_option("--party", listed->party, "Only about documents issued by or to this party");
  list.add_flag("--overdue", listed->overdue, "Only those that nobody answered in time");
  on_run(list, session, [&session, listed] { return list_disputes(session, *listed); });

  CLI::App& show = add_command(group, kShow);
  auto name = std::make_shared<std::string>();
  show.add_option("DISPUTE", *name, "The entry that opened it, or SOURCE:ID")->required();
  on_run(show, session, [&session, name] { return show_dispute(session, *name); });
}

}  // namespace quits::cli
