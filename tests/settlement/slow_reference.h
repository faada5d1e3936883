// The largest set-off and its tie-break by another method than the product's: loops that gain are
// pushed one after the other (Bellman and Ford), then every obligation in turn takes what it can
// around loops that cost nothing. Slow, and without potentials, components or merged debts.
#pragma once

#include <cstdint>
#include <vector>

#include "settlement/netting/network.h"

namespace quits::settlement {

// Any largest set-off, per obligation.
std::vector<std::int64_t> slow_largest(const Network& network);
// The one in which each obligation, by priority, takes as much as it can.
std::vector<std::int64_t> slow_oldest_first(const Network& network);

}  // namespace quits::settlement
