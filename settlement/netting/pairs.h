// The obligations of each debtor to each creditor, side by side. Pure.
//
// A solver sees one arc per pair, however many invoices there are; what it sets off for the pair is
// then allocated to them (settlement/netting/allocation.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "settlement/netting/network.h"

namespace quits::settlement {

struct Pair {
  std::uint32_t debtor = 0;
  std::uint32_t creditor = 0;
  std::int64_t amount_minor = 0;  // of its obligations together
  std::uint32_t first = 0;        // of its obligations, in Pairs::obligations
};

struct Pairs {
  std::vector<Pair> pairs;                 // by debtor, then creditor
  std::vector<std::uint32_t> obligations;  // by pair, and within a pair by priority
  std::vector<std::uint32_t> first_of;     // per debtor its first pair; one more at the end

  std::span<const std::uint32_t> obligations_of(std::size_t pair) const;
  // The pair the other way round, or pairs.size() where nothing is owed back. O(log debts).
  std::size_t opposite(std::size_t pair) const;
};

// Of all obligations, or of those where `takes_part` is not zero. O(parties + obligations).
Pairs pairs_of(const Network& network, std::span<const char> takes_part = {});

}  // namespace quits::settlement
