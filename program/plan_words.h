// When, to whom and on whose sales a plan pays, in words: a piece of program/terms_words.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "program/terms.h"

namespace quits::program {

std::string_view words_of(PlanApplies applies);  // "paid besides other plans"
std::string_view words_of(EarnedWhen when);      // "when the customer pays"
std::string_view words_of(OverrideFrom from);    // "the principal"
std::string words_of_depth(std::uint32_t depth);  // "sales of partners 1 level below"
std::string words_of_clawback(const std::optional<Clawback>& clawback);

// What of it is not the ordinary: "; on sales of partners 1 level below; ..."; empty where all is.
std::string words_beside_the_seller(const CommissionPlan& plan);

}  // namespace quits::program
