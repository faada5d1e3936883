// What `quits explain` says of an amount that others have a part in, that waits for the customer, or that goes back because a
// contract ended.
#pragma once

#include <string>
#include <vector>

#include "cli/views_entry.h"

namespace quits::cli {

struct SharedStep {
  std::string text;
  std::string amount;  // empty: it only says something
};

// Before the calculation: on whose sale it is, which payment.
std::vector<SharedStep> steps_of_origin(const ledger::Item& item, Names& names);
// After it: the parts of the whole.
std::vector<SharedStep> steps_of_shares(const ledger::Item& item, Names& names);
// Of what goes back of a shared sale or payment, when `in_all` of it has: the part of the whole that does.
std::vector<SharedStep> steps_of_shared_return(const ledger::Item& item, Decimal in_all, Names& names);
// As fields.
void add_shares(const ledger::TraceMore& more, Currency currency, Names& names, v1::TraceView& view);

}  // namespace quits::cli
