// Why one amount is what it is, as a short calculation: written from the trace that was stored with
// the entry, never rated again. A partner follows it with a pocket calculator.
#pragma once

#include "cli/views_entry.h"

namespace quits::cli {

// `item` is one of the record's, complete. Cost: one look-up per party and version not seen before.
v1::ExplainedItem explain(const ledger::Record& record, const ledger::Item& item, Names& names);

}  // namespace quits::cli
