#include "settlement/netting/pairs.h"

#include <algorithm>

namespace quits::settlement {
namespace {

// Stable, by a key below `keys`.
template <class Key>
void counting_sort(std::vector<std::uint32_t>& values, std::size_t keys, const Key& key_of) {
  std::vector<std::uint32_t> next(keys + 1, 0);
  for (const std::uint32_t value : values) ++next[key_of(value) + 1];
  for (std::size_t key = 0; key < keys; ++key) next[key + 1] += next[key];
  std::vector<std::uint32_t> sorted(values.size());
  for (const std::uint32_t value : values) sorted[next[key_of(value)]++] = value;
  values = std::move(sorted);
}

}  // namespace

std::span<const std::uint32_t> Pairs::obligations_of(std::size_t pair) const {
  const std::size_t first = pairs[pair].first;
  const std::size_t end = pair + 1 < pairs.size() ? pairs[pair + 1].first : obligations.size();
  return std::span(obligations).subspan(first, end - first);
}

std::size_t Pairs::opposite(std::size_t pair) const {
  const std::uint32_t debtor = pairs[pair].creditor;
  const auto begin = pairs.begin() + first_of[debtor];
  const auto end = pairs.begin() + first_of[debtor + 1];
  const auto found = std::lower_bound(
      begin, end, pairs[pair].debtor,
      [](const Pair& one, std::uint32_t creditor) { return one.creditor < creditor; });
  const bool is_there = found != end && found->creditor == pairs[pair].debtor;
  return is_there ? static_cast<std::size_t>(found - pairs.begin()) : pairs.size();
}

Pairs pairs_of(const Network& network, std::span<const char> takes_part) {
  Pairs made;
  made.obligations.reserve(network.arcs.size());
  for (const std::uint32_t arc : network.by_priority) {
    if (takes_part.empty() || takes_part[arc] != 0) made.obligations.push_back(arc);
  }
  const auto& arcs = network.arcs;
  counting_sort(made.obligations, network.parties.size(),
                [&](std::uint32_t arc) { return arcs[arc].creditor; });
  counting_sort(made.obligations, network.parties.size(),
                [&](std::uint32_t arc) { return arcs[arc].debtor; });

  made.first_of.assign(network.parties.size() + 1, 0);
  for (std::size_t i = 0; i < made.obligations.size(); ++i) {
    const Arc& arc = arcs[made.obligations[i]];
    if (made.pairs.empty() || made.pairs.back().debtor != arc.debtor ||
        made.pairs.back().creditor != arc.creditor) {
      made.pairs.push_back({arc.debtor, arc.creditor, 0, static_cast<std::uint32_t>(i)});
      ++made.first_of[arc.debtor + 1];
    }
    made.pairs.back().amount_minor += arc.amount_minor;
  }
  for (std::size_t party = 0; party < network.parties.size(); ++party)
    made.first_of[party + 1] += made.first_of[party];
  return made;
}

}  // namespace quits::settlement
