#include "base/rate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/base/expectations.h"

namespace quits {
namespace {

TEST(Rate, ReadsFractionsAndPercentages) {
  struct Case {
    const char* text;
    std::int64_t millionths;
    const char* percent;
  };
  const Case cases[] = {
      {"0.04", 40'000, "4 %"},
      {"4 %", 40'000, "4 %"},
      {"4%", 40'000, "4 %"},
      {"4   %", 40'000, "4 %"},
      {"2.9 %", 29'000, "2.9 %"},
      {"0.029", 29'000, "2.9 %"},
      {"0 %", 0, "0 %"},
      {"0", 0, "0 %"},
      {"1", 1'000'000, "100 %"},
      {"-1", -1'000'000, "-100 %"},
      {"100 %", 1'000'000, "100 %"},
      {"400 %", 4'000'000, "400 %"},
      {"-2.5%", -25'000, "-2.5 %"},
      {"0.0001 %", 1, "0.0001 %"},
      {"0.000001", 1, "0.0001 %"},
      {"19.0000000 %", 190'000, "19 %"},
  };
  for (const Case& wanted : cases) {
    const auto rate = Rate::parse(wanted.text);
    ASSERT_TRUE(rate) << wanted.text;
    EXPECT_EQ(rate->millionths(), wanted.millionths) << wanted.text;
    EXPECT_EQ(rate->to_percent_string(), wanted.percent);
  }
  EXPECT_EQ(Rate::parse("2.9 %").value().to_fraction_string(), "0.029");
}

TEST(Rate, RefusesWhatIsNoRate) {
  EXPECT_EQ(outcome(Rate::parse("")), "bad_number");
  EXPECT_EQ(outcome(Rate::parse("%")), "bad_number");
  EXPECT_EQ(outcome(Rate::parse(" %")), "bad_number");
  EXPECT_EQ(outcome(Rate::parse(" 4 %")), "bad_number");
  EXPECT_EQ(outcome(Rate::parse("4 % ")), "bad_number");
  EXPECT_EQ(outcome(Rate::parse("4 %%")), "bad_number");
  EXPECT_EQ(outcome(Rate::parse("4,5 %")), "bad_number");
  EXPECT_EQ(outcome(Rate::parse("four")), "bad_number");
  EXPECT_EQ(outcome(Rate::parse("0.0000001")), "inexact");
  EXPECT_EQ(outcome(Rate::parse("0.00001 %")), "inexact");
  EXPECT_EQ(outcome(Rate::parse("999999999999999999999 %")), "overflow");
}

TEST(Rate, SaysHowARateIsWritten) {
  for (const char* text : {"", "four", "4,5 %", "12 %."}) {
    const auto rate = Rate::parse(text);
    ASSERT_FALSE(rate) << text;
    EXPECT_EQ(rate.error().hint, "write it like '4 %' or '0.04'") << text;
  }
}

TEST(Rate, AsksWhatAPlainFourMeans) {
  const auto rate = Rate::parse("4");
  ASSERT_FALSE(rate);
  EXPECT_EQ(rate.error(), (Error{Code::bad_value,
                                 "the rate '4' is beyond 1, which is 100 %",
                                 "write '4 %', or '400 %' if that is meant",
                                 {}}));
  EXPECT_EQ(outcome(Rate::parse("1.000001")), "bad_value");
  EXPECT_EQ(outcome(Rate::parse("-4")), "bad_value");
  EXPECT_EQ(outcome(Rate::parse("99999999999999")), "overflow");
}

TEST(Rate, PercentRoundTrips) {
  EXPECT_TRUE(rc::check("parse(to_percent_string(r)) == r", [] {
    const Rate rate = Rate::from_millionths(*any_int64());
    RC_ASSERT(Rate::parse(rate.to_percent_string()).value() == rate);
    const Rate small = Rate::from_millionths(*rc::gen::inRange(-1'000'000, 1'000'001));
    RC_ASSERT(Rate::parse(small.to_fraction_string()).value() == small);
  }));
}

TEST(Rate, Compares) {
  EXPECT_LT(Rate::parse("4 %").value(), Rate::parse("0.05").value());
  EXPECT_EQ(Rate(), Rate::parse("0").value());
  EXPECT_TRUE(Rate().is_zero());
  EXPECT_TRUE(Rate::from_millionths(-1).is_negative());
}

}  // namespace
}  // namespace quits
