// Bilateral set-off in a network: each pair sets off what it owes each other, all of the smaller
// side. No third party is involved. Pure.
#pragma once

#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

// O(n log debts of a party), and for orders other than `oldest` O(n log n).
SetOff set_off_bilaterally(const Network& network, AllocationOrder order = AllocationOrder::oldest,
                           std::span<const char> takes_part = {});

}  // namespace quits::settlement
