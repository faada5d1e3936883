// A made-up network of debts: scale-free, so that a few parties owe and are owed by many, as in
// trade. The same size gives the same network on every machine.
//
// Three of four ends of a debt are drawn from the ends so far (who has many debts gets more), the
// rest evenly. Amounts spread over five orders of magnitude, due dates over a quarter; one party
// per ten obligations.
#pragma once

#include <cstddef>

#include "settlement/netting/network.h"

namespace quits::bench {

settlement::Network scale_free_network(std::size_t obligations);

}  // namespace quits::bench
