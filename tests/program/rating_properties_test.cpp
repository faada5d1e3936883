// What must hold for every plan and every set of facts, against an oracle that walks cent by cent.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "program/rating_plan.h"
#include "tests/program/rating_oracle.h"
#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

using namespace samples;

Decimal cents(std::int64_t count) { return Decimal::from_millionths(count * 10'000); }

// Edges and half of all movements lie on this grid of cents, so that volumes often stand on an
// edge.
constexpr std::int64_t kGrid = 20;

// 1 to 6 bands with edges on whole cents, small enough for walks to cross them often. Of the rules that have a
// total: FROM_HERE is in rating_from_here_test.cpp.
CommissionPlan any_plan() {
  CommissionPlan plan;
  plan.rule = *rc::gen::element(Rule::flat, Rule::marginal, Rule::whole, Rule::interpolated, Rule::fixed_step);
  plan.base = *rc::gen::element(Base::net, Base::gross, Base::units);
  const int count = plan.rule == Rule::flat ? 1 : *rc::gen::inRange(1, 7);
  std::int64_t from = 0;
  for (int i = 0; i < count; ++i) {
    const auto price = *rc::gen::inRange<std::int64_t>(0, 1'000'001);
    const bool pays = plan.rule == Rule::interpolated ? i + 1 < count : plan.rule != Rule::fixed_step || i > 0;
    if (pays_amounts(plan.rule, plan.base)) {
      plan.bands.push_back({cents(from), Rate(), Decimal::from_millionths(pays ? price : 0)});
    } else {
      plan.bands.push_back({cents(from), Rate::from_millionths(price)});
    }
    from += kGrid * *rc::gen::inRange(1, 16);
  }
  return plan;
}

struct MoneyRules {
  Currency currency;
  Rounding rounding;
};

MoneyRules any_money_rules() {
  return {currency(*rc::gen::element("EUR", "JPY", "KWD")),
          *rc::gen::element(Rounding::half_away_from_zero, Rounding::half_even)};
}

// A window of one to three versions, and what was sold under each so far.
class SaleWindow {
 public:
  SaleWindow() : money_(any_money_rules()) {
    const int versions = *rc::gen::inRange(1, 4);
    for (int i = 0; i < versions; ++i) plans_.push_back(any_plan());
    for (const CommissionPlan& plan : plans_) tiers_.emplace_back(plan);
    sold_.resize(plans_.size());
  }

  std::size_t versions() const { return plans_.size(); }

  // Books a movement as the program would.
  Rated move(std::size_t version, std::int64_t volume) {
    Rated moved = rated(rate_movement(segments(), version, cents(volume), Date(), money_.currency,
                                      money_.rounding));
    sold_[version] += volume;
    booked_ += moved.amount_minor;
    return moved;
  }

  std::vector<Segment> segments() const {
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      segments.push_back({&plans_[i], cents(sold_[i])});
    }
    return segments;
  }

  std::int64_t due_by_walking() const {
    std::vector<oracle::Stretch> window;
    for (std::size_t i = 0; i < plans_.size(); ++i) window.push_back({&tiers_[i], sold_[i]});
    return oracle::due(window, money_.currency.exponent(), money_.rounding);
  }
  std::int64_t due_by_program() const {
    return minor(due_on(segments(), money_.currency, money_.rounding));
  }
  std::int64_t booked() const { return booked_; }
  const CommissionPlan& plan(std::size_t version) const { return plans_[version]; }
  void start_again() {
    std::fill(sold_.begin(), sold_.end(), 0);
    booked_ = 0;
  }

 private:
  MoneyRules money_;
  std::vector<CommissionPlan> plans_;
  std::vector<oracle::Tiers> tiers_;
  std::vector<std::int64_t> sold_;
  std::int64_t booked_ = 0;
};

struct Movement {
  std::size_t version;
  std::int64_t cents;
};

// At most 14 movements of at most 200 cents: the walk covers them all.
std::vector<Movement> any_movements(std::size_t versions) {
  std::vector<Movement> movements(static_cast<std::size_t>(*rc::gen::inRange(1, 15)));
  for (Movement& movement : movements) {
    movement.version = *rc::gen::inRange<std::size_t>(0, versions);
    movement.cents = *rc::gen::arbitrary<bool>() ? kGrid * *rc::gen::inRange(-6, 11)
                                                 : *rc::gen::inRange(-120, 201);
  }
  return movements;
}

TEST(RatingProperties, What_is_booked_is_what_the_window_owes_after_every_movement) {
  EXPECT_TRUE(rc::check([] {
    SaleWindow sales_window;
    for (const Movement& movement : any_movements(sales_window.versions())) {
      sales_window.move(movement.version, movement.cents);
      RC_ASSERT(sales_window.booked() == sales_window.due_by_walking());
      RC_ASSERT(sales_window.booked() == sales_window.due_by_program());
    }
  }));
}

TEST(RatingProperties, Order_and_batching_change_nothing) {
  EXPECT_TRUE(rc::check([] {
    SaleWindow sales_window;
    std::vector<Movement> movements = any_movements(sales_window.versions());
    for (const Movement& movement : movements) sales_window.move(movement.version, movement.cents);
    const std::int64_t booked = sales_window.booked();

    sales_window.start_again();
    for (std::size_t i = movements.size(); i > 1; --i) {
      std::swap(movements[i - 1], movements[*rc::gen::inRange<std::size_t>(0, i)]);
    }
    for (const Movement& movement : movements) sales_window.move(movement.version, movement.cents);
    RC_ASSERT(sales_window.booked() == booked);

    sales_window.start_again();
    for (std::size_t version = 0; version < sales_window.versions(); ++version) {
      std::int64_t sum = 0;
      for (const Movement& movement : movements) {
        if (movement.version == version) sum += movement.cents;
      }
      sales_window.move(version, sum);
    }
    RC_ASSERT(sales_window.booked() == booked);
  }));
}

// What the parts of a stored trace say, as a partner would add them up.
oracle::Fraction worth_of_parts(const ledger::Trace& trace) {
  constexpr std::int64_t kMillion = 1'000'000;
  oracle::Fraction sum;
  for (const ledger::BandPart& part : trace.parts) {
    const int128 volume = part.volume.millionths();
    const std::int64_t amount = part.amount.millionths();
    if (trace.rule == Rule::fixed_step) {
      sum = sum.plus({amount, kMillion});
    } else if (trace.rule == Rule::interpolated) {
      if (!part.width.is_zero()) sum = sum.plus({volume * amount, int128{kMillion} * part.width.millionths()});
    } else {
      sum = sum.plus({volume * (part.rate.millionths() + amount), int128{kMillion} * kMillion});
    }
  }
  return sum;
}

// With FIXED_STEP each part carries all that moved.
std::int64_t volume_of_parts(const ledger::Trace& trace) {
  std::int64_t volume = 0;
  for (const ledger::BandPart& part : trace.parts) {
    if (trace.rule == Rule::fixed_step && volume != part.volume.millionths()) volume = 0;
    if (trace.rule != Rule::fixed_step || volume == 0) volume += part.volume.millionths();
  }
  return volume;
}

TEST(RatingProperties, The_trace_adds_up_to_the_amount) {
  EXPECT_TRUE(rc::check([] {
    SaleWindow sales_window;
    for (const Movement& movement : any_movements(sales_window.versions())) {
      const Rated moved = sales_window.move(movement.version, movement.cents);
      const ledger::Trace& trace = moved.trace;
      const CommissionPlan& plan = sales_window.plan(movement.version);
      const std::int64_t volume = movement.cents * 10'000;
      RC_ASSERT(trace.base == plan.base);
      RC_ASSERT(!trace.parts.empty());
      RC_ASSERT(volume_of_parts(trace) == volume);
      RC_ASSERT(trace.volume_after.millionths() - trace.volume_before.millionths() == volume);
      const ExactDue before = exact_due(plan, trace.volume_before).value();
      const ExactDue after = exact_due(plan, trace.volume_after).value();
      RC_ASSERT(worth_of_parts(trace).plus({before.numerator, before.denominator}) ==
                (oracle::Fraction{after.numerator, after.denominator}));
      RC_ASSERT(moved.amount_minor ==
                trace.due_after_minor - trace.due_before_minor + trace.true_up_minor);
      RC_ASSERT(movement.version + 1 < sales_window.versions() || trace.true_up_minor == 0);
    }
  }));
}

TEST(RatingProperties, What_is_taken_back_at_once_leaves_nothing) {
  EXPECT_TRUE(rc::check([] {
    SaleWindow sales_window;
    for (const Movement& movement : any_movements(sales_window.versions())) {
      sales_window.move(movement.version, movement.cents);
    }
    const auto version = *rc::gen::inRange<std::size_t>(0, sales_window.versions());
    const std::int64_t volume = *rc::gen::inRange(-100, 101);
    const Rated there = sales_window.move(version, volume);
    const Rated back = sales_window.move(version, -volume);
    RC_ASSERT(there.amount_minor == -back.amount_minor);
    RC_ASSERT(there.trace.true_up_minor == -back.trace.true_up_minor);
  }));
}

TEST(RatingProperties, A_flat_event_mirrors_in_its_sign) {
  EXPECT_TRUE(rc::check([] {
    CommissionPlan flat = any_plan();
    flat.rule = *rc::gen::element(Rule::flat, Rule::marginal, Rule::whole);
    flat.base = Base::net;
    flat.bands = {{Decimal(), Rate::from_millionths(*rc::gen::inRange<std::int64_t>(0, 1'000'001))}};
    const MoneyRules money = any_money_rules();
    const auto volume = Decimal::from_millionths(
        *rc::gen::inRange<std::int64_t>(-1'000'000'000'000'000'000, 1'000'000'000'000'000'000));
    const auto negative = volume.negated().value();
    RC_ASSERT(rated(rate_event(flat, volume, money.currency, money.rounding)).amount_minor ==
              -rated(rate_event(flat, negative, money.currency, money.rounding)).amount_minor);
  }));
}

// T is odd where the first band goes on: up to its upper edge, which belongs to it except with WHOLE. FIXED_STEP gives
// nothing below zero and is odd only where it reaches nothing above.
TEST(RatingProperties, A_total_mirrors_in_its_sign_within_the_first_band) {
  EXPECT_TRUE(rc::check([] {
    const CommissionPlan plan = any_plan();
    const MoneyRules money = any_money_rules();
    const std::int64_t edge = plan.bands.size() == 1 ? 1'000 : plan.bands[1].from.millionths() / 10'000;
    const bool without_edge = plan.bands.size() > 1 && (plan.rule == Rule::whole || plan.rule == Rule::fixed_step);
    const std::int64_t volume = *rc::gen::inRange<std::int64_t>(0, without_edge ? edge : edge + 1);
    const auto due = [&](std::int64_t of) { return minor(due_on(plan, cents(of), money.currency, money.rounding)); };
    RC_ASSERT(due(-volume) == -due(volume));
    if (plan.rule == Rule::fixed_step) RC_ASSERT(due(-volume) == 0);
  }));
}

// A sale that is given back in parts, some of them taken back again, in any order.
TEST(RatingProperties, Refunds_in_any_parts_return_exactly_what_was_booked) {
  EXPECT_TRUE(rc::check([] {
    const Rounding rounding = any_money_rules().rounding;
    const std::int64_t sign = *rc::gen::element(1, -1);
    const std::int64_t amount = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000);
    SaleState sale;
    sale.amount = Decimal::from_millionths(sign * amount);
    sale.booked_minor = *rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000);
    std::int64_t left = sale.booked_minor;
    const auto give_back = [&](std::int64_t part) {
      const Decimal refund = Decimal::from_millionths(sign * part);
      const Rated one = rated(rate_refund(sale, refund, rounding));
      sale.refunded = sale.refunded.plus(refund).value();
      sale.returned_minor -= one.amount_minor;
      left += one.amount_minor;
      // Whatever came before, the share returned depends on the total given back alone.
      SaleState fresh = sale;
      fresh.refunded = Decimal();
      fresh.returned_minor = 0;
      RC_ASSERT(rated(rate_refund(fresh, sale.refunded, rounding)).amount_minor ==
                -sale.returned_minor);
    };
    const int parts = *rc::gen::inRange(0, 8);
    for (int i = 0; i < parts; ++i) {
      const std::int64_t refunded = sign * sale.refunded.millionths();
      give_back(*rc::gen::inRange<std::int64_t>(-refunded, amount - refunded + 1));
    }
    give_back(amount - sign * sale.refunded.millionths());
    RC_ASSERT(left == 0);
    RC_ASSERT(sale.returned_minor == sale.booked_minor);
  }));
}

