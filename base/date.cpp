#include "base/date.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace quits {
namespace {

constexpr int kYearFirst = 1900;
constexpr int kYearLast = 9999;

int days_in_month(std::int64_t year, std::int64_t month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Date date_of(int year, int month, int day) {
  return Date(std::chrono::sys_days(std::chrono::year(year) /
                                    std::chrono::month(static_cast<unsigned>(month)) /
                                    std::chrono::day(static_cast<unsigned>(day))));
}

[[gnu::cold]] tl::unexpected<Error> refuse_range() {
  return refuse(Code::date_out_of_range, "the date is outside 1900-01-01 to 9999-12-31");
}

[[gnu::cold]] tl::unexpected<Error> refuse_numbers(std::int64_t year, std::int64_t month,
                                                   std::int64_t day) {
  const std::string date = fmt::format("{:04}-{:02}-{:02} is not a date: ", year, month, day);
  if (month < 1 || month > 12) return refuse(Code::bad_date, date + "the month must be 1 to 12");
  return refuse(Code::bad_date,
                date + fmt::format("the day must be 1 to {}", days_in_month(year, month)));
}

}  // namespace

Result<Date> Date::of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) {
    return refuse_numbers(year, month, day);
  }
  if (year < kYearFirst || year > kYearLast) return refuse_range();
  return date_of(static_cast<int>(year), static_cast<int>(month), static_cast<int>(day));
}

Result<Date> Date::parse_iso(std::string_view text) {
  bool well_formed = text.size() == 10;
  const auto digit = [&](std::size_t i) {
    const int value = text[i] - '0';
    well_formed &= value >= 0 && value <= 9;
    return value;
  };
  if (well_formed) {
    const int year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
    const int month = digit(5) * 10 + digit(6);
    const int day = digit(8) * 10 + digit(9);
    if (well_formed && text[4] == '-' && text[7] == '-') return of(year, month, day);
  }
  return refuse(Code::bad_date, fmt::format("{} is not a date: expected yyyy-mm-dd", in_quotes(text)),
                "write it like 2010-12-05");
}

Date Date::from_days(std::int32_t days) {
  CHECK(days >= kFirstDay && days <= kLastDay, "day {}", days);
  return Date(std::chrono::sys_days(std::chrono::days(days)));
}

Result<Date> Date::checked_from_days(std::int64_t days) {
  if (days < kFirstDay || days > kLastDay) return refuse_range();
  return from_days(static_cast<std::int32_t>(days));
}

Result<Date> Date::plus_days(std::int64_t days) const {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(std::int64_t{days_}, days, &sum)) return refuse_range();
  return checked_from_days(sum);
}

Result<Date> Date::plus_months(std::int64_t months) const {
  const std::chrono::year_month_day from = civil();
  const std::int64_t index = std::int64_t{year()} * 12 + static_cast<unsigned>(from.month()) - 1;
  std::int64_t target = 0;
  if (__builtin_add_overflow(index, months, &target)) return refuse_range();
  if (target < kYearFirst * 12 || target > kYearLast * 12 + 11) return refuse_range();
  const std::int64_t month = target % 12 + 1;
  return of(target / 12, month, std::min(day(), days_in_month(target / 12, month)));
}

std::string Date::to_string() const {
  const std::chrono::year_month_day date = civil();
  const int year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto day = static_cast<unsigned>(date.day());
  // Every entry of a book writes one, so not through fmt, which takes ten times as long.
  if (year < 0 || year > kYearLast) return fmt::format("{:04}-{:02}-{:02}", year, month, day);
  std::string text = "0000-00-00";
  const auto put = [&](std::size_t at, unsigned two_digits) {
    text[at] = static_cast<char>('0' + two_digits / 10);
    text[at + 1] = static_cast<char>('0' + two_digits % 10);
  };
  put(0, static_cast<unsigned>(year) / 100);
  put(2, static_cast<unsigned>(year) % 100);
  put(5, month);
  put(8, day);
  return text;
}

}  // namespace quits
