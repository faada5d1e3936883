// An independent calculation of what plans owe, written as differently as possible: it walks cent
// by cent.
//
// Volumes here are whole cents, and band edges too, so every cent lies in exactly one band. Amounts
// are exact counts of 10^-8 of the major unit (a cent times a millionth) until they are rounded
// once.
#pragma once

#include <cstdint>
#include <vector>

#include "program/terms.h"

namespace quits::program::oracle {

inline constexpr std::int64_t kCentsMax = 3'000;  // walks go from -kCentsMax to kCentsMax

class Tiers {
 public:
  explicit Tiers(const CommissionPlan& plan);

  // What the plan gives on a volume of cents, in minor units of a currency with `exponent` places.
  std::int64_t due(std::int64_t cents, int exponent, Rounding rounding) const;
  std::int64_t exact(std::int64_t cents) const;

 private:
  std::vector<std::int64_t> exact_;  // [cents + kCentsMax]
};

// One version's share of a window: its tiers and the cents sold under it.
struct Stretch {
  const Tiers* tiers;
  std::int64_t cents;
};

// What the window owes, computed from nothing.
std::int64_t due(const std::vector<Stretch>& window, int exponent, Rounding rounding);

}  // namespace quits::program::oracle
