// A day of the proleptic Gregorian calendar, without time or zone. Four bytes, passed by value.
//
// The doors (parse, checked_from_days, plus_days, plus_months) admit 1900-01-01 to 9999-12-31 and
// refuse the rest with date_out_of_range. Only arithmetic with periods of our own making can leave
// that range, and every function here still answers there.
//
//   TRY(auto day, Date::parse_iso("2010-12-05"));
//   TRY(auto due, day.plus_days(30));   due.to_string() == "2011-01-04"
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace quits {

class Date {
 public:
  static constexpr std::int32_t kFirstDay = -25567;  // 1900-01-01
  static constexpr std::int32_t kLastDay = 2932896;  // 9999-12-31

  constexpr Date() = default;  // 1970-01-01

  // Exactly yyyy-mm-dd. Refuses with bad_date or date_out_of_range.
  static Result<Date> parse_iso(std::string_view text);
  // A calendar day from its numbers; the same refusals.
  static Result<Date> of(std::int64_t year, std::int64_t month, std::int64_t day);
  // Days since 1970-01-01. Outside the range it is our bug: CHECKed.
  static Date from_days(std::int32_t days);
  // The same for numbers that come from outside: refuses with date_out_of_range.
  static Result<Date> checked_from_days(std::int64_t days);

  constexpr explicit Date(std::chrono::sys_days day)
      : days_(static_cast<std::int32_t>(day.time_since_epoch().count())) {}

  constexpr std::int32_t days_since_epoch() const { return days_; }
  constexpr std::chrono::sys_days sys_days() const {
    return std::chrono::sys_days(std::chrono::days(days_));
  }
  constexpr int year() const { return static_cast<int>(civil().year()); }
  constexpr int month() const { return static_cast<int>(static_cast<unsigned>(civil().month())); }
  constexpr int day() const { return static_cast<int>(static_cast<unsigned>(civil().day())); }

  // Refuse with date_out_of_range.
  Result<Date> plus_days(std::int64_t days) const;
  // The same day of a later (or earlier) month, or that month's last day: Jan 31 + 1 = Feb 28.
  Result<Date> plus_months(std::int64_t months) const;

  constexpr auto operator<=>(const Date&) const = default;

  std::string to_string() const;  // "2010-12-05"

 private:
  constexpr std::chrono::year_month_day civil() const {
    return std::chrono::year_month_day(sys_days());
  }

  std::int32_t days_ = 0;  // the library's sys_days counts in 64 bits
};

static_assert(sizeof(Date) == 4);

// Whole days from `from` to `to`; negative if `to` is earlier.
constexpr std::int32_t days_between(Date from, Date to) {
  return to.days_since_epoch() - from.days_since_epoch();
}

}  // namespace quits

template <>
struct std::hash<quits::Date> {
  std::size_t operator()(quits::Date date) const noexcept {
    return std::hash<std::int32_t>()(date.days_since_epoch());
  }
};
