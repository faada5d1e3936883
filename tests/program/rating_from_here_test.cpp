// FROM_HERE: the one rule by which the order of sales matters.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>

#include "tests/program/rating_oracle.h"
#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

using namespace samples;

constexpr const char* kRates = "0: 10 %, 1000: 20 %, 3000: 30 %";

// Books sales one by one into a window of one version.
std::vector<std::int64_t> booked(const CommissionPlan& plan, std::initializer_list<const char*> sales) {
  std::array<Segment, 1> window = {Segment{&plan, Decimal()}};
  std::vector<std::int64_t> amounts;
  for (const char* sale : sales) {
    amounts.push_back(rated(rate_movement(window, 0, decimal(sale), Date(), currency("EUR"), kHalfAway)).amount_minor);
    window[0].volume = window[0].volume.plus(decimal(sale)).value();
  }
  return amounts;
}

TEST(RatingFromHere, The_order_and_the_batches_matter) {
  const CommissionPlan plan = samples::plan(Rule::from_here, kRates);
  EXPECT_EQ(booked(plan, {"1000", "500"}), (std::vector<std::int64_t>{10'000, 10'000}));
  EXPECT_EQ(booked(plan, {"500", "1000"}), (std::vector<std::int64_t>{5'000, 10'000}));
  EXPECT_EQ(booked(plan, {"1500"}), (std::vector<std::int64_t>{15'000}));
}

TEST(RatingFromHere, The_volume_before_is_that_of_all_versions_up_to_its_own) {
  const CommissionPlan first = plan(Rule::marginal, "0: 1 %");
  const CommissionPlan second = plan(Rule::from_here, kRates);
  const CommissionPlan third = plan(Rule::from_here, "0: 50 %");
  const std::array<Segment, 3> window = {Segment{&first, decimal("900")}, Segment{&second, decimal("100")},
                                         Segment{&third, decimal("5000")}};
  const Rated sale = rated(rate_movement(window, 1, decimal("10"), Date(), currency("EUR"), kHalfAway));
  EXPECT_EQ(sale.amount_minor, 200);
  EXPECT_EQ(sale.trace.volume_before, decimal("1000"));
  EXPECT_EQ(sale.trace.volume_after, decimal("1010"));
  EXPECT_EQ(sale.trace.true_up_minor, 0);
  // What a late sale of the first version is worth changes nothing of what the others booked.
  const Rated late = rated(rate_movement(window, 0, decimal("5000"), Date(), currency("EUR"), kHalfAway));
  EXPECT_EQ(late.amount_minor, 5'000);
  EXPECT_EQ(late.trace.true_up_minor, 0);
  EXPECT_EQ(minor(due_on(window, currency("EUR"), kHalfAway)), 900);
}

TEST(RatingFromHere, A_later_version_that_has_a_total_stands_on_its_volume) {
  const CommissionPlan first = plan(Rule::from_here, "0: 10 %");
  const CommissionPlan second = plan(Rule::marginal, "0: 30 %, 1500: 40 %");
  const std::array<Segment, 2> window = {Segment{&first, decimal("900")}, Segment{&second, decimal("500")}};
  EXPECT_EQ(minor(due_on(window, currency("EUR"), kHalfAway)), 15'000);
  const Rated late = rated(rate_movement(window, 0, decimal("200"), Date(), currency("EUR"), kHalfAway));
  EXPECT_EQ(late.trace.true_up_minor, 1'000);  // 100 of the second version move from 30 % to 40 %
  EXPECT_EQ(late.amount_minor, 2'000 + 1'000);
}

TEST(RatingFromHere, A_refund_gives_back_its_own_share_and_the_volume_leaves) {
  const CommissionPlan plan = samples::plan(Rule::from_here, kRates);
  // 1,000 at 10 %, then 2,000 at 20 %; half of the first is given back when the window stands at 3,000.
  const std::array<Segment, 1> window = {Segment{&plan, decimal("3000")}};
  const SaleState sale{Sequence{3}, decimal("1000"), 10'000, Decimal(), 0};
  const Rated movement = rated(rate_movement(window, 0, decimal("-500"), Date(), currency("EUR"), kHalfAway));
  const Rated refund = rated(add_true_up(rated(rate_refund(sale, decimal("500"), kHalfAway)), movement));
  EXPECT_EQ(refund.amount_minor, -5'000);
  EXPECT_EQ(refund.trace.returned_minor, -5'000);
  EXPECT_EQ(refund.trace.true_up_minor, 0);
  EXPECT_EQ(refund.trace.rule, Rule::from_here);
  EXPECT_EQ(refund.trace.window, Date());
  EXPECT_EQ(refund.trace.volume_before, decimal("3000"));
  EXPECT_EQ(refund.trace.volume_after, decimal("2500"));
  EXPECT_TRUE(refund.trace.parts.empty());  // no band's rate plays a part
}

TEST(RatingFromHere, A_refund_takes_back_what_the_sale_changed_of_later_versions) {
  const CommissionPlan first = plan(Rule::from_here, "0: 10 %");
  const CommissionPlan second = plan(Rule::marginal, "0: 30 %, 1500: 40 %");
  std::array<Segment, 2> window = {Segment{&first, decimal("900")}, Segment{&second, decimal("500")}};
  // 20.00 of its own, and 10.00 for 100 of the second version that move from 30 % to 40 %.
  SaleState sale{Sequence{3}, decimal("200"), 3'000, Decimal(), 0, 1'000};
  window[0].volume = decimal("1100");
  const auto give_back = [&](const char* refund, const char* leaving) {
    const Rated movement = rated(rate_movement(window, 0, decimal(leaving), Date(), currency("EUR"), kHalfAway));
    const Rated item = rated(add_true_up(rated(rate_refund(sale, decimal(refund), kHalfAway)), movement));
    window[0].volume = window[0].volume.plus(decimal(leaving)).value();
    sale.refunded = sale.refunded.plus(decimal(refund)).value();
    sale.returned_minor -= item.trace.returned_minor;
    EXPECT_EQ(item.amount_minor, item.trace.returned_minor + item.trace.true_up_minor);
    return item.amount_minor;
  };
  EXPECT_EQ(give_back("100", "-100"), -1'000 - 1'000);
  EXPECT_EQ(give_back("100", "-100"), -1'000);
  EXPECT_EQ(sale.returned_minor, sale.booked_minor);
}

// A sale and a credit that find the same volume before them mirror each other, in every band.
TEST(RatingFromHere, Plus_and_minus_mirror_from_the_same_volume) {
  EXPECT_TRUE(rc::check([] {
    const CommissionPlan plan = samples::plan(Rule::from_here, kRates);
    const auto before = Decimal::from_millionths(*rc::gen::inRange<std::int64_t>(-5'000'000'000, 5'000'000'000));
    const auto volume = Decimal::from_millionths(*rc::gen::inRange<std::int64_t>(0, 5'000'000'000));
    const auto rounding = *rc::gen::element(Rounding::half_away_from_zero, Rounding::half_even);
    const std::array<Segment, 1> window = {Segment{&plan, before}};
    const auto amount = [&](Decimal moved) {
      return rated(rate_movement(window, 0, moved, Date(), currency("EUR"), rounding)).amount_minor;
    };
    RC_ASSERT(amount(volume) == -amount(volume.negated().value()));
  }));
}

TEST(RatingFromHere, Each_of_a_hundred_thousand_sales_is_rounded_once) {
  const CommissionPlan tiers = plan(Rule::from_here, "0: 2.9 %, 10000: 3.3333 %, 100000: 4.7 %");
  std::array<Segment, 1> window = {Segment{&tiers, Decimal()}};
  std::int64_t expected = 0;
  std::int64_t booked = 0;
  std::int64_t sold = 0;  // cents
  std::uint64_t random = 43;
  for (int i = 0; i < 100'000; ++i) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    const std::int64_t cents = static_cast<std::int64_t>(random >> 55) - 100;
    const Decimal volume = Decimal::from_millionths(cents * 10'000);
    booked += rated(rate_movement(window, 0, volume, Date(), currency("EUR"), kHalfAway)).amount_minor;
    window[0].volume = window[0].volume.plus(volume).value();
    expected += oracle::price_at(tiers, sold).times(cents).minor(2, kHalfAway);
    sold += cents;
  }
  EXPECT_GT(window[0].volume, decimal("100000"));
  EXPECT_EQ(booked, expected);
}

}  // namespace
}  // namespace quits::program
