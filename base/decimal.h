// An exact decimal with six places, for quantities, unit prices and sales volumes: unit prices such
// as 0.001 are real. Range: about -9.2 to +9.2 million million. Nothing rounds here; what does not
// fit is refused (overflow, inexact). For amounts of money see base/money.h.
//
//   TRY(auto price, Decimal::parse("0.001"));
//   TRY(auto quantity, Decimal::parse("20000000"));
//   TRY(auto volume, price.times(quantity));   // 20000
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace quits {

class Decimal {
 public:
  static constexpr int kPlaces = 6;
  static constexpr std::int64_t kMillionthsPerUnit = 1'000'000;

  constexpr Decimal() = default;  // zero

  // The grammar of base/fixed_point.h. Refuses: bad_number, overflow, inexact (a seventh place that
  // is not 0).
  static Result<Decimal> parse(std::string_view text);
  static constexpr Decimal from_millionths(std::int64_t millionths) { return Decimal(millionths); }
  static Result<Decimal> from_units(std::int64_t units);

  constexpr std::int64_t millionths() const { return millionths_; }
  constexpr bool is_zero() const { return millionths_ == 0; }
  constexpr bool is_negative() const { return millionths_ < 0; }

  // Refuse with overflow.
  Result<Decimal> plus(Decimal other) const {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(millionths_, other.millionths_, &sum)) return refuse_range("sum");
    return Decimal(sum);
  }
  Result<Decimal> minus(Decimal other) const {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(millionths_, other.millionths_, &difference)) {
      return refuse_range("difference");
    }
    return Decimal(difference);
  }
  Result<Decimal> negated() const {
    std::int64_t negative = 0;
    if (__builtin_sub_overflow(std::int64_t{0}, millionths_, &negative)) {
      return refuse_range("negation");
    }
    return Decimal(negative);
  }
  // Refuses with overflow, or with inexact where the product needs more than six places.
  Result<Decimal> times(Decimal other) const;

  constexpr auto operator<=>(const Decimal&) const = default;

  // Shortest: "20000", "0.001", "-1.5". Every result parses back to the same value.
  std::string to_string() const;
  // At least `places_min` (0 to 6) places: "20000.00".
  std::string to_string(int places_min) const;

 private:
  explicit constexpr Decimal(std::int64_t millionths) : millionths_(millionths) {}
  static tl::unexpected<Error> refuse_range(std::string_view what);

  std::int64_t millionths_ = 0;
};

}  // namespace quits

template <>
struct std::hash<quits::Decimal> {
  std::size_t operator()(quits::Decimal decimal) const noexcept {
    return std::hash<std::int64_t>()(decimal.millionths());
  }
};
