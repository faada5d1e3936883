#include "base/decimal.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <unordered_set>

#include "base/int128.h"
#include "tests/base/expectations.h"

namespace quits {
namespace {

Decimal decimal(const char* text) { return Decimal::parse(text).value(); }

TEST(Decimal, ParsesExactly) {
  EXPECT_EQ(decimal("-1234.567").millionths(), -1'234'567'000);
  EXPECT_EQ(decimal("0.001").millionths(), 1000);
  EXPECT_EQ(decimal("20000").millionths(), 20'000'000'000);
  EXPECT_EQ(decimal("1.0000010000").millionths(), 1'000'001);
  EXPECT_EQ(decimal("9223372036854.775807").millionths(), kInt64Max);
  EXPECT_EQ(decimal("-9223372036854.775808").millionths(), kInt64Min);
  EXPECT_EQ(outcome(Decimal::parse("1.0000001")), "inexact");
  EXPECT_EQ(outcome(Decimal::parse("9223372036854.775808")), "overflow");
  EXPECT_EQ(outcome(Decimal::parse("-9223372036854.775809")), "overflow");
  EXPECT_EQ(outcome(Decimal::parse("1,000")), "bad_number");
  EXPECT_EQ(outcome(Decimal::parse("")), "bad_number");
}

TEST(Decimal, WritesShortestOrPadded) {
  EXPECT_EQ(decimal("20000.000").to_string(), "20000");
  EXPECT_EQ(decimal("0.0010").to_string(), "0.001");
  EXPECT_EQ(decimal("-1.5").to_string(), "-1.5");
  EXPECT_EQ(Decimal().to_string(), "0");
  EXPECT_EQ(decimal("20000").to_string(2), "20000.00");
  EXPECT_EQ(decimal("0.12345").to_string(2), "0.12345");
  EXPECT_EQ(decimal("-0.5").to_string(6), "-0.500000");
}

TEST(Decimal, TextRoundTrips) {
  EXPECT_TRUE(rc::check("parse(to_string(d)) == d", [] {
    const Decimal value = Decimal::from_millionths(*any_int64());
    RC_ASSERT(Decimal::parse(value.to_string()).value() == value);
    RC_ASSERT(Decimal::parse(value.to_string(*rc::gen::inRange(0, 7))).value() == value);
  }));
}

TEST(Decimal, ArithmeticIsExactOrRefused) {
  EXPECT_TRUE(rc::check("plus, minus, negated agree with 128 bits", [] {
    const std::int64_t a = *any_int64();
    const std::int64_t b = *any_int64();
    const Decimal left = Decimal::from_millionths(a);
    const Decimal right = Decimal::from_millionths(b);
    const auto agrees = [](const Result<Decimal>& result, int128 exact) {
      if (fits_int64(exact)) return result && result->millionths() == exact;
      return outcome(result) == "overflow";
    };
    RC_ASSERT(agrees(left.plus(right), int128{a} + b));
    RC_ASSERT(agrees(left.minus(right), int128{a} - b));
    RC_ASSERT(agrees(left.negated(), -int128{a}));
    RC_ASSERT((left < right) == (a < b));
    RC_ASSERT((left == right) == (a == b));
    RC_ASSERT(left.is_zero() == (a == 0));
    RC_ASSERT(left.is_negative() == (a < 0));
  }));
}

TEST(Decimal, ProductsAreExactOrRefused) {
  EXPECT_TRUE(rc::check("times agrees with 128 bits", [] {
    const std::int64_t a = *any_int64();
    const std::int64_t b = *rc::gen::oneOf(any_int64(), rc::gen::map(any_int64(), [](auto units) {
                                             return units / 1'000'000 * 1'000'000;
                                           }));
    const auto product = Decimal::from_millionths(a).times(Decimal::from_millionths(b));
    const int128 exact = int128{a} * b;
    if (product) {
      RC_ASSERT(int128{product->millionths()} * 1'000'000 == exact);
    } else if (outcome(product) == "inexact") {
      RC_ASSERT(exact % 1'000'000 != 0);
    } else {
      RC_ASSERT(outcome(product) == "overflow");
      RC_ASSERT(!fits_int64(exact / 1'000'000));
    }
  }));
}

TEST(Decimal, KnownProducts) {
  EXPECT_EQ(decimal("0.001").times(decimal("20000000")).value(), decimal("20000"));
  EXPECT_EQ(decimal("-1.5").times(decimal("1.5")).value(), decimal("-2.25"));
  EXPECT_EQ(outcome(decimal("0.001").times(decimal("0.0001"))), "inexact");
  EXPECT_EQ(outcome(decimal("9223372036854").times(decimal("2"))), "overflow");
  EXPECT_EQ(outcome(Decimal::from_millionths(kInt64Min).times(decimal("-1"))), "overflow");
  EXPECT_EQ(Decimal::from_millionths(kInt64Min).times(decimal("1")).value().millionths(),
            kInt64Min);
  // Both apply: the smaller code is reported.
  EXPECT_EQ(outcome(Decimal::from_millionths(kInt64Max).times(decimal("1.000001"))), "overflow");
}

TEST(Decimal, RefusalsNameTheNumbers) {
  EXPECT_EQ(decimal("0.001").times(decimal("0.0001")).error().message,
            "the product of 0.001 and 0.0001 needs more than 6 decimal places");
  EXPECT_EQ(Decimal::from_millionths(kInt64Min).negated().error().message,
            "the negation is out of range: expected -9223372036854.775808 to 9223372036854.775807");
}

TEST(Decimal, WholeUnits) {
  EXPECT_EQ(Decimal::from_units(-3).value(), decimal("-3"));
  EXPECT_EQ(Decimal::from_units(9'223'372'036'854).value(), decimal("9223372036854"));
  EXPECT_EQ(outcome(Decimal::from_units(9'223'372'036'855)), "overflow");
  EXPECT_EQ(outcome(Decimal::from_units(kInt64Min)), "overflow");
}

TEST(Decimal, Hashes) {
  const std::unordered_set<Decimal> seen = {decimal("1"), decimal("1.0"), decimal("2")};
  EXPECT_EQ(seen.size(), 2U);
}

}  // namespace
}  // namespace quits
