// Networks as text, for tests: one obligation per line, "DEBTOR CREDITOR AMOUNT [ID [DUE]]".
//
//   const Network network = network_of("A B 100\nB C 80\nC A 70\n");
//   expect_proven(network, set_off_multilaterally(network));
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "settlement/certificate.h"
#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

struct Example {
  std::vector<std::string> parties;
  std::vector<Obligation> obligations;

  Result<Network> network() const { return Network::make(parties, obligations); }
};

Example example_of(std::string_view text);
Network network_of(std::string_view text);

std::int64_t total_of(const SetOff& set_off);

// The checker accepts it, and says that it is the largest.
void expect_proven(const Network& network, const SetOff& set_off);

}  // namespace quits::settlement
