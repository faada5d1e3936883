// Set-off of whole obligations only: each is set off in full or not at all. Pure.
//
// That is an integer problem (subset sum is a case of it), so no optimum is promised: the largest
// set-off with parts is solved, obligations that would be set off in part leave, what remains is
// solved again, until none is in part; then the same once more among what is left, as long as that
// adds anything. The potentials of the first solution bound what could be set off at all; the
// difference to it is the gap (settlement/certificate.h).
//
//   A owes B 100 and 50, B owes A 120: parts would set off 120, whole ones nothing.
#pragma once

#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

// `mode` is bilateral or multilateral (CHECK).
SetOff set_off_whole(const Network& network, NettingMode mode);

}  // namespace quits::settlement
