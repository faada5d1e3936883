// quits agreement diff: what changes between two versions or two files of terms, in words.
#include <filesystem>

#include "cli/agreement_parts.h"
#include "cli/views.h"
#include "service/wire.h"
#include "settlement/describe.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "diff", "Say in words what changes between two versions, or two files of terms",
    "  quits agreement diff reseller                    the newest version, and what it changes\n"
    "  quits agreement diff reseller --from 1 --to 3\n"
    "  quits agreement diff reseller-2026.terms reseller-2027.terms\n"};

struct Options {
  std::vector<std::string> names;
  std::uint32_t from = 0;  // 0: what `to` changes
  std::uint32_t to = 0;    // 0: the newest
};

using program::AgreementVersion;

void print(Output& output, const v1::TermsDiffView& view) {
  if (output.wants_json()) return output.print_json(view);
  if (output.wants_csv()) {
    Table table({"subject", "before", "after"});
    for (const v1::TermsChangeView& change : view.change())
      table.add({change.subject(), change.before(), change.after()});
    return output.print(table);
  }
  const std::string what = view.agreement().empty() ? view.from() + " to " + view.to()
                                                    : fmt::format("{}, {} to {}", view.agreement(),
                                                                  view.from(), view.to());
  output.line("{}", output.ink().paint(Style::strong, what));
  for (const v1::TermsChangeView& change : view.change()) output.line("  {}", change.sentence());
  if (view.change().empty()) output.line("  nothing changes");
}

std::string name_of_version(const AgreementVersion& version) {
  return fmt::format("version {}{}", version.version,
                     version.accepted_by ? "" : " (proposed: it binds nobody yet)");
}

Status compare_versions(Session& session, const Options& options) {
  const std::string& agreement = options.names.front();
  service::BookFile& file = session.book_for_reading();
  const auto known = known_versions(file.database(), agreement);
  if (!known && std::filesystem::exists(agreement)) {
    return refuse(Code::unknown_agreement,
                  fmt::format("there is no agreement \"{}\", but a file of that name", agreement),
                  "name two files to compare: quits agreement diff OLD_FILE NEW_FILE");
  }
  TRY(const auto versions, known);
  const std::uint32_t newest = versions.back().version;
  TRY(const AgreementVersion to, version_numbered(versions, options.to == 0 ? newest : options.to));
  const AgreementVersion* changed = changed_by(to, versions);
  if (options.from == 0 && changed == nullptr) {
    return refuse(Code::unknown_version,
                  fmt::format("version 1 of \"{}\" is the first: it changes nothing", agreement),
                  "see it with: quits agreement show " + agreement + " --version 1");
  }
  TRY(const AgreementVersion from,
      version_numbered(versions, options.from == 0 ? changed->version : options.from));
  v1::TermsDiffView view;
  view.set_agreement(agreement);
  view.set_from(name_of_version(from));
  view.set_to(name_of_version(to));
  view.set_effective_from(to.effective_from.to_string());
  for (v1::TermsChangeView& change : changes_between(file, from, to))
    *view.add_change() = std::move(change);
  print(session.output(), view);
  return {};
}

Result<program::Terms> terms_in_file(const std::string& path) {
  TRY(const std::string bytes, service::read_text(path));
  if (service::holds_facts(bytes)) {
    return refuse(Error{Code::malformed_text,
                        "the file holds facts, and files of terms are compared",
                        "compare versions that are in the book: quits agreement diff AGREEMENT",
                        Place{path, 0, 0, {}}});
  }
  TRY(service::TermsText text, service::TermsText::parse(bytes, path));
  return std::move(text.terms);
}

Status compare_files(Session& session, const Options& options) {
  if (options.from != 0 || options.to != 0)
    return refuse(Code::usage, "files have no versions", "leave out --from and --to");
  TRY(const program::Terms before, terms_in_file(options.names.front()));
  TRY(const program::Terms after, terms_in_file(options.names.back()));
  v1::TermsDiffView view;
  view.set_from(options.names.front());
  view.set_to(options.names.back());
  for (const program::Change& change : program::changes_between(before, after))
    *view.add_change() = view_of(change, std::nullopt);
  print(session.output(), view);
  return {};
}

}  // namespace

const AgreementVersion* changed_by(const AgreementVersion& version,
                                   const std::vector<AgreementVersion>& versions) {
  const AgreementVersion* before = nullptr;
  for (const AgreementVersion& other : versions) {
    if (other.version >= version.version) break;
    if (other.accepted_by || before == nullptr || !before->accepted_by) before = &other;
  }
  return before;
}

std::vector<v1::TermsChangeView> changes_between(service::BookFile& file,
                                                 const AgreementVersion& before,
                                                 const AgreementVersion& after) {
  program::FactCodec codec;
  const auto was = settlement::terms_in(file.book(), before.sequence, codec);
  const auto is = settlement::terms_in(file.book(), after.sequence, codec);
  std::vector<v1::TermsChangeView> views;
  if (!was || !is) return views;  // a damaged record: verify tells
  for (const program::Change& change : program::changes_between(*was, *is))
    views.push_back(view_of(change, after.effective_from));
  return views;
}

void print_what_changes(Output& output, service::BookFile& file, const std::string& agreement,
                        std::uint32_t version) {
  const auto versions = program::versions_of(file.database(), agreement);
  if (version == 0 || version > versions.size()) return;
  const AgreementVersion* before = changed_by(versions[version - 1], versions);
  if (before == nullptr) return;
  const auto changes = changes_between(file, *before, versions[version - 1]);
  output.line("version {} {} version {}{}", version,
              changes.empty() ? "says the same as" : "changes, against", before->version,
              changes.empty() ? "" : ":");
  for (const v1::TermsChangeView& change : changes) output.line("  {}", change.sentence());
}

void add_agreement_diff(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kText);
  auto options = std::make_shared<Options>();
  command.add_option("AGREEMENT", options->names, "Its key; or two files, the older one first")
      ->required()
      ->expected(1, 2);
  command
      .add_option("--from", options->from, "The earlier version; else the one that --to changes")
      ->type_name("N");
  command.add_option("--to", options->to, "The later version; else the newest")->type_name("N");
  on_run(command, session, [&session, options] {
    return options->names.size() == 1 ? compare_versions(session, *options)
                                      : compare_files(session, *options);
  });
}

}  // namespace quits::cli
