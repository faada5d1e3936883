#include "base/rounding.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/int128.h"
#include "tests/base/expectations.h"

namespace quits {
namespace {

constexpr Rounding kAway = Rounding::half_away_from_zero;
constexpr Rounding kEven = Rounding::half_even;

// The definition, tried out: of the integers around n/d the one that is nearest, ties as asked.
int nearest(int n, int d, Rounding rounding) {
  if (d < 0) return nearest(-n, -d, rounding);
  int best = 0;
  for (int q = -200; q <= 200; ++q) {
    const int distance = std::abs(n - q * d);
    const int distance_best = std::abs(n - best * d);
    const bool wins_tie = rounding == kEven ? q % 2 == 0 : std::abs(q) > std::abs(best);
    if (distance < distance_best || (distance == distance_best && wins_tie)) best = q;
  }
  return best;
}

TEST(Rounding, SmallNumbersExhaustively) {
  for (int n = -120; n <= 120; ++n) {
    for (int d = -25; d <= 25; ++d) {
      if (d == 0) continue;
      for (const Rounding rounding : {kAway, kEven}) {
        ASSERT_TRUE(divide_rounded(n, d, rounding) == nearest(n, d, rounding))
            << n << "/" << d << (rounding == kEven ? " half even" : " half away from zero");
      }
    }
  }
}

TEST(Rounding, Halves) {
  struct Case {
    int numerator;
    int away;
    int even;
  };
  for (const Case& half : {Case{1, 1, 0},
                           {3, 2, 2},
                           {5, 3, 2},
                           {7, 4, 4},
                           {-1, -1, 0},
                           {-3, -2, -2},
                           {-5, -3, -2},
                           {0, 0, 0},
                           {2, 1, 1}}) {
    EXPECT_TRUE(divide_rounded(half.numerator, 2, kAway) == half.away) << half.numerator;
    EXPECT_TRUE(divide_rounded(half.numerator, 2, kEven) == half.even) << half.numerator;
  }
}

int128 wide(std::int64_t high, std::int64_t low) {
  const uint128 bits = (static_cast<uint128>(high) << 64) + static_cast<std::uint64_t>(low);
  return static_cast<int128>(bits);
}

// |n - q d| <= |d| / 2 with the tie rule is the whole definition; it needs no second division.
TEST(Rounding, LargeNumbersMeetTheDefinition) {
  EXPECT_TRUE(rc::check("divide_rounded is nearest", [] {
    const bool narrow = *rc::gen::arbitrary<bool>();
    const int128 n = narrow ? int128{*any_int64()} : wide(*any_int64(), *any_int64()) / 4;
    const int128 d = *any_int64();
    RC_PRE(d != 0);
    for (const Rounding rounding : {kAway, kEven}) {
      const int128 q = divide_rounded(n, d, rounding);
      const int128 rest = n - q * d;
      const int128 off = rest < 0 ? -rest : rest;
      const int128 size = d < 0 ? -d : d;
      RC_ASSERT(off * 2 <= size);
      if (off * 2 == size) {
        const bool beyond = (q < 0 ? -q : q) * size > (n < 0 ? -n : n);
        RC_ASSERT((rounding == kEven ? q % 2 == 0 : beyond));
      }
    }
  }));
}

TEST(Rounding, MirrorsInEitherSign) {
  EXPECT_TRUE(rc::check("divide_rounded mirrors", [] {
    const int128 n = wide(*any_int64(), *any_int64()) / 2;
    const int128 d = wide(*any_int64(), *any_int64()) / 2;
    RC_PRE(d != 0);
    for (const Rounding rounding : {kAway, kEven}) {
      const int128 q = divide_rounded(n, d, rounding);
      RC_ASSERT(divide_rounded(-n, d, rounding) == -q);
      RC_ASSERT(divide_rounded(n, -d, rounding) == -q);
      RC_ASSERT(divide_rounded(-n, -d, rounding) == q);
    }
  }));
}

TEST(Rounding, EndsOfTheRange) {
  constexpr int128 kMax = static_cast<int128>(~uint128{0} >> 1);
  constexpr int128 kMin = -kMax - 1;
  EXPECT_TRUE(divide_rounded(kMin, 1, kAway) == kMin);
  EXPECT_TRUE(divide_rounded(kMax, -1, kAway) == -kMax);
  EXPECT_TRUE(divide_rounded(kMax, kMax, kEven) == 1);
  EXPECT_TRUE(divide_rounded(kMin, kMin, kEven) == 1);
  EXPECT_TRUE(divide_rounded(kMax, kMin, kAway) == -1);
  EXPECT_TRUE(divide_rounded(1, kMin, kAway) == 0);
  EXPECT_TRUE(divide_rounded(kMin / 2, kMin, kAway) == 1);
  EXPECT_TRUE(divide_rounded(kMin / 2, kMin, kEven) == 0);
  // The seam between one word and two.
  const int128 word = static_cast<int128>(~std::uint64_t{0});
  EXPECT_TRUE(divide_rounded(word, 1, kAway) == word);
  EXPECT_TRUE(divide_rounded(word + 1, 1, kAway) == word + 1);
  EXPECT_TRUE(divide_rounded(word, 2, kAway) == word / 2 + 1);
  EXPECT_TRUE(divide_rounded(word + 1, word, kAway) == 1);
}

TEST(RoundingDeathTest, WhatHasNoAnswerIsOurBug) {
  constexpr int128 kMin = -static_cast<int128>(~uint128{0} >> 1) - 1;
  EXPECT_DEATH(divide_rounded(1, 0, kAway), "denominator != 0");
  EXPECT_DEATH(divide_rounded(kMin, -1, kAway), "does not fit");
}

}  // namespace
}  // namespace quits
