// Levels: people who are certified and leave, reviews, and levels given by decision.
//
// A review day is carried out by the book as an entry of its own: right before the first sale, credit or question dated on
// or after it once the day has come, and at the latest when the month before it is closed; with what is known then, once.
#include <fmt/core.h>

#include <algorithm>

#include "program/level_questions.h"
#include "program/rules.h"

namespace quits::program {
namespace {

ledger::Draft draft_of(const ledger::Submission& submission, Date effective) {
  ledger::Draft draft;
  draft.id = submission.id;
  draft.effective = effective;
  draft.fact = submission.fact;
  return draft;
}

// Since when an agreement has levels: the first review day comes after it.
std::optional<Date> levels_since(const std::vector<AgreementVersion>& versions, const auto& terms_of) {
  for (const AgreementVersion& version : versions) {
    if (version.accepted_by && !terms_of(version).levels.empty()) return version.effective_from;
  }
  return std::nullopt;
}

Status not_in_closed(const char* field, Date day, const ledger::Writer& writer) {
  const auto open = writer.oldest_open();
  if (!open || day >= open->first_day()) return {};
  return refuse_field(field, Code::period_closed, fmt::format("is {}, in a closed period: no level changes there", day.to_string()),
                      fmt::format("the first open day is {}", open->first_day().to_string()));
}

Status not_ahead(const char* field, Date day, const ledger::Writer& writer) {
  const Date today = writer.now().date();
  if (day <= today) return {};
  return refuse_field(field, Code::date_out_of_range, fmt::format("is {}, and today is {}", day.to_string(), today.to_string()),
                      "record it when it has happened");
}

Status has_level(const Terms& terms, const LevelGranted& grant, const char* field) {
  if (rank_of(terms, grant.level)) return {};
  std::string names;
  for (const Level& level : terms.levels) names += (names.empty() ? "" : ", ") + level.name;
  return refuse_field(field, Code::not_found,
                      fmt::format("is {}: \"{}\" has no such level on {}", grant.level, grant.agreement, grant.from.to_string()),
                      "choose one of " + names);
}

}  // namespace

std::string Rules::known_level(const std::vector<AgreementVersion>& versions, const Terms& terms, Date on) {
  return level_under(terms, register_.levels.history(versions.front().agreement), on);
}

Status Rules::review(const std::vector<AgreementVersion>& versions, Date on, ReviewAsk ask, ledger::Writer& writer) {
  const AgreementVersion* version = version_on(versions, on);
  CHECK(version != nullptr, "a review is of an agreement in force");
  const Terms& terms = terms_of(version->sequence, writer);
  writer.flush();
  const LevelEvidence evidence =
      evidence_for(writer.database(), version->agreement, version->partner, review_window(terms.level_review, on));
  LevelReviewed review;
  review.agreement = version->agreement;
  review.on = on;
  review.level_before = known_level(versions, terms, on);
  LevelVerdict verdict = judge(terms, evidence, ask.asks);
  // Somebody who leaves never lifts a level.
  const bool only_lowers = ask.asks == LevelAsks::certified_only;
  review.level = only_lowers && rank_of(terms, verdict.level) > rank_of(terms, review.level_before) ? review.level_before : verdict.level;
  review.findings = std::move(verdict.findings);
  review.certified = std::move(verdict.certified);
  review.because = std::move(ask.because);
  ledger::Draft draft;
  draft.id = std::move(ask.id);
  draft.effective = on;
  draft.relates_to = ask.relates_to;
  draft.fact = codec_.encode(review);
  return writer.append(std::move(draft)).map([](const ledger::Receipt&) {});
}

Status Rules::carry_out_reviews(const std::vector<AgreementVersion>& versions, Date until, ledger::Writer& writer) {
  const auto terms_in = [&](const AgreementVersion& version) -> const Terms& { return terms_of(version.sequence, writer); };
  const auto since = levels_since(versions, terms_in);
  if (!since) return {};
  const std::string& agreement = versions.front().agreement;
  until = std::min(until, writer.now().date());
  if (const AgreementEnd* end = register_.agreements.end_of(agreement)) until = std::min(until, end->last_day);
  const auto open = writer.oldest_open();
  bool appended = false;
  for (auto version = versions.begin(); version != versions.end(); ++version) {
    if (!version->accepted_by || version->effective_from > until || terms_in(*version).levels.empty()) continue;
    const auto next = std::find_if(version + 1, versions.end(), [](const AgreementVersion& later) { return bool(later.accepted_by); });
    const Date last = next == versions.end() ? until : std::min(until, next->effective_from.plus_days(-1).value_or(until));
    const ReviewSpan span{*since, version->effective_from, last, open ? open->first_day() : version->effective_from};
    for (const Date day : reviews_due(terms_in(*version), register_.levels.history(agreement), span)) {
      ReviewAsk ask;
      ask.id = {std::string(ledger::kOwnSource), fmt::format("level/{}/{}", version->sequence.value, day.to_string())};
      ask.because = "review day";
      TRY_STATUS(review(versions, day, std::move(ask), writer));
      appended = true;
    }
  }
  if (appended) writer.keep();
  return {};
}

Result<std::string> Rules::level_on(const Ground& ground, Date on, ledger::Writer& writer) {
  if (ground.terms->levels.empty()) return std::string();
  TRY_STATUS(carry_out_reviews(*ground.versions, on, writer));
  return known_level(*ground.versions, *ground.terms, on);
}

Status Rules::review_levels(Period period, ledger::Writer& writer) {
  writer.flush();
  const std::vector<AgreementVersion> all = all_versions(writer.database());
  for (auto first = all.begin(); first != all.end();) {
    const auto end = std::find_if(first, all.end(), [&](const auto& version) { return version.agreement != first->agreement; });
    TRY_STATUS(carry_out_reviews({first, end}, period.next().first_day(), writer));
    first = end;
  }
  return {};
}

Result<ledger::Receipt> Rules::apply(const PersonCertified& fact, const Case& on) {
  TRY_STATUS(register_.parties.get(fact.partner));
  TRY_STATUS(not_ahead("person_certified.on", fact.on, on.writer));
  if (fact.expires_on && *fact.expires_on < fact.on) {
    return refuse_field("person_certified.expires_on", Code::date_out_of_range,
                        fmt::format("is {}, before {}", fact.expires_on->to_string(), fact.on.to_string()));
  }
  const auto place = register_.levels.place(fact.person, fact.on);
  if (place && !place->empty() && *place != fact.partner) {
    return refuse_field("person_certified.partner", Code::party_mismatch,
                        fmt::format("is {}, and {} works at {} on {}", fact.partner, fact.person, *place, fact.on.to_string()),
                        "record that the person left, or call this one by another name");
  }
  return on.writer.append(draft_of(on.submission, fact.on));
}

Result<ledger::Receipt> Rules::apply(const PersonLeft& fact, const Case& on) {
  TRY_STATUS(register_.parties.get(fact.partner));
  if (!fact.joins.empty()) TRY_STATUS(register_.parties.get(fact.joins));
  TRY_STATUS(not_ahead("person_left.on", fact.on, on.writer));
  if (fact.joins == fact.partner) {
    return refuse_field("person_left.joins", Code::party_mismatch, fmt::format("is {}, which the person leaves", fact.joins));
  }
  const auto place = register_.levels.place(fact.person, fact.on);
  if (place != fact.partner) {
    const std::string where = !place ? "nobody of that name is known then" : place->empty() ? "that person works at no partner then"
                                                                                           : fmt::format("that person works at {} then", *place);
    return refuse_field("person_left.person", Code::not_found,
                        fmt::format("is {}, who does not work at {} on {}: {}", fact.person, fact.partner, fact.on.to_string(), where),
                        "a person is known at a partner from the first certificate on");
  }
  TRY(const auto receipt, on.writer.append(draft_of(on.submission, fact.on)));
  TRY_STATUS(review_after_leaving(fact, receipt.sequence, on.writer));
  return receipt;
}

// The review takes effect on the day of leaving or, where that is closed or the level was looked at since, on the first day
// after that.
Status Rules::review_after_leaving(const PersonLeft& fact, Sequence left, ledger::Writer& writer) {
  const std::vector<std::string> keys = register_.agreements.of_partner(fact.partner);
  for (const std::string& key : keys) {
    const std::vector<AgreementVersion> versions = register_.agreements.versions(key);
    TRY_STATUS(carry_out_reviews(versions, fact.on, writer));
    Date day = fact.on;
    if (const auto open = writer.oldest_open()) day = std::max(day, open->first_day());
    const auto& history = register_.levels.history(key);
    if (const LevelChange* latest = change_on(history, writer.now().date())) day = std::max(day, latest->from);
    const AgreementVersion* version = version_on(versions, day);
    const AgreementEnd* end = register_.agreements.end_of(key);
    if (version == nullptr || (end != nullptr && end->last_day < day)) continue;
    if (!counts_certified(terms_of(version->sequence, writer))) continue;
    // What was given by decision holds until the next review day.
    if (const LevelChange* held = change_on(history, day); held != nullptr && held->why == LevelWhy::granted) continue;
    ReviewAsk ask;
    ask.id = {std::string(ledger::kOwnSource), fmt::format("level/{}/left/{}", versions.front().sequence.value, left.value)};
    ask.because = fmt::format("{} left on {}", fact.person, fact.on.to_string());
    ask.relates_to = left;
    ask.asks = LevelAsks::certified_only;
    TRY_STATUS(review(versions, day, std::move(ask), writer));
  }
  return {};
}

Result<Rules::Ground> Rules::levelled_ground(const std::string& agreement, const char* field, Date on, ledger::Writer& writer) {
  TRY_STATUS(not_in_closed(field, on, writer));
  TRY(const Ground ground, ground_for(agreement, "", on, writer));
  if (ground.terms->levels.empty()) {
    return refuse(Code::terms_invalid, fmt::format("the terms of \"{}\" that are in force on {} have no levels", agreement, on.to_string()),
                  "add them in a new version of the agreement");
  }
  return ground;
}

Result<ledger::Receipt> Rules::apply(const LevelReviewed& fact, const Case& on) {
  if (fact.because.empty()) {
    return refuse_field("level_reviewed.because", Code::reason_missing, "a review that is asked for needs a reason", "say why, for whoever asks in a year");
  }
  TRY_STATUS(not_ahead("level_reviewed.on", fact.on, on.writer));
  TRY(const Ground ground, levelled_ground(fact.agreement, "level_reviewed.on", fact.on, on.writer));
  TRY_STATUS(carry_out_reviews(*ground.versions, fact.on, on.writer));
  ReviewAsk ask;
  ask.id = on.submission.id;
  ask.because = fact.because;
  const Sequence next = on.writer.next_sequence();
  TRY_STATUS(review(*ground.versions, fact.on, std::move(ask), on.writer));
  return ledger::Receipt{next, false};
}

Result<ledger::Receipt> Rules::apply(const LevelGranted& fact, const Case& on) {
  TRY(const Ground ground, levelled_ground(fact.agreement, "level_granted.from", fact.from, on.writer));
  TRY_STATUS(has_level(*ground.terms, fact, "level_granted.level"));
  return on.writer.append(draft_of(on.submission, fact.from));
}

Result<ledger::Receipt> Rules::approve_grant(const ledger::Record& record, const LevelGranted& grant, const Case& on) {
  TRY(const Ground ground, levelled_ground(grant.agreement, "approval.of", grant.from, on.writer));
  TRY_STATUS(has_level(*ground.terms, grant, "approval.of"));  // a version since may have other levels
  // The review of that day or before comes first: what is given by decision then holds until the next one.
  TRY_STATUS(carry_out_reviews(*ground.versions, grant.from, on.writer));
  ledger::Draft draft = draft_of(on.submission, grant.from);
  draft.relates_to = record.sequence;
  return on.writer.append(std::move(draft));
}

}  // namespace quits::program
