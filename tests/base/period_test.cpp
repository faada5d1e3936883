#include "base/period.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <unordered_set>

#include "tests/base/expectations.h"

namespace quits {
namespace {

Period period(const char* text) { return Period::parse(text).value(); }

TEST(Period, EveryMonthRoundTripsAndMeetsItsNeighbours) {
  for (std::int32_t index = Period::kFirstIndex; index <= Period::kLastIndex; ++index) {
    const Period month = Period::from_index(index);
    ASSERT_EQ(month.index(), index);
    ASSERT_EQ(month.year() * 12 + month.month() - 1, index);
    ASSERT_EQ(Period::of(month.first_day()), month);
    ASSERT_EQ(Period::of(month.last_day()), month);
    ASSERT_EQ(month.first_day().day(), 1);
    ASSERT_EQ(days_between(month.last_day(), month.next().first_day()), 1);
    ASSERT_EQ(month.next().previous(), month);
    ASSERT_EQ(Period::parse(month.to_string()).value(), month);
  }
}

TEST(Period, KnownMonths) {
  EXPECT_EQ(period("2011-01").index(), 24'132);
  EXPECT_EQ(period("2011-01").previous().to_string(), "2010-12");
  EXPECT_EQ(period("2012-02").last_day().to_string(), "2012-02-29");
  EXPECT_EQ(period("2011-11").plus(14).to_string(), "2013-01");
  EXPECT_EQ(period("2011-11").plus(-11).to_string(), "2010-12");
  EXPECT_TRUE(period("2011-01").contains(Date::parse_iso("2011-01-31").value()));
  EXPECT_FALSE(period("2011-01").contains(Date::parse_iso("2011-02-01").value()));
  EXPECT_LT(period("2010-12"), period("2011-01"));
  EXPECT_EQ(Period().to_string(), "1970-01");
  const std::unordered_set<Period> seen = {period("2011-01"), period("2011-01"), Period()};
  EXPECT_EQ(seen.size(), 2U);
}

TEST(Period, Refuses) {
  struct Case {
    const char* text;
    Code code;
    const char* message;
  };
  const Case cases[] = {
      {"", Code::bad_date, "'' is not a period: expected yyyy-mm"},
      {"2011", Code::bad_date, "'2011' is not a period: expected yyyy-mm"},
      {"2011-1", Code::bad_date, "'2011-1' is not a period: expected yyyy-mm"},
      {"2011-001", Code::bad_date, "'2011-001' is not a period: expected yyyy-mm"},
      {"2011/01", Code::bad_date, "'2011/01' is not a period: expected yyyy-mm"},
      {"2011-01-01", Code::bad_date, "'2011-01-01' is not a period: expected yyyy-mm"},
      {"201a-01", Code::bad_date, "'201a-01' is not a period: expected yyyy-mm"},
      {"2011--1", Code::bad_date, "'2011--1' is not a period: expected yyyy-mm"},
      {"2011-00", Code::bad_date, "'2011-00' is not a period: the month must be 01 to 12"},
      {"2011-13", Code::bad_date, "'2011-13' is not a period: the month must be 01 to 12"},
      {"1899-12", Code::date_out_of_range, "the period is outside 1900-01 to 9999-12"},
      {"0000-01", Code::date_out_of_range, "the period is outside 1900-01 to 9999-12"},
  };
  for (const Case& wanted : cases) {
    const auto parsed = Period::parse(wanted.text);
    ASSERT_FALSE(parsed) << wanted.text;
    EXPECT_EQ(parsed.error().code, wanted.code) << wanted.text;
    EXPECT_EQ(parsed.error().message, wanted.message);
  }
}

TEST(Period, NumbersFromOutsideAreRefusedNotChecked) {
  EXPECT_EQ(Period::checked_from_index(24'132).value(), period("2011-01"));
  EXPECT_EQ(outcome(Period::checked_from_index(Period::kFirstIndex - 1)), "date_out_of_range");
  EXPECT_EQ(outcome(Period::checked_from_index(Period::kLastIndex + 1)), "date_out_of_range");
  EXPECT_EQ(outcome(Period::checked_from_index(kInt64Max)), "date_out_of_range");
  EXPECT_EQ(outcome(Period::checked_from_index(kInt64Min)), "date_out_of_range");
}

// Whatever dates come in, the period after and before them has days.
TEST(Period, TheEndsOfTheCalendarHaveNeighbours) {
  const Period last = Period::of(Date::from_days(Date::kLastDay));
  EXPECT_EQ(days_between(last.last_day(), last.next().first_day()), 1);
  EXPECT_EQ(last.next().first_day().to_string(), "10000-01-01");
  const Period first = Period::of(Date::from_days(Date::kFirstDay));
  EXPECT_EQ(first.previous().last_day().to_string(), "1899-12-31");
}

TEST(PeriodDeathTest, AStepOutOfAllReasonIsOurBug) {
  EXPECT_DEATH(Period().plus(std::numeric_limits<int>::max()), "is not a step");
  EXPECT_DEATH(Period::from_index(-1), "no period -1");
  EXPECT_DEATH(Period().plus(-12 * 1971), "no period -12");
}

}  // namespace
}  // namespace quits
