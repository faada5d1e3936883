#include "program/levels.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/check.h"

namespace quits::program {
namespace {

constexpr std::size_t kLevelsInProgramMax = 20;
constexpr std::size_t kReviewDaysMax = 12;
constexpr std::uint32_t kWindowMonthsMax = 120;

bool counts(const Level& level, const std::string& certificate) {
  return level.certificate.empty() || level.certificate == certificate;
}

std::size_t people(const Level& level, const LevelEvidence& evidence) {
  std::set<std::string_view> found;
  for (const auto& [person, certificate] : evidence.certified) {
    if (counts(level, certificate)) found.insert(person);
  }
  return found.size();
}

std::string amount_text(int128 millionths, Currency currency) {
  const auto fits = millionths <= INT64_MAX && millionths >= INT64_MIN;
  if (!fits) return "more than there is a number for";
  return Decimal::from_millionths(static_cast<std::int64_t>(millionths)).to_string(currency.exponent());
}

int128 millionths_of(std::int64_t minor, Currency currency) {
  int128 scale = Decimal::kMillionthsPerUnit;
  for (int place = 0; place < currency.exponent(); ++place) scale /= 10;
  return int128{minor} * scale;
}

// The findings of one level; `certified_only` leaves out the rest.
std::vector<LevelFinding> findings_of(const Level& level, const LevelEvidence& evidence, LevelAsks asks, Currency currency) {
  std::vector<LevelFinding> found;
  if (level.certified != 0) {
    const std::size_t count = people(level, evidence);
    const std::string what = level.certificate.empty() ? "" : " " + level.certificate;
    found.push_back({level.name, "certified", fmt::format("{}{}", level.certified, what), std::to_string(count), count >= level.certified});
  }
  if (asks == LevelAsks::certified_only) return found;
  if (level.new_customers != 0) {
    found.push_back({level.name, "new_customers", std::to_string(level.new_customers), std::to_string(evidence.new_customers),
                     evidence.new_customers >= level.new_customers});
  }
  if (!level.retention.is_zero()) {
    const bool met = int128{evidence.customers_kept} * Rate::kWhole >= int128{level.retention.millionths()} * evidence.customers_before;
    found.push_back({level.name, "retention", level.retention.to_percent_string(),
                     evidence.customers_before == 0 ? "no customers before"
                                                    : fmt::format("{} of {}", evidence.customers_kept, evidence.customers_before),
                     met});
  }
  if (level.sales_minor != 0) {
    const int128 required = millionths_of(level.sales_minor, currency);
    found.push_back({level.name, "sales", amount_text(required, currency), amount_text(evidence.sales, currency),
                     evidence.sales >= required});
  }
  return found;
}

class LevelFaults {
 public:
  void add(Code code, std::string field, std::string message, std::string hint = {}) {
    errors_.push_back({code, std::move(message), std::move(hint), Place{{}, 0, 0, std::move(field)}});
  }
  void terms(std::string field, std::string message, std::string hint = {}) {
    add(Code::terms_invalid, std::move(field), std::move(message), std::move(hint));
  }
  std::vector<Error> take() { return std::move(errors_); }

