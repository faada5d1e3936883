// Whatever happens to sales that several earn with, everybody's books add up; and once every sale is taken back, nobody has
// anything left.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "ledger/lines.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

CommissionPlan named(CommissionPlan made, const char* name) {
  made.name = name;
  return made;
}

Terms seller_terms() {
  auto standard = plan(Rule::marginal, Basis::per_period, bands({{"0", "5.5 %"}, {"1000", "8.3 %"}}));
  standard.clawback = Clawback{ClawbackBy::day, 12};
  auto bonus = named(plan(Rule::whole, Basis::cumulative, bands({{"0", "0.7 %"}, {"900", "1.1 %"}}), Window::quarter), "bonus");
  bonus.applies = PlanApplies::also;
  auto paid = named(plan(Rule::marginal, Basis::per_event, bands({{"0", "2.3 %"}, {"100", "3.1 %"}})), "paid");
  paid.applies = PlanApplies::also;
  paid.earned_when = EarnedWhen::paid;
  return terms_of("EUR", {standard, bonus, paid});
}

Terms upper_terms(std::uint32_t depth) {
  auto top = named(plan(Rule::whole, Basis::per_period, bands({{"0", "1.3 %"}, {"2000", "1.9 %"}})), "top");
  top.override_depth = depth;
  auto borne = named(plan(Rule::flat, Basis::per_event, bands({{"0", "0.9 %"}})), "borne");
  borne.override_depth = depth;
  borne.applies = PlanApplies::also;
  borne.override_from = OverrideFrom::seller;
  auto paid = borne;
  paid.name = "when paid";
  paid.earned_when = EarnedWhen::paid;
  auto later = top;
  later.name = "later";
  later.applies = PlanApplies::also;
  later.earned_when = EarnedWhen::paid;
  return terms_of("EUR", {top, borne, paid, later});
}

