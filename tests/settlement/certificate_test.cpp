// The checker accepts what is right and refuses what is not, by its own arithmetic.
#include "settlement/certificate.h"

#include <gtest/gtest.h>

#include "settlement/netting/bilateral.h"
#include "settlement/netting/centre.h"
#include "settlement/netting/multilateral.h"
#include "tests/settlement/example_network.h"
#include "tests/settlement/mutations.h"

namespace quits::settlement {
namespace {

constexpr const char* kNetwork =
    "A B 100 1\nB C 100 2\nC A 100 3\nB D 100 4\nD A 90 5\nD E 7 6\nE B 3 7\nA B 5 8\n";

TEST(Certificate, every_mutation_is_refused) {
  const Network network = network_of(kNetwork);
  const SetOff found = set_off_multilaterally(network);
  expect_proven(network, found);
  EXPECT_GE(expect_mutations_refused(network, found), 14);
  EXPECT_GE(expect_mutations_refused(network, set_off_bilaterally(network)), 3);
  EXPECT_GE(expect_mutations_refused(network, novate_to_centre(network)), 4);
}

TEST(Certificate, a_proof_by_hand_is_enough) {
  // The example of docs/netting.md.
  const Network network = network_of("A B 100\nB C 80\nC A 70\n");
  SetOff by_hand;
  by_hand.amounts = {70, 70, 70};
  by_hand.proof.potential = {0, -1, -2};
  const Checked checked = check_set_off(network, by_hand).value();
  EXPECT_TRUE(checked.optimal);
  EXPECT_EQ(checked.bound_minor, 210);
  EXPECT_EQ(checked.decided, 0U);
}

TEST(Certificate, an_equal_total_with_younger_debts_is_no_answer) {
  const Network network = network_of("A B 100 1\nB C 100 2\nC A 100 3\nB D 100 4\nD A 100 5\n");
  SetOff found = set_off_multilaterally(network);
  found.amounts = {100, 0, 0, 100, 100};
  const auto checked = check_set_off(network, found);
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().message.find("obligation 2"), std::string::npos)
      << checked.error().message;
}

TEST(Certificate, bilateral_needs_both_sides_alike_and_one_debtor_left) {
  const Network network = network_of("A B 100\nB A 60\n");
  SetOff found = set_off_bilaterally(network);
  expect_proven(network, found);
  found.amounts = {50, 50};
  EXPECT_FALSE(check_set_off(network, found));
  found.amounts = {60, 50};
  EXPECT_FALSE(check_set_off(network, found));
}

}  // namespace
}  // namespace quits::settlement
