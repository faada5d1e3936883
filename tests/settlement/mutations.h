// A proven netting spoiled in every way that a fault or a forger might choose: the checker must
// refuse each.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

struct Mutation {
  std::string name;
  // False where the netting has nothing that could be spoiled in this way.
  std::function<bool(const Network&, SetOff&)> spoil;
};

std::vector<Mutation> mutations();

// Fails the test for each mutation that the checker accepts. Returns how many were tried.
int expect_mutations_refused(const Network& network, const SetOff& set_off);

}  // namespace quits::settlement
