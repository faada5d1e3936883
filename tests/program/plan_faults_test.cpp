// What cannot go together in a plan is refused with its path.
#include <gtest/gtest.h>

#include "program/terms.h"

namespace quits::program {
namespace {

Terms terms_with(CommissionPlan plan) {
  Terms terms;
  terms.currency = Currency::parse("EUR").value();
  plan.name = "p";
  if (plan.bands.empty()) plan.bands = {{Decimal(), Rate::parse("1 %").value(), {}}};
  terms.plans = {std::move(plan)};
  return terms;
}

std::string fault_of(CommissionPlan plan) {
  const auto errors = check(terms_with(std::move(plan)));
  return errors.empty() ? "" : std::string(name_of(errors.front().code)) + " " + errors.front().place.field;
}

TEST(PlanFaults, are_told_with_their_path) {
  CommissionPlan plan;
  EXPECT_EQ(fault_of(plan), "");
  plan.override_from = OverrideFrom::seller;
  EXPECT_EQ(fault_of(plan), "terms_invalid plan[0].override_from");
  plan.override_depth = 10;
  EXPECT_EQ(fault_of(plan), "");
  plan.override_depth = 11;
  EXPECT_EQ(fault_of(plan), "too_large plan[0].override_depth");
  plan.override_depth = 1;
  plan.earner = Side::principal;
  EXPECT_EQ(fault_of(plan), "terms_invalid plan[0].earner");
  plan.earner = Side::partner;
  plan.basis = Basis::per_period;
  EXPECT_EQ(fault_of(plan), "terms_invalid plan[0].override_from");
  plan.override_from = OverrideFrom::top;
  EXPECT_EQ(fault_of(plan), "");
}

TEST(PlanFaults, of_plans_that_pay_when_the_customer_does) {
  CommissionPlan plan;
  plan.earned_when = EarnedWhen::paid;
  EXPECT_EQ(fault_of(plan), "");
  plan.limits = {{LimitScope::period, 100, {}, false}};
  EXPECT_EQ(fault_of(plan), "");
  plan.limits.push_back({LimitScope::sale, 100, {}, false});
  EXPECT_EQ(fault_of(plan), "terms_invalid plan[0].limit[1].scope");
  plan.limits.clear();
  plan.clawback = Clawback{ClawbackBy::month, 12};
  EXPECT_EQ(fault_of(plan), "terms_invalid plan[0].clawback");
  plan.clawback.reset();
  plan.rule = Rule::from_here;
  EXPECT_EQ(fault_of(plan), "terms_invalid plan[0].rule");
  plan.basis = Basis::per_period;
  EXPECT_EQ(fault_of(plan), "");
}

}  // namespace
}  // namespace quits::program
