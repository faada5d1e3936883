#include "base/money.h"

#include <fmt/core.h>

#include <limits>

#include "base/fixed_point.h"

namespace quits {
namespace {

bool fits(int128 value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

[[gnu::cold]] tl::unexpected<Error> refuse_amount(std::string_view what) {
  return refuse(Code::overflow, fmt::format("{} does not fit: an amount has at most {} minor units",
                                            what, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace

Result<Money> Money::parse(std::string_view text, Currency currency) {
  TRY(const std::int64_t minor, parse_fixed_point(text, currency.exponent()));
  return Money(minor, currency);
}

std::string Money::to_string() const {
  const int places = currency_.exponent();
  return fixed_point_to_string(minor_, places, places);
}

std::string Money::to_grouped_string() const { return group_thousands(to_string()); }

std::string Money::with_code() const {
  return fmt::format("{} {}", to_grouped_string(), currency_.code());
}

tl::unexpected<Error> Money::refuse_mix(Money other) const {
  return refuse(
      Code::currency_mismatch,
      fmt::format("{} and {} are of different currencies", with_code(), other.with_code()),
      "keep one amount for each currency");
}

tl::unexpected<Error> Money::refuse_range() const {
  return refuse_amount(fmt::format("the result of adding to {}", with_code()));
}

Result<Money> MoneySum::narrow() const {
  if (!fits(minor_)) return refuse_amount(fmt::format("the sum in {}", currency_.code()));
  return Money(static_cast<std::int64_t>(minor_), currency_);
}

Result<std::int64_t> to_minor(int128 numerator, int128 denominator, Rounding rounding) {
  const int128 minor = divide_rounded(numerator, denominator, rounding);
  if (!fits(minor)) return refuse_amount("the rounded amount");
  return static_cast<std::int64_t>(minor);
}

Result<Money> money_of(Decimal major, Currency currency, Rounding rounding) {
  const int128 unit = kPowersOfTen[static_cast<std::size_t>(currency.exponent())];
  TRY(const std::int64_t minor,
      to_minor(major.millionths() * unit, Decimal::kMillionthsPerUnit, rounding));
  return Money(minor, currency);
}

Result<Money> share_of(Money money, Rate rate, Rounding rounding) {
  TRY(const std::int64_t minor,
      to_minor(int128{money.minor()} * rate.millionths(), Rate::kWhole, rounding));
  return Money(minor, money.currency());
}

}  // namespace quits
