// Multilateral set-off on networks small enough to check by hand.
#include "settlement/netting/multilateral.h"

#include <gmock/gmock.h>

#include "settlement/netting/bilateral.h"
#include "settlement/netting/centre.h"
#include "settlement/netting/figures.h"
#include "settlement/netting/tie_break.h"
#include "tests/settlement/example_network.h"

namespace quits::settlement {
namespace {

using testing::ElementsAre;

std::vector<std::int64_t> set_off(std::string_view text) {
  const Network network = network_of(text);
  const SetOff found = set_off_multilaterally(network);
  expect_proven(network, found);
  return found.amounts;
}

TEST(Multilateral, nothing_is_nothing) { EXPECT_TRUE(set_off("").empty()); }

TEST(Multilateral, a_loop_gives_up_its_smallest_debt) {
  EXPECT_THAT(set_off("A B 100\nB C 80\nC A 70\n"), ElementsAre(70, 70, 70));
}

TEST(Multilateral, a_chain_gives_up_nothing) {
  EXPECT_THAT(set_off("A B 40\nB C 25\n"), ElementsAre(0, 0));
}

TEST(Multilateral, a_longer_loop_goes_before_a_pair) {
  const char* text = "A B 10\nB A 10\nB C 10\nC D 10\nD A 10\n";
  EXPECT_THAT(set_off(text), ElementsAre(10, 0, 10, 10, 10));
  // Bilateral first would leave the long loop without its first debt.
  EXPECT_EQ(total_of(set_off_bilaterally(network_of(text))), 20);
}

TEST(Multilateral, components_are_solved_apart_and_proven_together) {
  EXPECT_THAT(set_off("X Y 5\nY X 7\nY A 100\nA B 3\nB C 4\nC A 9\nC Z 1\nZ Q 1\nQ Z 1\n"),
              ElementsAre(5, 5, 0, 3, 3, 3, 0, 1, 1));
}

TEST(Multilateral, of_equal_loops_the_smaller_id_goes_first) {
  EXPECT_THAT(set_off("A B 100 1\nB C 100 2\nC A 100 3\nB D 100 4\nD A 100 5\n"),
              ElementsAre(100, 100, 100, 0, 0));
  EXPECT_THAT(set_off("A B 100 1\nB C 100 12\nC A 100 13\nB D 100 4\nD A 100 5\n"),
              ElementsAre(100, 0, 0, 100, 100));
}

TEST(Multilateral, of_equal_loops_the_older_debt_goes_first) {
  EXPECT_THAT(set_off("A B 100 1 2026-03-01\nB C 100 2 2026-03-01\nC A 100 3 2026-03-01\n"
                      "B D 100 4 2026-03-01\nD A 100 5 2026-02-28\n"),
              ElementsAre(100, 0, 0, 100, 100));
}

TEST(Multilateral, the_first_by_priority_waits_where_it_would_cost_the_total) {
  EXPECT_THAT(set_off("A B 10 1\nB C 10 2\nC A 10 3\nB A 10 0\n"), ElementsAre(10, 10, 10, 0));
}

TEST(Multilateral, parallel_debts_of_a_pair_are_filled_by_priority) {
  EXPECT_THAT(set_off("A B 30 b 2026-01-02\nA B 30 a 2026-01-02\nB A 40 c\n"),
              ElementsAre(10, 30, 40));
}

TEST(Multilateral, a_credit_note_counts_the_other_way) {
  EXPECT_THAT(set_off("A B 100\nA B -60\n"), ElementsAre(60, 60));
}

TEST(Multilateral, amounts_up_to_the_edge_of_64_bits) {
  const std::int64_t half = INT64_MAX / 2;
  const std::string text = "A B " + std::to_string(half) + "\nB A " + std::to_string(half) + "\n";
  EXPECT_THAT(set_off(text), ElementsAre(half, half));
}

TEST(Multilateral, figures_before_and_after) {
  const Network network = network_of("A B 100\nB C 80\nC A 70\nA B 1\n");
  const NettingFigures figures = figures_of(network, set_off_multilaterally(network));
  EXPECT_EQ(figures.gross_minor, 251);
  EXPECT_EQ(figures.set_off_minor, 210);
  EXPECT_EQ(figures.remaining_minor, 41);
  EXPECT_EQ(figures.net_internal_debt_minor, 31);
  EXPECT_EQ(figures.payments_before, 3U);
  EXPECT_EQ(figures.payments_after, 2U);
  EXPECT_EQ(figures.parties[0].owes_minor, 101);
  EXPECT_EQ(figures.parties[0].to_pay_minor, 31);
}

TEST(Centre, everybody_pays_or_gets_one_amount) {
  const Network network = network_of("A B 100\nB C 80\nC A 70\n");
  const SetOff novated = novate_to_centre(network);
  expect_proven(network, novated);
  const NettingFigures figures = figures_of(network, novated);
  EXPECT_EQ(figures.remaining_minor, 30);
  EXPECT_EQ(figures.set_off_minor, 220);
  EXPECT_EQ(figures.payments_after, 3U);
  EXPECT_EQ(figures.parties[0].to_pay_minor, 30);
  EXPECT_EQ(figures.parties[1].to_receive_minor, 20);
  EXPECT_EQ(figures.parties[2].to_receive_minor, 10);
}

TEST(Multilateral, work_that_ends_early_leaves_a_proven_total_and_a_proven_beginning) {
  std::vector<RankedArc> arcs{{0, 1, 1, 10, 0}, {0, 1, 2, 10, 10}, {1, 0, 3, 10, 10}};
  const Partings stopped = prefer_lower_ranks(2, arcs, 3, 0);
  EXPECT_EQ(stopped.decided, 1U);
  EXPECT_EQ(arcs[0].flow, 10);
  EXPECT_EQ(arcs[1].flow, 0);
}

// The first arc takes the way of node 2 to node 0. What 2 still reaches, 3, is then the end of a
// path that the second arc needs, and must not be parted from its beginning, 1.
TEST(Multilateral, a_dead_end_is_not_parted_from_a_path_into_it) {
  std::vector<RankedArc> arcs{{0, 2, 1, 1, 0}, {3, 1, 2, 5, 0}, {2, 0, 3, 1, 0}, {1, 2, 4, 5, 0},
                              {2, 3, 5, 5, 0}, {0, 1, 6, 5, 0}, {1, 4, 7, 5, 0}, {4, 0, 8, 5, 0}};
  const Partings partings = prefer_lower_ranks(5, arcs, 8, 1000);
  EXPECT_EQ(partings.decided, 8U);
  std::vector<std::int64_t> flows;
  for (const RankedArc& arc : arcs) flows.push_back(arc.flow);
  EXPECT_THAT(flows, ElementsAre(1, 5, 1, 5, 5, 5, 5, 5));
}

}  // namespace
}  // namespace quits::settlement
