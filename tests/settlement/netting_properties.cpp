#include "tests/settlement/netting_properties.h"

#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

#include "settlement/netting/allocation.h"
#include "settlement/netting/bilateral.h"
#include "settlement/netting/centre.h"
#include "settlement/netting/figures.h"
#include "settlement/netting/multilateral.h"
#include "settlement/netting/whole.h"
#include "tests/settlement/mutations.h"
#include "tests/settlement/slow_reference.h"

namespace quits::settlement {
namespace {

std::vector<std::int64_t> net_after(const Network& network, const SetOff& set_off) {
  std::vector<std::int64_t> net(network.parties.size(), 0);
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    const std::int64_t left = network.arcs[i].amount_minor - set_off.amounts[i];
    net[network.arcs[i].creditor] += left;
    net[network.arcs[i].debtor] -= left;
  }
  return net;
}

// What is left, as obligations of a second run.
Example rest_of(const Example& example, const Network& network, const SetOff& set_off) {
  Example rest{example.parties, {}};
  for (std::size_t i = 0; i < example.obligations.size(); ++i) {
    Obligation one = example.obligations[i];
    const std::int64_t left = network.arcs[i].amount_minor - set_off.amounts[i];
    one.open_minor = network.arcs[i].turned ? -left : left;
    if (left > 0) rest.obligations.push_back(one);
  }
  return rest;
}

void check_accepted(const Network& network, const SetOff& set_off) {
  const auto checked = check_set_off(network, set_off);
  if (!checked) {
    RC_FAIL(checked.error().message);
  }
  RC_ASSERT(checked->optimal);
  RC_ASSERT(expect_mutations_refused(network, set_off) >= (network.arcs.empty() ? 0 : 3));
}

void check_input_order(const Example& example, const SetOff& expected) {
  std::vector<std::size_t> order(example.obligations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  Example shuffled{example.parties, {}};
  std::ranges::reverse(shuffled.parties);
  const auto last = static_cast<std::uint32_t>(example.parties.size()) - 1;
  for (const std::size_t from : order) {
    Obligation one = example.obligations[from];
    one.debtor = last - one.debtor;
    one.creditor = last - one.creditor;
    shuffled.obligations.push_back(one);
  }
  const SetOff found = set_off_multilaterally(shuffled.network().value());
  for (std::size_t i = 0; i < order.size(); ++i) {
    RC_ASSERT(found.amounts[i] == expected.amounts[order[i]]);
  }
}

void check_orders(const Network& network, const SetOff& oldest) {
  const Pairs pairs = pairs_of(network);
  const auto totals = totals_of_pairs(pairs, oldest.amounts);
  for (const auto order :
       {AllocationOrder::newest, AllocationOrder::largest, AllocationOrder::smallest}) {
    const SetOff other = set_off_multilaterally(network, order);
    RC_ASSERT(totals_of_pairs(pairs, other.amounts) == totals);
    check_accepted(network, other);
  }
}

void check_whole(const Network& network) {
  for (const auto mode : {NettingMode::bilateral, NettingMode::multilateral}) {
    const SetOff whole = set_off_whole(network, mode);
    const auto checked = check_set_off(network, whole);
    if (!checked) {
      RC_FAIL(checked.error().message);
    }
    RC_ASSERT(checked->set_off_minor <= checked->bound_minor);
    RC_ASSERT(net_after(network, whole) == network.net_positions());
  }
}

}  // namespace

Example random_example(int parties_max) {
  const int parties = *rc::gen::inRange(2, parties_max + 1);
  const int groups = *rc::gen::inRange(1, 4);
  const int count = *rc::gen::inRange(0, 4 * parties);
  const bool small = *rc::gen::arbitrary<bool>();
  Example example;
  for (int i = 0; i < parties; ++i) example.parties.push_back("P" + std::to_string(i));
  for (int i = 0; i < count; ++i) {
    const int debtor = *rc::gen::inRange(0, parties);
    int creditor = *rc::gen::inRange(0, parties);
    // Mostly within one group; a few debts join the groups.
    if (*rc::gen::inRange(0, 10) > 0) creditor += (debtor - creditor) % groups;
    creditor = (creditor + parties) % parties;
    if (creditor == debtor) continue;
    Obligation one;
    one.id = std::to_string(*rc::gen::inRange(0, 1000)) + "-" + std::to_string(i);
    one.debtor = static_cast<std::uint32_t>(debtor);
    one.creditor = static_cast<std::uint32_t>(creditor);
    one.open_minor = small ? *rc::gen::inRange<std::int64_t>(1, 6)
                           : *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
    if (*rc::gen::inRange(0, 20) == 0) one.open_minor = -one.open_minor;
    if (*rc::gen::inRange(0, 5) > 0) one.due = Date::from_days(*rc::gen::inRange(20'000, 20'005));
    example.obligations.push_back(one);
  }
  return example;
}

void check_properties(const Example& example, bool with_tie_break) {
  const Network network = example.network().value();
  const SetOff found = set_off_multilaterally(network);
  check_accepted(network, found);
  RC_ASSERT(found.proof.decided == network.arcs.size());
  const auto reference = with_tie_break ? slow_oldest_first(network) : slow_largest(network);
  RC_ASSERT(std::accumulate(reference.begin(), reference.end(), std::int64_t{0}) ==
            total_of(found));
  if (with_tie_break) {
    RC_ASSERT(found.amounts == reference);
  }

  // Nobody's net position moves, and nothing is left to set off.
  RC_ASSERT(net_after(network, found) == network.net_positions());
  const Example rest = rest_of(example, network, found);
  RC_ASSERT(total_of(set_off_multilaterally(rest.network().value())) == 0);

  const SetOff bilateral = set_off_bilaterally(network);
  check_accepted(network, bilateral);
  RC_ASSERT(total_of(bilateral) <= total_of(found));
  check_accepted(network, novate_to_centre(network));
  const NettingFigures figures = figures_of(network, found);
  RC_ASSERT(figures.remaining_minor >= figures.net_internal_debt_minor);

  if (!example.obligations.empty()) check_input_order(example, found);
  check_orders(network, found);
  check_whole(network);
}

}  // namespace quits::settlement
