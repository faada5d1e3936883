#include "base/date.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <unordered_set>

#include "tests/base/expectations.h"

namespace quits {
namespace {

Date date(const char* text) { return Date::parse_iso(text).value(); }

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int length_of(int year, int month) {
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kLengths[month - 1];
}

// Counting day by day is the slow truth that every formula has to meet.
TEST(Date, EveryDayFrom1900To2100RoundTrips) {
  std::int32_t days = Date::kFirstDay;
  for (int year = 1900; year <= 2100; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= length_of(year, month); ++day, ++days) {
        const Date by_days = Date::from_days(days);
        ASSERT_EQ(by_days.year(), year);
        ASSERT_EQ(by_days.month(), month);
        ASSERT_EQ(by_days.day(), day);
        ASSERT_EQ(Date::of(year, month, day).value(), by_days);
        const std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
        ASSERT_EQ(by_days.to_string(), text);
        const auto parsed = Date::parse_iso(text);
        ASSERT_TRUE(parsed) << text;
        ASSERT_EQ(parsed->days_since_epoch(), days);
      }
    }
  }
}

TEST(Date, EveryMonthTo9999HasItsLastDay) {
  std::int32_t days = Date::kFirstDay;
  for (int year = 1900; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int length = length_of(year, month);
      ASSERT_EQ(Date::of(year, month, 1).value().days_since_epoch(), days);
      days += length;
      ASSERT_EQ(Date::of(year, month, length).value().days_since_epoch(), days - 1);
      ASSERT_EQ(outcome(Date::of(year, month, length + 1)), "bad_date");
    }
  }
  EXPECT_EQ(days - 1, Date::kLastDay);
  EXPECT_EQ(Date::from_days(Date::kLastDay).to_string(), "9999-12-31");
}

TEST(Date, KnownDays) {
  EXPECT_EQ(Date().to_string(), "1970-01-01");
  EXPECT_EQ(date("2000-03-01").days_since_epoch(), 11017);
  EXPECT_EQ(date("2010-12-05").days_since_epoch(), 14948);
  EXPECT_EQ(date("1900-01-01").days_since_epoch(), -25567);
  EXPECT_EQ(days_between(date("2024-02-28"), date("2024-03-01")), 2);
  EXPECT_EQ(days_between(date("2023-03-01"), date("2023-02-28")), -1);
}

TEST(Date, RefusesWithTheReason) {
  struct Case {
    const char* text;
    Code code;
    const char* message;
  };
  const Case cases[] = {
      {"", Code::bad_date, "'' is not a date: expected yyyy-mm-dd"},
      {"05.12.2010", Code::bad_date, "'05.12.2010' is not a date: expected yyyy-mm-dd"},
      {"2010/12/05", Code::bad_date, "'2010/12/05' is not a date: expected yyyy-mm-dd"},
      {"2010-12-5", Code::bad_date, "'2010-12-5' is not a date: expected yyyy-mm-dd"},
      {"2010-12-055", Code::bad_date, "'2010-12-055' is not a date: expected yyyy-mm-dd"},
      {" 2010-12-5", Code::bad_date, "' 2010-12-5' is not a date: expected yyyy-mm-dd"},
      {"2010-12--5", Code::bad_date, "'2010-12--5' is not a date: expected yyyy-mm-dd"},
      {"2010-1a-05", Code::bad_date, "'2010-1a-05' is not a date: expected yyyy-mm-dd"},
      {"2010-00-05", Code::bad_date, "2010-00-05 is not a date: the month must be 1 to 12"},
      {"2010-13-05", Code::bad_date, "2010-13-05 is not a date: the month must be 1 to 12"},
      {"2010-12-00", Code::bad_date, "2010-12-00 is not a date: the day must be 1 to 31"},
      {"2010-11-31", Code::bad_date, "2010-11-31 is not a date: the day must be 1 to 30"},
      {"2010-02-29", Code::bad_date, "2010-02-29 is not a date: the day must be 1 to 28"},
      {"2012-02-30", Code::bad_date, "2012-02-30 is not a date: the day must be 1 to 29"},
      {"1900-02-29", Code::bad_date, "1900-02-29 is not a date: the day must be 1 to 28"},
      {"1899-12-31", Code::date_out_of_range, "the date is outside 1900-01-01 to 9999-12-31"},
      {"0000-01-01", Code::date_out_of_range, "the date is outside 1900-01-01 to 9999-12-31"},
      {"1899-13-31", Code::bad_date, "1899-13-31 is not a date: the month must be 1 to 12"},
  };
  for (const Case& wanted : cases) {
    const auto parsed = Date::parse_iso(wanted.text);
    ASSERT_FALSE(parsed) << wanted.text;
    EXPECT_EQ(parsed.error().code, wanted.code) << wanted.text;
    EXPECT_EQ(parsed.error().message, wanted.message);
  }
}

