// quits agreement end: one side ends an agreement, with the notice that its terms ask for.
#include "cli/agreement_parts.h"
#include "cli/recording.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "end", "End an agreement, with the notice that its terms ask for",
    "  quits agreement end reseller --on 2026-12-31 --by FRANCE --reason 'closes its shop'\n"
    "  quits agreement end reseller --on 2026-12-31 --by FRANCE --dry-run\n"};

struct Options {
  program::AgreementEnded ended;
  std::string on;
  bool dry_run = false;
};

Status end_agreement(Session& session, const Options& options) {
  TRY_STATUS(session.refuse_csv());
  program::AgreementEnded ended = options.ended;
  TRY(ended.on, Date::parse_iso(options.on));
  TRY(const auto fact, submission("end/" + ended.agreement, ended));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session,
         fmt::format("{} ended {}: its last day is {}", ended.ended_by, ended.agreement,
                     ended.on.to_string()),
         {&fact, 1}, {&receipt, 1}, options.dry_run);
  return {};
}

}  // namespace

void add_agreement_end(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kText);
  auto options = std::make_shared<Options>();
  command.add_option("AGREEMENT", options->ended.agreement, "Its key")->required();
  command.add_option("--on", options->on, "The last day on which it is in force")
      ->type_name("DATE")
      ->required();
  command.add_option("--by", options->ended.ended_by, "Who ends it: one of the two")
      ->type_name("PARTY")
      ->required();
  command.add_option("--reason", options->ended.reason, "Why, in words")->type_name("TEXT");
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] { return end_agreement(session, *options); });
}

}  // namespace quits::cli
