#include "program/shares.h"

#include "base/allocate.h"

namespace quits::program {

std::size_t group_size(std::span<const ledger::Item> items, std::size_t at) {
  const auto& split = items[at].trace.more->split;
  std::size_t size = 1;
  while (split && at + size < items.size()) {
    const auto& other = items[at + size].trace.more->split;
    const bool shares = other && other->version == split->version && other->plan == split->plan && items[at + size].key.term != other->plan;
    if (!shares || items[at + size].trace.of != items[at].trace.of) break;
    ++size;
  }
  return size;
}

Result<std::vector<std::int64_t>> parts_of_whole(std::span<const ledger::Item> group, std::int64_t whole_minor) {
  std::vector<std::int64_t> weights;
  weights.reserve(group.size());
  for (const ledger::Item& item : group) weights.push_back(item.trace.more->split ? item.trace.more->split->share.millionths() : 0);
  return allocate(whole_minor, weights);
}

Result<GroupReturn> return_group(std::span<const ledger::Item> group, SaleState sale, Decimal refund, Rounding rounding) {
  GroupReturn result;
  const ledger::Item& first = group.front();
  if (!first.trace.more->split) {
    sale.booked_minor = first.amount_minor;
    sale.true_up_minor = first.trace.true_up_minor;
    TRY(sale.returned_minor, returned_of(sale, rounding));
    TRY(Rated rated, rate_refund(sale, refund, rounding));
    result.whole_minor = rated.amount_minor;
    result.items.push_back(std::move(rated));
    return result;
  }
  // What is shared; then what the sale changed of later versions' sales, which is the seller's alone.
  SaleState shared = sale;
  shared.true_up_minor = 0;
  shared.booked_minor = first.trace.more->split->whole_minor;
  TRY(shared.returned_minor, returned_of(shared, rounding));
  TRY(const Rated whole, rate_refund(shared, refund, rounding));
  result.whole_minor = whole.amount_minor;
  TRY(const auto before, parts_of_whole(group, shared.returned_minor));
  TRY(const auto after, parts_of_whole(group, shared.returned_minor - whole.amount_minor));
  SaleState changed = shared;
  changed.booked_minor = first.trace.true_up_minor;
  TRY(changed.returned_minor, returned_of(changed, rounding));
  TRY(const Rated true_up, rate_refund(changed, refund, rounding));
  for (std::size_t i = 0; i < group.size(); ++i) {
    const bool is_seller = i == 0;
    Rated rated = whole;
    rated.own_minor = before[i] - after[i];
    rated.amount_minor = rated.own_minor + (is_seller ? true_up.amount_minor : 0);
    rated.trace.booked_minor = group[i].amount_minor;
    rated.trace.returned_before_minor = before[i] + (is_seller ? changed.returned_minor : 0);
    rated.trace.returned_minor = rated.amount_minor;
    result.items.push_back(std::move(rated));
  }
  return result;
}

}  // namespace quits::program
