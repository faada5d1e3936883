#include "base/money.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <unordered_set>
#include <vector>

#include "tests/base/expectations.h"

namespace quits {
namespace {

constexpr Rounding kAway = Rounding::half_away_from_zero;
constexpr Rounding kEven = Rounding::half_even;

Currency currency(const char* code) { return Currency::parse(code).value(); }
Money euros(std::int64_t cents) { return Money(cents, currency("EUR")); }

rc::Gen<Currency> any_currency() {
  return rc::gen::map(rc::gen::inRange<std::size_t>(0, all_currencies().size()),
                      [](std::size_t i) { return Currency::at(static_cast<std::uint16_t>(i)); });
}

TEST(Money, TakesItsPlacesFromTheCurrency) {
  struct Case {
    const char* code;
    const char* text;
    std::int64_t minor;
    const char* written;
    const char* with_code;
  };
  const Case cases[] = {
      {"EUR", "1100", 110'000, "1100.00", "1,100.00 EUR"},
      {"EUR", "-0.05", -5, "-0.05", "-0.05 EUR"},
      {"EUR", "12.340", 1234, "12.34", "12.34 EUR"},
      {"JPY", "1234567", 1'234'567, "1234567", "1,234,567 JPY"},
      {"JPY", "1.00", 1, "1", "1 JPY"},
      {"KWD", "1.5", 1500, "1.500", "1.500 KWD"},
      {"CLF", "-1000.0001", -10'000'001, "-1000.0001", "-1,000.0001 CLF"},
      {"EUR", "92233720368547758.07", kInt64Max, "92233720368547758.07",
       "92,233,720,368,547,758.07 EUR"},
  };
  for (const Case& wanted : cases) {
    const auto money = Money::parse(wanted.text, currency(wanted.code));
    ASSERT_TRUE(money) << wanted.text;
    EXPECT_EQ(money->minor(), wanted.minor) << wanted.text;
    EXPECT_EQ(money->to_string(), wanted.written);
    EXPECT_EQ(money->with_code(), wanted.with_code);
  }
  EXPECT_EQ(outcome(Money::parse("0.001", currency("EUR"))), "inexact");
  EXPECT_EQ(outcome(Money::parse("0.5", currency("JPY"))), "inexact");
  EXPECT_EQ(outcome(Money::parse("92233720368547758.08", currency("EUR"))), "overflow");
  EXPECT_EQ(outcome(Money::parse("1,100.00", currency("EUR"))), "bad_number");
}

TEST(Money, TextRoundTripsInEveryCurrency) {
  EXPECT_TRUE(rc::check("parse(to_string(m)) == m", [] {
    const Money money(*any_int64(), *any_currency());
    RC_ASSERT(Money::parse(money.to_string(), money.currency()).value() == money);
    std::string plain = money.to_grouped_string();
    std::erase(plain, ',');
    RC_ASSERT(plain == money.to_string());
  }));
}

TEST(Money, AddsWithinOneCurrency) {
  EXPECT_TRUE(rc::check("plus, minus, negated agree with 128 bits", [] {
    const std::int64_t a = *any_int64();
    const std::int64_t b = *any_int64();
    const Currency unit = *any_currency();
    const auto agrees = [unit](const Result<Money>& result, int128 exact) {
      if (!fits_int64(exact)) return outcome(result) == "overflow";
      return result && *result == Money(static_cast<std::int64_t>(exact), unit);
    };
    RC_ASSERT(agrees(Money(a, unit).plus(Money(b, unit)), int128{a} + b));
    RC_ASSERT(agrees(Money(a, unit).minus(Money(b, unit)), int128{a} - b));
    RC_ASSERT(agrees(Money(a, unit).negated(), -int128{a}));
  }));
}

TEST(Money, NeverMixesCurrencies) {
  EXPECT_TRUE(rc::check("two currencies are refused", [] {
    const Money left(*any_int64(), *any_currency());
    const Money right(*any_int64(), *any_currency());
    RC_PRE(left.currency() != right.currency());
    RC_ASSERT(outcome(left.plus(right)) == "currency_mismatch");
    RC_ASSERT(outcome(left.minus(right)) == "currency_mismatch");
    RC_ASSERT(left != right);
  }));
  EXPECT_EQ(euros(110'000).plus(Money(5, currency("JPY"))).error().message,
            "1,100.00 EUR and 5 JPY are of different currencies");
}

TEST(Money, SumsRunBeyond64Bits) {
  EXPECT_TRUE(rc::check("MoneySum agrees with 128 bits", [] {
    const auto amounts = *rc::gen::container<std::vector<std::int64_t>>(any_int64());
    MoneySum sum(currency("EUR"));
    int128 exact = 0;
    for (const std::int64_t amount : amounts) {
      if (amount % 2 == 0) {
        sum.add(amount);
      } else {
        sum.add(euros(amount));
      }
      exact += amount;
    }
    RC_ASSERT(sum.minor() == exact);
    RC_ASSERT(sum.is_zero() == (exact == 0));
    RC_ASSERT(sum.narrow().has_value() == fits_int64(exact));
    if (fits_int64(exact)) RC_ASSERT(sum.narrow()->minor() == exact);
  }));
  MoneySum sum(currency("EUR"));
  sum.add(kInt64Max);
  sum.add(euros(1));
  EXPECT_EQ(outcome(sum.narrow()), "overflow");
  sum.add(-1);
  EXPECT_EQ(sum.narrow().value(), euros(kInt64Max));
}

TEST(MoneyDeathTest, ASumOfTwoCurrenciesIsOurBug) {
  MoneySum sum(currency("EUR"));
  EXPECT_DEATH(sum.add(Money(1, currency("JPY"))), "a sum of EUR was given JPY");
}

TEST(Money, FromADecimalRoundsAsAsked) {
  const auto of = [](const char* major, const char* code, Rounding rounding) {
    return money_of(Decimal::parse(major).value(), currency(code), rounding).value().minor();
  };
  EXPECT_EQ(of("1.005", "EUR", kAway), 101);
  EXPECT_EQ(of("1.005", "EUR", kEven), 100);
  EXPECT_EQ(of("-1.005", "EUR", kAway), -101);
  EXPECT_EQ(of("1.0149", "EUR", kAway), 101);
  EXPECT_EQ(of("0.5", "JPY", kAway), 1);
  EXPECT_EQ(of("0.5", "JPY", kEven), 0);
  EXPECT_EQ(of("1.2345", "KWD", kAway), 1235);
  EXPECT_EQ(of("1.2345", "KWD", kEven), 1234);
  EXPECT_EQ(of("1.2345", "CLF", kAway), 12345);
  // The largest decimal fits even with four places.
  EXPECT_EQ(of("9223372036854.775807", "CLF", kAway), 92'233'720'368'547'758);
}

TEST(Money, SharesRoundOnceAndMirror) {
  const Rate vat = Rate::parse("19 %").value();
  EXPECT_EQ(share_of(euros(100'000), vat, kAway).value(), euros(19'000));
  EXPECT_EQ(share_of(euros(50), Rate::parse("1 %").value(), kAway).value(), euros(1));
  EXPECT_EQ(share_of(euros(50), Rate::parse("1 %").value(), kEven).value(), euros(0));
  EXPECT_EQ(share_of(euros(-50), Rate::parse("1 %").value(), kAway).value(), euros(-1));
  EXPECT_EQ(outcome(share_of(euros(kInt64Max), Rate::parse("200 %").value(), kAway)), "overflow");
  EXPECT_EQ(outcome(share_of(euros(kInt64Min), Rate::parse("-100 %").value(), kAway)), "overflow");

  EXPECT_TRUE(rc::check("a share is nearest and mirrors", [] {
    const std::int64_t base = *any_int64();
    const std::int64_t millionths = *any_int64();
    RC_PRE(base != kInt64Min);
    const Rounding rounding = *rc::gen::element(kAway, kEven);
    const auto share = share_of(euros(base), Rate::from_millionths(millionths), rounding);
    const auto mirrored = share_of(euros(-base), Rate::from_millionths(millionths), rounding);
    const int128 exact = int128{base} * millionths;
    if (share) {
      const int128 off = exact - int128{share->minor()} * 1'000'000;
      RC_ASSERT((off < 0 ? -off : off) * 2 <= 1'000'000);
      if (mirrored) RC_ASSERT(mirrored->minor() == -share->minor());
    } else {
      RC_ASSERT(outcome(share) == "overflow");
      RC_ASSERT(!fits_int64((exact < 0 ? exact - 500'000 : exact + 500'000) / 1'000'000));
    }
  }));
}

TEST(Money, ToMinorNarrowsWithACheck) {
  EXPECT_EQ(to_minor(7, 2, kAway).value(), 4);
  EXPECT_EQ(to_minor(int128{kInt64Max} * 3, 3, kAway).value(), kInt64Max);
  EXPECT_EQ(to_minor(int128{kInt64Min} * 3, 3, kAway).value(), kInt64Min);
  EXPECT_EQ(outcome(to_minor(int128{kInt64Max} + 1, 1, kAway)), "overflow");
  EXPECT_EQ(outcome(to_minor(int128{kInt64Max} * 2 + 1, 2, kAway)), "overflow");
  EXPECT_EQ(to_minor(int128{kInt64Max} * 2 - 1, 2, kAway).value(), kInt64Max);
}

TEST(Money, EqualityNeedsBothAndHashes) {
  EXPECT_EQ(Money::zero(currency("EUR")), euros(0));
  EXPECT_NE(Money::zero(currency("EUR")), Money::zero(currency("USD")));
  const std::unordered_set<Money> seen = {euros(1), euros(1), euros(2), Money(1, currency("USD"))};
  EXPECT_EQ(seen.size(), 3U);
  EXPECT_TRUE(euros(0).is_zero());
  EXPECT_TRUE(euros(-1).is_negative());
}

}  // namespace
}  // namespace quits
