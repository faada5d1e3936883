// An exact rate: a commission, a tax, a discount. Counted in millionths: 4 % is 40,000.
// It is not a Decimal, so that a rate and a quantity cannot be mistaken for each other.
//
//   TRY(auto rate, Rate::parse("2.9 %"));   rate.millionths() == 29000
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace quits {

class Rate {
 public:
  static constexpr std::int64_t kWhole = 1'000'000;  // 100 %

  constexpr Rate() = default;  // 0 %

  // "0.04", "4%" or "4 %". Six places as a fraction, four as a percentage. Refuses bad_number,
  // overflow, inexact; and bad_value for a number beyond 1 without a percent sign, because "4"
  // almost always means 4 % and would be read as 400 %.
  static Result<Rate> parse(std::string_view text);
  static constexpr Rate from_millionths(std::int64_t millionths) { return Rate(millionths); }

  constexpr std::int64_t millionths() const { return millionths_; }
  constexpr bool is_zero() const { return millionths_ == 0; }
  constexpr bool is_negative() const { return millionths_ < 0; }

  constexpr auto operator<=>(const Rate&) const = default;

  // "4 %", "2.9 %", "-0.0001 %". Parses back to the same rate.
  std::string to_percent_string() const;
  // "0.04"
  std::string to_fraction_string() const;

 private:
  explicit constexpr Rate(std::int64_t millionths) : millionths_(millionths) {}

  std::int64_t millionths_ = 0;
};

}  // namespace quits
