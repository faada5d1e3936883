#include "program/plan_faults.h"

#include <fmt/core.h>

#include <algorithm>

#include "program/assignments.h"

namespace quits::program {
namespace {

constexpr std::uint32_t kTermMonthsMax = 1200;

void check_override(const CommissionPlan& plan, std::vector<PlanFault>& faults) {
  if (plan.override_depth == 0) {
    if (plan.override_from == OverrideFrom::top) return;
    faults.push_back({Code::terms_invalid, ".override_from", "is given, and the plan pays for the partner's own sales", "give override_depth, or leave it out"});
    return;
  }
  if (plan.override_depth > kLevelsMax) {
    faults.push_back({Code::too_large, ".override_depth", fmt::format("is {}: at most {} was expected", plan.override_depth, kLevelsMax), ""});
  }
  if (plan.earner == Side::principal) {
    faults.push_back({Code::terms_invalid, ".earner", "is the principal, and an override is what the partner above a seller earns", "leave it out"});
  }
  if (plan.override_from == OverrideFrom::seller && plan.basis != Basis::per_event) {
    faults.push_back({Code::terms_invalid, ".override_from",
                      "makes the seller pay, and the plan accumulates volume: one seller would bear what the sales of others change",
                      "choose BASIS_PER_EVENT, or OVERRIDE_FROM_TOP"});
  }
}

void check_paid(const CommissionPlan& plan, std::vector<PlanFault>& faults) {
  if (plan.earned_when != EarnedWhen::paid) return;
  const auto by_sale = [](const Limit& limit) { return limit.scope == LimitScope::sale; };
  const auto limit = std::find_if(plan.limits.begin(), plan.limits.end(), by_sale);
  if (limit != plan.limits.end()) {
    faults.push_back({Code::terms_invalid, fmt::format(".limit[{}].scope", limit - plan.limits.begin()),
                      "counts each sale for itself, and the plan pays in parts, as the customer does", "choose another scope, or EARNED_WHEN_SOLD"});
  }
  if (plan.rule == Rule::from_here && plan.basis == Basis::per_event) {
    faults.push_back({Code::terms_invalid, ".rule", "starts from what was sold before, and here every sale starts from zero", "choose RULE_FLAT"});
  }
  if (plan.clawback) {
    faults.push_back({Code::terms_invalid, ".clawback", "is given, and the plan pays only what the customer has paid",
                      "leave it out: record a refund of what the customer gets back"});
  }
}

}  // namespace

std::vector<PlanFault> faults_beside_the_seller(const CommissionPlan& plan) {
  std::vector<PlanFault> faults;
  check_override(plan, faults);
  check_paid(plan, faults);
  if (plan.clawback && plan.clawback->months > kTermMonthsMax) {
    faults.push_back({Code::too_large, ".clawback.months", fmt::format("is {}: at most {} was expected", plan.clawback->months, kTermMonthsMax), ""});
  }
  return faults;
}

}  // namespace quits::program
