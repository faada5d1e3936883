#include "settlement/certificate.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>
#include <vector>

#include "base/text.h"

namespace quits::settlement {
namespace {

tl::unexpected<Error> mismatch(std::string message) {
  return refuse(Code::internal_mismatch, std::move(message),
                "net the input again; what was changed is not known");
}

// What an obligation is called: by its place in the input, and by its parties.
std::string called(const Network& network, std::size_t index) {
  const Arc& arc = network.arcs[index];
  return fmt::format("obligation {} ({} to {})", index + 1, in_quotes(network.parties[arc.debtor]),
                     in_quotes(network.parties[arc.creditor]));
}

Status check_amounts(const Network& network, const SetOff& set_off, Checked& checked) {
  if (set_off.amounts.size() != network.arcs.size()) {
    return mismatch(fmt::format("there are {} amounts for {} obligations", set_off.amounts.size(),
                                network.arcs.size()));
  }
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    const std::int64_t amount = set_off.amounts[i];
    if (amount < 0 || amount > network.arcs[i].amount_minor) {
      return mismatch(fmt::format("{} sets off {} of {}", called(network, i), amount,
                                  network.arcs[i].amount_minor));
    }
    if (set_off.whole_obligations && amount != 0 && amount != network.arcs[i].amount_minor)
      return mismatch(fmt::format("{} is set off in part", called(network, i)));
    checked.set_off_minor += amount;
  }
  return {};
}

// The sums fit in 64 bits, because gross does.
Status check_conservation(const Network& network, const SetOff& set_off) {
  std::vector<std::int64_t> change(network.parties.size(), 0);
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    change[network.arcs[i].debtor] += set_off.amounts[i];
    change[network.arcs[i].creditor] -= set_off.amounts[i];
  }
  for (std::size_t party = 0; party < change.size(); ++party) {
    if (change[party] == 0) continue;
    return mismatch(fmt::format(
        "{} gives up {} {} as debtor than as creditor", in_quotes(network.parties[party]),
        change[party] < 0 ? -change[party] : change[party], change[party] < 0 ? "less" : "more"));
  }
  return {};
}

Status check_potentials(const Network& network, const SetOff& set_off, Checked& checked) {
  const auto& potential = set_off.proof.potential;
  if (potential.size() != network.parties.size()) {
    return mismatch(fmt::format("there are {} potentials for {} parties", potential.size(),
                                network.parties.size()));
  }
  // So that no difference leaves 64 bits and no product 128.
  constexpr std::int64_t limit = std::int64_t{1} << 40;
  for (std::size_t party = 0; party < potential.size(); ++party) {
    if (potential[party] < -limit || potential[party] > limit)
      return mismatch(
          fmt::format("the potential of {} is out of range", in_quotes(network.parties[party])));
  }
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    const Arc& arc = network.arcs[i];
    const std::int64_t fall = potential[arc.debtor] - potential[arc.creditor];
    if (fall < 1) checked.bound_minor += int128{arc.amount_minor} * (1 - fall);
    if (set_off.whole_obligations) continue;
    const std::int64_t amount = set_off.amounts[i];
    if (amount < arc.amount_minor && fall < 1)
      return mismatch(fmt::format("{} could set off more, by its potentials", called(network, i)));
    if (amount > 0 && fall > 1)
      return mismatch(fmt::format("{} sets off too much, by its potentials", called(network, i)));
  }
  // With all potentials equal the bound is gross; nobody needs a worse one.
  if (checked.bound_minor > network.gross_minor)
    return mismatch("the potentials give a bound above gross");
  return {};
}

// The least of any stretch of numbers, after O(n log n), in O(1).
class Least {
 public:
  explicit Least(std::vector<std::uint32_t> numbers) {
    levels_.push_back(std::move(numbers));
    for (std::size_t width = 1; 2 * width <= levels_.front().size(); width *= 2) {
      const auto& below = levels_.back();
      std::vector<std::uint32_t> level(levels_.front().size() - 2 * width + 1);
      for (std::size_t i = 0; i < level.size(); ++i)
        level[i] = std::min(below[i], below[i + width]);
      levels_.push_back(std::move(level));
    }
  }
  // Of the numbers [begin, end), which are not none.
  std::uint32_t of(std::size_t begin, std::size_t end) const {
    const auto level = static_cast<std::size_t>(std::bit_width(end - begin)) - 1;
    return std::min(levels_[level][begin], levels_[level][end - (std::size_t{1} << level)]);
  }

