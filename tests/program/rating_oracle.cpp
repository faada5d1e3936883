#include "tests/program/rating_oracle.h"

#include <algorithm>

namespace quits::program::oracle {
namespace {

constexpr std::int64_t kMillionthsPerCent = 10'000;

// The rate at a point of the volume: of the last band that starts at or below it.
std::int64_t rate_at(const CommissionPlan& plan, std::int64_t millionths) {
  std::int64_t rate = plan.bands.front().rate.millionths();
  for (const Band& band : plan.bands) {
    if (band.from.millionths() <= millionths) rate = band.rate.millionths();
  }
  return rate;
}

// The nearest multiple, found by looking at both neighbours.
std::int64_t nearest(std::int64_t number, std::int64_t step, Rounding rounding) {
  const std::int64_t size = std::max(number, -number);
  const std::int64_t below = size / step;
  const std::int64_t to_below = size - below * step;
  const std::int64_t to_above = (below + 1) * step - size;
  std::int64_t chosen = to_above < to_below ? below + 1 : below;
  if (to_above == to_below) {
    const bool below_is_even = below % 2 == 0;
    chosen = rounding == Rounding::half_even && below_is_even ? below : below + 1;
  }
  return number < 0 ? -chosen : chosen;
}

}  // namespace

Tiers::Tiers(const CommissionPlan& plan) : exact_(2 * kCentsMax + 1, 0) {
  const auto at = [&](std::int64_t cents) -> std::int64_t& {
    return exact_[static_cast<std::size_t>(cents + kCentsMax)];
  };
  for (std::int64_t cents = 1; cents <= kCentsMax; ++cents) {
    const std::int64_t start = (cents - 1) * kMillionthsPerCent;
    const std::int64_t end = cents * kMillionthsPerCent;
    at(cents) = plan.rule == Rule::whole ? cents * rate_at(plan, end)
                                         : at(cents - 1) + rate_at(plan, start);
    at(-cents) = at(-cents + 1) - plan.bands.front().rate.millionths();
  }
}

std::int64_t Tiers::exact(std::int64_t cents) const {
  return exact_.at(static_cast<std::size_t>(cents + kCentsMax));
}

std::int64_t Tiers::due(std::int64_t cents, int exponent, Rounding rounding) const {
  std::int64_t step = 100'000'000;
  for (int i = 0; i < exponent; ++i) step /= 10;
  return nearest(exact(cents), step, rounding);
}

std::int64_t due(const std::vector<Stretch>& window, int exponent, Rounding rounding) {
  std::int64_t sum = 0;
  std::int64_t cents = 0;
  for (const Stretch& stretch : window) {
    sum -= stretch.tiers->due(cents, exponent, rounding);
    cents += stretch.cents;
    sum += stretch.tiers->due(cents, exponent, rounding);
  }
  return sum;
}

}  // namespace quits::program::oracle
