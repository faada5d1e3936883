// An independent calculation of what plans owe, written as differently as possible: it walks cent
// by cent, in fractions.
//
// Volumes here are whole hundredths (cents, or hundredths of a unit), and band edges too, so every one
// lies in exactly one band. Amounts are exact fractions of the major unit until they are rounded once.
#pragma once

#include <cstdint>
#include <vector>

#include "base/int128.h"
#include "program/terms.h"

namespace quits::program::oracle {

// Stays exact; the numbers of these tests fit by far. The denominator is above zero.
struct Fraction {
  int128 numerator = 0;
  int128 denominator = 1;

  Fraction plus(Fraction other) const;
  Fraction times(std::int64_t factor) const { return {numerator * factor, denominator}; }
  bool operator==(const Fraction& other) const {
    return numerator * other.denominator == other.numerator * denominator;
  }
  // The nearest whole number, found by looking at both neighbours.
  std::int64_t nearest(Rounding rounding) const;
  // As minor units of a currency with `exponent` places.
  std::int64_t minor(int exponent, Rounding rounding) const;
};

inline constexpr std::int64_t kCentsMax = 3'000;  // walks go from -kCentsMax to kCentsMax

// What one hundredth of volume gives at a point: in the last band that starts at or below it.
Fraction price_at(const CommissionPlan& plan, std::int64_t cents);

// T(v) of every plan but FROM_HERE.
class Tiers {
 public:
  explicit Tiers(const CommissionPlan& plan);

  // What the plan gives on a volume of cents, in minor units of a currency with `exponent` places.
  std::int64_t due(std::int64_t cents, int exponent, Rounding rounding) const {
    return exact(cents).minor(exponent, rounding);
  }
  Fraction exact(std::int64_t cents) const;

 private:
  std::vector<Fraction> exact_;  // [cents + kCentsMax]
};

// One version's share of a window: its tiers and the cents sold under it. Null: FROM_HERE, whose sales
// are worth what they were when they happened.
struct Stretch {
  const Tiers* tiers;
  std::int64_t cents;
};

// What the window owes, computed from nothing.
std::int64_t due(const std::vector<Stretch>& window, int exponent, Rounding rounding);

}  // namespace quits::program::oracle
