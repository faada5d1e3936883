// What every netting of every network keeps, checked on one of them. Throws what RapidCheck
// reports.
#pragma once

#include "tests/settlement/example_network.h"

namespace quits::settlement {

// A random network from RapidCheck's generators: up to `parties_max` parties in up to three groups
// that may be apart, parallel and opposite debts, few due dates, small or large amounts.
Example random_example(int parties_max);

// The total equals a slow reference, and with `with_tie_break` every amount does.
void check_properties(const Example& example, bool with_tie_break);

}  // namespace quits::settlement
