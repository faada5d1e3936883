#include "cli/views_level.h"

#include <fmt/core.h>

#include <algorithm>

#include "cli/table.h"
#include "cli/views.h"
#include "program/level_questions.h"
#include "settlement/describe.h"

namespace quits::cli {
namespace {

using program::LevelChange;
using program::LevelFinding;
using Versions = std::vector<program::AgreementVersion>;

std::string_view words_of(program::LevelWhy why) {
  switch (why) {
    case program::LevelWhy::review_day:
      return "review day";
    case program::LevelWhy::asked:
      return "asked for";
    case program::LevelWhy::person_left:
      return "somebody left";
    case program::LevelWhy::granted:
      return "granted";
    case program::LevelWhy::none:
      break;
  }
  return "";
}

// "Gold asks for 2 certified people (architect); there is 1".
std::string words_of(const LevelFinding& finding) {
  const std::string there = fmt::format("; there {} {}", finding.found == "1" ? "is" : "are",
                                        finding.found == "0" ? "none" : finding.found);
  if (finding.requirement == "certified") {
    const std::size_t space = finding.required.find(' ');
    const std::string count = finding.required.substr(0, space);
    const std::string which = space == std::string::npos
                                  ? std::string()
                                  : fmt::format(" ({})", finding.required.substr(space + 1));
    return fmt::format("{} asks for {} certified {}{}{}", finding.level, count,
                       count == "1" ? "person" : "people", which, there);
  }
  if (finding.requirement == "new_customers") {
    return fmt::format("{} asks for {} new {}{}", finding.level, finding.required,
                       finding.required == "1" ? "customer" : "customers", there);
  }
  if (finding.requirement == "retention") {
    return fmt::format("{} asks for {} of the earlier customers to buy again; {} did",
                       finding.level, finding.required, finding.found);
  }
  return fmt::format("{} asks for sales of {}; there are {}", finding.level,
                     grouped(finding.required), grouped(finding.found));
}

// The terms in force on a day, those before them, and how the level came to be.
class LevelTeller {
 public:
  LevelTeller(service::BookFile& file, std::span<const program::AgreementVersion> versions, Date on)
      : file_(file), versions_(versions.begin(), versions.end()), on_(on) {}

  std::optional<v1::LevelView> tell(LevelDetail detail) {
    version_ = program::version_on(versions_, on_);
    if (version_ == nullptr) return std::nullopt;
    auto terms = terms_in(*version_);
    if (!terms || terms->levels.empty()) return std::nullopt;
    terms_ = std::move(*terms);
    history_ = program::level_history(file_.database(), version_->agreement);
    v1::LevelView view;
    view.set_partner(version_->partner);
    view.set_agreement(version_->agreement);
    view.set_on(on_.to_string());
    tell_level(view);
    tell_reviews(view);
    if (detail == LevelDetail::whole) {
      tell_people(view);
      for (const LevelChange& change : history_) tell_change(change, *view.add_change());
      tell_missing(view);
    }
    return view;
  }

 private:
  std::optional<program::Terms> terms_in(const program::AgreementVersion& version) {
    return settlement::terms_in(file_.book(), version.sequence, codec_);
  }

  // The first day of the first terms with levels.
  Date levels_since() {
    for (const program::AgreementVersion& version : versions_) {
      if (!version.accepted_by) continue;
      const auto terms = terms_in(version);
      if (terms && !terms->levels.empty()) return version.effective_from;
    }
    return version_->effective_from;
  }

  void tell_level(v1::LevelView& view) {
    view.set_level(program::level_under(terms_, history_, on_));
    const LevelChange* change = program::change_on(history_, on_);
    if (change == nullptr || change->level != view.level()) {
      view.set_since((change == nullptr ? levels_since() : version_->effective_from).to_string());
      view.set_why("every partner begins here");
      return;
    }
    v1::LevelChangeView told;
    tell_change(*change, told);
    view.set_since(told.from());
    view.set_why(told.why());
    view.set_entry(told.entry());
  }

  void tell_reviews(v1::LevelView& view) {
    const Date last_year = on_.plus_months(12).value_or(on_);
    const auto next = program::review_days(terms_.level_review, on_, last_year);
    if (!next.empty()) view.set_next_review(next.front().to_string());
    const program::ReviewSpan span{levels_since(), version_->effective_from, on_,
                                   version_->effective_from};
    for (const Date day : program::reviews_due(terms_, history_, span))
      view.add_due(day.to_string());
  }

  void tell_people(v1::LevelView& view) {
    const Date never = Date::from_days(Date::kLastDay);
    for (const auto& held : program::certificates_of(file_.database(), version_->partner, on_)) {
      v1::CertificateView& told = *view.add_certificate();
      told.set_person(held.person);
      told.set_certificate(held.certificate);
      told.set_certified_on(held.on.to_string());
      if (held.until != never) told.set_expires_on(held.until.to_string());
      told.set_counts(held.until >= on_);
    }
  }

  static void tell_change(const LevelChange& change, v1::LevelChangeView& told) {
    told.set_from(change.from.to_string());
    told.set_level(change.level);
    told.set_why(std::string(words_of(change.why)));
    told.set_entry(change.sequence.value);
  }

  void tell_missing(v1::LevelView& view) {
    const std::size_t next = program::rank_of(terms_, view.level()).value_or(0) + 1;
    if (next >= terms_.levels.size()) return;
    view.set_next_level(terms_.levels[next].name);
    const auto evidence =
        program::evidence_for(file_.database(), version_->agreement, version_->partner,
                              program::review_window(terms_.level_review, on_));
    for (const LevelFinding& finding : program::judge(terms_, evidence).findings) {
      if (finding.met || program::rank_of(terms_, finding.level) > next) continue;
      v1::MissingView& missing = *view.add_missing();
      missing.set_level(finding.level);
      missing.set_asks(finding.requirement);
      missing.set_required(finding.required);
      missing.set_found(finding.found);
      missing.set_words(words_of(finding));
    }
  }

  service::BookFile& file_;
  Versions versions_;
  Date on_;
  program::FactCodec codec_;
  const program::AgreementVersion* version_ = nullptr;
  program::Terms terms_;
  std::vector<LevelChange> history_;
};

}  // namespace

std::optional<v1::LevelView> level_of(service::BookFile& file,
                                      std::span<const program::AgreementVersion> versions, Date on,
                                      LevelDetail detail) {
  return LevelTeller(file, versions, on).tell(detail);
}

}  // namespace quits::cli
