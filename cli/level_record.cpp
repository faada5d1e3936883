// quits level review and grant: a level is looked at on a day of somebody's choice, or given by
// decision.
#include <fmt/core.h>

#include "cli/level_parts.h"
#include "cli/recording.h"

namespace quits::cli {
namespace {

constexpr CommandText kReview{
    "review", "Review a level on another day than its review days, by what is known now",
    "  quits level review reseller --on 2026-07-01 --because 'ann passed late'\n"
    "  quits level review reseller --on 2026-07-01 --because 'ann passed late' --dry-run\n"};
constexpr CommandText kGrant{
    "grant", "Propose to give a level by decision, until the next review; a second person approves",
    "  quits level grant reseller Gold --from 2026-07-01 --reason 'first year'\n"
    "  quits --as maria approve cli:level/grant/reseller/Gold/2026-07-01\n"};

struct ReviewOptions {
  program::LevelReviewed review;
  std::string on;
  bool dry_run = false;
};
struct GrantOptions {
  program::LevelGranted grant;
  std::string from;
  bool dry_run = false;
};

constexpr OptionName kReviewNames[] = {{"level_reviewed.agreement", "AGREEMENT"},
                                       {"level_reviewed.on", "--on"},
                                       {"level_reviewed.because", "--because"}};
constexpr OptionName kGrantNames[] = {{"level_granted.agreement", "AGREEMENT"},
                                      {"level_granted.level", "LEVEL"},
                                      {"level_granted.from", "--from"},
                                      {"level_granted.reason", "--reason"},
                                      {"level_granted.evidence", "--evidence"}};

// What the review came to, as it was recorded.
std::string outcome_of(ledger::Book& book, Sequence sequence) {
  program::FactCodec codec;
  const auto fact = codec.decode(book.read(sequence).fact);
  const auto* review = fact ? std::get_if<program::LevelReviewed>(&*fact) : nullptr;
  if (review == nullptr) return {};
  return review->level == review->level_before
             ? fmt::format(": stays {}", review->level)
             : fmt::format(": {} instead of {}", review->level, review->level_before);
}

Status review_level(Session& session, const ReviewOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::LevelReviewed review = options.review;
  TRY(review.on, of_option("--on", Date::parse_iso(options.on)));
  const std::string day = review.on.to_string();
  // A day can be looked at again when more is known: the reason tells one review from another.
  TRY(const auto fact,
      submission(fmt::format("level/review/{}/{}/{}", review.agreement, day, review.because),
                 review));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  std::string what = fmt::format("reviewed {} on {}", review.agreement, day);
  if (!options.dry_run) what += outcome_of(session.book_for_writing().book(), receipt.sequence);
  report(session, what, {&fact, 1}, {&receipt, 1}, options.dry_run);
  return {};
}

Status grant_level(Session& session, const GrantOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::LevelGranted grant = options.grant;
  TRY(grant.from, of_option("--from", Date::parse_iso(options.from)));
  const std::string id =
      fmt::format("level/grant/{}/{}/{}", grant.agreement, grant.level, grant.from.to_string());
  TRY(const auto fact, submission(id, grant));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session,
         fmt::format("proposed {} for {} from {}", grant.level, grant.agreement,
                     grant.from.to_string()),
         {&fact, 1}, {&receipt, 1}, options.dry_run);
  if (!options.dry_run) {
    session.output().note("a second person approves it: quits --as NAME approve {}:{}",
                          fact.id.source, fact.id.external_id);
  }
  return {};
}

}  // namespace

void add_level_review(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kReview);
  auto options = std::make_shared<ReviewOptions>();
  command.add_option("AGREEMENT", options->review.agreement, "Its key")->required();
  command.add_option("--on", options->on, "The day: the level holds from it on")
      ->type_name("DATE")
      ->required();
  command.add_option("--because", options->review.because, "Why, for whoever asks in a year")
      ->type_name("TEXT")
      ->required();
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] {
    return in_words_of(kReviewNames, review_level(session, *options));
  });
}

void add_level_grant(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kGrant);
  auto options = std::make_shared<GrantOptions>();
  command.add_option("AGREEMENT", options->grant.agreement, "Its key")->required();
  command.add_option("LEVEL", options->grant.level, "One of its levels")->required();
  command.add_option("--from", options->from, "First day")->type_name("DATE")->required();
  command.add_option("--reason", options->grant.reason, "Why, for whoever asks in a year")
      ->type_name("TEXT")
      ->required();
  command.add_option("--evidence", options->grant.evidence, "What it rests on, as a reference")
      ->type_name("TEXT");
  add_dry_run(command, options->dry_run);
  on_run(command, session,
         [&session, options] { return in_words_of(kGrantNames, grant_level(session, *options)); });
}

}  // namespace quits::cli
