// Netting at a centre: every debt is novated, that is replaced by one amount per party to or from
// the centre. What is paid together is the net internal debt, the least there can be. Pure.
#pragma once

#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

// Every obligation is replaced in full; what each party pays or gets is its net position
// (Network::net_positions). O(n).
SetOff novate_to_centre(const Network& network);

}  // namespace quits::settlement
