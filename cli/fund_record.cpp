// quits fund request, claim and release: marketing money is asked for, spent, or not needed.
#include <fmt/core.h>

#include "cli/fund_parts.h"
#include "cli/recording.h"

namespace quits::cli {
namespace {

constexpr CommandText kRequest{
    "request", "Ask for marketing money; it binds the budget once a second person approves it",
    "  quits fund request reseller campaigns 3000 --on 2026-02-01 --activity 'Trade fair'\n"
    "  quits --as maria approve cli:fund/request/reseller/campaigns/2026-02-01\n"
    "                                         a second person approves it\n"
    "  quits fund request reseller campaigns 500 --on 2026-02-01 --activity Mailing --id mailing\n"
    "                                         a second one of the same day\n"};
constexpr CommandText kClaim{
    "claim", "Claim what an approved activity did cost; the principal's share is due now",
    "  quits fund claim cli:fund/request/reseller/campaigns/2026-02-01 2900 --on 2026-03-05 "
    "--evidence 'invoice 17'\n"
    "  quits reverse 'cli:fund/claim/mailing/invoice 17' --reason 'invoice was cancelled'\n"};
constexpr CommandText kRelease{
    "release", "Give back what is left of a request: it frees the budget",
    "  quits fund release cli:fund/request/reseller/campaigns/2026-02-01 --on 2026-03-31 "
    "--reason 'fair is over'\n"};

struct RequestOptions {
  program::FundRequested asked;
  std::string amount;
  std::string on;
  std::string id;
  bool dry_run = false;
};
struct ClaimOptions {
  program::FundClaimed claim;
  std::string request;
  std::string amount;
  std::string on;
  std::string id;
  bool dry_run = false;
};
struct ReleaseOptions {
  program::FundReleased release;
  std::string request;
  std::string on;
  bool dry_run = false;
};

constexpr OptionName kRequestNames[] = {{"fund_requested.agreement", "AGREEMENT"},
                                        {"fund_requested.fund", "FUND"},
                                        {"fund_requested.amount", "AMOUNT"},
                                        {"fund_requested.on", "--on"},
                                        {"fund_requested.activity", "--activity"}};
constexpr OptionName kClaimNames[] = {{"fund_claimed.request", "REQUEST"},
                                      {"fund_claimed.request.source", "REQUEST"},
                                      {"fund_claimed.request.id", "REQUEST"},
                                      {"fund_claimed.amount", "AMOUNT"},
                                      {"fund_claimed.on", "--on"},
                                      {"fund_claimed.evidence", "--evidence"}};
constexpr OptionName kReleaseNames[] = {{"fund_released.request", "REQUEST"},
                                        {"fund_released.request.source", "REQUEST"},
                                        {"fund_released.request.id", "REQUEST"},
                                        {"fund_released.on", "--on"},
                                        {"fund_released.reason", "--reason"}};

// What ids of this file are made of: "cli:x" and "x" are one request.
std::string name_of(const program::FactRef& request) {
  return request.source == kOwnSource ? request.id : request.source + ":" + request.id;
}

Status request_money(Session& session, const RequestOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::FundRequested asked = options.asked;
  TRY(asked.amount, of_option("AMOUNT", Decimal::parse(options.amount)));
  TRY(asked.on, of_option("--on", Date::parse_iso(options.on)));
  const std::string id = options.id.empty() ? fmt::format("fund/request/{}/{}/{}", asked.agreement,
                                                          asked.fund, asked.on.to_string())
                                            : options.id;
  TRY(const auto fact, submission(id, asked));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session, fmt::format("asked for money of fund {}: {}", asked.fund, asked.activity),
         {&fact, 1}, {&receipt, 1}, options.dry_run);
  if (!options.dry_run) {
    session.output().note(
        "it binds nothing until a second person approves it: quits --as NAME approve {}",
        fact.id.to_string());
  }
  return {};
}

// "; 1,450.00 EUR of it are due, 100.00 are left to claim", as it was recorded.
std::string due_of(ledger::Book& book, Sequence sequence) {
  for (const ledger::Item& item : book.read(sequence).items) {
    const auto& claim = item.trace.more->fund;
    if (!claim) continue;
    const Currency currency = item.key.currency;
    const std::int64_t left =
        claim->approved_minor - claim->claimed_before_minor - claim->claimed_minor;
    return fmt::format("; {} {} are due, {} are left to claim",
                       Money(item.amount_minor, currency).to_grouped_string(), currency.code(),
                       Money(left, currency).to_grouped_string());
  }
  return {};
}

Status claim_money(Session& session, const ClaimOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::FundClaimed claim = options.claim;
  claim.request = fact_named(options.request);
  TRY(claim.amount, of_option("AMOUNT", Decimal::parse(options.amount)));
  TRY(claim.on, of_option("--on", Date::parse_iso(options.on)));
  // An invoice is claimed once: the evidence is what tells one claim from another.
  const std::string id =
      options.id.empty() ? fmt::format("fund/claim/{}/{}", name_of(claim.request), claim.evidence)
                         : options.id;
  TRY(const auto fact, submission(id, claim));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  std::string what = fmt::format("claimed {} of {}", options.amount, options.request);
  if (!options.dry_run) what += due_of(session.book_for_writing().book(), receipt.sequence);
  report(session, what, {&fact, 1}, {&receipt, 1}, options.dry_run);
  return {};
}

Status release_money(Session& session, const ReleaseOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::FundReleased release = options.release;
  release.request = fact_named(options.request);
  TRY(release.on, of_option("--on", Date::parse_iso(options.on)));
  TRY(const auto fact, submission("fund/release/" + name_of(release.request), release));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session, fmt::format("released what is left of {}", options.request), {&fact, 1},
         {&receipt, 1}, options.dry_run);
  return {};
}

}  // namespace

