// What cannot go together in a plan that pays somebody above the seller, when the customer pays, or back when a contract ends:
// a piece of check() in program/terms.h.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "program/terms.h"

namespace quits::program {

struct PlanFault {
  Code code;
  std::string field;  // within the plan: ".override_from"
  std::string message;
  std::string hint;
};

std::vector<PlanFault> faults_beside_the_seller(const CommissionPlan& plan);

}  // namespace quits::program
