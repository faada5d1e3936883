#include "settlement/netting/whole.h"

#include <algorithm>

#include "base/check.h"
#include "settlement/netting/bilateral.h"
#include "settlement/netting/multilateral.h"

namespace quits::settlement {
namespace {

// Up to here one obligation leaves at a time, the last by priority; of more the last half.
constexpr std::size_t kOneByOne = 8;
constexpr int kPatientRounds = 100;  // then all leave at once

SetOff solve(const Network& network, NettingMode mode, std::span<const char> takes_part) {
  return mode == NettingMode::bilateral
             ? set_off_bilaterally(network, AllocationOrder::oldest, takes_part)
             : largest_set_off(network, takes_part);
}

std::size_t leaving(std::size_t in_part, int round) {
  if (round >= kPatientRounds) return in_part;
  return in_part <= kOneByOne ? 1 : (in_part + 1) / 2;
}

struct Whole {
  std::vector<std::int64_t> amounts;
  std::vector<std::uint32_t> last_to_leave;
  int rounds = 0;
};

// A set-off of whole obligations among those that take part; `solved` is one with parts.
Whole without_parts(const Network& network, NettingMode mode, std::vector<char> takes_part,
                    SetOff solved) {
  Whole whole;
  for (int round = 0;; ++round) {
    std::vector<std::uint32_t> in_part;  // the last by priority first
    for (auto at = network.by_priority.rbegin(); at != network.by_priority.rend(); ++at) {
      const std::int64_t amount = solved.amounts[*at];
      if (amount > 0 && amount < network.arcs[*at].amount_minor) in_part.push_back(*at);
    }
    if (in_part.empty()) {
      whole.amounts = std::move(solved.amounts);
      whole.rounds = round;
      return whole;
    }
    in_part.resize(leaving(in_part.size(), round));
    for (const std::uint32_t obligation : in_part) takes_part[obligation] = 0;
    whole.last_to_leave = std::move(in_part);
    solved = solve(network, mode, takes_part);
  }
}

}  // namespace

SetOff set_off_whole(const Network& network, NettingMode mode) {
  CHECK(mode != NettingMode::centre, "a centre takes over whole obligations anyway");
  std::vector<char> left(network.arcs.size(), 1);
  SetOff result = solve(network, mode, left);
  SetOff next = result;
  std::fill(result.amounts.begin(), result.amounts.end(), 0);
  for (int rounds = 0;;) {
    const Whole whole = without_parts(network, mode, left, std::move(next));
    bool found = false;
    for (std::size_t i = 0; i < whole.amounts.size(); ++i) {
      if (whole.amounts[i] == 0) continue;
      result.amounts[i] = whole.amounts[i];
      left[i] = 0;
      found = true;
    }
    rounds += whole.rounds + 1;
    if (!found && (whole.last_to_leave.empty() || rounds > kPatientRounds)) break;
    // Nothing fitted around the last one: the others are tried without it.
    if (!found) {
      for (const std::uint32_t obligation : whole.last_to_leave) left[obligation] = 0;
    }
    next = solve(network, mode, left);
  }
  result.mode = mode;
  result.whole_obligations = true;
  return result;
}

}  // namespace quits::settlement