TEST(Date, NumbersFromOutsideAreRefusedNotChecked) {
  EXPECT_EQ(Date::checked_from_days(0).value(), Date());
  EXPECT_EQ(outcome(Date::checked_from_days(Date::kFirstDay)), "ok");
  EXPECT_EQ(outcome(Date::checked_from_days(Date::kFirstDay - 1)), "date_out_of_range");
  EXPECT_EQ(outcome(Date::checked_from_days(std::int64_t{Date::kLastDay} + 1)),
            "date_out_of_range");
  EXPECT_EQ(outcome(Date::checked_from_days(std::int64_t{1} << 32)), "date_out_of_range");
  EXPECT_EQ(outcome(Date::of(kInt64Max, 2, 29)), "bad_date");
  EXPECT_EQ(outcome(Date::of(kInt64Min, 2, 29)), "date_out_of_range");
  EXPECT_EQ(outcome(Date::of(2010, kInt64Max, 1)), "bad_date");
  EXPECT_EQ(outcome(Date::of(2010, 1, kInt64Min)), "bad_date");
}

TEST(DateDeathTest, ADayBeyondTheCalendarIsOurBug) {
  EXPECT_DEATH(Date::from_days(Date::kLastDay + 1), "day 2932897");
  EXPECT_DEATH(Date::from_days(Date::kFirstDay - 1), "day -25568");
}

TEST(Date, StepsByDays) {
  EXPECT_EQ(date("2010-12-05").plus_days(30).value().to_string(), "2011-01-04");
  EXPECT_EQ(date("2012-03-01").plus_days(-1).value().to_string(), "2012-02-29");
  EXPECT_EQ(outcome(date("9999-12-31").plus_days(1)), "date_out_of_range");
  EXPECT_EQ(outcome(date("1900-01-01").plus_days(-1)), "date_out_of_range");
  EXPECT_EQ(outcome(Date().plus_days(kInt64Max)), "date_out_of_range");
  EXPECT_EQ(outcome(date("1900-01-01").plus_days(kInt64Min)), "date_out_of_range");
}

TEST(Date, StepsByMonthsAndStaysInTheMonth) {
  struct Case {
    const char* from;
    std::int64_t months;
    const char* to;
  };
  const Case cases[] = {
      {"2011-01-31", 1, "2011-02-28"},  {"2012-01-31", 1, "2012-02-29"},
      {"2011-01-31", 2, "2011-03-31"},  {"2011-03-31", -1, "2011-02-28"},
      {"2012-02-29", 12, "2013-02-28"}, {"2012-02-29", 48, "2016-02-29"},
      {"2011-12-15", 1, "2012-01-15"},  {"2012-01-15", -1, "2011-12-15"},
      {"2011-05-31", 0, "2011-05-31"},  {"1900-01-01", 97199, "9999-12-01"},
  };
  for (const Case& wanted : cases) {
    EXPECT_EQ(date(wanted.from).plus_months(wanted.months).value().to_string(), wanted.to);
  }
  EXPECT_EQ(outcome(date("9999-12-01").plus_months(1)), "date_out_of_range");
  EXPECT_EQ(outcome(date("1900-01-31").plus_months(-1)), "date_out_of_range");
  EXPECT_EQ(outcome(Date().plus_months(kInt64Max)), "date_out_of_range");
  EXPECT_EQ(outcome(Date().plus_months(kInt64Min)), "date_out_of_range");
}

TEST(Date, StepsAreConsistent) {
  EXPECT_TRUE(rc::check("days and months agree with the calendar", [] {
    const Date from = Date::from_days(*rc::gen::inRange(Date::kFirstDay, Date::kLastDay + 1));
    const auto days = *rc::gen::inRange<std::int64_t>(-3'000'000, 3'000'001);
    if (const auto to = from.plus_days(days)) {
      RC_ASSERT(days_between(from, *to) == days);
      RC_ASSERT(to->plus_days(-days).value() == from);
    }
    const auto months = *rc::gen::inRange<std::int64_t>(-2400, 2401);
    if (const auto to = from.plus_months(months)) {
      RC_ASSERT((to->year() - from.year()) * 12 + to->month() - from.month() == months);
      RC_ASSERT(to->day() == std::min(from.day(), length_of(to->year(), to->month())));
    }
    const Date other = Date::from_days(*rc::gen::inRange(Date::kFirstDay, Date::kLastDay + 1));
    RC_ASSERT((from < other) == (from.to_string() < other.to_string()));
  }));
}

TEST(Date, AnyBytesGiveAnAnswer) {
  EXPECT_TRUE(rc::check("any text is a date or refused", [] {
    const auto text = *rc::gen::container<std::string>(
        10, rc::gen::weightedOneOf<char>({{9, rc::gen::elementOf(std::string("0123456789-"))},
                                          {1, rc::gen::arbitrary<char>()}}));
    const auto parsed = Date::parse_iso(text);
    if (parsed) RC_ASSERT(parsed->to_string() == text);
  }));
}

TEST(Date, Hashes) {
  const std::unordered_set<Date> seen = {date("2010-12-05"), date("2010-12-05"), Date()};
  EXPECT_EQ(seen.size(), 2U);
}

}  // namespace
}  // namespace quits
