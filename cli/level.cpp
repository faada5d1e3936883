// quits level: which level partners have reached, why, and what is missing to the next.
#include <fmt/core.h>

#include "cli/level_parts.h"
#include "cli/recording.h"
#include "cli/views_level.h"
#include "cli/wording.h"
#include "program/parties.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "level", "Show, review and grant levels, and record who is certified",
    "  quits level list\n"
    "  quits level show FRANCE\n"
    "  quits level certify FRANCE ann architect --on 2026-02-01 --evidence 'exam 17'\n"
    "  quits level leave FRANCE ann --on 2026-08-10\n"
    "  quits level review reseller --on 2026-07-01 --because 'ann passed late'\n"
    "  quits level grant reseller Gold --from 2026-07-01 --reason 'first year'\n"};
constexpr CommandText kList{"list", "List the level of every agreement",
                            "  quits level list\n"
                            "  quits level list --on 2026-07-01\n"
                            "  quits level list --csv\n"};
constexpr CommandText kShow{
    "show", "Show a level, whom it counts on, its history, and what is missing to the next",
    "  quits level show FRANCE            every agreement of the partner\n"
    "  quits level show reseller          one agreement\n"
    "  quits level show reseller --on 2026-07-01\n"};

struct Options {
  std::string target;
  std::string on;
};

using program::AgreementVersion;
using Span = std::span<const AgreementVersion>;

// Of every agreement that `wanted` takes: its first version says whose it is.
v1::LevelList levels(service::BookFile& file, Date on, LevelDetail detail,
                     const std::function<bool(const AgreementVersion&)>& wanted) {
  const std::vector<AgreementVersion> all = program::all_versions(file.database());
  const auto ends = program::all_ends(file.database());
  v1::LevelList list;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].agreement == all[begin].agreement) ++end;
    const auto ended = ends.find(all[begin].agreement);
    const bool is_over = ended != ends.end() && ended->second.last_day < on;
    if (is_over || !wanted(all[begin])) continue;
    auto view = level_of(file, Span(all).subspan(begin, end - begin), on, detail);
    if (view) *list.add_level() = *std::move(view);
  }
  return list;
}

Cell entry_cell(std::uint64_t entry) { return entry == 0 ? Cell("") : count_cell(entry); }

Result<Date> day_of(Session& session, const Options& options) {
  if (options.on.empty()) return session.clock().now().date();
  return of_option("--on", Date::parse_iso(options.on));
}

Status list_levels(Session& session, const Options& options) {
  TRY(const Date on, day_of(session, options));
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  const v1::LevelList list = levels(file, on, LevelDetail::row, [](const auto&) { return true; });
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
    return {};
  }
  Table table({"partner", "agreement", "level", "since", "why", {"entry", Align::right}});
  bool any_due = false;
  for (const v1::LevelView& level : list.level()) {
    table.add({level.partner(), level.agreement(), level.level(), level.since(), level.why(),
               entry_cell(level.entry())});
    any_due = any_due || !level.due().empty();
  }
  if (table.empty() && output.wants_text()) {
    output.note("no terms in force on {} have levels", on.to_string());
    return {};
  }
  output.print(table);
  if (any_due && output.wants_text()) {
    output.note("some are due for review: the next sale, or the close, carries it out");
  }
  return {};
}

void print_people(const v1::LevelView& level, Output& output) {
  if (level.certificate().empty()) return;
  output.line("");
  output.line("Certified");
  Table table({"person", "certificate", "on", "expires"});
  for (const v1::CertificateView& held : level.certificate()) {
    const std::string expires = held.expires_on().empty() ? "never" : held.expires_on();
    table.add({held.person(), held.certificate(), held.certified_on(),
               held.counts() ? expires : expires + ", does not count any more"},
              held.counts() ? Style::plain : Style::faint);
  }
  output.print(table, 2);
}

