// An amount of money: a whole number of a currency's minor units (cents, yen, fils). Every integer
// is a valid amount; arithmetic that would leave 64 bits or mix currencies is refused. Sums run in
// 128 bits (MoneySum) and are narrowed once, with a check.
//
//   TRY(auto price, Money::parse("1100.00", euro));
//   TRY(auto tax, share_of(price, nineteen_percent, Rounding::half_away_from_zero));
//   TRY(auto gross, price.plus(tax));
//   gross.with_code() == "1,309.00 EUR"
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/currency.h"
#include "base/decimal.h"
#include "base/int128.h"
#include "base/rate.h"
#include "base/result.h"
#include "base/rounding.h"

namespace quits {

class Money {
 public:
  constexpr Money(std::int64_t minor, Currency currency) : minor_(minor), currency_(currency) {}
  static constexpr Money zero(Currency currency) { return Money(0, currency); }

  // The grammar of base/fixed_point.h. Refuses: bad_number, overflow, inexact (more places than the
  // currency has, other than zeros).
  static Result<Money> parse(std::string_view text, Currency currency);

  constexpr std::int64_t minor() const { return minor_; }
  constexpr Currency currency() const { return currency_; }
  constexpr bool is_zero() const { return minor_ == 0; }
  constexpr bool is_negative() const { return minor_ < 0; }

  // Refuse with currency_mismatch or overflow.
  Result<Money> plus(Money other) const {
    std::int64_t sum = 0;
    if (currency_ != other.currency_) return refuse_mix(other);
    if (__builtin_add_overflow(minor_, other.minor_, &sum)) return refuse_range();
    return Money(sum, currency_);
  }
  Result<Money> minus(Money other) const {
    std::int64_t difference = 0;
    if (currency_ != other.currency_) return refuse_mix(other);
    if (__builtin_sub_overflow(minor_, other.minor_, &difference)) return refuse_range();
    return Money(difference, currency_);
  }
  Result<Money> negated() const { return zero(currency_).minus(*this); }

  // Two amounts are equal if unit and number are; 0.00 EUR is not 0 JPY. There is no order between
  // amounts: compare minor() where the currencies are known to be the same.
  constexpr bool operator==(const Money&) const = default;

  std::string to_string() const;          // "1100.00", the currency's places
  std::string to_grouped_string() const;  // "1,100.00"
  std::string with_code() const;          // "1,100.00 EUR"

 private:
  tl::unexpected<Error> refuse_mix(Money other) const;
  tl::unexpected<Error> refuse_range() const;

  std::int64_t minor_;
  Currency currency_;
};

// Adds up amounts of one currency in 128 bits: no sum of stored amounts can overflow on the way.
class MoneySum {
 public:
  explicit constexpr MoneySum(Currency currency) : currency_(currency) {}

  // Amounts of another currency are our bug: CHECKed.
  void add(Money money) {
    CHECK(money.currency() == currency_, "a sum of {} was given {}", currency_.code(),
          money.currency().code());
    minor_ += money.minor();
  }
  constexpr void add(std::int64_t minor) { minor_ += minor; }

  constexpr int128 minor() const { return minor_; }
  constexpr Currency currency() const { return currency_; }
  constexpr bool is_zero() const { return minor_ == 0; }

  // Refuses with overflow.
  Result<Money> narrow() const;

 private:
  int128 minor_ = 0;
  Currency currency_;
};

// divide_rounded (base/rounding.h, with its CHECKs), narrowed. Refuses with overflow.
Result<std::int64_t> to_minor(int128 numerator, int128 denominator, Rounding rounding);

// A decimal number of major units (euros, not cents) as money. Refuses with overflow.
Result<Money> money_of(Decimal major, Currency currency, Rounding rounding);

// money x rate, rounded once: a commission, a tax. Refuses with overflow.
Result<Money> share_of(Money money, Rate rate, Rounding rounding);

}  // namespace quits

template <>
struct std::hash<quits::Money> {
  std::size_t operator()(quits::Money money) const noexcept {
    return std::hash<std::int64_t>()(money.minor()) * 1000003U ^ money.currency().index();
  }
};