// R3 on an open window: the refunded volume leaves it, and the window still owes what its tiers
// give.
TEST(RatingProperties, A_refund_with_its_true_up_keeps_the_window_exact) {
  EXPECT_TRUE(rc::check([] {
    SaleWindow sales_window;
    const auto version = *rc::gen::inRange<std::size_t>(0, sales_window.versions());
    std::vector<SaleState> sales;
    std::vector<std::int64_t> amounts;
    for (int i = 0; i < 6; ++i) {
      const std::int64_t amount = *rc::gen::inRange(1, 200);
      const Rated sold = sales_window.move(version, amount);
      sales.push_back({Sequence{1}, cents(amount), sold.amount_minor, Decimal(), 0});
      amounts.push_back(amount);
    }
    std::int64_t booked = sales_window.booked();
    for (std::size_t i = 0; i < sales.size(); ++i) {
      const std::int64_t part = *rc::gen::inRange<std::int64_t>(0, amounts[i] + 1);
      const Rated own = rated(rate_refund(sales[i], cents(part), kHalfAway));
      const Rated movement = sales_window.move(version, -part);
      const Rated refund = add_true_up(own, movement).value();
      booked += refund.amount_minor;
      RC_ASSERT(booked == sales_window.due_by_walking());
      RC_ASSERT(refund.amount_minor == refund.trace.returned_minor + refund.trace.true_up_minor);
      RC_ASSERT(refund.trace.parts == movement.trace.parts);
      RC_ASSERT(refund.trace.volume_after == movement.trace.volume_after);
      RC_ASSERT(refund.trace.reason == ledger::Reason::refund);
    }
  }));
}

