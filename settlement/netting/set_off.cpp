#include "settlement/netting/set_off.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace quits::settlement {
namespace {

// Both by number, from 1.
constexpr std::array<std::string_view, 3> kModes{"bilateral", "multilateral", "centre"};
constexpr std::array<std::string_view, 4> kOrders{"oldest", "newest", "largest", "smallest"};

template <class Value, std::size_t size>
std::optional<Value> named(const std::array<std::string_view, size>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(std::distance(names.begin(), found) + 1);
}

}  // namespace

std::string_view name_of(NettingMode mode) { return kModes.at(static_cast<std::size_t>(mode) - 1); }
std::string_view name_of(AllocationOrder order) {
  return kOrders.at(static_cast<std::size_t>(order) - 1);
}
std::optional<NettingMode> mode_named(std::string_view name) {
  return named<NettingMode>(kModes, name);
}
std::optional<AllocationOrder> order_named(std::string_view name) {
  return named<AllocationOrder>(kOrders, name);
}

}  // namespace quits::settlement