void print_missing(const v1::LevelView& level, Output& output) {
  output.line("");
  if (level.next_level().empty()) {
    output.line("There is no level above.");
    return;
  }
  if (level.missing().empty()) {
    output.line("A review on {} would give {}: nothing is missing.", level.on(),
                level.next_level());
    return;
  }
  output.line("Missing for {}, by a review on {}", level.next_level(), level.on());
  for (const v1::MissingView& missing : level.missing()) output.line("  {}", missing.words());
}

Table changes_of(const v1::LevelList& list, bool with_agreement) {
  std::vector<Column> columns{"from", "level", "why", {"entry", Align::right}};
  if (with_agreement) columns.insert(columns.begin(), {"partner", "agreement"});
  Table table(std::move(columns));
  for (const v1::LevelView& level : list.level()) {
    for (const v1::LevelChangeView& change : level.change()) {
      std::vector<Cell> cells{change.from(), change.level(), change.why(),
                              entry_cell(change.entry())};
      if (with_agreement) cells.insert(cells.begin(), {level.partner(), level.agreement()});
      table.add(std::move(cells));
    }
  }
  return table;
}

void print_level(const v1::LevelView& level, Output& output) {
  output.line("{}  {}, agreement {}, on {}", output.ink().paint(Style::strong, level.level()),
              level.partner(), level.agreement(), level.on());
  Table about({"", ""});
  about.add(
      {"since",
       fmt::format("{}: {}{}", level.since(), level.why(),
                   level.entry() == 0 ? "" : fmt::format(", quits explain {}", level.entry()))});
  for (const std::string& day : level.due())
    about.add({"due", fmt::format("review of {}: with the next sale, or the close", day)});
  if (!level.next_review().empty()) about.add({"next review", level.next_review()});
  output.print(without_titles(about, output.ink(), 2));
  print_people(level, output);
  print_missing(level, output);
  v1::LevelList one;
  *one.add_level() = level;
  const Table changes = changes_of(one, false);
  if (changes.empty()) return;
  output.line("");
  output.line("History");
  output.print(changes, 2);
}

// The agreement of that key, else every one of that partner.
Status show_level(Session& session, const Options& options) {
  TRY(const Date on, day_of(session, options));
  service::BookFile& file = session.book_for_reading();
  storage::Database& database = file.database();
  const storage::Transaction snapshot(database, storage::Access::read);
  const std::string& target = options.target;
  const bool is_agreement = !program::versions_of(database, target).empty();
  if (!is_agreement && !program::party_by_key(database, target))
    return refuse(program::unknown_party(database, target));
  const v1::LevelList list =
      levels(file, on, LevelDetail::whole, [&](const AgreementVersion& version) {
        return (is_agreement ? version.agreement : version.partner) == target;
      });
  if (list.level().empty()) {
    return refuse(Code::not_found,
                  fmt::format("{} has no terms with levels on {}", target, on.to_string()),
                  "`quits level list` shows who has");
  }
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
    return {};
  }
  if (output.wants_csv()) {
    output.print(changes_of(list, true));
    return {};
  }
  for (const v1::LevelView& level : list.level()) {
    if (&level != &list.level(0)) output.line("");
    print_level(level, output);
  }
  return {};
}

}  // namespace

void add_level_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kText);
  CLI::App& list = add_command(group, kList);
  auto listed = std::make_shared<Options>();
  list.add_option("--on", listed->on, "On this day; else today")->type_name("DATE");
  on_run(list, session, [&session, listed] { return list_levels(session, *listed); });

  CLI::App& show = add_command(group, kShow);
  auto shown = std::make_shared<Options>();
  show.add_option("PARTNER|AGREEMENT", shown->target, "Whose level")->required();
  show.add_option("--on", shown->on, "On this day; else today")->type_name("DATE");
  on_run(show, session, [&session, shown] { return show_level(session, *shown); });

  add_level_review(group, session);
  add_level_grant(group, session);
  add_level_certify(group, session);
  add_level_leave(group, session);
}

}  // namespace quits::cli
