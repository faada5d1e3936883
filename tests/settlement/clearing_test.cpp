// Clearing payments on networks small enough to work out by hand. The expected shares stand beside
// each as exact fractions.
#include "settlement/clearing.h"

#include <gmock/gmock.h>

namespace quits::settlement {
namespace {

using testing::ElementsAre;

Clearing cleared(std::span<const Debt> debts, const std::vector<std::int64_t>& assets) {
  ClearingWork work;
  return clear(static_cast<std::uint32_t>(assets.size()), debts, assets, work).value();
}

mpq_class fraction(long part, long whole) { return {part, whole}; }

TEST(Clearing, nobody_owes_anything) {
  const Clearing nothing = cleared({}, {5, 0});
  EXPECT_THAT(nothing.share, ElementsAre(1, 1));
  EXPECT_EQ(nothing.rounds, 0U);
  EXPECT_TRUE(cleared({}, {}).share.empty());
}

TEST(Clearing, who_can_pay_pays_in_full) {
  const Clearing all = cleared(std::vector<Debt>{{0, 1, 100}, {1, 2, 80}, {2, 0, 70}}, {30, 0, 0});
  EXPECT_THAT(all.share, ElementsAre(1, 1, 1));
  EXPECT_EQ(all.rounds, 0U);
}

TEST(Clearing, along_a_chain_of_three_each_loss_is_passed_on) {
  // 0 has 40 of 100. 1 has 10 of its own and gets 40: 50 of 100. 2 owes nothing.
  const Clearing chain = cleared(std::vector<Debt>{{0, 1, 100}, {1, 2, 100}}, {40, 10, 0});
  EXPECT_THAT(chain.share, ElementsAre(fraction(2, 5), fraction(1, 2), 1));
  EXPECT_THAT(chain.round, ElementsAre(1, 2, 0));
}

TEST(Clearing, a_cushion_stops_the_chain) {
  const Clearing chain = cleared(std::vector<Debt>{{0, 1, 100}, {1, 2, 100}}, {40, 60, 0});
  EXPECT_THAT(chain.share, ElementsAre(fraction(2, 5), 1, 1));
  EXPECT_EQ(chain.rounds, 1U);
}

TEST(Clearing, a_ring_with_one_way_out_pays_a_common_fraction) {
  // 0 owes 1 60 and 3 40, 1 owes 2 60, 2 owes 0 60; 0 has 10. With s the share of 0: 1 and 2 pass
  // on 60 s, so that 100 s = 10 + 60 s, s = 1/4.
  const Clearing ring =
      cleared(std::vector<Debt>{{0, 1, 60}, {0, 3, 40}, {1, 2, 60}, {2, 0, 60}}, {10, 0, 0, 0});
  EXPECT_THAT(ring.share, ElementsAre(fraction(1, 4), fraction(1, 4), fraction(1, 4), 1));
  EXPECT_THAT(ring.round, ElementsAre(1, 2, 3, 0));
}

TEST(Clearing, a_ring_without_a_way_out_pays_itself) {
  // Any common share satisfies a closed ring without assets; the largest one is 1.
  const Clearing ring = cleared(std::vector<Debt>{{0, 1, 50}, {1, 2, 50}, {2, 0, 50}}, {0, 0, 0});
  EXPECT_THAT(ring.share, ElementsAre(1, 1, 1));
}

TEST(Clearing, two_debtors_of_each_other_and_a_third) {
  // 0 owes 1 30 and 2 30, 1 owes 0 20 and 2 40; 0 has 5, 1 has 7. 60 a = 5 + 20 b, 60 b = 7 + 30 a:
  // 3000 a = 440, a = 11/75, b = 57/300.
  const Clearing both =
      cleared(std::vector<Debt>{{0, 1, 30}, {0, 2, 30}, {1, 0, 20}, {1, 2, 40}}, {5, 7, 0});
  EXPECT_THAT(both.share, ElementsAre(fraction(11, 75), fraction(19, 100), 1));
  EXPECT_THAT(both.round, ElementsAre(1, 1, 0));
}

TEST(Clearing, parallel_debts_are_one) {
  const Clearing chain =
      cleared(std::vector<Debt>{{0, 1, 30}, {0, 1, 70}, {1, 2, 100}}, {40, 10, 0});
  EXPECT_THAT(chain.share, ElementsAre(fraction(2, 5), fraction(1, 2), 1));
}

TEST(Clearing, who_has_nothing_pays_nothing) {
  const Clearing none = cleared(std::vector<Debt>{{0, 1, 10}}, {0, 0});
  EXPECT_THAT(none.share, ElementsAre(0, 1));
}

TEST(Clearing, amounts_up_to_the_edge_of_64_bits) {
  const std::int64_t half = INT64_MAX / 2;
  const Clearing chain = cleared(std::vector<Debt>{{0, 1, half}, {1, 2, half}}, {half - 1, 0, 0});
  EXPECT_THAT(chain.share, ElementsAre(fraction(half - 1, half), fraction(half - 1, half), 1));
}

TEST(Clearing, what_takes_too_long_is_refused) {
  ClearingWork work(1000);
  const std::vector<Debt> debts{{0, 1, 60}, {0, 3, 40}, {1, 2, 60}, {2, 0, 60}};
  const auto refused = clear(4, debts, std::vector<std::int64_t>{10, 0, 0, 0}, work);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::too_large);
  EXPECT_NE(refused.error().hint, "");
}

}  // namespace
}  // namespace quits::settlement
