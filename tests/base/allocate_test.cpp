#include "base/allocate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "base/int128.h"
#include "tests/base/expectations.h"

namespace quits {
namespace {

using Parts = std::vector<std::int64_t>;

// The rule word for word: units are given out one at a time to the part with the largest remainder.
Parts by_hand(std::int64_t total, const Parts& weights) {
  const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  const std::int64_t sign = total < 0 ? -1 : 1;
  Parts parts;
  std::vector<std::int64_t> rests;
  std::int64_t left = total * sign;
  for (const std::int64_t weight : weights) {
    parts.push_back(total * sign * weight / sum);
    rests.push_back(total * sign * weight % sum);
    left -= parts.back();
  }
  for (; left > 0; --left) {
    const auto next = std::max_element(rests.begin(), rests.end());  // the first of equals
    ++parts[static_cast<std::size_t>(next - rests.begin())];
    *next = -1;
  }
  for (std::int64_t& part : parts) part *= sign;
  return parts;
}

TEST(Allocate, SmallNumbersExhaustively) {
  for (std::int64_t total = -25; total <= 25; ++total) {
    for (std::int64_t code = 1; code < 5 * 5 * 5 * 5; ++code) {
      const Parts weights = {code % 5, code / 5 % 5, code / 25 % 5, code / 125};
      const auto parts = allocate(total, weights);
      ASSERT_TRUE(parts);
      ASSERT_EQ(*parts, by_hand(total, weights)) << total << " by code " << code;
    }
  }
}

TEST(Allocate, KnownSplits) {
  EXPECT_EQ(allocate(100, std::array<std::int64_t, 3>{1, 1, 1}).value(), (Parts{34, 33, 33}));
  EXPECT_EQ(allocate(-100, std::array<std::int64_t, 3>{1, 1, 1}).value(), (Parts{-34, -33, -33}));
  EXPECT_EQ(allocate(5, std::array<std::int64_t, 2>{3, 7}).value(), (Parts{2, 3}));
  EXPECT_EQ(allocate(1, std::array<std::int64_t, 3>{0, 1, 1}).value(), (Parts{0, 1, 0}));
  EXPECT_EQ(allocate(0, std::array<std::int64_t, 2>{1, 2}).value(), (Parts{0, 0}));
  EXPECT_EQ(allocate(7, std::array<std::int64_t, 1>{3}).value(), (Parts{7}));
}

TEST(Allocate, EndsOfTheRange) {
  const Parts equal = {kInt64Max, kInt64Max, kInt64Max};
  const auto largest = allocate(kInt64Max, equal).value();
  EXPECT_EQ(largest[0] + largest[1] + largest[2], kInt64Max);
  EXPECT_EQ(allocate(kInt64Min, std::array<std::int64_t, 1>{kInt64Max}).value(),
            (Parts{kInt64Min}));
  EXPECT_EQ(allocate(kInt64Min, std::array<std::int64_t, 2>{0, 1}).value(), (Parts{0, kInt64Min}));
}

TEST(Allocate, RefusesWeightsWithoutAMeaning) {
  EXPECT_EQ(outcome(allocate(1, {})), "bad_value");
  EXPECT_EQ(outcome(allocate(0, std::array<std::int64_t, 2>{0, 0})), "bad_value");
  const auto negative = allocate(1, std::array<std::int64_t, 2>{3, -1});
  EXPECT_EQ(outcome(negative), "bad_value");
  EXPECT_EQ(negative.error().message, "the weight -1 is negative");
}

TEST(Allocate, PartsSumToTheWholeAndStayNearTheirShare) {
  EXPECT_TRUE(rc::check("allocate is exact, near, mirrored", [] {
    const std::int64_t total = *any_int64();
    const auto weights = *rc::gen::nonEmpty(rc::gen::container<Parts>(rc::gen::map(
        any_int64(), [](std::int64_t w) { return w == kInt64Min ? kInt64Max : std::abs(w); })));
    int128 sum = 0;
    for (const std::int64_t weight : weights) sum += weight;
    RC_PRE(sum > 0);
    const Parts parts = allocate(total, weights).value();
    RC_ASSERT(parts.size() == weights.size());
    int128 whole = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      whole += parts[i];
      // |part - total * weight / sum| < 1, in units of 1/sum, in two steps to stay in 128 bits.
      const int128 floor = int128{total} * weights[i] / sum;
      const int128 away = parts[i] - floor;
      const bool exact = int128{total} * weights[i] % sum == 0;
      const int128 step = total < 0 ? -1 : 1;
      RC_ASSERT((away == 0 || (!exact && away == step)));
    }
    RC_ASSERT(whole == total);
    if (total != kInt64Min) {
      Parts mirrored = allocate(-total, weights).value();
      for (std::int64_t& part : mirrored) part = -part;
      RC_ASSERT(mirrored == parts);
    }
  }));
}

}  // namespace
}  // namespace quits
