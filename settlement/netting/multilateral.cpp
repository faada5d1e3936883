#include "settlement/netting/multilateral.h"

#include <algorithm>

#include "settlement/netting/allocation.h"
#include "settlement/netting/circulation.h"
#include "settlement/netting/components.h"
#include "settlement/netting/pairs.h"
#include "settlement/netting/tie_break.h"

namespace quits::settlement {
namespace {

struct Solved {
  std::vector<std::int64_t> of_pairs;
  std::vector<std::int64_t> potential;  // per party
};

// Solves one component after the other and stacks their potentials: each component stands above all
// that debts lead to from it, so that a debt between two falls by at least one.
class Solver {
 public:
  Solver(std::uint32_t parties, const Pairs& pairs) : pairs_(pairs) {
    std::vector<Link> links;
    links.reserve(pairs.pairs.size());
    for (const Pair& pair : pairs.pairs) links.emplace_back(pair.debtor, pair.creditor);
    components_ = strong_components(parties, links);
    solved_.of_pairs.assign(pairs.pairs.size(), 0);
    solved_.potential.assign(parties, 0);
    number_.assign(parties, 0);
    sort_into_components(parties);
  }

  Solved run() {
    for (std::uint32_t component = 0; component < components_.count; ++component) solve(component);
    return std::move(solved_);
  }

 private:
  void sort_into_components(std::uint32_t parties) {
    members_.resize(components_.count);
    inner_.resize(components_.count);
    for (std::uint32_t party = 0; party < parties; ++party) {
      auto& members = members_[components_.of[party]];
      number_[party] = static_cast<std::uint32_t>(members.size());
      members.push_back(party);
    }
    for (std::uint32_t pair = 0; pair < pairs_.pairs.size(); ++pair) {
      const std::uint32_t component = components_.of[pairs_.pairs[pair].debtor];
      if (component == components_.of[pairs_.pairs[pair].creditor])
        inner_[component].push_back(pair);
    }
  }

  void solve(std::uint32_t component) {
    const auto& members = members_[component];
    if (members.size() == 1) {
      solved_.potential[members.front()] = floor_++;
      return;
    }
    std::vector<CapacityArc> arcs;
    arcs.reserve(inner_[component].size());
    for (const std::uint32_t pair : inner_[component]) {
      const Pair& one = pairs_.pairs[pair];
      arcs.push_back({number_[one.debtor], number_[one.creditor], one.amount_minor});
    }
    const Circulation found = largest_circulation(static_cast<std::uint32_t>(members.size()), arcs);
    for (std::size_t i = 0; i < arcs.size(); ++i)
      solved_.of_pairs[inner_[component][i]] = found.flow[i];
    const auto [lowest, highest] = std::ranges::minmax_element(found.potential);
    for (std::size_t i = 0; i < members.size(); ++i)
      solved_.potential[members[i]] = floor_ + found.potential[i] - *lowest;
    floor_ += *highest - *lowest + 1;
  }

  const Pairs& pairs_;
  Components components_;
  std::vector<std::uint32_t> number_;                // per party, within its component
  std::vector<std::vector<std::uint32_t>> members_;  // per component
  std::vector<std::vector<std::uint32_t>> inner_;    // per component: pairs within it
  std::int64_t floor_ = 0;                           // above all potentials so far
  Solved solved_;
};

Solved solve(const Network& network, const Pairs& pairs) {
  return Solver(static_cast<std::uint32_t>(network.parties.size()), pairs).run();
}

// Only where the potential falls by exactly one may the amount differ between largest set-offs:
// below that everything is set off, above it nothing.
std::vector<std::uint32_t> free_obligations(const Network& network,
                                            const std::vector<std::int64_t>& potential) {
  std::vector<std::uint32_t> ranks;
  for (std::size_t i = 0; i < network.by_priority.size(); ++i) {
    const Arc& arc = network.arcs[network.by_priority[i]];
    if (potential[arc.debtor] - potential[arc.creditor] == 1)
      ranks.push_back(static_cast<std::uint32_t>(i) + 1);
  }
  return ranks;
}

void break_ties(const Network& network, SetOff& set_off) {
  std::vector<RankedArc> arcs;
  for (const std::uint32_t rank : free_obligations(network, set_off.proof.potential)) {
    const std::uint32_t obligation = network.by_priority[rank - 1];
    const Arc& arc = network.arcs[obligation];
    arcs.push_back({arc.debtor, arc.creditor, rank, arc.amount_minor, set_off.amounts[obligation]});
  }
  const auto obligations = static_cast<std::uint32_t>(network.arcs.size());
  Partings partings =
      prefer_lower_ranks(static_cast<std::uint32_t>(network.parties.size()), arcs, obligations,
                         std::max(kTieBreakWorkMin, kTieBreakWorkPerObligation * obligations));
  for (const RankedArc& arc : arcs) set_off.amounts[network.by_priority[arc.rank - 1]] = arc.flow;
  set_off.proof.place = std::move(partings.place);
  set_off.proof.parted = std::move(partings.parted);
  set_off.proof.decided = partings.decided;
}

}  // namespace

SetOff largest_set_off(const Network& network, std::span<const char> takes_part) {
  const Pairs pairs = pairs_of(network, takes_part);
  Solved solved = solve(network, pairs);
  SetOff set_off;
  set_off.amounts = allocate(network, pairs, solved.of_pairs, AllocationOrder::oldest);
  set_off.proof.potential = std::move(solved.potential);
  return set_off;
}

SetOff set_off_multilaterally(const Network& network, AllocationOrder order) {
  SetOff set_off = largest_set_off(network, {});
  break_ties(network, set_off);
  if (order != AllocationOrder::oldest) {
    const Pairs pairs = pairs_of(network);
    set_off.amounts = allocate(network, pairs, totals_of_pairs(pairs, set_off.amounts), order);
  }
  set_off.order = order;
  return set_off;
}

}  // namespace quits::settlement
