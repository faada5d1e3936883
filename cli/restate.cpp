// quits restate: closed periods under corrected terms, as a proposal that shows both results.
#include <fmt/core.h>

#include "base/money.h"
#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/views.h"
#include "cli/wording.h"
#include "program/encoding.h"
#include "service/wire.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "restate",
    "Propose to recalculate closed periods under corrected terms: shows both results, posts "
    "nothing",
    "  quits restate reseller --version 1 --terms corrected.terms --from 2026-01 --until 2026-02 "
    "--reason \"rate mistyped\"\n"
    "  quits restate reseller --version 1 --terms corrected.terms --from 2026-01 --until 2026-02 "
    "--reason test --dry-run\n"
    "                                         shows them and records nothing\n"
    "  quits --as maria approve cli:restate/reseller/1/2026-01/2026-02\n"
    "                                         a second person posts the differences\n"};

struct Options {
  program::RestatementProposed proposed;
  std::string file;
  std::string from;
  std::string until;
  std::string id;
  bool dry_run = false;
};

constexpr OptionName kNames[] = {{"restatement_proposed.agreement", "AGREEMENT"},
                                 {"restatement_proposed.version", "--version"},
                                 {"restatement_proposed.from_period", "--from"},
                                 {"restatement_proposed.until_period", "--until"},
                                 {"restatement_proposed.reason", "--reason"},
                                 {"restatement_proposed.terms", "--terms"},
                                 {"restatement_proposed.terms.currency", "--terms"}};

v1::RestatementView view_of(const program::RestatementProposed& proposed,
                            const ledger::Submission& fact, Sequence entry, bool dry_run) {
  const Currency currency = proposed.terms.currency;
  v1::RestatementView view;
  view.set_entry(entry.value);
  view.set_id(fact.id.to_string());
  view.set_agreement(proposed.agreement);
  view.set_version(proposed.version);
  view.set_from_period(proposed.from_period.to_string());
  view.set_until_period(proposed.until_period.to_string());
  view.set_currency(std::string(currency.code()));
  view.set_dry_run(dry_run);
  for (const program::RestatedLine& line : proposed.lines) {
    v1::RestatedLineView& added = *view.add_line();
    added.set_creditor(line.creditor);
    added.set_debtor(line.debtor);
    added.set_term(line.term);
    added.set_entries(line.entries);
    added.set_booked(amount_text(line.booked_minor, currency));
    added.set_restated(amount_text(line.restated_minor, currency));
    added.set_difference(amount_text(int128{line.restated_minor} - line.booked_minor, currency));
  }
  return view;
}

void print(const v1::RestatementView& view, bool repeated, Output& output) {
  if (output.wants_json()) return output.print_json(view);
  Table table({"earns", "owes", "term", Column("entries", Align::right),
               Column("booked", Align::right), Column("restated", Align::right),
               Column("difference", Align::right)});
  for (const v1::RestatedLineView& line : view.line()) {
    table.add({line.creditor(), line.debtor(), line.term(), count_cell(line.entries()),
               amount_cell(line.booked()), amount_cell(line.restated()),
               amount_cell(line.difference())});
  }
  output.print(table);
  if (output.wants_csv()) return;
  if (view.dry_run()) return output.note("nothing was recorded; amounts in {}", view.currency());
  output.note(
      "{} in entry {}; amounts in {}. It posts nothing until another person approves it:\n  quits "
      "--as NAME approve {}",
      repeated ? "proposed before" : "proposed", view.entry(), view.currency(), view.id());
}

Status restate(Session& session, const Options& options) {
  program::RestatementProposed proposed = options.proposed;
  TRY(proposed.from_period, of_option("--from", Period::parse(options.from)));
  TRY(proposed.until_period, of_option("--until", Period::parse(options.until)));
  TRY(const std::string bytes, service::read_text(options.file));
  TRY(const service::TermsText text, service::TermsText::parse(bytes, options.file));
  proposed.terms = text.terms;
  if (auto problems = program::check(proposed.terms); !problems.empty())
    return refuse(text.placed(std::move(problems.front())));
  const std::string id = options.id.empty()
                             ? fmt::format("restate/{}/{}/{}/{}", proposed.agreement,
                                           proposed.version, options.from, options.until)
                             : options.id;
  TRY(const auto fact, submission(id, proposed));
  service::BookFile& file = session.book_for_writing();
  const auto preview = preview_if(options.dry_run, file.book());
  ledger::RecordOptions record_options;
  record_options.actor = session.actor();
  const auto result = file.book().record({&fact, 1}, record_options);
  TRY(const ledger::Receipt receipt, result.receipts.front());
  TRY(const program::Fact recorded,
      program::FactCodec().decode(file.book().read(receipt.sequence).fact));
  print(view_of(std::get<program::RestatementProposed>(recorded), fact, receipt.sequence,
                options.dry_run),
        receipt.repeated, session.output());
  return {};
}

}  // namespace

void add_restate_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<Options>();
  command.add_option("AGREEMENT", options->proposed.agreement, "Whose terms were wrong")
      ->required();
  command.add_option("--version", options->proposed.version, "Which of its versions")
      ->type_name("N")
      ->required();
  command
      .add_option("--terms", options->file, "What its terms should have been; - is standard input")
      ->type_name("FILE")
      ->required();
  command.add_option("--from", options->from, "The first period, yyyy-mm")
      ->type_name("PERIOD")
      ->required();
  command.add_option("--until", options->until, "The last period, yyyy-mm; it must be closed")
      ->type_name("PERIOD")
      ->required();
  command.add_option("--reason", options->proposed.reason, "Why, for whoever asks in a year")
      ->type_name("TEXT")
      ->required();
  command.add_option("--id", options->id, "Its id, to propose again for the same periods")
      ->type_name("ID");
  add_dry_run(command, options->dry_run);
  on_run(command, session,
         [&session, options] { return in_words_of(kNames, restate(session, *options)); });
}

}  // namespace quits::cli
