// Which level is reached: exactly at what is asked for, and one below.
#include "program/levels.h"

#include <gtest/gtest.h>

#include "program/level_questions.h"

namespace quits::program {
namespace {

Date day(const char* text) { return Date::parse_iso(text).value(); }

Level level(const char* name) {
  Level made;
  made.name = name;
  return made;
}

// Gold asks for two of each, 80 % and 1,000.00; Platinum for three architects besides.
Terms ladder() {
  Terms terms;
  terms.currency = Currency::parse("EUR").value();
  Level gold = level("Gold");
  gold.certified = 2;
  gold.new_customers = 2;
  gold.retention = Rate::parse("80 %").value();
  gold.sales_minor = 100'000;
  Level platinum = gold;
  platinum.name = "Platinum";
  platinum.certified = 3;
  platinum.certificate = "architect";
  terms.levels = {level("Silver"), gold, platinum};
  terms.level_review = {{{1, 1}, {7, 1}}, 6};
  return terms;
}

// Exactly what Gold asks for.
LevelEvidence enough() {
  LevelEvidence evidence;
  evidence.certified = {{"ann", "architect"}, {"bob", "basic"}};
  evidence.new_customers = 2;
  evidence.customers_before = 5;
  evidence.customers_kept = 4;
  evidence.sales = int128{1'000} * Decimal::kMillionthsPerUnit;
  return evidence;
}

std::string reached(const LevelEvidence& evidence) { return judge(ladder(), evidence).level; }

TEST(Levels, are_reached_exactly_at_what_they_ask_for) {
  EXPECT_EQ(reached({}), "Silver");
  EXPECT_EQ(reached(enough()), "Gold");
  LevelEvidence one_less = enough();
  one_less.certified = {{"ann", "architect"}, {"ann", "basic"}};
  EXPECT_EQ(reached(one_less), "Silver") << "one person, whatever the certificates";
  one_less = enough();
  one_less.new_customers = 1;
  EXPECT_EQ(reached(one_less), "Silver");
  one_less = enough();
  one_less.customers_kept = 3;
  EXPECT_EQ(reached(one_less), "Silver");
  one_less = enough();
  one_less.sales -= 1;
  EXPECT_EQ(reached(one_less), "Silver") << "a millionth below";
  one_less.sales = -one_less.sales;
  EXPECT_EQ(reached(one_less), "Silver");
}

TEST(Levels, above_ask_for_everything_below_as_well) {
  LevelEvidence evidence = enough();
  evidence.certified = {{"ann", "architect"}, {"bob", "architect"}, {"cid", "architect"}};
  EXPECT_EQ(reached(evidence), "Platinum");
  evidence.certified.back().second = "basic";
  EXPECT_EQ(reached(evidence), "Gold");
  EXPECT_EQ(judge(ladder(), evidence).certified, (std::vector<std::string>{"ann", "bob", "cid"}));
  evidence.certified.back().second = "architect";
  evidence.new_customers = 0;
  EXPECT_EQ(reached(evidence), "Silver");
}

// 4 of 5 is exactly 80 %; where nobody bought before, nobody could leave.
TEST(Levels, compare_retention_exactly) {
  LevelEvidence evidence = enough();
  evidence.customers_before = 1'000'000;
  evidence.customers_kept = 799'999;
  EXPECT_EQ(reached(evidence), "Silver");
  evidence.customers_kept = 800'000;
  EXPECT_EQ(reached(evidence), "Gold");
  evidence.customers_before = 0;
  evidence.customers_kept = 0;
  EXPECT_EQ(reached(evidence), "Gold");
  EXPECT_EQ(judge(ladder(), evidence).findings[2].found, "no customers before");
}

TEST(Levels, look_only_at_people_when_somebody_left) {
  LevelEvidence evidence;
  evidence.certified = enough().certified;
  const LevelVerdict verdict = judge(ladder(), evidence, LevelAsks::certified_only);
  EXPECT_EQ(verdict.level, "Gold");
  ASSERT_EQ(verdict.findings.size(), 2U);
  EXPECT_EQ(verdict.findings[1], (LevelFinding{"Platinum", "certified", "3 architect", "1", false}));
}

TEST(Levels, sums_that_no_number_holds_are_enough_and_say_so) {
  LevelEvidence evidence = enough();
  evidence.sales = int128{INT64_MAX} * 4;
  EXPECT_EQ(reached(evidence), "Gold");
  EXPECT_EQ(judge(ladder(), evidence).findings[3].found, "more than there is a number for");
}

// Where each fault of the terms is, in the order found.
std::vector<std::string> faults(const Terms& terms) {
  std::vector<std::string> fields;
  for (const Error& error : check_levels(terms)) fields.push_back(error.place.field);
  return fields;
}

using Fields = std::vector<std::string>;

TEST(Levels, never_ask_for_less_than_the_one_below) {
  EXPECT_EQ(faults(ladder()), Fields{});
  const auto with = [](auto change) {
    Terms terms = ladder();
    change(terms.levels[2]);
    return faults(terms);
  };
  EXPECT_EQ(with([](Level& top) { top.certified = 1; }), Fields{"level[2].certified"});
  EXPECT_EQ(with([](Level& top) { top.new_customers = 1; }), Fields{"level[2].new_customers"});
  EXPECT_EQ(with([](Level& top) { top.retention = Rate::from_millionths(799'999); }), Fields{"level[2].retention"});
  EXPECT_EQ(with([](Level& top) { top.sales_minor = 99'999; }), Fields{"level[2].sales"});
  EXPECT_EQ(with([](Level& top) { top.retention = Rate::from_millionths(1'000'001); }), Fields{"level[2].retention"});
  EXPECT_EQ(with([](Level& top) { top.name = "Gold"; }), Fields{"level[2].name"});
}

TEST(Levels, begin_with_one_that_asks_for_nothing_and_are_reviewed) {
  Terms terms = ladder();
  terms.levels.erase(terms.levels.begin());
  EXPECT_EQ(faults(terms), Fields{"level[0]"});
  terms = ladder();
  terms.level_review = {};
  EXPECT_EQ(faults(terms), (Fields{"level_review.on", "level_review.window_months"}));
  terms = ladder();
  terms.level_review.on.push_back({7, 1});
  EXPECT_EQ(faults(terms), Fields{"level_review.on[2]"});
}

LevelChange change(std::uint64_t entry, const char* from, const char* to, LevelWhy why) {
  return {{entry}, "p", day(from), to, why, {entry}};
}

std::vector<std::string> due(const std::vector<LevelChange>& history, const char* first, const char* last, const char* open = "2026-01-01") {
  std::vector<std::string> days;
  for (const Date one : reviews_due(ladder(), history, {day("2026-01-01"), day(first), day(last), day(open)})) days.push_back(one.to_string());
  return days;
}

TEST(Levels, are_due_once_on_every_review_day_after_the_first_day) {
  using Days = std::vector<std::string>;
  EXPECT_EQ(due({}, "2026-01-01", "2026-06-30"), Days{});
  EXPECT_EQ(due({}, "2026-01-01", "2026-07-01"), Days{"2026-07-01"});
  EXPECT_EQ(due({}, "2026-01-01", "2027-12-31"), (Days{"2026-07-01", "2027-01-01", "2027-07-01"}));
  EXPECT_EQ(due({change(9, "2026-07-01", "Gold", LevelWhy::review_day)}, "2026-01-01", "2026-12-31"), Days{});
  EXPECT_EQ(due({change(9, "2026-07-01", "Gold", LevelWhy::asked)}, "2026-01-01", "2026-07-01"), Days{"2026-07-01"})
      << "who asks does not take the place of the review day";
  EXPECT_EQ(due({}, "2026-07-01", "2026-07-01"), Days{"2026-07-01"}) << "also the first day of a later version";
}

// Terms that were accepted after reviews under the terms before them, and have other levels.
TEST(Levels, that_the_terms_do_not_know_are_looked_at_again) {
  using Days = std::vector<std::string>;
  const std::vector<LevelChange> history{change(8, "2026-03-01", "B", LevelWhy::asked), change(9, "2026-07-01", "A", LevelWhy::review_day)};
  EXPECT_EQ(due(history, "2026-06-15", "2026-06-14"), Days{});
  EXPECT_EQ(due(history, "2026-06-15", "2026-06-20"), Days{"2026-06-15"});
  EXPECT_EQ(due(history, "2026-06-15", "2026-12-31"), (Days{"2026-06-15", "2026-07-01"}));
  EXPECT_EQ(due(history, "2026-06-15", "2026-12-31", "2026-08-01"), Days{"2026-08-01"}) << "not in closed periods";
}

}  // namespace
}  // namespace quits::program
