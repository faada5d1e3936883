// How prices, cancelled orders, floors, guarantees and funds came to their amounts: the steps between the agreement and what
// was booked, for a pocket calculator. Everything comes from the stored trace and the terms in words.
#pragma once

#include <string>
#include <vector>

#include "ledger/record.h"
#include "program/terms.h"

namespace quits::cli {

struct Step {
  std::string text;
  std::string amount;  // empty: the text says it all
};

// Empty for reasons that are explained elsewhere. `terms` may be null: then units and descriptions are left out.
std::vector<Step> service_steps(const ledger::Record& record, const ledger::Item& item, const program::Terms* terms);

}  // namespace quits::cli
