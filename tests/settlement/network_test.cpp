// What a network refuses, and that its numbers do not depend on the order of its input.
#include "settlement/netting/network.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/settlement/example_network.h"

namespace quits::settlement {
namespace {

Code refused(const Example& example) {
  const auto network = example.network();
  return network ? Code::usage : network.error().code;
}

TEST(Network, refuses_what_is_owed_to_oneself) {
  EXPECT_EQ(refused(example_of("A B 10\nA A 5\n")), Code::party_mismatch);
}

TEST(Network, refuses_nothing_open) { EXPECT_EQ(refused(example_of("A B 0\n")), Code::bad_value); }

TEST(Network, refuses_what_does_not_fit) {
  const std::string most = std::to_string(INT64_MAX);
  EXPECT_EQ(refused(example_of("A B " + most + "\nB A 1\n")), Code::overflow);
  Example least = example_of("A B 1\n");
  least.obligations[0].open_minor = INT64_MIN;
  EXPECT_EQ(refused(least), Code::overflow);
}

TEST(Network, refuses_two_currencies) {
  Example mixed = example_of("A B 10\nB A 10\n");
  mixed.obligations[1].currency = Currency::parse("EUR").value();
  EXPECT_EQ(refused(mixed), Code::currency_mismatch);
  mixed.obligations[0].currency = Currency::parse("EUR").value();
  EXPECT_EQ(mixed.network()->currency.code(), "EUR");
}

TEST(Network, ids_of_digits_compare_as_numbers) {
  const Network network = network_of("A B 1 10\nA B 1 9\nA B 1 A-2\nA B 1 009\nA B 1 A-10\n");
  const std::vector<std::uint32_t> expected{3, 1, 0, 4, 2};
  EXPECT_EQ(network.by_priority, expected);
}

TEST(Network, an_older_due_date_goes_before_any_id_and_none_goes_last) {
  const Network network = network_of("A B 1 1\nA B 1 2 2026-02-01\nA B 1 3 2026-01-31\n");
  const std::vector<std::uint32_t> expected{2, 1, 0};
  EXPECT_EQ(network.by_priority, expected);
}

TEST(Network, parties_are_numbered_by_name) {
  const Network network = network_of("C B 1\nA C 2\n");
  EXPECT_EQ(network.parties, (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(network.arcs[0].debtor, 2U);
  EXPECT_EQ(network.net_positions(), (std::vector<std::int64_t>{-2, 1, 1}));
  EXPECT_EQ(net_internal_debt(network.net_positions()), 2);
}

}  // namespace
}  // namespace quits::settlement
