#include "settlement/netting/allocation.h"

#include <algorithm>

#include "base/check.h"

namespace quits::settlement {
namespace {

// They come by priority, which is what decides between equals.
void sort_for(AllocationOrder order, const Network& network, std::span<std::uint32_t> obligations) {
  const auto by = [&](const auto& is_before) {
    std::stable_sort(obligations.begin(), obligations.end(),
                     [&](std::uint32_t left, std::uint32_t right) {
                       return is_before(network.arcs[left], network.arcs[right]);
                     });
  };
  switch (order) {
    case AllocationOrder::oldest:
      break;
    case AllocationOrder::newest:
      by([](const Arc& left, const Arc& right) { return left.due_day > right.due_day; });
      break;
    case AllocationOrder::largest:
      by([](const Arc& left, const Arc& right) { return left.amount_minor > right.amount_minor; });
      break;
    case AllocationOrder::smallest:
      by([](const Arc& left, const Arc& right) { return left.amount_minor < right.amount_minor; });
      break;
  }
}

}  // namespace

std::vector<std::int64_t> allocate(const Network& network, const Pairs& pairs,
                                   std::span<const std::int64_t> of_pairs, AllocationOrder order) {
  std::vector<std::int64_t> amounts(network.arcs.size(), 0);
  std::vector<std::uint32_t> sorted;
  for (std::size_t pair = 0; pair < pairs.pairs.size(); ++pair) {
    std::int64_t rest = of_pairs[pair];
    CHECK(rest >= 0 && rest <= pairs.pairs[pair].amount_minor, "a pair cannot set off {} of {}",
          rest, pairs.pairs[pair].amount_minor);
    const auto obligations = pairs.obligations_of(pair);
    sorted.assign(obligations.begin(), obligations.end());
    sort_for(order, network, sorted);
    for (const std::uint32_t obligation : sorted) {
      amounts[obligation] = std::min(rest, network.arcs[obligation].amount_minor);
      rest -= amounts[obligation];
    }
  }
  return amounts;
}

std::vector<std::int64_t> totals_of_pairs(const Pairs& pairs,
                                          std::span<const std::int64_t> amounts) {
  std::vector<std::int64_t> totals(pairs.pairs.size(), 0);
  for (std::size_t pair = 0; pair < totals.size(); ++pair) {
    for (const std::uint32_t obligation : pairs.obligations_of(pair))
      totals[pair] += amounts[obligation];
  }
  return totals;
}

}  // namespace quits::settlement
