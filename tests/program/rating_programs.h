// Random programs over every rule, base and basis: versions, sales, credits and refunds in any order of
// dates, rated one by one as a book would, and once more as whole windows by the oracle.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/program/rating_oracle.h"
#include "tests/program/rating_samples.h"

namespace quits::program::programs {

struct Day {
  int month = 1;  // of 2026
  int day = 1;

  auto operator<=>(const Day&) const = default;
  Date date() const;
};

struct Version {
  Day from;
  CommissionPlan plan;
  Rounding rounding = samples::kHalfAway;
};

// A sale or credit of cents (negative: a credit), or with `of` a refund of a part of fact number `of`.
struct Fact {
  Day on;
  std::int64_t cents = 0;
  int of = -1;
};

struct Program {
  Currency currency = Currency::none();
  int units_per_amount = 1;  // gross amount or units of a sale are so many times its net amount
  std::vector<Version> versions;  // all with the same basis, window and base
  std::vector<Fact> facts;

  const Version& version_on(Day on) const;
  std::size_t index_on(Day on) const;
};

Program any_program(std::uint64_t seed);

// What the facts book, all together, rated one by one through program/rating.h.
std::int64_t booked_one_by_one(const Program& program);
// What they owe, rated as whole windows by the oracle.
std::int64_t owed_in_all(const Program& program);

// "interpolated units cumulative"
std::string kind_of(const Program& program);

}  // namespace quits::program::programs
