#include "ledger/record.h"

#include <algorithm>

namespace quits::ledger {

Period Record::own_period() const {
  Period own = Period::of(effective);
  for (const Item& item : items) {
    if (item.trace.matures) own = std::max(own, Period::of(*item.trace.matures));
  }
  return own;
}

}  // namespace quits::ledger
