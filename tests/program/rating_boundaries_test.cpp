// The edges of bands, of windows and of 64 bits.
#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "program/rating_plan.h"
#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

using namespace samples;

constexpr const char* kBands = "0: 1 %, 1000: 2 %, 5000: 3 %";
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

struct Due {
  Rule rule;
  const char* bands;
  const char* volume;
  std::int64_t exact;  // sum of volume in millionths x rate in millionths, worked out by hand
  std::int64_t minor;
};

constexpr Due kDues[] = {
    {Rule::flat, "0: 1 %", "0", 0, 0},
    {Rule::flat, "0: 1 %", "0.000001", 10'000, 0},
    {Rule::flat, "0: 1 %", "-0.000001", -10'000, 0},
    {Rule::flat, "0: 1 %", "0.499999", 4'999'990'000, 0},
    {Rule::flat, "0: 1 %", "0.5", 5'000'000'000, 1},
    {Rule::flat, "0: 1 %", "-0.5", -5'000'000'000, -1},
    {Rule::flat, "0: 100 %", "1000", 1'000'000'000'000'000, 100'000},
    {Rule::flat, "0: 0 %", "1000", 0, 0},
    {Rule::marginal, kBands, "0", 0, 0},
    {Rule::marginal, kBands, "0.000001", 10'000, 0},
    {Rule::marginal, kBands, "999.999999", 9'999'999'990'000, 1'000},
    {Rule::marginal, kBands, "1000", 10'000'000'000'000, 1'000},
    {Rule::marginal, kBands, "1000.000001", 10'000'000'020'000, 1'000},
    {Rule::marginal, kBands, "4999.999999", 89'999'999'980'000, 9'000},
    {Rule::marginal, kBands, "5000", 90'000'000'000'000, 9'000},
    {Rule::marginal, kBands, "5000.000001", 90'000'000'030'000, 9'000},
    {Rule::marginal, kBands, "-0.000001", -10'000, 0},
    {Rule::marginal, kBands, "-2000", -20'000'000'000'000, -2'000},
    {Rule::whole, kBands, "0", 0, 0},
    {Rule::whole, kBands, "999.999999", 9'999'999'990'000, 1'000},
    {Rule::whole, kBands, "1000", 20'000'000'000'000, 2'000},
    {Rule::whole, kBands, "1000.000001", 20'000'000'020'000, 2'000},
    {Rule::whole, kBands, "4999.999999", 99'999'999'980'000, 10'000},
    {Rule::whole, kBands, "5000", 150'000'000'000'000, 15'000},
    {Rule::whole, kBands, "-0.000001", -10'000, 0},
    {Rule::whole, kBands, "-2000", -20'000'000'000'000, -2'000},
};

TEST(RatingBoundaries, What_the_tiers_give_at_and_beside_every_edge) {
  for (const Due& due : kDues) {
    const CommissionPlan tiers = plan(due.rule, due.bands);
    EXPECT_TRUE(exact_due(tiers, decimal(due.volume)).value().numerator == due.exact) << due.volume;
    EXPECT_EQ(minor(due_on(tiers, decimal(due.volume), currency("EUR"), kHalfAway)), due.minor)
        << due.volume;
    // Per event it is the same number, with the trace from zero.
    const Rated event = rated(rate_event(tiers, decimal(due.volume), currency("EUR"), kHalfAway));
    EXPECT_EQ(event.amount_minor, due.minor);
    EXPECT_EQ(event.trace.due_before_minor, 0);
    EXPECT_EQ(event.trace.due_after_minor, due.minor);
  }
}

struct Move {
  Rule rule;
  const char* before;
  const char* volume;
  std::int64_t minor;
  const char* parts;
};

constexpr Move kMoves[] = {
    {Rule::marginal, "0", "1000", 1'000, "1000 at 1 %"},
    {Rule::marginal, "1000", "1", 2, "1 at 2 %"},
    {Rule::marginal, "999", "2", 3, "1 at 1 %, 1 at 2 %"},
    {Rule::marginal, "999.999999", "0.000001", 0, "0.000001 at 1 %"},
    {Rule::marginal, "0", "6000", 12'000, "1000 at 1 %, 4000 at 2 %, 1000 at 3 %"},
    {Rule::marginal, "6000", "-6000", -12'000, "-1000 at 1 %, -4000 at 2 %, -1000 at 3 %"},
    {Rule::marginal, "500", "-700", -700, "-700 at 1 %"},
    {Rule::marginal, "-200", "1300", 1'400, "1200 at 1 %, 100 at 2 %"},
    {Rule::marginal, "5000", "0", 0, "0 at 3 %"},
    {Rule::whole, "0", "999", 999, "999 at 1 %"},
    {Rule::whole, "999", "1", 1'001, "-999 at 1 %, 1000 at 2 %"},  // the true-up at the edge
    {Rule::whole, "1000", "-0.000001", -1'000, "-1000 at 2 %, 999.999999 at 1 %"},
    {Rule::whole, "2000", "500", 1'000, "500 at 2 %"},
    {Rule::whole, "0", "1000", 2'000, "1000 at 2 %"},
    {Rule::whole, "1000", "-1000", -2'000, "-1000 at 2 %"},
    {Rule::whole, "-500", "5500", 15'500, "500 at 1 %, 5000 at 3 %"},
    {Rule::whole, "4999", "0", 0, "0 at 2 %"},
};

TEST(RatingBoundaries, What_a_movement_books_in_a_window) {
  for (const Move& move : kMoves) {
    const CommissionPlan tiers = plan(move.rule, kBands);
    const std::array<Segment, 1> window = {Segment{&tiers, decimal(move.before)}};
    const Rated moved =
        rated(rate_movement(window, 0, decimal(move.volume), Date(), currency("EUR"), kHalfAway));
    EXPECT_EQ(moved.amount_minor, move.minor) << move.before << " + " << move.volume;
    EXPECT_EQ(words_of(moved.trace.parts), move.parts) << move.before << " + " << move.volume;
  }
}

TEST(RatingBoundaries, A_late_sale_in_an_earlier_version_shifts_the_later_one) {
  const CommissionPlan first = plan(Rule::marginal, "0: 10 %, 1000: 20 %");
  const CommissionPlan second = plan(Rule::marginal, "0: 30 %, 1500: 40 %");
  const std::array<Segment, 2> window = {Segment{&first, decimal("900")},
                                         Segment{&second, decimal("500")}};
  // 900 at 10 %, then 500 at 30 % on top of the 900.
  EXPECT_EQ(minor(due_on(window, currency("EUR"), kHalfAway)), 9'000 + 15'000);
  const Rated late =
      rated(rate_movement(window, 0, decimal("200"), Date(), currency("EUR"), kHalfAway));
  // Its own: 100 at 10 % and 100 at 20 %. It lifts 100 of the second version from 30 % to 40 %.
  EXPECT_EQ(words_of(late.trace.parts), "100 at 10 %, 100 at 20 %");
  EXPECT_EQ(late.trace.due_after_minor - late.trace.due_before_minor, 3'000);
  EXPECT_EQ(late.trace.true_up_minor, 1'000);
  EXPECT_EQ(late.amount_minor, 4'000);
}

TEST(RatingBoundaries, What_does_not_fit_is_refused) {
  const Decimal most = Decimal::from_millionths(kLargest);
  CommissionPlan plan = samples::plan(Rule::flat, "0: 100 %");
  const std::array<Segment, 1> full = {Segment{&plan, most}};
  const Currency euro = currency("EUR");
  const auto code_of = [](const auto& result) {
    return result ? "a value" : std::string(name_of(result.error().code));
  };
  EXPECT_EQ(code_of(due_on(plan, most, euro, kHalfAway)), "a value");
  EXPECT_EQ(code_of(rate_movement(full, 0, decimal("1"), Date(), euro, kHalfAway)), "overflow");
  const std::array<Segment, 2> two = {Segment{&plan, most}, Segment{&plan, decimal("1")}};
  EXPECT_EQ(code_of(due_on(two, euro, kHalfAway)), "overflow");
  EXPECT_EQ(code_of(rate_movement(two, 0, decimal("-1"), Date(), euro, kHalfAway)), "overflow");

  plan.bands[0].rate = Rate::from_millionths(kLargest);
  EXPECT_EQ(code_of(due_on(plan, most, euro, kHalfAway)), "overflow");
  EXPECT_EQ(code_of(rate_event(plan, most, euro, kHalfAway)), "overflow");
  plan.bands.clear();
  EXPECT_EQ(code_of(rate_event(plan, decimal("1"), euro, kHalfAway)), "bands_invalid");

  Price price;
  price.unit_price = most;
  EXPECT_EQ(code_of(rate_price(price, most, euro, kHalfAway)), "overflow");
}

TEST(RatingBoundaries, A_refund_stays_within_its_sale) {
  SaleState sale;
  sale.amount = decimal("100");
  sale.booked_minor = 1'000;
  const auto code_of = [&](const char* refund) {
    const auto result = rate_refund(sale, decimal(refund), kHalfAway);
    return result ? std::to_string(result->amount_minor)
                  : std::string(name_of(result.error().code));
  };
  EXPECT_EQ(code_of("100"), "-1000");
  EXPECT_EQ(code_of("100.000001"), "refund_exceeds_sale");
  EXPECT_EQ(code_of("-0.000001"), "refund_exceeds_sale");
  EXPECT_EQ(code_of("0"), "0");
  sale.refunded = decimal("60");
  sale.returned_minor = 600;
  EXPECT_EQ(code_of("40"), "-400");
  EXPECT_EQ(code_of("40.000001"), "refund_exceeds_sale");
  EXPECT_EQ(code_of("-60"), "600");  // the refund is taken back
  EXPECT_EQ(code_of("-60.000001"), "refund_exceeds_sale");

  sale = {};
  sale.amount = decimal("-100");  // a credit that had lowered the commission
  sale.booked_minor = -1'000;
  EXPECT_EQ(code_of("-25"), "250");
  EXPECT_EQ(code_of("25"), "refund_exceeds_sale");
  // What was given away goes back at once.
  sale.amount = Decimal();
  EXPECT_EQ(code_of("0"), "1000");
  EXPECT_EQ(code_of("-0.000001"), "refund_exceeds_sale");
  EXPECT_EQ(code_of("0.000001"), "refund_exceeds_sale");

  sale.amount = decimal("1");
  sale.refunded = Decimal::from_millionths(kLargest);
  EXPECT_EQ(code_of("1"), "overflow");
  sale.refunded = Decimal();
  sale.returned_minor = std::numeric_limits<std::int64_t>::min();
  sale.booked_minor = kLargest;
  EXPECT_EQ(code_of("1"), "overflow");
}

struct Frame {
  Basis basis;
  Window window;
  const char* on;
  const char* first;
  const char* last;
};

constexpr Frame kFrames[] = {
    {Basis::per_event, Window::none, "2011-02-28", "none", "none"},
    {Basis::per_period, Window::none, "2011-01-01", "2011-01-01", "2011-01-31"},
    {Basis::per_period, Window::none, "2012-02-29", "2012-02-01", "2012-02-29"},
    {Basis::cumulative, Window::quarter, "2011-01-01", "2011-01-01", "2011-03-31"},
    {Basis::cumulative, Window::quarter, "2011-06-30", "2011-04-01", "2011-06-30"},
    {Basis::cumulative, Window::quarter, "2011-12-31", "2011-10-01", "2011-12-31"},
    {Basis::cumulative, Window::year, "2011-12-31", "2011-01-01", "2011-12-31"},
    {Basis::cumulative, Window::year, "2012-01-01", "2012-01-01", "2012-12-31"},
    {Basis::cumulative, Window::agreement, "2012-01-01", "2010-12-05", "none"},
};

TEST(RatingBoundaries, Windows_are_calendar_stretches) {
  const Date agreed = Date::parse_iso("2010-12-05").value();
  for (const Frame& frame : kFrames) {
    CommissionPlan tiers = plan(Rule::flat, "0: 1 %");
    tiers.basis = frame.basis;
    tiers.window = frame.window;
    const auto first = window_of(tiers, Date::parse_iso(frame.on).value(), agreed);
    EXPECT_EQ(first ? first->to_string() : "none", frame.first) << frame.on;
    const auto last = first ? window_end(tiers, *first) : std::nullopt;
    EXPECT_EQ(last ? last->to_string() : "none", frame.last) << frame.on;
  }
}

}  // namespace
}  // namespace quits::program
