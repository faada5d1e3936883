#include "program/reach.h"

#include <algorithm>
#include <iterator>

namespace quits::program {
namespace {

std::vector<std::string_view> sorted(const std::vector<std::string>& list) {
  std::vector<std::string_view> names(list.begin(), list.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

bool share_a_name(const std::vector<std::string_view>& left, const std::vector<std::string_view>& right) {
  auto at = right.begin();
  for (const std::string_view name : left) {
    at = std::lower_bound(at, right.end(), name);
    if (at == right.end()) return false;
    if (*at == name) return true;
  }
  return false;
}

}  // namespace

Reach::Names Reach::names_of(const std::vector<std::string>& listed, const std::vector<std::string>& except) {
  const auto excepted = sorted(except);
  if (listed.empty()) return {true, excepted};
  Names left;
  const auto named = sorted(listed);
  std::set_difference(named.begin(), named.end(), excepted.begin(), excepted.end(), std::back_inserter(left.names));
  return left;
}

// There is always one more name, so that no finite list contains all but a few.
bool Reach::contains(const Names& wide, const Names& narrow) {
  const auto includes = [](const auto& all, const auto& some) {
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
  };
  if (narrow.is_all_but) return wide.is_all_but && includes(narrow.names, wide.names);
  return wide.is_all_but ? !share_a_name(narrow.names, wide.names) : includes(wide.names, narrow.names);
}

Reach::Reach(const Coverage& coverage)
    : asks_{names_of(coverage.products, coverage.except_products),
            names_of(coverage.product_groups, coverage.except_product_groups),
            names_of(coverage.segments, {}), names_of(coverage.regions, {}), names_of(coverage.levels, {})} {}

bool Reach::is_empty() const {
  return std::any_of(asks_.begin(), asks_.end(),
                     [](const Names& asked) { return !asked.is_all_but && asked.names.empty(); });
}

bool Reach::contains(const Reach& other) const {
  if (other.is_empty()) return true;
  for (std::size_t i = 0; i < asks_.size(); ++i) {
    if (!contains(asks_[i], other.asks_[i])) return false;
  }
  return true;
}

}  // namespace quits::program
