// The steps of quits run: each is one fact, and says which comes next.
#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/run_parts.h"
#include "cli/signing.h"
#include "cli/views_run.h"
#include "settlement/netting/set_off.h"

namespace quits::cli {
namespace {

constexpr CommandText kOpen{"open", "Open a run: what it looks at and how it nets; nothing is set off yet",
                            "  quits run open 2026-03 --mode multilateral\n"
                            "  quits run open 2026-03 --mode bilateral --due-until 2026-03-31 --minimum-payout 50\n"
                            "  quits run open 2026-03 --mode centre --centre ACME --pay-on 2026-04-20\n"
                            "  quits run open 2026-03 --settlement-currency EUR --rates ECB/2026-03-31\n"};
constexpr CommandText kCollect{"collect", "Freeze the documents of a run; says what is left out and why", "  quits run collect 2026-03\n"};
constexpr CommandText kPropose{"propose", "Solve a run: the most its mode can set off, with its proof", "  quits run propose 2026-03\n"};
constexpr CommandText kAccept{"accept", "Record that a party accepts the proposal", "  quits run accept 2026-03 --party NORD\n"};
constexpr CommandText kReject{"reject", "Record that a party rejects the proposal; the run is solved again without it",
                              "  quits run reject 2026-03 --party NORD --reason 'invoice 17 is not ours'\n"};
constexpr CommandText kApprove{"approve", "Approve the proposal: a second person", "  quits --as maria run approve 2026-03\n"
                                                                                 "  quits --as maria run approve 2026-03 --proposal 2\n"};
constexpr CommandText kPost{"post", "Post an approved run: set off, and ask for what is left", "  quits run post 2026-03\n"};
constexpr CommandText kCancel{"cancel", "Cancel a run that is not posted: its documents are free again",
                              "  quits run cancel 2026-03 --reason 'NORD is missing'\n"};
constexpr CommandText kReverse{"reverse", "Take a posted run back: a second person, before any of its payments",
                               "  quits --as maria run reverse 2026-03 --reason 'wrong cut-off'\n"};

struct OpenOptions {
  program::RunOpened opened;
  std::string mode = "multilateral";
  std::string order = "oldest";
  std::string on, due_until, above, currency, settlement_currency, rates, pay_on, minimum_payout;
  bool dry_run = false;
};

struct StepOptions {
  std::string run;
  std::string party;
  std::string reason;
  std::string on;
  std::uint32_t proposal = 0;
  SigningOptions signing;  // of post
  bool dry_run = false;
};

constexpr OptionName kNames[] = {{"run_opened.run", "RUN"},
                                 {"run_opened.on", "--on"},
                                 {"run_opened.party", "--party"},
                                 {"run_opened.above", "--above"},
                                 {"run_opened.centre", "--centre"},
                                 {"run_opened.pay_on", "--pay-on"},
                                 {"run_opened.minimum_payout", "--minimum-payout"},
                                 {"run_opened.settlement_currency", "--settlement-currency"},
                                 {"run_opened.rates", "--rates"},
                                 {"run_opened.whole_documents", "--whole-documents"},
                                 {"run_answered.party", "--party"},
                                 {"run_answered.reason", "--reason"},
                                 {"run_answered.proposal", "--proposal"},
                                 {"run_approved.proposal", "--proposal"},
                                 {"run_cancelled.reason", "--reason"},
                                 {"run_reversed.reason", "--reason"},
                                 {"run_reversed.on", "--on"}};

// Records one step, and tells where the run stands now.
Status step(Session& session, const std::string& run, const std::string& id, const program::Fact& fact, const std::string& done,
            bool dry_run) {
  TRY_STATUS(session.refuse_csv());
  TRY(const auto submitted, submission(id, fact));
  TRY(const auto receipt, record_one(session, submitted, dry_run));
  report(session, done, {&submitted, 1}, {&receipt, 1}, dry_run);
  if (dry_run) return {};
  const auto row = settlement::run_by_key(session.book_for_writing().database(), run);
  if (row && !next_of(run, row->state).empty()) session.output().note("next: {}", next_of(run, row->state));
  return {};
}

Result<Decimal> decimal_of(std::string_view option, const std::string& text) {
  if (text.empty()) return Decimal();
  return of_option(option, Decimal::parse(text));
}

Status open_run(Session& session, const OpenOptions& options) {
  program::RunOpened opened = options.opened;
  const auto mode = settlement::mode_named(options.mode);
  const auto order = settlement::order_named(options.order);
  if (!mode || !order) return refuse(Code::usage, "this mode or order is none", "see --help");
  opened.mode = *mode;
  opened.order = *order;
  opened.on = session.clock().now().date();
  if (!options.on.empty()) {
    TRY(opened.on, of_option("--on", Date::parse_iso(options.on)));
  }
  if (!options.due_until.empty()) {
    TRY(opened.due_until, of_option("--due-until", Date::parse_iso(options.due_until)));
  }
  if (!options.currency.empty()) {
    TRY(opened.currency, of_option("--currency", Currency::parse(options.currency)));
  }
  if (!options.settlement_currency.empty()) {
    TRY(opened.settlement_currency, of_option("--settlement-currency", Currency::parse(options.settlement_currency)));
    if (options.rates.empty()) {
      return refuse_field("--rates", Code::missing_field, "a run that settles in one currency converts with rates that were recorded before",
                          "quits rate record EUR/USD=1.0842 --by ECB --on 2026-03-31, then --rates ECB/2026-03-31");
    }
    opened.rates.id = "rates/" + options.rates;
  } else if (!options.rates.empty()) {
    return refuse_field("--settlement-currency", Code::missing_field, "rates are for a run that settles in one currency", "name it");
  }
  if (!options.pay_on.empty()) {
    TRY(opened.pay_on, of_option("--pay-on", Date::parse_iso(options.pay_on)));
  }
  TRY(opened.above, decimal_of("--above", options.above));
  TRY(opened.minimum_payout, decimal_of("--minimum-payout", options.minimum_payout));
  return step(session, opened.run, "run/open/" + opened.run, opened, "opened run " + opened.run, options.dry_run);
}

// The proposal a person speaks about: as given, else the last.
Result<std::uint32_t> proposal_of(Session& session, const StepOptions& options) {
  if (options.proposal != 0) return options.proposal;
  const auto row = settlement::run_by_key(session.book_for_writing().database(), options.run);
  if (!row) return refuse(settlement::unknown_run(options.run));
  if (row->proposal == 0) {
    return refuse(Code::run_state, fmt::format("run {} is {}: nothing is proposed yet", options.run, name_of(row->state)),
                  next_of(options.run, row->state));
  }
  return row->proposal;
}

Status answer_run(Session& session, const StepOptions& options, bool rejects) {
  TRY(const std::uint32_t proposal, proposal_of(session, options));
  return step(session, options.run, fmt::format("run/answer/{}/{}/{}", options.run, proposal, options.party),
              program::RunAnswered{options.run, options.party, rejects, options.reason, proposal},
              fmt::format("{} {} proposal {} of run {}", options.party, rejects ? "rejects" : "accepts", proposal, options.run), options.dry_run);
}

Status approve_run(Session& session, const StepOptions& options) {
  TRY(const std::uint32_t proposal, proposal_of(session, options));
  return step(session, options.run, fmt::format("run/approve/{}/{}", options.run, proposal), program::RunApproved{options.run, proposal},
              fmt::format("approved proposal {} of run {}", proposal, options.run), options.dry_run);
}

Status collect_run(Session& session, const StepOptions& options) {
  program::RunCollected fact;
  fact.run = options.run;
  return step(session, options.run, "run/collect/" + options.run, fact, "collected run " + options.run, options.dry_run);
}

Status propose_run(Session& session, const StepOptions& options) {
  program::RunProposed fact;
  fact.run = options.run;
  const auto row = settlement::run_by_key(session.book_for_writing().database(), options.run);
  const std::uint32_t next = row ? row->proposal + 1 : 1;
  return step(session, options.run, fmt::format("run/propose/{}/{}", options.run, next), fact,
              fmt::format("proposed run {}, proposal {}", options.run, next), options.dry_run);
}

Status post_run(Session& session, const StepOptions& options) {
  program::RunPosted fact;
  fact.run = options.run;
  TRY(Signing signing, Signing::prepare(session, options.signing, options.dry_run));
  TRY_STATUS(step(session, options.run, "run/post/" + options.run, fact, "posted run " + options.run, options.dry_run));
  return signing.sign(session);
}

Status cancel_run(Session& session, const StepOptions& options) {
  program::RunCancelled fact;
  fact.run = options.run;
  fact.reason = options.reason;
  return step(session, options.run, "run/cancel/" + options.run, fact, "cancelled run " + options.run, options.dry_run);
}

Status reverse_run(Session& session, const StepOptions& options) {
  program::RunReversed fact;
  fact.run = options.run;
  fact.reason = options.reason;
  if (!options.on.empty()) {
    TRY(fact.on, of_option("--on", Date::parse_iso(options.on)));
  }
  return step(session, options.run, "run/reverse/" + options.run, fact, "reversed run " + options.run, options.dry_run);
}

void add_open(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kOpen);
  auto options = std::make_shared<OpenOptions>();
  command.add_option("RUN", options->opened.run, "A key for it")->required();
  command.add_option("--mode", options->mode, "How to net; they are alternatives, never stages")
      ->check(CLI::IsMember({"bilateral", "multilateral", "centre"}))
      ->capture_default_str();
  command.add_option("--on", options->on, "The day of the set-off; else today")->type_name("DATE");
  command.add_option("--party", options->opened.parties, "Only these parties; else all that may take part");
  command.add_option("--due-until", options->due_until, "Only what is due by then")->type_name("DATE");
  command.add_option("--above", options->above, "Only documents larger than this");
  command.add_option("--currency", options->currency, "Only this currency; else each for itself");
  command.add_option("--settlement-currency", options->settlement_currency, "Convert every document into this currency");
  command.add_option("--rates", options->rates, "Convert with these rates: PUBLISHER/DATE, as quits rate record named them");
  command.add_option("--order", options->order, "Which documents of a pair are set off first")
      ->check(CLI::IsMember({"oldest", "newest", "largest", "smallest"}))
      ->capture_default_str();
  command.add_flag("--whole-documents", options->opened.whole_documents, "Set off no document in part");
  command.add_option("--centre", options->opened.centre, "The party that every other pays to or gets from");
  command.add_option("--pay-on", options->pay_on, "When what is left is due; else when its documents are")->type_name("DATE");
  command.add_option("--minimum-payout", options->minimum_payout, "What is left between two below this is carried");
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] { return in_words_of(kNames, open_run(session, *options)); });
}

