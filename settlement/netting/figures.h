// The figures of a netting for finance: in all and per party. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

struct PartyFigures {
  std::int64_t owes_minor = 0;
  std::int64_t owed_minor = 0;
  std::int64_t set_off_minor = 0;     // of what it owes
  std::int64_t to_pay_minor = 0;      // after the netting
  std::int64_t to_receive_minor = 0;  // after the netting
};

struct NettingFigures {
  std::int64_t gross_minor = 0;
  std::int64_t net_internal_debt_minor = 0;
  std::int64_t set_off_minor = 0;     // gross less what remains
  std::int64_t remaining_minor = 0;   // still to be paid; at a centre, to it
  std::uint64_t payments_before = 0;  // one per debtor and creditor
  std::uint64_t payments_after = 0;
  std::vector<PartyFigures> parties;
};

// O(n log n).
NettingFigures figures_of(const Network& network, const SetOff& set_off);

}  // namespace quits::settlement