 private:
  std::vector<Error> errors_;
};

void check_level(const std::vector<Level>& levels, std::size_t index, LevelFaults& faults) {
  const Level& level = levels[index];
  const std::string path = fmt::format("level[{}]", index);
  if (level.name.empty()) faults.terms(path + ".name", "is empty: a name was expected");
  for (std::size_t i = 0; i < index; ++i) {
    if (levels[i].name == level.name) faults.terms(path + ".name", fmt::format("'{}' stands here twice", level.name), "give each its own name");
  }
  if (!level.certificate.empty() && level.certified == 0) {
    faults.terms(path + ".certificate", "is given, and the level asks for nobody who has it", "say how many: certified: 2");
  }
  if (level.retention.is_negative() || level.retention.millionths() > Rate::kWhole) {
    faults.terms(path + ".retention", fmt::format("is {}: a share from 0 % to 100 % was expected", level.retention.to_percent_string()));
  }
  if (level.sales_minor < 0) faults.terms(path + ".sales", "is below zero: zero or more was expected");
  if (index == 0) {
    Level nothing;
    nothing.name = level.name;
    if (!(level == nothing)) {
      faults.terms(path, "asks for something, and the first level is where every partner begins", "put a level before it that asks for nothing");
    }
    return;
  }
  const Level& below = levels[index - 1];
  const auto falls = [&](bool less, const char* field) {
    if (less) faults.terms(fmt::format("{}.{}", path, field), fmt::format("is less than \"{}\" below it asks for", below.name), "levels rise in the order written");
  };
  falls(level.certified < below.certified, "certified");
  falls(level.new_customers < below.new_customers, "new_customers");
  falls(level.retention < below.retention, "retention");
  falls(level.sales_minor < below.sales_minor, "sales");
}

void check_review(const Terms& terms, LevelFaults& faults) {
  const LevelReview& review = terms.level_review;
  if (terms.levels.empty()) {
    if (!(review == LevelReview{})) faults.terms("level_review", "is given, and the terms have no level", "add levels, or leave it out");
    return;
  }
  if (review.on.empty()) {
    faults.terms("level_review.on", "is empty: the terms have levels, which are reviewed", "write level_review { on: \"01-01\" on: \"07-01\" window_months: 12 }");
  }
  if (review.on.size() > kReviewDaysMax) {
    faults.add(Code::too_large, "level_review.on", fmt::format("there are {}: at most {} were expected", review.on.size(), kReviewDaysMax));
  }
  for (std::size_t i = 0; i < review.on.size(); ++i) {
    if (std::find(review.on.begin(), review.on.begin() + static_cast<std::ptrdiff_t>(i), review.on[i]) !=
        review.on.begin() + static_cast<std::ptrdiff_t>(i)) {
      faults.terms(fmt::format("level_review.on[{}]", i), "stands here twice");
    }
  }
  const bool looks_back = std::any_of(terms.levels.begin(), terms.levels.end(), [](const Level& level) {
    return level.new_customers != 0 || !level.retention.is_zero() || level.sales_minor != 0;
  });
  if (looks_back && review.window_months == 0) {
    faults.terms("level_review.window_months", "is missing, and a level counts customers or sales", "say how far to look back: window_months: 12");
  }
  if (review.window_months > kWindowMonthsMax) {
    faults.add(Code::too_large, "level_review.window_months", fmt::format("is {}: at most {} was expected", review.window_months, kWindowMonthsMax));
  }
}

}  // namespace

LevelVerdict judge(const Terms& terms, const LevelEvidence& evidence, LevelAsks asks) {
  CHECK(!terms.levels.empty(), "terms without levels have none to reach");
  LevelVerdict verdict;
  verdict.level = terms.levels.front().name;
  bool climbing = true;
  std::set<std::string> counted;
  for (const Level& level : terms.levels) {
    for (LevelFinding& finding : findings_of(level, evidence, asks, terms.currency)) {
      climbing = climbing && finding.met;
      verdict.findings.push_back(std::move(finding));
    }
    if (climbing) verdict.level = level.name;
    if (level.certified == 0) continue;
    for (const auto& [person, certificate] : evidence.certified) {
      if (counts(level, certificate)) counted.insert(person);
    }
  }
  verdict.certified.assign(counted.begin(), counted.end());
  return verdict;
}

std::optional<std::size_t> rank_of(const Terms& terms, std::string_view level) {
  for (std::size_t i = 0; i < terms.levels.size(); ++i) {
    if (terms.levels[i].name == level) return i;
  }
  return std::nullopt;
}

bool counts_certified(const Terms& terms) {
  return std::any_of(terms.levels.begin(), terms.levels.end(), [](const Level& level) { return level.certified != 0; });
}

bool counts_customers(const Terms& terms) {
  return std::any_of(terms.levels.begin(), terms.levels.end(),
                     [](const Level& level) { return level.new_customers != 0 || !level.retention.is_zero(); });
}

ReviewWindow review_window(const LevelReview& review, Date on) {
  const Date begin = Date::from_days(Date::kFirstDay);
  const auto months = static_cast<std::int64_t>(review.window_months);
  return {on.plus_months(-2 * months).value_or(begin), on.plus_months(-months).value_or(begin), on};
}

std::vector<Date> review_days(const LevelReview& review, Date after, Date until) {
  std::vector<YearDay> days = review.on;
  std::sort(days.begin(), days.end());
  std::vector<Date> found;
  for (int year = after.year(); year <= until.year(); ++year) {
    for (const YearDay& day : days) {
      const auto date = Date::of(year, day.month, day.day);
      if (date && *date > after && *date <= until) found.push_back(*date);
    }
  }
  return found;
}

std::vector<Error> check_levels(const Terms& terms) {
  LevelFaults faults;
  if (terms.levels.size() > kLevelsInProgramMax) {
    faults.add(Code::too_large, "level", fmt::format("there are {}: at most {} were expected", terms.levels.size(), kLevelsInProgramMax));
  } else {
    for (std::size_t i = 0; i < terms.levels.size(); ++i) check_level(terms.levels, i, faults);
  }
  check_review(terms, faults);
  for (std::size_t i = 0; i < terms.plans.size(); ++i) {
    const auto& named = terms.plans[i].covers.levels;
    for (std::size_t level = 0; level < named.size(); ++level) {
      if (rank_of(terms, named[level])) continue;
      faults.terms(fmt::format("plan[{}].covers.level[{}]", i, level), fmt::format("the terms have no level '{}'", named[level]),
                   "name one that `level` lists");
    }
  }
  return faults.take();
}

}  // namespace quits::program