 private:
  std::vector<std::vector<std::uint32_t>> levels_;
};

// A largest set-off in which a pair takes its obligations in another order is judged as if it took
// them by rank: the order moves nothing between pairs.
std::vector<std::int64_t> by_rank(const Network& network, const SetOff& set_off) {
  if (set_off.order == AllocationOrder::oldest) return set_off.amounts;
  std::vector<std::uint32_t> sorted = network.by_priority;
  const auto pair_of = [&](std::uint32_t i) {
    return std::tuple(network.arcs[i].debtor, network.arcs[i].creditor);
  };
  std::ranges::stable_sort(sorted, {}, pair_of);
  std::vector<std::int64_t> amounts(set_off.amounts.size(), 0);
  for (auto begin = sorted.begin(); begin != sorted.end();) {
    const auto end = std::find_if(begin, sorted.end(),
                                  [&](std::uint32_t i) { return pair_of(i) != pair_of(*begin); });
    std::int64_t rest = 0;
    for (auto at = begin; at != end; ++at) rest += set_off.amounts[*at];
    for (; begin != end; ++begin) {
      amounts[*begin] = std::min(rest, network.arcs[*begin].amount_minor);
      rest -= amounts[*begin];
    }
  }
  return amounts;
}

Status check_tie_break(const Network& network, const SetOff& set_off, Checked& checked) {
  const Proof& proof = set_off.proof;
  if (proof.place.empty() && proof.parted.empty() && proof.decided == 0) return {};
  if (proof.place.size() != network.parties.size()) {
    return mismatch(fmt::format("there are {} places for {} parties", proof.place.size(),
                                network.parties.size()));
  }
  for (std::size_t party = 0; party < proof.place.size(); ++party) {
    if (proof.place[party] > proof.parted.size())
      return mismatch(fmt::format("the place of {} is not there", in_quotes(network.parties[party])));
  }
  const std::vector<std::int64_t> amounts = by_rank(network, set_off);
  const Least least(proof.parted);
  for (std::size_t i = 0; i < network.by_priority.size(); ++i) {
    const std::uint32_t obligation = network.by_priority[i];
    const Arc& arc = network.arcs[obligation];
    if (proof.potential[arc.debtor] - proof.potential[arc.creditor] != 1) continue;
    const std::size_t rank = i + 1;
    const std::uint32_t debtor = proof.place[arc.debtor];
    const std::uint32_t creditor = proof.place[arc.creditor];
    const bool is_parted = debtor != creditor;
    const std::uint32_t since =
        is_parted ? least.of(std::min(debtor, creditor), std::max(debtor, creditor)) : UINT32_MAX;
    if (amounts[obligation] < arc.amount_minor && rank <= proof.decided &&
        (since > rank || debtor <= creditor)) {
      return mismatch(
          fmt::format("{} could take more from those after it", called(network, obligation)));
    }
    if (amounts[obligation] > 0 && since < rank && creditor <= debtor) {
      return mismatch(
          fmt::format("{} takes what belongs to those before it", called(network, obligation)));
    }
  }
  checked.decided = proof.decided;
  return {};
}

// Whether one obligation of a pair comes before another; they come by rank.
bool is_before(AllocationOrder order, const Arc& left, const Arc& right) {
  switch (order) {
    case AllocationOrder::oldest:
      return false;
    case AllocationOrder::newest:
      return left.due_day > right.due_day;
    case AllocationOrder::largest:
      return left.amount_minor > right.amount_minor;
    case AllocationOrder::smallest:
      return left.amount_minor < right.amount_minor;
  }
  return false;
}

