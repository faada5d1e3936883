#include "base/check.h"

#include <gtest/gtest.h>

namespace quits {
namespace {

TEST(CheckDeathTest, StopsWithPlaceConditionAndMessage) {
  const int sum = 3;
  EXPECT_DEATH(CHECK(sum == 0, "entry {} leaves {}", 7, sum),
               "base/check_test.cpp:[0-9]+: CHECK\\(sum == 0\\) failed: entry 7 leaves 3");
  EXPECT_DEATH(CHECK(sum < 0), "CHECK\\(sum < 0\\) failed\n");
}

TEST(CheckDeathTest, ShowsNoFolderAboveTheFloor) {
  EXPECT_DEATH(check_failed("/somewhere/else/base/money.cpp", 12, "x", "why"),
               "^base/money.cpp:12: CHECK\\(x\\) failed: why");
  EXPECT_DEATH(check_failed("money.cpp", 12, "x"), "^money.cpp:12: ");
}

TEST(Check, EvaluatesItsConditionOnceAndItsMessageNever) {
  int asked = 0;
  int told = 0;
  const auto message = [&told] { return ++told; };
  CHECK(++asked == 1, "{}", message());
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(told, 0);
}

constexpr int checked_at_compile_time(int value) {
  CHECK(value > 0, "{} is not positive", value);
  return value;
}
static_assert(checked_at_compile_time(3) == 3);

}  // namespace
}  // namespace quits