void add_fund_request(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kRequest);
  auto options = std::make_shared<RequestOptions>();
  command.add_option("AGREEMENT", options->asked.agreement, "Its key")->required();
  command.add_option("FUND", options->asked.fund, "Which fund of its terms")->required();
  command.add_option("AMOUNT", options->amount, "What the activity will cost in all")->required();
  command.add_option("--on", options->on, "Its date, which decides whose budget it is")
      ->type_name("DATE")
      ->required();
  command.add_option("--activity", options->asked.activity, "What for")
      ->type_name("TEXT")
      ->required();
  command
      .add_option("--id", options->id, "Its id; else one of the agreement, the fund and the date")
      ->type_name("ID");
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] {
    return in_words_of(kRequestNames, request_money(session, *options));
  });
}

void add_fund_claim(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kClaim);
  auto options = std::make_shared<ClaimOptions>();
  command.add_option("REQUEST", options->request, "Its sender's id, SOURCE:ID")->required();
  command
      .add_option("AMOUNT", options->amount, "What was spent in all; the principal bears its share")
      ->required();
  command.add_option("--on", options->on, "Date of the claim")->type_name("DATE")->required();
  command
      .add_option("--evidence", options->claim.evidence,
                  "Invoice, photo or link, as a reference; each is claimed once")
      ->type_name("TEXT")
      ->required();
  command.add_option("--id", options->id, "Its id, to claim again what was reversed")
      ->type_name("ID");
  add_dry_run(command, options->dry_run);
  on_run(command, session,
         [&session, options] { return in_words_of(kClaimNames, claim_money(session, *options)); });
}

void add_fund_release(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kRelease);
  auto options = std::make_shared<ReleaseOptions>();
  command.add_option("REQUEST", options->request, "Its sender's id, SOURCE:ID")->required();
  command.add_option("--on", options->on, "When")->type_name("DATE")->required();
  command.add_option("--reason", options->release.reason, "Why, for whoever asks in a year")
      ->type_name("TEXT");
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] {
    return in_words_of(kReleaseNames, release_money(session, *options));
  });
}

}  // namespace quits::cli
