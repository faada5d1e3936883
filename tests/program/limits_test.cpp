// Limits on what a plan pays: R6 of docs/rating.md.
#include "program/limits.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <limits>

#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

Decimal units(std::int64_t count) { return Decimal::from_units(count).value(); }

Limit at_most(LimitScope scope, std::int64_t minor, bool returns_room = false) {
  Limit limit;
  limit.scope = scope;
  limit.at_most_minor = minor;
  limit.reversal_returns_room = returns_room;
  return limit;
}

Rated earning(std::int64_t minor) {
  Rated rated;
  rated.amount_minor = minor;
  return rated;
}

Date day(const char* iso) { return Date::parse_iso(iso).value(); }

TEST(Limits, take_what_the_room_allows) {
  const Limit limit = at_most(LimitScope::period, 150'00);
  for (const auto& [used, wanted, allowed] : std::initializer_list<std::array<std::int64_t, 3>>{
           {0, 149'99, 149'99}, {0, 150'00, 150'00}, {0, 150'01, 150'00}, {0, 0, 0},
           {149'99, 2, 1}, {150'00, 1, 0}, {200'00, 1, 0}, {-10'00, 170'00, 160'00}}) {
    Rated rated = earning(wanted);
    ASSERT_TRUE(apply_limits(std::vector{OpenLimit{&limit, day("2026-03-01"), "", used}}, units(400), rated));
    EXPECT_EQ(rated.amount_minor, allowed) << wanted << " with " << used << " used";
    ASSERT_EQ(rated.trace.limits.size(), 1U);
    EXPECT_EQ(rated.trace.limits[0].wanted_minor, wanted);
    EXPECT_EQ(rated.trace.limits[0].allowed_minor, allowed);
    EXPECT_EQ(rated.trace.limits[0].room_minor, allowed);
  }
}

TEST(Limits, never_touch_what_goes_back) {
  for (const bool returns_room : {false, true}) {
    const Limit limit = at_most(LimitScope::period, 10'00, returns_room);
    Rated rated = earning(-50'00);
    ASSERT_TRUE(apply_limits(std::vector{OpenLimit{&limit, std::nullopt, "", 10'00}}, units(-400), rated));
    EXPECT_EQ(rated.amount_minor, -50'00);
    EXPECT_EQ(rated.trace.limits[0].room_minor, returns_room ? -50'00 : 0);
  }
}

TEST(Limits, of_one_sale_have_a_least_and_a_most) {
  Limit limit = at_most(LimitScope::sale, 20'00);
  limit.at_least_minor = 5'00;
  for (const auto& [wanted, paid] : std::initializer_list<std::array<std::int64_t, 2>>{
           {0, 5'00}, {4'99, 5'00}, {5'00, 5'00}, {12'00, 12'00}, {20'01, 20'00}}) {
    Rated rated = earning(wanted);
    ASSERT_TRUE(apply_limits(std::vector{OpenLimit{&limit, std::nullopt, "", 0}}, units(1), rated));
    EXPECT_EQ(rated.amount_minor, paid) << wanted;
  }
  Rated nothing_sold = earning(0);
  ASSERT_TRUE(apply_limits(std::vector{OpenLimit{&limit, std::nullopt, "", 0}}, Decimal(), nothing_sold));
  EXPECT_EQ(nothing_sold.amount_minor, 0) << "a sale of nothing earns no least amount";
}

TEST(Limits, of_several_use_what_is_paid_in_the_end) {
  const Limit customer = at_most(LimitScope::customer, 100'00);
  const Limit month = at_most(LimitScope::period, 60'00);
  Rated rated = earning(120'00);
  ASSERT_TRUE(apply_limits(std::vector{OpenLimit{&customer, std::nullopt, "C1", 0}, OpenLimit{&month, day("2026-03-01"), "", 0}},
                           units(1), rated));
  EXPECT_EQ(rated.amount_minor, 60'00);
  EXPECT_EQ(rated.trace.limits[0].room_minor, 60'00) << "the customer's room is used by what was paid";
  EXPECT_EQ(rated.trace.limits[1].room_minor, 60'00);
}

TEST(Limits, a_year_of_the_agreement_begins_on_its_own_day) {
  const Limit limit = at_most(LimitScope::agreement_year, 1);
  const Date start = day("2024-02-29");
  EXPECT_EQ(window_of(limit, day("2024-02-29"), start), start);
  EXPECT_EQ(window_of(limit, day("2025-02-27"), start), start);
  EXPECT_EQ(window_of(limit, day("2025-02-28"), start), day("2025-02-28")) << "clamped to the month's end";
  EXPECT_EQ(window_of(limit, day("2028-02-28"), start), day("2027-02-28"));
  EXPECT_EQ(window_of(limit, day("2028-02-29"), start), day("2028-02-29"));
  EXPECT_EQ(window_of(limit, day("2023-12-31"), start), start) << "what is dated before belongs to the first year";
}

TEST(Limits, refuse_a_use_that_does_not_fit) {
  const Limit limit = at_most(LimitScope::period, 10, true);
  Rated rated = earning(std::numeric_limits<std::int64_t>::min());
  EXPECT_FALSE(apply_limits(std::vector{OpenLimit{&limit, std::nullopt, "", -1}}, units(-1), rated));
}

// Whatever is sold in whatever order: never more than the bound, and never less than both bound and wish allow.
TEST(Limits, never_pay_more_than_the_bound) {
  rc::check([] {
    const auto bound = *rc::gen::inRange<std::int64_t>(0, 1'000'00);
    const Limit limit = at_most(LimitScope::period, bound);
    std::int64_t used = 0;
    std::int64_t wanted_in_all = 0;
    for (const std::int64_t wanted : *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 200'00))) {
      Rated rated = earning(wanted);
      RC_ASSERT(apply_limits(std::vector{OpenLimit{&limit, std::nullopt, "", used}}, units(1), rated).has_value());
      used += rated.trace.limits[0].room_minor;
      wanted_in_all += wanted;
    }
    RC_ASSERT(used == std::min(bound, wanted_in_all));
  });
}

// Refunds in any parts give back exactly what each limit had done, and the room where the terms say so.
TEST(Limits, are_returned_in_parts_to_exactly_zero) {
  rc::check([] {
    CommissionPlan plan;
    plan.limits = {at_most(LimitScope::period, *rc::gen::inRange<std::int64_t>(0, 100'00), *rc::gen::arbitrary<bool>())};
    Rated sold = earning(*rc::gen::inRange<std::int64_t>(0, 200'00));
    RC_ASSERT(apply_limits(std::vector{OpenLimit{&plan.limits[0], std::nullopt, "", 0}}, units(1), sold).has_value());
    const std::int64_t sale = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
    std::int64_t refunded = 0;
    std::int64_t wanted = sold.trace.limits[0].wanted_minor;
    std::int64_t allowed = sold.trace.limits[0].allowed_minor;
    while (refunded < sale) {
      const std::int64_t part = *rc::gen::inRange<std::int64_t>(1, sale - refunded + 1);
      ledger::Trace back;
      RC_ASSERT(return_limits(sold.trace, plan, Decimal::from_millionths(sale), Decimal::from_millionths(refunded),
                              Decimal::from_millionths(refunded + part), -7, Rounding::half_away_from_zero, back)
                    .has_value());
      refunded += part;
      wanted += back.limits[0].wanted_minor;
      allowed += back.limits[0].allowed_minor;
      RC_ASSERT(back.limits[0].room_minor == (plan.limits[0].reversal_returns_room ? -7 : 0));
    }
    RC_ASSERT(wanted == 0);
    RC_ASSERT(allowed == 0);
  });
}

}  // namespace
}  // namespace quits::program