// A pair fills one obligation after the other: behind one with something left nothing is set off.
Status check_allocation(const Network& network, const SetOff& set_off) {
  std::vector<std::uint32_t> sorted = network.by_priority;
  std::ranges::stable_sort(sorted, [&](std::uint32_t left, std::uint32_t right) {
    const Arc& a = network.arcs[left];
    const Arc& b = network.arcs[right];
    const auto pair_a = std::tie(a.debtor, a.creditor);
    const auto pair_b = std::tie(b.debtor, b.creditor);
    return pair_a != pair_b ? pair_a < pair_b : is_before(set_off.order, a, b);
  });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const Arc& before = network.arcs[sorted[i - 1]];
    const Arc& arc = network.arcs[sorted[i]];
    if (before.debtor != arc.debtor || before.creditor != arc.creditor) continue;
    if (set_off.amounts[sorted[i - 1]] < before.amount_minor && set_off.amounts[sorted[i]] > 0) {
      return mismatch(
          fmt::format("{} is set off before another of the same pair", called(network, sorted[i])));
    }
  }
  return {};
}

// The proof of the tie-break covers the allocation by rank, without sorting.
bool proves_allocation(const Network& network, const SetOff& set_off) {
  return set_off.mode == NettingMode::centre || set_off.whole_obligations ||
         (set_off.mode == NettingMode::multilateral && set_off.order == AllocationOrder::oldest &&
          set_off.proof.decided >= network.arcs.size());
}

// One pass over the pairs, each with what goes either way.
Status check_pairs(const Network& network, const SetOff& set_off, Checked& checked) {
  struct Side {
    std::uint32_t low;
    std::uint32_t high;
    std::size_t way;  // 0 from low to high
    std::size_t obligation;
  };
  std::vector<Side> sides;
  sides.reserve(network.arcs.size());
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    const auto [low, high] = std::minmax(network.arcs[i].debtor, network.arcs[i].creditor);
    sides.push_back({low, high, network.arcs[i].debtor == low ? 0U : 1U, i});
  }
  std::ranges::sort(sides, [](const Side& left, const Side& right) {
    return std::tie(left.low, left.high) < std::tie(right.low, right.high);
  });
  for (std::size_t begin = 0; begin < sides.size();) {
    std::array<int128, 2> given{};
    std::array<int128, 2> owed{};
    std::size_t end = begin;
    for (; end < sides.size() && sides[end].low == sides[begin].low &&
           sides[end].high == sides[begin].high;
         ++end) {
      given.at(sides[end].way) += set_off.amounts[sides[end].obligation];
      owed.at(sides[end].way) += network.arcs[sides[end].obligation].amount_minor;
    }
    const int128 bound = std::min(owed[0], owed[1]);
    checked.bound_minor += 2 * bound;
    if (given[0] != given[1] || (!set_off.whole_obligations && given[0] != bound)) {
      return mismatch(
          fmt::format("{} and {} {}", in_quotes(network.parties[sides[begin].low]),
                      in_quotes(network.parties[sides[begin].high]),
                      given[0] != given[1] ? "do not give up the same" : "could set off more"));
    }
    begin = end;
  }
  return {};
}

Status check_centre(const Network& network, const SetOff& set_off, Checked& checked) {
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    if (set_off.amounts[i] != network.arcs[i].amount_minor)
      return mismatch(fmt::format("{} is not replaced in full", called(network, i)));
  }
  checked.bound_minor = checked.set_off_minor;
  return {};
}

}  // namespace

Result<Checked> check_set_off(const Network& network, const SetOff& set_off) {
  Checked checked;
  TRY_STATUS(check_amounts(network, set_off, checked));
  switch (set_off.mode) {
    case NettingMode::bilateral:
      TRY_STATUS(check_pairs(network, set_off, checked));
      break;
    case NettingMode::multilateral:
      TRY_STATUS(check_conservation(network, set_off));
      TRY_STATUS(check_potentials(network, set_off, checked));
      TRY_STATUS(check_tie_break(network, set_off, checked));
      break;
    case NettingMode::centre:
      TRY_STATUS(check_centre(network, set_off, checked));
      break;
  }
  if (!proves_allocation(network, set_off)) TRY_STATUS(check_allocation(network, set_off));
  checked.optimal = checked.set_off_minor == checked.bound_minor;
  return checked;
}

}  // namespace quits::settlement
