#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/base/expectations.h"

namespace quits {
namespace {

Result<int> positive(int value) {
  if (value <= 0) return refuse(Code::bad_value, "not positive", "give a positive number");
  return value;
}

Status check_small(int value) {
  if (value > 100) return refuse_field("size", Code::too_large, "above 100");
  return {};
}

// One function that uses every form, answering another type than what it asks for.
Result<std::string> sum_as_text(int left, int right) {
  TRY(const int first, positive(left));
  int second = 0;
  TRY(second, positive(right));
  TRY_STATUS(check_small(first + second));
  if (first == second) TRY_STATUS(positive(first - 1));
  return std::to_string(first + second);
}

Status sum_is_fine(int left, int right) {
  TRY_STATUS(sum_as_text(left, right));
  return {};
}

TEST(Result, TryHandsOnTheFirstError) {
  EXPECT_EQ(sum_as_text(2, 3).value(), "5");
  EXPECT_EQ(outcome(sum_as_text(0, 3)), "bad_value");
  EXPECT_EQ(outcome(sum_as_text(3, -1)), "bad_value");
  EXPECT_EQ(outcome(sum_as_text(60, 50)), "too_large");
  EXPECT_EQ(outcome(sum_as_text(1, 1)), "bad_value");
  EXPECT_EQ(outcome(sum_is_fine(2, 3)), "ok");
  EXPECT_EQ(outcome(sum_is_fine(60, 50)), "too_large");
}

TEST(Result, TryKeepsMessageHintAndPlace) {
  EXPECT_EQ(sum_as_text(0, 1).error(),
            (Error{Code::bad_value, "not positive", "give a positive number", {}}));
  EXPECT_EQ(sum_is_fine(60, 50).error(),
            (Error{Code::too_large, "above 100", "", {"", 0, 0, "size"}}));
  const Result<int> handed_on = refuse(sum_as_text(0, 1).error());
  EXPECT_EQ(handed_on.error().message, "not positive");
}

TEST(Result, TryMovesValuesThatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
  const auto read = [&]() -> Result<int> {
    TRY(const std::unique_ptr<int> value, make());
    return *value;
  };
  EXPECT_EQ(read().value(), 7);
}

TEST(Result, TryTakesCommasOfTemplatesAndBraces) {
  const auto pair = []() -> Result<std::pair<int, int>> { return std::pair<int, int>{1, 2}; };
  const auto read = [&]() -> Result<int> {
    TRY(auto value, Result<std::pair<int, int>>(pair()));
    return value.first + value.second;
  };
  EXPECT_EQ(read().value(), 3);
}

}  // namespace
}  // namespace quits