using Step = Status (*)(Session&, const StepOptions&);

std::shared_ptr<StepOptions> add_step(CLI::App& group, Session& session, const CommandText& text, Step run_it, CLI::App*& command) {
  command = &add_command(group, text);
  auto options = std::make_shared<StepOptions>();
  command->add_option("RUN", options->run, "Its key")->required();
  add_dry_run(*command, options->dry_run);
  on_run(*command, session, [&session, options, run_it] { return in_words_of(kNames, run_it(session, *options)); });
  return options;
}

}  // namespace

void add_run_steps(CLI::App& group, Session& session) {
  CLI::App* command = nullptr;
  add_open(group, session);
  add_step(group, session, kCollect, collect_run, command);
  add_step(group, session, kPropose, propose_run, command);
  const auto with_party = [&](const std::shared_ptr<StepOptions>& options) {
    command->add_option("--party", options->party, "Who says so")->required();
    command->add_option("--proposal", options->proposal, "Which one it speaks about; else the last");
  };
  const auto with_reason = [&](const std::shared_ptr<StepOptions>& options) {
    command->add_option("--reason", options->reason, "Why, for whoever asks in a year")->type_name("TEXT")->required();
  };
  with_party(add_step(group, session, kAccept, [](Session& in, const StepOptions& how) { return answer_run(in, how, false); }, command));
  const auto rejects = add_step(group, session, kReject, [](Session& in, const StepOptions& how) { return answer_run(in, how, true); }, command);
  with_party(rejects);
  with_reason(rejects);
  const auto approves = add_step(group, session, kApprove, approve_run, command);
  command->add_option("--proposal", approves->proposal, "Which one was looked at; else the last");
  const auto posts = add_step(group, session, kPost, post_run, command);
  add_signing(*command, posts->signing);
  with_reason(add_step(group, session, kCancel, cancel_run, command));
  const auto reverses = add_step(group, session, kReverse, reverse_run, command);
  with_reason(reverses);
  command->add_option("--on", reverses->on, "Date; else today")->type_name("DATE");
}

}  // namespace quits::cli