void expect_no_drift(const CommissionPlan& tiers) {
  std::array<Segment, 1> window = {Segment{&tiers, Decimal()}};
  std::int64_t booked = 0;
  std::uint64_t random = 42;
  for (int i = 0; i < 100'000; ++i) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    const auto volume = Decimal::from_millionths(static_cast<std::int64_t>(random >> 41) - 200'000);
    booked +=
        rated(rate_movement(window, 0, volume, Date(), currency("EUR"), kHalfAway)).amount_minor;
    window[0].volume = window[0].volume.plus(volume).value();
  }
  EXPECT_GT(window[0].volume, decimal("300000"));
  EXPECT_EQ(booked, minor(due_on(tiers, window[0].volume, currency("EUR"), kHalfAway)));
}

TEST(RatingProperties, No_drift_over_a_hundred_thousand_facts) {
  expect_no_drift(plan(Rule::marginal, "0: 2.9 %, 10000: 3.3333 %, 100000: 4.7 %, 300000: 5.1 %"));
  expect_no_drift(plan(Rule::whole, "0: 2.9 %, 10000: 3.3333 %, 100000: 4.7 %, 300000: 5.1 %"));
  expect_no_drift(plan(Rule::interpolated, "0: 290.01, 10000: 3333.33, 100000: 7777.77, 300000: 5, 777777: 0"));
  expect_no_drift(plan(Rule::fixed_step, "0: 0, 10000: 3333.33, 100000: 7777.77, 300000: 5"));
  expect_no_drift(plan(Rule::marginal, "0: 0.029, 10000: 0.033333, 300000: 1.1", Base::units));
}

}  // namespace
}  // namespace quits::program
