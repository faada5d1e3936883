// The worked examples of docs/rating.md, as far as they are decided by rating alone.
#include <gtest/gtest.h>

#include <array>

#include "base/money.h"
#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

using namespace samples;

struct Event {
  const char* volume;
  const char* commission;
};

std::string commission_of(const Rated& rated) {
  return Money(rated.amount_minor, currency("EUR")).to_string();
}

void expect_events(const CommissionPlan& plan, std::initializer_list<Event> events,
                   const char* in_all) {
  std::int64_t sum = 0;
  for (const Event& event : events) {
    const Rated one = rated(rate_event(plan, decimal(event.volume), currency("EUR"), kHalfAway));
    EXPECT_EQ(commission_of(one), event.commission) << "on " << event.volume;
    sum += one.amount_minor;
  }
  EXPECT_EQ(Money(sum, currency("EUR")).to_string(), in_all);
}

// A window of one version that holds `before`.
Rated moved(const CommissionPlan& plan, const char* before, const char* volume) {
  const std::array<Segment, 1> window = {Segment{&plan, decimal(before)}};
  return rated(rate_movement(window, 0, decimal(volume), Date(), currency("EUR"), kHalfAway));
}

TEST(RatingExamples, T1_a_cumulative_sale_across_an_edge) {
  const CommissionPlan reseller = plan(Rule::marginal, "0: 4 %, 150000: 6 %, 250000: 8 %");
  const Rated sale = moved(reseller, "145000", "20000");
  EXPECT_EQ(commission_of(sale), "1100.00");
  EXPECT_EQ(words_of(sale.trace.parts), "5000 at 4 %, 15000 at 6 %");
  EXPECT_EQ(sale.trace.reason, ledger::Reason::commission);
  EXPECT_EQ(sale.trace.window, Date());
  EXPECT_EQ(sale.trace.volume_before, decimal("145000"));
  EXPECT_EQ(sale.trace.volume_after, decimal("165000"));
  EXPECT_EQ(sale.trace.due_before_minor, 580'000);
  EXPECT_EQ(sale.trace.due_after_minor, 690'000);
  EXPECT_EQ(sale.trace.true_up_minor, 0);
}

TEST(RatingExamples, T2_marginal_per_event) {
  expect_events(plan(Rule::marginal, "0: 1 %, 1000: 2 %, 3000: 3 %, 8000: 5 %"),
                {{"200", "2.00"},
                 {"300", "3.00"},
                 {"1500", "20.00"},
                 {"1200", "14.00"},
                 {"2000", "30.00"},
                 {"4500", "95.00"}},
                "164.00");
}

TEST(RatingExamples, T4_interpolated_per_event) {
  expect_events(plan(Rule::interpolated, "0: 10, 1000: 40, 3000: 100, 8000: 2000, 20000: 0"),
                {{"200", "2.00"},
                 {"300", "3.00"},
                 {"1500", "20.00"},
                 {"1200", "14.00"},
                 {"2000", "30.00"},
                 {"4500", "80.00"}},
                "149.00");
}

TEST(RatingExamples, T5_whole_per_event) {
  expect_events(plan(Rule::whole, "0: 1 %, 10000: 2 %, 50000: 3 %, 100000: 4 %"),
                {{"5000", "50.00"}, {"15000", "300.00"}, {"60000", "1800.00"}}, "2150.00");
}

TEST(RatingExamples, T7_marginal_and_whole_on_the_same_bands) {
  const char* const bands = "0: 4 %, 1000: 10 %";
  expect_events(plan(Rule::marginal, bands), {{"1500", "90.00"}}, "90.00");
  expect_events(plan(Rule::whole, bands), {{"1500", "150.00"}}, "150.00");
}

TEST(RatingExamples, T8_an_amount_per_unit) {
  // "0 to 250" in whole units: MARGINAL leaves the band after 250, WHOLE is in the next one from 251 on.
  const CommissionPlan marginal = plan(Rule::marginal, "0: 1, 250: 2, 500: 3", Base::units);
  expect_events(marginal, {{"250", "250.00"}, {"251", "252.00"}, {"1000", "2250.00"}}, "2752.00");
  const Rated sale = rated(rate_event(marginal, decimal("1000"), currency("EUR"), kHalfAway));
  EXPECT_EQ(words_of(sale.trace), "250 x 1, 250 x 2, 500 x 3");
  EXPECT_EQ(sale.trace.base, Base::units);
  EXPECT_EQ(sale.trace.rule, Rule::none);
  expect_events(plan(Rule::whole, "0: 1, 251: 2, 501: 3", Base::units),
                {{"250", "250.00"}, {"251", "502.00"}, {"1000", "3000.00"}}, "3752.00");
}

TEST(RatingExamples, T14_a_target_bonus) {
  const CommissionPlan target = plan(Rule::fixed_step, "0: 0, 100000: 1000");
  expect_events(target, {{"110000", "1000.00"}, {"90000", "0.00"}}, "1000.00");
  EXPECT_EQ(words_of(moved(target, "90000", "20000").trace), "1000 for 100000");
  EXPECT_EQ(commission_of(moved(target, "110000", "-10000.01")), "-1000.00");
}

TEST(RatingExamples, O1_a_level_of_fifteen_percent) {
  expect_events(plan(Rule::flat, "0: 15 %"), {{"10000", "1500.00"}}, "1500.00");
}

TEST(RatingExamples, T13_the_trace_shows_the_blend) {
  const CommissionPlan tiers = plan(Rule::marginal, "0: 1 %, 1000: 2 %");
  const Rated sale = rated(rate_event(tiers, decimal("2500"), currency("EUR"), kHalfAway));
  EXPECT_EQ(commission_of(sale), "40.00");
  EXPECT_EQ(words_of(sale.trace.parts), "1000 at 1 %, 1500 at 2 %");
  EXPECT_FALSE(sale.trace.window.has_value());
  // Blended: 40 of 2,500.
  EXPECT_EQ(Rate::from_millionths(4'000 * Rate::kWhole / 250'000).to_percent_string(), "1.6 %");
}

TEST(RatingExamples, F1_flat_on_cents) {
  const CommissionPlan twenty = plan(Rule::flat, "0: 20 %");
  expect_events(twenty, {{"10.00", "2.00"}, {"0.07", "0.01"}, {"0.02", "0.00"}, {"0.03", "0.01"}},
                "2.02");
  expect_events(plan(Rule::flat, "0: 10 %"), {{"0.15", "0.02"}}, "0.02");
  expect_events(plan(Rule::flat, "0: 50 %"), {{"0.01", "0.01"}}, "0.01");
}

TEST(RatingExamples, F2_half_a_cent_goes_away_from_zero_on_both_sides) {
  expect_events(plan(Rule::flat, "0: 2.9 %"), {{"5.00", "0.15"}, {"-5.00", "-0.15"}}, "0.00");
  const CommissionPlan fee = plan(Rule::flat, "0: 2.9 %");
  EXPECT_EQ(minor(due_on(fee, decimal("5.00"), currency("EUR"), Rounding::half_even)), 14);
  EXPECT_EQ(minor(due_on(fee, decimal("-5.00"), currency("EUR"), Rounding::half_even)), -14);
}

SaleState sale_of_1000() {
  return {.sequence = Sequence{7},
          .amount = decimal("1000"),
          .booked_minor = 7'900,
          .refunded = Decimal(),
          .returned_minor = 0};
}

// Refunds part after part as the book would, and says what each booked and what is left at the end.
void expect_refunds(std::initializer_list<Event> parts, std::int64_t left_minor) {
  SaleState sale = sale_of_1000();
  std::int64_t left = sale.booked_minor;
  for (const Event& part : parts) {
    const Rated one = rated(rate_refund(sale, decimal(part.volume), kHalfAway));
    EXPECT_EQ(commission_of(one), part.commission) << "for " << part.volume;
    EXPECT_EQ(one.trace.reason, ledger::Reason::refund);
    EXPECT_EQ(one.trace.of, Sequence{7});
    EXPECT_EQ(one.trace.booked_minor, 7'900);
    EXPECT_EQ(one.trace.sale, decimal("1000"));
    EXPECT_EQ(one.trace.refunded_before, sale.refunded);
    EXPECT_EQ(one.trace.returned_before_minor, sale.returned_minor);
    EXPECT_EQ(one.trace.returned_minor, one.amount_minor);
    sale.refunded = sale.refunded.plus(decimal(part.volume)).value();
    sale.returned_minor -= one.amount_minor;
    left += one.amount_minor;
  }
  EXPECT_EQ(left, left_minor);
}

TEST(RatingExamples, C1_two_refunds_return_exactly_what_was_booked) {
  expect_refunds({{"400", "-31.60"}, {"600", "-47.40"}}, 0);
}

TEST(RatingExamples, C1_in_whole_units) {
  // 79 minor units on 1,000, as the table has it.
  SaleState sale = sale_of_1000();
  sale.booked_minor = 79;
  const Rated first = rated(rate_refund(sale, decimal("400"), kHalfAway));
  EXPECT_EQ(first.amount_minor, -32);
  sale.refunded = decimal("400");
  sale.returned_minor = 32;
  EXPECT_EQ(rated(rate_refund(sale, decimal("600"), kHalfAway)).amount_minor, -47);
}

TEST(RatingExamples, C2_a_refund_asks_no_rate) {
  // The same with the parts swapped; no plan is an argument, so no later rate can matter.
  SaleState sale = sale_of_1000();
  sale.booked_minor = 79;
  EXPECT_EQ(rated(rate_refund(sale, decimal("600"), kHalfAway)).amount_minor, -47);
  sale.refunded = decimal("600");
  sale.returned_minor = 47;
  EXPECT_EQ(rated(rate_refund(sale, decimal("400"), kHalfAway)).amount_minor, -32);
}

TEST(RatingExamples, C3_credits_lower_the_volume) {
  const CommissionPlan flat = plan(Rule::flat, "0: 4 %");
  expect_events(flat, {{"1000", "40.00"}, {"-200", "-8.00"}}, "32.00");
  EXPECT_EQ(commission_of(moved(flat, "1000", "-200")), "-8.00");
}

TEST(RatingExamples, C4_each_sale_at_the_rate_of_its_day) {
  const CommissionPlan first = plan(Rule::flat, "0: 10 %");
  const CommissionPlan second = plan(Rule::flat, "0: 15 %");
  const Rated early = rated(rate_event(first, decimal("50"), currency("EUR"), kHalfAway));
  const Rated late = rated(rate_event(second, decimal("50"), currency("EUR"), kHalfAway));
  SaleState sale;
  sale.amount = decimal("50");
  sale.booked_minor = early.amount_minor;
  const Rated refund = rated(rate_refund(sale, decimal("50"), kHalfAway));
  EXPECT_EQ(commission_of(early), "5.00");
  EXPECT_EQ(commission_of(late), "7.50");
  EXPECT_EQ(commission_of(refund), "-5.00");
}

TEST(RatingExamples, A_price_times_seats) {
  Price course;
  course.unit_price = decimal("0.0015");
  const Rated three = rated(rate_price(course, decimal("1000"), currency("EUR"), kHalfAway));
  EXPECT_EQ(commission_of(three), "1.50");
  EXPECT_EQ(three.trace.reason, ledger::Reason::price);
  EXPECT_EQ(three.trace.unit_price, decimal("0.0015"));
  EXPECT_EQ(rated(rate_price(course, decimal("1000"), currency("JPY"), kHalfAway)).amount_minor, 2);
  EXPECT_EQ(rated(rate_price(course, decimal("1000"), currency("KWD"), kHalfAway)).amount_minor,
            1'500);
}

}  // namespace
}  // namespace quits::program
