// Days of a calendar become dates of a period.
#include "settlement/calendar.h"

#include <gtest/gtest.h>

namespace quits::test {
namespace {

using settlement::Calendar;
using settlement::dates_of;

Period period(const char* text) { return Period::parse(text).value(); }
Date day(const char* text) { return Date::parse_iso(text).value(); }

// Count until, close from, review until, settle from, pay on.
std::string dates(std::uint32_t close, std::uint32_t review, std::uint32_t pay, std::uint32_t months, const char* of) {
  const auto found = dates_of(Calendar{period(of), {}, close, review, pay, months}, period(of));
  if (!found) return std::string(name_of(found.error().code));
  return found->count_until.to_string() + " " + found->close_from.to_string() + " " + found->review_until.to_string() + " " +
         found->settle_from.to_string() + " " + found->pay_on.to_string();
}

// RATING.md, P1.
TEST(Calendar, january_is_closed_on_the_5th_reviewed_until_the_10th_and_paid_on_the_20th) {
  EXPECT_EQ(dates(5, 10, 20, 1, "2026-01"), "2026-02-05 2026-02-06 2026-02-10 2026-02-11 2026-02-20");
}

TEST(Calendar, a_day_beyond_the_end_of_a_month_is_its_last_day) {
  EXPECT_EQ(dates(30, 31, 31, 1, "2026-01"), "2026-02-28 2026-03-01 2026-02-28 2026-03-01 2026-02-28");
  EXPECT_EQ(dates(30, 31, 31, 1, "2028-01"), "2028-02-29 2028-03-01 2028-02-29 2028-03-01 2028-02-29");
  EXPECT_EQ(dates(29, 30, 31, 1, "2026-03"), "2026-04-29 2026-04-30 2026-04-30 2026-05-01 2026-04-30");
}

TEST(Calendar, payment_may_lie_in_a_later_month_and_year) {
  EXPECT_EQ(dates(5, 10, 5, 2, "2026-11"), "2026-12-05 2026-12-06 2026-12-10 2026-12-11 2027-01-05");
  EXPECT_EQ(dates(5, 10, 31, 12, "2026-02"), "2026-03-05 2026-03-06 2026-03-10 2026-03-11 2027-02-28");
}

TEST(Calendar, ends_where_dates_end) {
  EXPECT_EQ(dates(5, 10, 20, 1, "9999-11"), "date_out_of_range");
  EXPECT_EQ(dates(5, 10, 20, 1, "9999-10"), "9999-11-05 9999-11-06 9999-11-10 9999-11-11 9999-11-20");
  EXPECT_EQ(day("9999-11-20"), dates_of(Calendar{period("9999-10"), {}, 5, 10, 20, 1}, period("9999-10"))->pay_on);
}

}  // namespace
}  // namespace quits::test
