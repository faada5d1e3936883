// The answer of every netting mode: how much of each obligation is set off, and the proof that no
// more could be. What the proof must satisfy is in settlement/certificate.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "program/netting_terms.h"

namespace quits::settlement {

// The same words as in the terms that allow them.
using program::AllocationOrder;
using program::NettingMode;

std::string_view name_of(NettingMode mode);
std::string_view name_of(AllocationOrder order);
std::optional<NettingMode> mode_named(std::string_view name);
std::optional<AllocationOrder> order_named(std::string_view name);

// Of a multilateral set-off; empty in the other modes.
struct Proof {
  // Per party. An obligation with something left falls by at least one from its debtor to its
  // creditor, one with something set off falls by at most one.
  std::vector<std::int64_t> potential;

  // The tie-break; empty where nothing is proven of it. Parties that share a place were never
  // parted. parted[i] is the rank that parted the places i and i + 1, or zero.
  std::vector<std::uint32_t> place;
  std::vector<std::uint32_t> parted;
  std::uint32_t decided = 0;  // obligations up to this rank took as much as they could
};

struct SetOff {
  NettingMode mode = NettingMode::multilateral;
  AllocationOrder order = AllocationOrder::oldest;
  bool whole_obligations = false;     // none is set off in part
  std::vector<std::int64_t> amounts;  // per obligation, in minor units, 0 to its amount
  Proof proof;
};

}  // namespace quits::settlement
