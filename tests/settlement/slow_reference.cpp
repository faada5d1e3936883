#include "tests/settlement/slow_reference.h"

#include <algorithm>
#include <limits>

namespace quits::settlement {
namespace {

struct Move {
  std::uint32_t from;
  std::uint32_t to;
  std::uint32_t obligation;
  bool more;  // sets off more, at a gain of one per unit; else less
};

class Residual {
 public:
  explicit Residual(const Network& network)
      : network_(network), amounts(network.arcs.size(), 0), fixed(network.arcs.size(), false) {}

  std::int64_t room(const Move& move) const {
    return move.more ? network_.arcs[move.obligation].amount_minor - amounts[move.obligation]
                     : amounts[move.obligation];
  }
  std::vector<Move> moves() const {
    std::vector<Move> found;
    for (std::uint32_t i = 0; i < network_.arcs.size(); ++i) {
      if (fixed[i]) continue;
      const Arc& arc = network_.arcs[i];
      if (amounts[i] < arc.amount_minor) found.push_back({arc.debtor, arc.creditor, i, true});
      if (amounts[i] > 0) found.push_back({arc.creditor, arc.debtor, i, false});
    }
    return found;
  }
  void push(const std::vector<Move>& loop) {
    std::int64_t amount = std::numeric_limits<std::int64_t>::max();
    for (const Move& move : loop) amount = std::min(amount, room(move));
    for (const Move& move : loop) amounts[move.obligation] += move.more ? amount : -amount;
  }

  // A loop that gains, or nothing.
  std::vector<Move> gaining_loop() const {
    const std::size_t parties = network_.parties.size();
    const std::vector<Move> all = moves();
    std::vector<int> cost(parties, 0);
    std::vector<const Move*> via(parties, nullptr);
    const Move* last = nullptr;
    for (std::size_t round = 0; round <= parties; ++round) {
      last = nullptr;
      for (const Move& move : all) {
        const int next = cost[move.from] + (move.more ? -1 : 1);
        if (next >= cost[move.to]) continue;
        cost[move.to] = next;
        via[move.to] = &move;
        last = &move;
      }
      if (last == nullptr) return {};
    }
    std::uint32_t on_loop = last->to;
    for (std::size_t i = 0; i < parties; ++i) on_loop = via[on_loop]->from;
    std::vector<Move> loop;
    std::uint32_t at = on_loop;
    do {
      loop.push_back(*via[at]);
      at = via[at]->from;
    } while (at != on_loop);
    return loop;
  }

  // The cheapest way, or nothing where it is none or does not gain exactly `gain`.
  std::vector<Move> way(std::uint32_t from, std::uint32_t to, int gain) const {
    constexpr int kFar = 1'000'000;
    const std::vector<Move> all = moves();
    std::vector<int> cost(network_.parties.size(), kFar);
    std::vector<const Move*> via(network_.parties.size(), nullptr);
    cost[from] = 0;
    for (bool changed = true; changed;) {
      changed = false;
      for (const Move& move : all) {
        const int next = cost[move.from] + (move.more ? -1 : 1);
        if (cost[move.from] == kFar || next >= cost[move.to]) continue;
        cost[move.to] = next;
        via[move.to] = &move;
        changed = true;
      }
    }
    if (cost[to] != -gain) return {};
    std::vector<Move> found;
    for (std::uint32_t at = to; at != from; at = via[at]->from) found.push_back(*via[at]);
    return found;
  }

 private:
  const Network& network_;

 public:
  std::vector<std::int64_t> amounts;
  std::vector<bool> fixed;
};

Residual largest(const Network& network) {
  Residual residual(network);
  for (auto loop = residual.gaining_loop(); !loop.empty(); loop = residual.gaining_loop())
    residual.push(loop);
  return residual;
}

}  // namespace

std::vector<std::int64_t> slow_largest(const Network& network) { return largest(network).amounts; }

std::vector<std::int64_t> slow_oldest_first(const Network& network) {
  Residual residual = largest(network);
  for (const std::uint32_t obligation : network.by_priority) {
    const Arc& arc = network.arcs[obligation];
    residual.fixed[obligation] = true;
    while (residual.amounts[obligation] < arc.amount_minor) {
      // One unit more here gains one, the way back must lose no more than that.
      std::vector<Move> loop = residual.way(arc.creditor, arc.debtor, -1);
      if (loop.empty()) break;
      loop.push_back({arc.debtor, arc.creditor, obligation, true});
      residual.push(loop);
    }
  }
  return residual.amounts;
}

}  // namespace quits::settlement
