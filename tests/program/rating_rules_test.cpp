// INTERPOLATED, FIXED_STEP, FROM_HERE and amounts per unit, at and beside every edge.
#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "program/rating_plan.h"
#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

using namespace samples;

constexpr const char* kFilling = "0: 10, 1000: 40, 5000: 0";  // 10 when 1,000 are full, 40 more at 5,000
constexpr const char* kSteps = "0: 0, 1000: 10, 5000: 40";
constexpr const char* kUnits = "0: 1, 250: 2, 500: 3.5";
constexpr const char* kRates = "0: 1 %, 1000: 2 %, 5000: 3 %";

struct Due {
  Rule rule;
  Base base;
  const char* bands;
  const char* volume;
  std::int64_t minor;
  const char* parts;  // of an event of that volume
};

constexpr Due kDues[] = {
    {Rule::interpolated, Base::net, kFilling, "0", 0, "10 x 0 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "0.01", 0, "10 x 0.01 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "0.49", 0, "10 x 0.49 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "0.5", 1, "10 x 0.5 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "-0.49", 0, "10 x -0.49 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "-0.5", -1, "10 x -0.5 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "999.49", 999, "10 x 999.49 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "999.99", 1'000, "10 x 999.99 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "1000", 1'000, "10 x 1000 / 1000"},
    {Rule::interpolated, Base::net, kFilling, "1000.01", 1'000, "10 x 1000 / 1000, 40 x 0.01 / 4000"},
    {Rule::interpolated, Base::net, kFilling, "3000", 3'000, "10 x 1000 / 1000, 40 x 2000 / 4000"},
    {Rule::interpolated, Base::net, kFilling, "4999.99", 5'000, "10 x 1000 / 1000, 40 x 3999.99 / 4000"},
    {Rule::interpolated, Base::net, kFilling, "5000", 5'000, "10 x 1000 / 1000, 40 x 4000 / 4000"},
    {Rule::interpolated, Base::net, kFilling, "9000", 5'000, "10 x 1000 / 1000, 40 x 4000 / 4000, 0 x 4000 / 0"},
    {Rule::interpolated, Base::net, kFilling, "-2000", -2'000, "10 x -2000 / 1000"},
    {Rule::interpolated, Base::units, "0: 1, 3: 0", "1", 33, "1 x 1 / 3"},
    {Rule::interpolated, Base::units, "0: 1, 3: 0", "2", 67, "1 x 2 / 3"},
    {Rule::interpolated, Base::units, "0: 1, 3: 0", "-1", -33, "1 x -1 / 3"},
    {Rule::fixed_step, Base::net, kSteps, "0", 0, "0 for 0"},
    {Rule::fixed_step, Base::net, kSteps, "-0.01", 0, "0 for 0"},
    {Rule::fixed_step, Base::net, kSteps, "-99999", 0, "0 for 0"},
    {Rule::fixed_step, Base::net, kSteps, "999.99", 0, "0 for 0"},
    {Rule::fixed_step, Base::net, kSteps, "1000", 1'000, "10 for 1000"},
    {Rule::fixed_step, Base::net, kSteps, "1000.01", 1'000, "10 for 1000"},
    {Rule::fixed_step, Base::net, kSteps, "4999.99", 1'000, "10 for 1000"},
    {Rule::fixed_step, Base::net, kSteps, "5000", 5'000, "10 for 1000, 40 for 5000"},
    {Rule::fixed_step, Base::units, "0: 0, 3: 0.005", "3", 1, "0.005 for 3"},
    {Rule::flat, Base::units, "0: 0.0049", "1", 0, "1 x 0.0049"},
    {Rule::flat, Base::units, "0: 0.005", "1", 1, "1 x 0.005"},
    {Rule::flat, Base::units, "0: 0.005", "-1", -1, "-1 x 0.005"},
    {Rule::flat, Base::units, "0: 250", "3", 75'000, "3 x 250"},
    {Rule::marginal, Base::units, kUnits, "249", 24'900, "249 x 1"},
    {Rule::marginal, Base::units, kUnits, "250", 25'000, "250 x 1"},
    {Rule::marginal, Base::units, kUnits, "251", 25'200, "250 x 1, 1 x 2"},
    {Rule::marginal, Base::units, kUnits, "501", 75'350, "250 x 1, 250 x 2, 1 x 3.5"},
    {Rule::marginal, Base::units, kUnits, "-10", -1'000, "-10 x 1"},
    {Rule::whole, Base::units, kUnits, "249", 24'900, "249 x 1"},
    {Rule::whole, Base::units, kUnits, "250", 50'000, "250 x 2"},
    {Rule::whole, Base::units, kUnits, "500", 175'000, "500 x 3.5"},
    {Rule::whole, Base::units, kUnits, "-10", -1'000, "-10 x 1"},
    {Rule::marginal, Base::gross, kRates, "1001", 1'002, "1000 at 1 %, 1 at 2 %"},
    // For itself a sale starts from zero: FROM_HERE stays in the first band.
    {Rule::from_here, Base::net, kRates, "9000", 9'000, "9000 at 1 %"},
    {Rule::from_here, Base::net, kRates, "-9000", -9'000, "-9000 at 1 %"},
    {Rule::from_here, Base::units, kUnits, "300", 30'000, "300 x 1"},
};

bool is_told(Rule rule) { return rule == Rule::from_here || rule == Rule::interpolated || rule == Rule::fixed_step; }

TEST(RatingRules, What_a_volume_gives_at_and_beside_every_edge) {
  for (const Due& due : kDues) {
    const CommissionPlan tiers = plan(due.rule, due.bands, due.base);
    const Rated event = rated(rate_event(tiers, decimal(due.volume), currency("EUR"), kHalfAway));
    EXPECT_EQ(event.amount_minor, due.minor) << due.bands << " on " << due.volume;
    EXPECT_EQ(words_of(event.trace), due.parts) << due.bands << " on " << due.volume;
    EXPECT_EQ(event.trace.base, due.base);
    EXPECT_EQ(event.trace.rule, is_told(due.rule) ? due.rule : Rule::none);
    EXPECT_EQ(event.trace.due_before_minor, 0);
    EXPECT_EQ(event.trace.due_after_minor, has_total(due.rule) ? due.minor : 0);
  }
}

struct Move {
  Rule rule;
  const char* bands;
  const char* before;
  const char* volume;
  std::int64_t minor;
  const char* parts;
};

constexpr Move kMoves[] = {
    {Rule::interpolated, kFilling, "999", "2", 2, "10 x 1 / 1000, 40 x 1 / 4000"},
    {Rule::interpolated, kFilling, "1000", "-1000", -1'000, "10 x -1000 / 1000"},
    {Rule::interpolated, kFilling, "6000", "-2000", -1'000, "40 x -1000 / 4000, 0 x -1000 / 0"},
    {Rule::interpolated, kFilling, "-500", "1000", 1'000, "10 x 1000 / 1000"},
    {Rule::interpolated, kFilling, "7000", "0", 0, "0 x 0 / 0"},
    {Rule::fixed_step, kSteps, "999.99", "0.01", 1'000, "10 for 1000"},
    {Rule::fixed_step, kSteps, "1000", "-0.01", -1'000, "-10 for 1000"},
    {Rule::fixed_step, kSteps, "1000", "10", 0, "0 for 1000"},
    {Rule::fixed_step, kSteps, "-5", "5005", 5'000, "10 for 1000, 40 for 5000"},
    {Rule::fixed_step, kSteps, "5000", "-5005", -5'000, "-10 for 1000, -40 for 5000"},
    {Rule::from_here, kRates, "0", "1000", 1'000, "1000 at 1 %"},
    {Rule::from_here, kRates, "999.99", "5000", 5'000, "5000 at 1 %"},
    {Rule::from_here, kRates, "1000", "1", 2, "1 at 2 %"},
    {Rule::from_here, kRates, "1000", "-2000", -4'000, "-2000 at 2 %"},
    {Rule::from_here, kRates, "4999.99", "0.01", 0, "0.01 at 2 %"},
    {Rule::from_here, kRates, "5000", "100", 300, "100 at 3 %"},
    {Rule::from_here, kRates, "-1", "100", 100, "100 at 1 %"},
    {Rule::from_here, kRates, "5000", "0", 0, "0 at 3 %"},
};

TEST(RatingRules, What_a_movement_books_in_a_window) {
  for (const Move& move : kMoves) {
    const CommissionPlan tiers = plan(move.rule, move.bands);
    const std::array<Segment, 1> window = {Segment{&tiers, decimal(move.before)}};
    const Rated moved = rated(rate_movement(window, 0, decimal(move.volume), Date(), currency("EUR"), kHalfAway));
    EXPECT_EQ(moved.amount_minor, move.minor) << move.bands << ": " << move.before << " + " << move.volume;
    EXPECT_EQ(words_of(moved.trace), move.parts) << move.bands << ": " << move.before << " + " << move.volume;
    EXPECT_EQ(moved.trace.volume_before, decimal(move.before));
    EXPECT_EQ(moved.trace.volume_after, decimal(move.before).plus(decimal(move.volume)).value());
  }
}

TEST(RatingRules, What_does_not_fit_is_refused) {
  constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
  const Decimal most = Decimal::from_millionths(kLargest);
  const Decimal least = Decimal::from_millionths(-kLargest);
  const auto code_of = [](const CommissionPlan& tiers, Decimal volume) {
    const auto result = rate_event(tiers, volume, currency("EUR"), kHalfAway);
    return result ? std::to_string(result->amount_minor) : std::string(name_of(result.error().code));
  };
  CommissionPlan units = plan(Rule::flat, "0: 1000000000000", Base::units);
  EXPECT_EQ(code_of(units, most), "overflow");
  units.rule = Rule::from_here;
  EXPECT_EQ(code_of(units, most), "overflow");

  // 9.2 million million for the first millionth: its slope below zero leaves 64 bits, its sum does not.
  CommissionPlan filling = plan(Rule::interpolated, "0: 0, 0.000001: 0, 9000000000000: 0, 9000000000001: 0");
  filling.bands[0].amount = most;
  EXPECT_EQ(code_of(filling, decimal("0.000001")), "922337203685478");
  EXPECT_EQ(code_of(filling, most), "922337203685478");
  EXPECT_EQ(code_of(filling, least), "overflow");
  filling.bands[1].amount = filling.bands[2].amount = most;
  EXPECT_EQ(code_of(filling, decimal("1")), "922337203685580");
  // Two of them, and a third that fills: times a width of nine million million that is more than 128 bits.
  filling.bands = bands("0: 0, 0.000001: 0, 0.000002: 0, 0.000003: 0, 9000000000000: 0");
  for (Band& band : filling.bands) band.amount = most;
  EXPECT_EQ(code_of(filling, decimal("0.000003")), "overflow");

  CommissionPlan steps = plan(Rule::fixed_step, "0: 0");
  for (int i = 1; i < 100; ++i) steps.bands.push_back({Decimal::from_millionths(i), Rate(), most});
  EXPECT_EQ(code_of(steps, most), "91311383164862280");
  for (Rule rule : {Rule::interpolated, Rule::fixed_step, Rule::from_here}) {
    EXPECT_EQ(code_of(plan(rule, ""), decimal("1")), "bands_invalid");
  }
  filling.bands = bands("0: 5, 0: 0");  // terms that no check has seen
  EXPECT_EQ(code_of(filling, decimal("-1")), "bands_invalid");
}

}  // namespace
}  // namespace quits::program
