#include "tests/program/rating_oracle.h"

#include <algorithm>

namespace quits::program::oracle {
namespace {

constexpr std::int64_t kMillionthsPerCent = 10'000;
constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kHundredthsTimesMillionths = 100'000'000;

int128 common_divisor(int128 left, int128 right) {
  while (right != 0) {
    const int128 rest = left % right;
    left = right;
    right = rest;
  }
  return left;
}

std::int64_t edge_of(const CommissionPlan& plan, std::size_t band) {
  return plan.bands[band].from.millionths() / kMillionthsPerCent;
}

std::size_t band_at(const CommissionPlan& plan, std::int64_t cents) {
  std::size_t found = 0;
  for (std::size_t band = 1; band < plan.bands.size(); ++band) {
    if (edge_of(plan, band) <= cents) found = band;
  }
  return found;
}

}  // namespace

Fraction Fraction::plus(Fraction other) const {
  if (denominator == other.denominator) return {numerator + other.numerator, denominator};
  if (denominator % other.denominator == 0) {
    return {numerator + other.numerator * (denominator / other.denominator), denominator};
  }
  const int128 divisor = common_divisor(denominator, other.denominator);
  const int128 left = other.denominator / divisor;
  return {numerator * left + other.numerator * (denominator / divisor), denominator * left};
}

std::int64_t Fraction::nearest(Rounding rounding) const {
  const int128 size = std::max(numerator, -numerator);
  const int128 below = size / denominator;
  const int128 to_below = size - below * denominator;
  const int128 to_above = (below + 1) * denominator - size;
  int128 chosen = to_above < to_below ? below + 1 : below;
  if (to_above == to_below) {
    const bool below_is_even = below % 2 == 0;
    chosen = rounding == Rounding::half_even && below_is_even ? below : below + 1;
  }
  return static_cast<std::int64_t>(numerator < 0 ? -chosen : chosen);
}

std::int64_t Fraction::minor(int exponent, Rounding rounding) const {
  std::int64_t factor = 1;
  for (int i = 0; i < exponent; ++i) factor *= 10;
  return times(factor).nearest(rounding);
}

Fraction price_at(const CommissionPlan& plan, std::int64_t cents) {
  const std::size_t band = band_at(plan, cents);
  const Band& at = plan.bands[band];
  if (plan.rule == Rule::interpolated) {
    if (band + 1 == plan.bands.size()) return {0, kMillion};
    return {at.amount.millionths(), int128{kMillion} * (edge_of(plan, band + 1) - edge_of(plan, band))};
  }
  return {plan.base == Base::units ? at.amount.millionths() : at.rate.millionths(), kHundredthsTimesMillionths};
}

Tiers::Tiers(const CommissionPlan& plan) : exact_(2 * kCentsMax + 1) {
  const auto at = [&](std::int64_t cents) -> Fraction& {
    return exact_[static_cast<std::size_t>(cents + kCentsMax)];
  };
  const Fraction first = price_at(plan, 0);
  for (std::int64_t cents = 1; cents <= kCentsMax; ++cents) {
    if (plan.rule == Rule::fixed_step) {
      // Passing an edge adds what it is worth; below zero there is none.
      at(cents) = at(cents - 1);
      for (std::size_t band = 1; band < plan.bands.size(); ++band) {
        if (edge_of(plan, band) == cents) at(cents) = at(cents).plus({plan.bands[band].amount.millionths(), kMillion});
      }
      continue;
    }
    at(cents) = plan.rule == Rule::whole ? price_at(plan, cents).times(cents)
                                         : at(cents - 1).plus(price_at(plan, cents - 1));
    at(-cents) = at(-cents + 1).plus(first.times(-1));
  }
}

Fraction Tiers::exact(std::int64_t cents) const {
  return exact_.at(static_cast<std::size_t>(cents + kCentsMax));
}

std::int64_t due(const std::vector<Stretch>& window, int exponent, Rounding rounding) {
  std::int64_t sum = 0;
  std::int64_t cents = 0;
  for (const Stretch& stretch : window) {
    if (stretch.tiers != nullptr) {
      sum += stretch.tiers->due(cents + stretch.cents, exponent, rounding) -
             stretch.tiers->due(cents, exponent, rounding);
    }
    cents += stretch.cents;
  }
  return sum;
}

}  // namespace quits::program::oracle
