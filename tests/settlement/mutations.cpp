#include "tests/settlement/mutations.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "settlement/certificate.h"
#include "tests/settlement/example_network.h"

namespace quits::settlement {
namespace {

using Spoil = std::function<bool(const Network&, SetOff&)>;

// Changes the first amount for which `change` finds something to change.
template <class Change>
Spoil first_amount(Change change) {
  return [change](const Network& network, SetOff& set_off) {
    for (std::size_t i = 0; i < set_off.amounts.size(); ++i) {
      const std::int64_t before = set_off.amounts[i];
      change(network.arcs[i], set_off.amounts[i]);
      if (set_off.amounts[i] != before) return true;
    }
    return false;
  };
}

bool is_multilateral(const SetOff& set_off) { return set_off.mode == NettingMode::multilateral; }

bool one_unit_moved(const Network&, SetOff& set_off) {
  const auto from = std::ranges::find_if(set_off.amounts, [](auto amount) { return amount > 0; });
  if (from == set_off.amounts.end() || set_off.amounts.size() < 2) return false;
  --*from;
  ++set_off.amounts[from == set_off.amounts.begin() ? 1 : 0];
  return true;
}

// A whole loop less: every party still balances.
bool nothing_set_off(const Network&, SetOff& set_off) {
  const bool any = std::ranges::any_of(set_off.amounts, [](auto amount) { return amount > 0; });
  std::ranges::fill(set_off.amounts, 0);
  return any;
}

bool potential_moved(const Network& network, SetOff& set_off, std::int64_t by) {
  if (!is_multilateral(set_off) || network.arcs.empty()) return false;
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    const Arc& arc = network.arcs[i];
    // Whichever end is moved, the fall over this obligation must become wrong.
    const bool has_left = set_off.amounts[i] < arc.amount_minor;
    const bool has_set_off = set_off.amounts[i] > 0;
    if ((by < 0 && has_left) || (by > 0 && has_set_off)) {
      set_off.proof.potential[arc.debtor] += by;
      return true;
    }
  }
  return false;
}

bool party_missing(const Network& network, SetOff& set_off) {
  if (!is_multilateral(set_off) || network.parties.empty()) return false;
  set_off.proof.potential.pop_back();
  return true;
}

bool all_potentials_equal(const Network& network, SetOff& set_off) {
  // Where everything is set off, nothing needs a fall.
  if (!is_multilateral(set_off) || total_of(set_off) == network.gross_minor) return false;
  auto& potential = set_off.proof.potential;
  if (std::ranges::all_of(potential, [&](auto one) { return one == potential.front(); }))
    return false;
  std::ranges::fill(potential, 0);
  return true;
}

bool place_missing(const Network&, SetOff& set_off) {
  if (set_off.proof.place.empty()) return false;
  set_off.proof.place.pop_back();
  return true;
}

bool places_upside_down(const Network& network, SetOff& set_off) {
  auto& proof = set_off.proof;
  bool matters = false;  // a free obligation with something left needs its direction
  for (std::size_t i = 0; i < network.arcs.size() && !proof.place.empty(); ++i) {
    const Arc& arc = network.arcs[i];
    matters = matters || (set_off.order == AllocationOrder::oldest &&
                          proof.potential[arc.debtor] - proof.potential[arc.creditor] == 1 &&
                          set_off.amounts[i] < arc.amount_minor);
  }
  if (!matters) return false;
  const auto last = static_cast<std::uint32_t>(proof.parted.size());
  for (std::uint32_t& place : proof.place) place = last - place;
  std::ranges::reverse(proof.parted);
  return true;
}

}  // namespace

std::vector<Mutation> mutations() {
  return {
      {"one unit more", first_amount([](const Arc& arc, std::int64_t& amount) {
         if (amount < arc.amount_minor) ++amount;
       })},
      {"one unit less", first_amount([](const Arc&, std::int64_t& amount) {
         if (amount > 0) --amount;
       })},
      {"one unit moved", one_unit_moved},
      {"more than is owed",
       first_amount([](const Arc& arc, std::int64_t& amount) { amount = arc.amount_minor + 1; })},
      {"below zero", first_amount([](const Arc&, std::int64_t& amount) { amount = -1; })},
      {"nothing set off", nothing_set_off},
      {"an amount missing",
       [](const Network&, SetOff& set_off) {
         if (set_off.amounts.empty()) return false;
         set_off.amounts.pop_back();
         return true;
       }},
      {"a potential too low",
       [](const Network& network, SetOff& set_off) {
         return potential_moved(network, set_off, -1'000'000);
       }},
      {"a potential too high",
       [](const Network& network, SetOff& set_off) {
         return potential_moved(network, set_off, 1'000'000);
       }},
      {"a party missing", party_missing},
      {"all potentials equal", all_potentials_equal},
      {"a place missing", place_missing},
      {"places upside down", places_upside_down},
      {"a potential beyond any path",
       [](const Network& network, SetOff& set_off) {
         if (!is_multilateral(set_off) || network.parties.empty()) return false;
         set_off.proof.potential.front() = INT64_MAX;
         return true;
       }},
  };
}

int expect_mutations_refused(const Network& network, const SetOff& set_off) {
  int tried = 0;
  for (const Mutation& mutation : mutations()) {
    SetOff spoiled = set_off;
    if (!mutation.spoil(network, spoiled)) continue;
    ++tried;
    const auto checked = check_set_off(network, spoiled);
    EXPECT_FALSE(checked) << "accepted: " << mutation.name;
    if (!checked) {
      EXPECT_EQ(checked.error().code, Code::internal_mismatch);
    }
  }
  return tried;
}

}  // namespace quits::settlement
