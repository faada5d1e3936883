// A calendar month: what is open, then closed. Four bytes, passed by value, counted without gaps.
//
//   TRY(auto january, Period::parse("2011-01"));
//   january.previous().last_day().to_string() == "2010-12-31"
//
// The doors (parse, checked_from_index, of) admit 1900-01 to 9999-12; stepping from there may leave
// the range, so that "the period after the last" has a value.
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/date.h"
#include "base/result.h"

namespace quits {

class Period {
 public:
  static constexpr std::int32_t kFirstIndex = 1900 * 12;
  static constexpr std::int32_t kLastIndex = 9999 * 12 + 11;

  constexpr Period() : Period(1970 * 12) {}  // 1970-01

  // Exactly yyyy-mm. Refuses with bad_date or date_out_of_range.
  static Result<Period> parse(std::string_view text);
  // year * 12 + month - 1. Far outside the range it is our bug: CHECKed.
  static constexpr Period from_index(std::int32_t index) {
    CHECK(index >= 0 && index <= kIndexMax, "there is no period {}", index);
    return Period(index);
  }
  // The same for numbers that come from outside: refuses with date_out_of_range.
  static Result<Period> checked_from_index(std::int64_t index);
  static constexpr Period of(Date date) { return from_index(date.year() * 12 + date.month() - 1); }

  constexpr std::int32_t index() const { return index_; }
  constexpr int year() const { return index_ / 12; }
  constexpr int month() const { return index_ % 12 + 1; }

  constexpr Date first_day() const {
    return Date(std::chrono::sys_days(std::chrono::year(year()) /
                                      std::chrono::month(static_cast<unsigned>(month())) / 1));
  }
  constexpr Date last_day() const {
    return Date(next().first_day().sys_days() - std::chrono::days(1));
  }
  constexpr bool contains(Date date) const { return of(date) == *this; }

  constexpr Period next() const { return plus(1); }
  constexpr Period previous() const { return plus(-1); }
  // `months` is ours, not the caller's: the result must stay in the years 0 to 30,000 (CHECKed).
  constexpr Period plus(int months) const {
    CHECK(months >= -kIndexMax && months <= kIndexMax, "{} months is not a step", months);
    return from_index(index_ + months);
  }

  constexpr auto operator<=>(const Period&) const = default;

  std::string to_string() const;  // "2011-01"

 private:
  static constexpr std::int32_t kIndexMax = 30000 * 12;
  explicit constexpr Period(std::int32_t index) : index_(index) {}

  std::int32_t index_;
};

}  // namespace quits

template <>
struct std::hash<quits::Period> {
  std::size_t operator()(quits::Period period) const noexcept {
    return std::hash<std::int32_t>()(period.index());
  }
};
