// What of a sale counts for a plan, and how much of it goes back with a refund.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

using namespace samples;

TEST(RatingVolume, A_plan_counts_net_gross_or_units) {
  Sale sale;
  sale.amount = decimal("100");
  sale.quantity = decimal("3");
  sale.gross = decimal("119");
  EXPECT_EQ(volume_of(plan(Rule::flat, "0: 1 %"), sale), decimal("100"));
  EXPECT_EQ(volume_of(plan(Rule::flat, "0: 1 %", Base::gross), sale), decimal("119"));
  EXPECT_EQ(volume_of(plan(Rule::flat, "0: 1", Base::units), sale), decimal("3"));

  sale.gross.reset();
  const auto refused = volume_of(plan(Rule::flat, "0: 1 %", Base::gross), sale);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::missing_field);
  EXPECT_EQ(refused.error().place.field, "gross");
  EXPECT_EQ(refused.error().message, "the plan sample pays on gross amounts: the sale needs gross");
  EXPECT_TRUE(volume_of(plan(Rule::flat, "0: 1 %"), sale).has_value());
}

TEST(RatingVolume, A_refund_takes_its_share_of_the_units) {
  const auto share = [](const char* moved, const char* sale, const char* refunded, const char* refund) {
    const auto volume = share_of_volume(decimal(moved), decimal(sale), decimal(refunded), decimal(refund));
    return volume ? volume->to_string() : std::string(name_of(volume.error().code));
  };
  EXPECT_EQ(share("10", "100", "0", "40"), "4");
  EXPECT_EQ(share("1", "3", "0", "1"), "0.333333");
  EXPECT_EQ(share("1", "3", "1", "1"), "0.333334");  // 0.666667 in all
  EXPECT_EQ(share("1", "3", "2", "1"), "0.333333");
  EXPECT_EQ(share("100", "100", "30", "0.000001"), "0.000001");
  EXPECT_EQ(share("-7", "100", "0", "100"), "-7");     // a sale of units that came back
  EXPECT_EQ(share("7", "-100", "0", "-100"), "7");     // a credit is given back by what it took off
  EXPECT_EQ(share("5", "0", "0", "0"), "5");           // given away: all of it at once
  EXPECT_EQ(share("0", "100", "0", "50"), "0");
  EXPECT_EQ(share("9000000000000", "0.000001", "0", "1"), "overflow");
}

// Parts in any order, some of them taken back again: what went back depends on the total alone.
TEST(RatingVolume, Refunds_in_any_parts_give_back_exactly_the_volume) {
  EXPECT_TRUE(rc::check([] {
    const std::int64_t sign = *rc::gen::element(1, -1);
    const std::int64_t amount = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000);
    const auto moved = Decimal::from_millionths(*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000));
    const auto sale = Decimal::from_millionths(sign * amount);
    std::int64_t refunded = 0;
    std::int64_t left = moved.millionths();
    const auto give_back = [&](std::int64_t part) {
      const auto share = share_of_volume(moved, sale, Decimal::from_millionths(sign * refunded),
                                         Decimal::from_millionths(sign * part));
      refunded += part;
      left -= share->millionths();
      const auto at_once = share_of_volume(moved, sale, Decimal(), Decimal::from_millionths(sign * refunded));
      RC_ASSERT(moved.millionths() - left == at_once->millionths());
    };
    const int parts = *rc::gen::inRange(0, 8);
    for (int i = 0; i < parts; ++i) give_back(*rc::gen::inRange<std::int64_t>(-refunded, amount - refunded + 1));
    give_back(amount - refunded);
    RC_ASSERT(left == 0);
  }));
}

TEST(RatingVolume, The_share_mirrors_in_the_sign_of_the_volume) {
  EXPECT_TRUE(rc::check([] {
    const auto number = [](std::int64_t from) {
      return Decimal::from_millionths(*rc::gen::inRange<std::int64_t>(from, 1'000'000'000));
    };
    const Decimal moved = number(0);
    const Decimal sale = number(1);
    const Decimal refund = Decimal::from_millionths(*rc::gen::inRange<std::int64_t>(0, sale.millionths() + 1));
    const auto there = share_of_volume(moved, sale, Decimal(), refund);
    const auto mirrored = share_of_volume(moved.negated().value(), sale, Decimal(), refund);
    RC_ASSERT(there->millionths() == -mirrored->millionths());
  }));
}

}  // namespace
}  // namespace quits::program