struct Course {
  explicit Course(std::uint64_t seed) : random(seed) {
    world.open_program();
    for (const char* key : {"S", "Q", "M", "T"}) world.add_partner(key);
    world.agree("s", 1, "S", "2026-01-01", seller_terms());
    world.agree("q", 1, "Q", "2026-01-01", terms_of("EUR", {}));
    world.agree("m", 1, "M", "2026-01-01", upper_terms(1));
    world.agree("t", 1, "T", "2026-01-01", upper_terms(2));
    world.must(PartnerAssigned{"S", "M", day("2026-01-01"), ""});
    world.must(PartnerAssigned{"M", "T", day("2026-02-01"), ""});
  }

  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random() % end); }
  Date on() { return day("2026-01-10").plus_days(static_cast<std::int64_t>(below(80))).value(); }
  Decimal amount(std::int64_t cents_max) {
    return Decimal::from_millionths(10'000 * (1 + static_cast<std::int64_t>(below(static_cast<std::size_t>(cents_max)))));
  }

  void sell() {
    Sale sale = World::sale("S", "2026-01-10", "1");
    sale.on = on();
    sale.amount = amount(150'000);
    if (below(3) > 0) {
      const auto own = static_cast<std::int64_t>(1 + below(999'998));
      sale.split = {{"Q", Rate::from_millionths(Rate::kWhole - own)}, {"S", Rate::from_millionths(own)}};
    }
    sales.push_back("sale-" + std::to_string(sales.size()));
    world.must(sale, sales.back());
  }

  void happen(int step) {
    const std::string id = "step-" + std::to_string(step);
    const std::string& of = sales[below(sales.size())];
    Result<ledger::Receipt> receipt = refuse(Code::usage, "");
    switch (below(6)) {
      case 0: return sell();
      case 1: receipt = world.record(Refund{{"", of}, on(), amount(60'000), ""}, id); break;
      case 2:
      case 3: receipt = world.record(CustomerPayment{{"", of}, on(), amount(60'000), ""}, id); break;
      case 4: receipt = world.record(ContractCancelled{{"", of}, on(), ""}, id); break;
      default: receipt = entries.empty() ? receipt : world.record(reversal(entries[below(entries.size())], "2026-03-30"), id); return;
    }
    if (receipt) entries.push_back(id);
  }

  World world;
  std::mt19937_64 random;
  std::vector<std::string> sales;
  std::vector<std::string> entries;
};

TEST(SaleCourse, leaves_nothing_once_every_sale_is_taken_back) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Course course(seed);
    course.sell();
    for (int step = 0; step < 60; ++step) course.happen(step);
    course.world.expect_clean();
    for (const std::string& sale : course.sales) course.world.record(reversal(sale, "2026-03-31"));
    course.world.expect_clean();
    std::map<std::pair<std::uint64_t, std::string>, std::int64_t> left;
    for (int month = 1; month <= 3; ++month) {
      for (const ledger::Line& line : ledger::lines_of_period(course.world.database(), Period::parse("2026-0" + std::to_string(month)).value())) {
        left[{line.key.creditor.value, line.key.term}] += line.amount_minor;
      }
    }
    for (const auto& [key, minor] : left) EXPECT_EQ(minor, 0) << "party " << key.first << ", " << key.second << ", seed " << seed;
  }
}

TEST(Assignments, refuse_what_closes_a_circle_or_is_too_deep) {
  World world;
  world.open_program();
  for (int i = 0; i < 13; ++i) world.add_partner("P" + std::to_string(i));
  const auto assign = [&](int partner, const std::string& under, const char* from) {
    const auto receipt = world.record(PartnerAssigned{"P" + std::to_string(partner), under, day(from), ""});
    return receipt ? std::string("ok") : std::string(name_of(receipt.error().code)) + " " + receipt.error().place.field;
  };
  EXPECT_EQ(assign(0, "P0", "2026-01-01"), "bad_value partner_assigned.under");
  EXPECT_EQ(assign(0, "ACME", "2026-01-01"), "party_mismatch partner_assigned.under");
  EXPECT_EQ(assign(0, "NOBODY", "2026-01-01"), "unknown_party partner_assigned.under");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(assign(i, "P" + std::to_string(i + 1), "2026-01-01"), "ok") << i;
  EXPECT_EQ(assign(10, "P11", "2026-01-01"), "too_large partner_assigned.under") << "eleven above P0";
  EXPECT_EQ(assign(10, "P0", "2026-03-01"), "bad_value partner_assigned.under");
  EXPECT_EQ(assign(12, "P0", "2026-01-01"), "too_large partner_assigned.under");
  // P5 leaves in May: until then the chain is as it was.
  EXPECT_EQ(assign(5, "", "2026-05-01"), "ok");
  EXPECT_EQ(assign(10, "P11", "2026-04-30"), "too_large partner_assigned.under");
  EXPECT_EQ(assign(10, "P0", "2026-05-01"), "ok");
  EXPECT_EQ(assign(5, "P6", "2026-06-01"), "bad_value partner_assigned.under") << "P6 stands below P0 by now";
  // A circle that would only come about later.
  EXPECT_EQ(assign(11, "P12", "2026-07-01"), "ok");
  EXPECT_EQ(assign(12, "P11", "2026-01-01"), "bad_value partner_assigned.under");
  EXPECT_EQ(assign(12, "P11", "2026-08-01"), "bad_value partner_assigned.under");
  EXPECT_EQ(assign(11, "", "2026-07-01"), "ok") << "the newest record for a day counts";
  EXPECT_EQ(assign(12, "P11", "2026-01-01"), "ok");
  world.agree("p0", 1, "P0", "2026-01-01", terms_of("EUR", {}));
  world.sell("P0", "2026-01-05", "100");
  world.expect_clean();
  world.close("2026-01");
  EXPECT_EQ(assign(11, "P0", "2026-01-31"), "period_closed partner_assigned.from");
  world.expect_clean();
}

}  // namespace
}  // namespace quits::test
