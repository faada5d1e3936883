#include "settlement/netting/centre.h"

namespace quits::settlement {

SetOff novate_to_centre(const Network& network) {
  SetOff set_off;
  set_off.mode = NettingMode::centre;
  set_off.whole_obligations = true;
  set_off.amounts.reserve(network.arcs.size());
  for (const Arc& arc : network.arcs) set_off.amounts.push_back(arc.amount_minor);
  return set_off;
}

}  // namespace quits::settlement
