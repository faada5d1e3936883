// quits approve and reverse: corrections that stay visible.
#include "cli/commands.h"
#include "cli/recording.h"

namespace quits::cli {
namespace {

constexpr CommandText kApprove{"approve",
                               "Approve an adjustment, a level, a request for funds or a restatement as the "
                               "second person; it holds from now on",
                               "  quits --as maria approve billing:adjustment-17\n"
                               "  quits --as maria approve cli:restate/reseller/1/2026-01    what `quits restate` proposed\n"
                               "  quits --as maria approve cli:level/grant/reseller/Gold/2026-07-01    what "
                               "`quits level grant` proposed\n"
                               "  quits --as maria approve cli:fund/request/reseller/campaigns/2026-02-01    what "
                               "`quits fund request` asked for\n"};
constexpr CommandText kReverse{"reverse", "Take back an entry that was wrong, with its mirror",
                               "  quits reverse billing:order-4711 --reason \"sold twice\"\n"};

struct CorrectionOptions {
  std::string of;
  std::string reason;
  std::string on;
  bool dry_run = false;
};

constexpr OptionName kNames[] = {
    {"approval.of", "SOURCE:ID"},        {"approval.of.source", "SOURCE:ID"},
    {"approval.of.id", "SOURCE:ID"},     {"reversal.of", "SOURCE:ID"},
    {"reversal.of.source", "SOURCE:ID"}, {"reversal.of.id", "SOURCE:ID"},
    {"reversal.reason", "--reason"},     {"reversal.on", "--on"}};

Status record_correction(Session& session, const std::string& id, const std::string& what,
                         const program::Fact& correction, bool dry_run) {
  TRY_STATUS(session.refuse_csv());
  TRY(const auto fact, submission(id, correction));
  TRY(const auto receipt, record_one(session, fact, dry_run));
  report(session, what, {&fact, 1}, {&receipt, 1}, dry_run);
  return {};
}

Status approve(Session& session, const CorrectionOptions& options) {
  return record_correction(session, "approve/" + options.of, "approved " + options.of,
                           program::Approval{fact_named(options.of)}, options.dry_run);
}

Status reverse(Session& session, const CorrectionOptions& options) {
  program::Reversal reversal;
  reversal.of = fact_named(options.of);
  reversal.reason = options.reason;
  if (!options.on.empty()) {
    TRY(reversal.on, of_option("--on", Date::parse_iso(options.on)));
  }
  return record_correction(session, "reverse/" + options.of, "reversed " + options.of, reversal,
                           options.dry_run);
}

}  // namespace

void add_correction_commands(CLI::App& app, Session& session) {
  CLI::App& approve_command = add_command(app, kApprove);
  auto approval = std::make_shared<CorrectionOptions>();
  approve_command.add_option("SOURCE:ID", approval->of, "What was proposed, by its sender's id")
      ->required();
  add_dry_run(approve_command, approval->dry_run);
  on_run(approve_command, session,
         [&session, approval] { return in_words_of(kNames, approve(session, *approval)); });

  CLI::App& reverse_command = add_command(app, kReverse);
  auto reversal = std::make_shared<CorrectionOptions>();
  reverse_command.add_option("SOURCE:ID", reversal->of, "The entry, by its sender's id")
      ->required();
  reverse_command.add_option("--reason", reversal->reason, "Why, for whoever asks in a year")
      ->type_name("TEXT")
      ->required();
  reverse_command.add_option("--on", reversal->on, "When it takes effect; else today")
      ->type_name("DATE");
  add_dry_run(reverse_command, reversal->dry_run);
  on_run(reverse_command, session,
         [&session, reversal] { return in_words_of(kNames, reverse(session, *reversal)); });
}

}  // namespace quits::cli
