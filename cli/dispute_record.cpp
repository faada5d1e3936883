// quits dispute open, answer, uphold, reject, withdraw: what is said in a dispute, as facts.
#include <fmt/core.h>

#include <CLI/App.hpp>

#include "cli/commands.h"
#include "cli/dispute_parts.h"
#include "ledger/book.h"

namespace quits::cli {
namespace {

constexpr CommandText kOpen{
    "open", "Dispute a line of a document: its amount leaves settlements, the rest settles",
    "  quits dispute open ACME-2026-00001 --line 2 --by NORD --reason price --text 'agreed on 40'\n"
    "  quits dispute open ACME-2026-00001 --by NORD --reason duplicate --text 'billed in January'\n"
    "  quits dispute open ACME-2026-00001 --line 2 --by NORD --reason quantity --text 'nine, not ten' "
    "--amount 50\n"};

struct OpenOptions {
  program::DisputeOpened dispute;
  std::string amount;
  std::string on;
  std::string reason;
  bool dry_run = false;
};

constexpr OptionName kOpenNames[] = {{"dispute_opened.document", "DOCUMENT"},
                                     {"dispute_opened.line", "--line"},
                                     {"dispute_opened.amount", "--amount"},
                                     {"dispute_opened.by", "--by"},
                                     {"dispute_opened.on", "--on"},
                                     {"dispute_opened.reason", "--reason"},
                                     {"dispute_opened.text", "--text"}};

Result<program::DisputeReason> reason_named(const std::string& name) {
  using program::DisputeReason;
  std::string all;
  for (auto number = 1U; number <= static_cast<unsigned>(DisputeReason::other); ++number) {
    const auto reason = static_cast<DisputeReason>(number);
    if (settlement::name_of(reason) == name) return reason;
    all += (all.empty() ? "" : ", ") + std::string(settlement::name_of(reason));
  }
  return refuse_field("--reason", Code::bad_value, fmt::format("\"{}\" is no reason", name),
                      "one of " + all);
}

Result<Date> day_of(Session& session, const std::string& on) {
  if (on.empty()) return session.clock().now().date();
  return of_option("--on", Date::parse_iso(on));
}

Status open_dispute(Session& session, const OpenOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::DisputeOpened dispute = options.dispute;
  TRY(dispute.on, day_of(session, options.on));
  TRY(dispute.reason, reason_named(options.reason));
  if (!options.amount.empty()) {
    TRY(dispute.amount, of_option("--amount", Decimal::parse(options.amount)));
  }
  // The same line can be disputed again for another amount or on another day.
  const std::string id = fmt::format("dispute/{}/{}/{}/{}", dispute.document, dispute.line,
                                     dispute.on.to_string(), options.amount);
  TRY(const auto fact, submission(id, dispute));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  const std::string what = dispute.line == 0
                               ? dispute.document
                               : fmt::format("line {} of {}", dispute.line, dispute.document);
  report(session, "disputed " + what, {&fact, 1}, {&receipt, 1}, options.dry_run);
  return {};
}

struct AnswerOptions {
  std::string dispute;
  std::string by;
  std::string on;
  std::string text;
  bool dry_run = false;
};

constexpr OptionName kAnswerNames[] = {
    {"dispute_answered.dispute", "DISPUTE"}, {"dispute_answered.by", "--by"},
    {"dispute_answered.on", "--on"},         {"dispute_answered.text", "--text"},
    {"dispute_resolved.dispute", "DISPUTE"}, {"dispute_resolved.by", "--by"},
    {"dispute_resolved.on", "--on"},         {"dispute_resolved.text", "--text"}};

// Which dispute, by the id that its fact has.
Result<program::FactRef> ref_of(service::BookFile& file, const AnswerOptions& options,
                                Sequence& opened) {
  TRY(const auto numbered, dispute_named(file, options.dispute));
  opened = numbered.opened;
  const FactId id = file.book().read(opened).id;
  return program::FactRef{id.source, id.external_id};
}

Status record_said(Session& session, const std::string& id, const std::string& what,
                   const program::Fact& said, bool dry_run) {
  TRY(const auto fact, submission(id, said));
  TRY(const auto receipt, record_one(session, fact, dry_run));
  report(session, what, {&fact, 1}, {&receipt, 1}, dry_run);
  return {};
}

Status answer(Session& session, const AnswerOptions& options) {
  TRY_STATUS(session.refuse_csv());
  Sequence opened;
  program::DisputeAnswered said;
  TRY(said.dispute, ref_of(session.book_for_writing(), options, opened));
  TRY(said.on, day_of(session, options.on));
  said.by = options.by;
  said.text = options.text;
  return record_said(session,
                     fmt::format("dispute/{}/answer/{}/{}/{}", opened.value, said.by,
                                 said.on.to_string(), said.text),
                     fmt::format("answered dispute {}", opened.value), said, options.dry_run);
}

struct Decision {
  CommandText text;
  program::DisputeOutcome outcome;
  const char* past;
};
constexpr Decision kDecisions[] = {
    {{"uphold", "Give a dispute right: the amount is given back in the open period",
      "  quits --as bert dispute uphold 17 --by ACME --text 'right, it was 40'\n"},
     program::DisputeOutcome::upheld,
     "upheld"},
    {{"reject", "Reject a dispute: the amount is in the next settlement",
      "  quits --as bert dispute reject 17 --by ACME --text 'the list says 50'\n"},
     program::DisputeOutcome::rejected,
     "rejected"},
    {{"withdraw", "Take a dispute back: the amount is in the next settlement",
      "  quits dispute withdraw 17 --by NORD --text 'we found the order'\n"},
     program::DisputeOutcome::withdrawn,
     "withdrew"}};

Status decide(Session& session, const AnswerOptions& options, const Decision& decision) {
  TRY_STATUS(session.refuse_csv());
  Sequence opened;
  program::DisputeResolved said;
  TRY(said.dispute, ref_of(session.book_for_writing(), options, opened));
  TRY(said.on, day_of(session, options.on));
  said.outcome = decision.outcome;
  said.by = options.by;
  said.text = options.text;
  return record_said(session, fmt::format("dispute/{}/{}/{}", opened.value, decision.text.name, said.on.to_string()),
                     fmt::format("{} dispute {}", decision.past, opened.value), said,
                     options.dry_run);
}

std::shared_ptr<AnswerOptions> add_options(CLI::App& command) {
  auto options = std::make_shared<AnswerOptions>();
  command.add_option("DISPUTE", options->dispute, "The entry that opened it, or SOURCE:ID")
      ->required();
  command.add_option("--by", options->by, "Which party says so")->type_name("PARTY")->required();
  command.add_option("--text", options->text, "In words")->required();
  command.add_option("--on", options->on, "Date; else today")->type_name("DATE");
  add_dry_run(command, options->dry_run);
  return options;
}

}  // namespace

void add_dispute_open(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kOpen);
  auto options = std::make_shared<OpenOptions>();
  program::DisputeOpened& dispute = options->dispute;
  command.add_option("DOCUMENT", dispute.document, "Number of the invoice")->required();
  command.add_option("--line", dispute.line, "Which of its lines, from 1; else all of it")
      ->type_name("N");
  command.add_option("--by", dispute.by, "Which of its two sides disputes")
      ->type_name("PARTY")
      ->required();
  command.add_option("--reason", options->reason,
                     "quantity, price, not_delivered, duplicate, terms, tax or other")
      ->required();
  command.add_option("--text", dispute.text, "In words, for the other side")->required();
  command.add_option("--amount", options->amount, "How much of it, tax included; else all");
  command.add_option("--on", options->on, "Date; else today")->type_name("DATE");
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] {
    return in_words_of(kOpenNames, open_dispute(session, *options));
  });
}

void add_dispute_answers(CLI::App& group, Session& session) {
  CLI::App& answered = add_command(
      group, {"answer", "Write about a dispute: either side, as often as needed",
              "  quits dispute answer 17 --by ACME --text 'the list says 50'\n"});
  const auto answer_options = add_options(answered);
  on_run(answered, session, [&session, answer_options] {
    return in_words_of(kAnswerNames, answer(session, *answer_options));
  });
  for (const Decision& decision : kDecisions) {
    CLI::App& command = add_command(group, decision.text);
    const auto options = add_options(command);
    on_run(command, session, [&session, options, &decision] {
      return in_words_of(kAnswerNames, decide(session, *options, decision));
    });
  }
}

}  // namespace quits::cli
