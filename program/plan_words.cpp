#include "program/plan_words.h"

#include <fmt/core.h>

namespace quits::program {

std::string_view words_of(PlanApplies applies) {
  return applies == PlanApplies::also ? "paid besides other plans" : "paid if it is the first plan that covers the sale";
}

std::string_view words_of(EarnedWhen when) { return when == EarnedWhen::paid ? "when the customer pays" : "when it is sold"; }

std::string_view words_of(OverrideFrom from) { return from == OverrideFrom::seller ? "the seller" : "the principal"; }

std::string words_of_depth(std::uint32_t depth) {
  if (depth == 0) return "the partner's own sales";
  return fmt::format("sales of partners {} level{} below", depth, depth == 1 ? "" : "s");
}

std::string words_of_clawback(const std::optional<Clawback>& clawback) {
  if (!clawback) return "nothing is given back";
  std::string text = fmt::format("what was not served is given back, counted by the {}", clawback->by == ClawbackBy::month ? "month" : "day");
  if (clawback->months != 0) text += fmt::format(", of {} month{} unless the sale says", clawback->months, clawback->months == 1 ? "" : "s");
  return text;
}

std::string words_beside_the_seller(const CommissionPlan& plan) {
  std::string text;
  if (plan.applies == PlanApplies::also) text += fmt::format("; {}", words_of(plan.applies));
  if (plan.override_depth != 0) text += fmt::format("; on {}, {} bears it", words_of_depth(plan.override_depth), words_of(plan.override_from));
  if (plan.earned_when == EarnedWhen::paid) text += fmt::format("; earned {}", words_of(plan.earned_when));
  if (plan.clawback) text += "; when a contract ends early, " + words_of_clawback(plan.clawback);
  return text;
}

}  // namespace quits::program
