// R9: parts of a commission that several share are the whole of it, always.
#include "program/shares.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace quits::program {
namespace {

ledger::Item part(std::int64_t share_micros, std::int64_t whole_minor, bool is_seller) {
  ledger::Item item;
  item.key.version = {is_seller ? 7U : 8U};
  item.key.term = is_seller ? "standard" : "standard, shared by S";
  item.trace.more.edit().split = ledger::SplitTrace{Rate::from_millionths(share_micros), whole_minor, {7}, "standard"};
  return item;
}

// A group with its amounts, as a sale books them.
std::vector<ledger::Item> group_of(const std::vector<std::int64_t>& shares, std::int64_t whole_minor, std::int64_t true_up_minor) {
  std::vector<ledger::Item> items;
  for (const std::int64_t share : shares) items.push_back(part(share, whole_minor, items.empty()));
  const auto parts = parts_of_whole(items, whole_minor).value();
  for (std::size_t i = 0; i < items.size(); ++i) items[i].amount_minor = parts[i];
  items.front().trace.true_up_minor = true_up_minor;
  items.front().amount_minor += true_up_minor;
  return items;
}

std::vector<std::int64_t> random_shares() {
  const auto cuts = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, Rate::kWhole + 1));
  std::vector<std::int64_t> edges(cuts.begin(), cuts.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(cuts.size(), 6)));
  edges.push_back(0);
  edges.push_back(Rate::kWhole);
  std::sort(edges.begin(), edges.end());
  std::vector<std::int64_t> shares;
  for (std::size_t i = 1; i < edges.size(); ++i) shares.push_back(edges[i] - edges[i - 1]);
  return shares;
}

RC_GTEST_PROP(Shares, refunds_in_any_parts_return_the_whole_and_end_at_nothing, ()) {
  const auto shares = random_shares();
  const auto whole = *rc::gen::inRange<std::int64_t>(-100'000, 100'000);
  const auto true_up = *rc::gen::inRange<std::int64_t>(-500, 500);
  const auto amount = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
  const Rounding rounding = *rc::gen::element(Rounding::half_away_from_zero, Rounding::half_even);
  const auto group = group_of(shares, whole, true_up);
  std::vector<std::int64_t> left;
  for (const ledger::Item& item : group) left.push_back(item.amount_minor);
  SaleState state{{1}, Decimal::from_millionths(amount), 0, {}, 0, 0};
  std::int64_t refunded = 0;
  while (refunded < amount) {
    const auto next = *rc::gen::oneOf(rc::gen::just(amount - refunded), rc::gen::inRange<std::int64_t>(1, amount - refunded + 1));
    state.refunded = Decimal::from_millionths(refunded);
    const auto back = return_group(group, state, Decimal::from_millionths(next), rounding).value();
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < group.size(); ++i) {
      left[i] += back.items[i].amount_minor;
      sum += back.items[i].own_minor;
    }
    RC_ASSERT(sum == back.whole_minor);
    refunded += next;
  }
  for (const std::int64_t rest : left) RC_ASSERT(rest == 0);
}

RC_GTEST_PROP(Shares, what_is_taken_off_mirrors_what_is_sold, ()) {
  const auto shares = random_shares();
  const auto whole = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
  const auto sold = group_of(shares, whole, 0);
  const auto credited = group_of(shares, -whole, 0);
  for (std::size_t i = 0; i < sold.size(); ++i) RC_ASSERT(sold[i].amount_minor == -credited[i].amount_minor);
}

TEST(Shares, a_group_ends_where_another_commission_begins) {
  const auto first = group_of({500'000, 500'000}, 10, 0);
  std::vector<ledger::Item> items = first;
  items.insert(items.end(), first.begin(), first.end());
  items[2].key.term = items[2].trace.more.edit().split->plan = items[3].trace.more.edit().split->plan = "bonus";
  items.emplace_back();
  EXPECT_EQ(group_size(items, 0), 2U);
  EXPECT_EQ(group_size(items, 2), 2U);
  EXPECT_EQ(group_size(items, 4), 1U);
}

TEST(Shares, what_is_more_than_the_sale_is_refused) {
  const auto group = group_of({300'000, 700'000}, 101, 0);
  const SaleState state{{1}, Decimal::from_units(10).value(), 0, Decimal::from_units(4).value(), 0, 0};
  EXPECT_TRUE(return_group(group, state, Decimal::from_units(6).value(), Rounding::half_away_from_zero));
  const auto refused = return_group(group, state, Decimal::parse("6.000001").value(), Rounding::half_away_from_zero);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::refund_exceeds_sale);
}

}  // namespace
}  // namespace quits::program
