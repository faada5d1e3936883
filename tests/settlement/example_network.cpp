#include "tests/settlement/example_network.h"

#include <algorithm>
#include <numeric>
#include <sstream>

namespace quits::settlement {

Example example_of(std::string_view text) {
  Example example;
  const auto number_of = [&](const std::string& name) {
    const auto found = std::ranges::find(example.parties, name);
    const auto number = static_cast<std::uint32_t>(found - example.parties.begin());
    if (found == example.parties.end()) example.parties.push_back(name);
    return number;
  };
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string debtor;
    std::string creditor;
    std::string due;
    Obligation one;
    words >> debtor >> creditor >> one.open_minor >> one.id >> due;
    if (debtor.empty()) continue;
    one.debtor = number_of(debtor);
    one.creditor = number_of(creditor);
    if (!due.empty()) one.due = Date::parse_iso(due).value();
    example.obligations.push_back(one);
  }
  return example;
}

Network network_of(std::string_view text) { return example_of(text).network().value(); }

std::int64_t total_of(const SetOff& set_off) {
  return std::accumulate(set_off.amounts.begin(), set_off.amounts.end(), std::int64_t{0});
}

void expect_proven(const Network& network, const SetOff& set_off) {
  const auto checked = check_set_off(network, set_off);
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_TRUE(checked->optimal);
  EXPECT_EQ(checked->set_off_minor, total_of(set_off));
  if (set_off.mode == NettingMode::multilateral) {
    EXPECT_EQ(checked->decided, network.arcs.size());
  }
}

}  // namespace quits::settlement
