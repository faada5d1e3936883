// quits agreement: what two parties signed.
#include <google/protobuf/text_format.h>

#include "cli/agreement_parts.h"
#include "cli/views.h"
#include "settlement/describe.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"agreement",
                            "Write, propose, accept, compare and end the terms between two parties",
                            "  quits agreement new reseller --output reseller.terms\n"
                            "  quits agreement check reseller.terms\n"
                            "  quits agreement propose reseller.terms --agreement reseller "
                            "--partner FRANCE --from 2026-01-01\n"
                            "  quits agreement accept reseller --version 1 --by FRANCE\n"
                            "  quits agreement show reseller\n"
                            "  quits agreement diff reseller\n"
                            "  quits agreement end reseller --on 2026-12-31 --by FRANCE\n"};
constexpr CommandText kList{"list", "List all agreements with their newest version",
                            "  quits agreement list\n"};
constexpr CommandText kShow{
    "show", "Show the terms of an agreement",
    "  quits agreement show reseller\n  quits agreement show reseller --version 1\n"};
constexpr CommandText kHistory{"history", "List every version of an agreement, and what each changed",
                               "  quits agreement history reseller\n"};

using program::AgreementVersion;
using Versions = std::vector<AgreementVersion>;

struct ShowOptions {
  std::string agreement;
  std::uint32_t version = 0;  // 0: the newest
};

// With the title and currency of its terms.
v1::AgreementView full_view(service::BookFile& file, const AgreementVersion& version,
                            const Versions& all, bool whole) {
  const auto ends = program::all_ends(file.database());
  const auto end = ends.find(version.agreement);
  v1::AgreementView view = view_of(version, all, end == ends.end() ? nullptr : &end->second);
  program::FactCodec codec;
  if (const auto terms = settlement::terms_in(file.book(), version.sequence, codec))
    add_terms(*terms, whole, view);
  return view;
}

void print_list(Session& session, const v1::AgreementList& list) {
  if (session.output().wants_json()) {
    session.output().print_json(list);
    return;
  }
  Table table({"agreement",
               {"version", Align::right},
               "principal",
               "partner",
               "from",
               "until",
               "state",
               "terms",
               "currency"});
  for (const v1::AgreementView& view : list.agreement()) {
    table.add({view.agreement(), std::to_string(view.version()), view.principal(), view.partner(),
               view.effective_from(), view.ended_on(), view.state(), view.title(), view.currency()});
  }
  session.output().print(table);
}

Status list_agreements(Session& session) {
  service::BookFile& file = session.book_for_reading();
  const Versions all = program::all_versions(file.database());
  v1::AgreementList list;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].agreement == all[begin].agreement) ++end;
    const Versions versions(all.begin() + static_cast<std::ptrdiff_t>(begin),
                            all.begin() + static_cast<std::ptrdiff_t>(end));
    *list.add_agreement() = full_view(file, versions.back(), versions, false);
  }
  print_list(session, list);
  return {};
}

Status show_history(Session& session, const std::string& agreement) {
  service::BookFile& file = session.book_for_reading();
  TRY(const Versions versions, known_versions(file.database(), agreement));
  v1::AgreementList list;
  for (const AgreementVersion& version : versions) {
    v1::AgreementView& view = *list.add_agreement();
    view = full_view(file, version, versions, false);
    const AgreementVersion* before = changed_by(version, versions);
    if (before == nullptr) continue;
    view.set_changes_version(before->version);
    for (v1::TermsChangeView& change : changes_between(file, *before, version))
      *view.add_change() = std::move(change);
  }
  print_list(session, list);
  if (!session.output().wants_text()) return {};
  for (const AgreementVersion& version : versions) {
    if (version.version > 1) session.output().line("");
    print_what_changes(session.output(), file, agreement, version.version);
  }
  return {};
}

void print_terms(Output& output, const v1::AgreementView& view) {
  output.line("{} version {}, {}", output.ink().paint(Style::strong, view.agreement()),
              view.version(), view.state());
  output.line("  between   {} (principal) and {} (partner)", view.principal(), view.partner());
  output.line("  from      {}", view.effective_from());
  output.line("  proposed  by {} in entry {}", view.proposed_by(), view.proposed_in());
  if (view.accepted_in() != 0) output.line("  accepted  in entry {}", view.accepted_in());
  if (view.ended_in() != 0) {
    output.line("  ended     by {} in entry {}, last day {}", view.ended_by(), view.ended_in(),
                view.ended_on());
  }
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  printer.SetInitialIndentLevel(1);
  std::string terms;
  printer.PrintToString(view.terms(), &terms);
  output.line(
      "\n{}\n{}",
      output.ink().paint(Style::faint, "# the terms, as a file for `quits agreement propose`"),
      terms);
}

Status show_agreement(Session& session, const ShowOptions& options) {
  TRY_STATUS(session.refuse_csv());
  service::BookFile& file = session.book_for_reading();
  TRY(const Versions versions, known_versions(file.database(), options.agreement));
  const auto newest = static_cast<std::uint32_t>(versions.size());
  TRY(const AgreementVersion version,
      version_numbered(versions, options.version == 0 ? newest : options.version));
  const v1::AgreementView view = full_view(file, version, versions, true);
  if (session.output().wants_json()) {
    session.output().print_json(view);
  } else {
    print_terms(session.output(), view);
  }
  return {};
}

}  // namespace

Result<Versions> known_versions(storage::Database& database, const std::string& agreement) {
  Versions versions = program::versions_of(database, agreement);
  if (versions.empty()) return refuse(program::unknown_agreement(database, agreement));
  return versions;
}

Result<AgreementVersion> version_numbered(const Versions& versions, std::uint32_t number) {
  if (number != 0 && number <= versions.size()) return versions[number - 1];
  return refuse(
      Code::unknown_version,
      fmt::format("agreement \"{}\" has no version {}", versions.front().agreement, number),
      fmt::format("it has {}", versions.size()));
}

void add_agreement_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kText);
  add_agreement_new(group, session);
  add_agreement_check(group, session);
  add_agreement_propose(group, session);
  add_agreement_accept(group, session);
  on_run(add_command(group, kList), session, [&session] { return list_agreements(session); });

  CLI::App& show = add_command(group, kShow);
  auto options = std::make_shared<ShowOptions>();
  show.add_option("AGREEMENT", options->agreement, "Its key")->required();
  show.add_option("--version", options->version, "Which version; else the newest")->type_name("N");
  on_run(show, session, [&session, options] { return show_agreement(session, *options); });

  CLI::App& history = add_command(group, kHistory);
  auto key = std::make_shared<std::string>();
  history.add_option("AGREEMENT", *key, "Its key")->required();
  on_run(history, session, [&session, key] { return show_history(session, *key); });

  add_agreement_diff(group, session);
  add_agreement_end(group, session);
}

}  // namespace quits::cli
