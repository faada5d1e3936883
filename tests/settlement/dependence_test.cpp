// Who depends on whom, and what one failure does to the others.
#include "settlement/dependence.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <numeric>

#include "settlement/netting/bilateral.h"
#include "settlement/netting/multilateral.h"
#include "tests/settlement/netting_properties.h"

namespace quits::settlement {
namespace {

using testing::ElementsAre;

Failure failed(std::uint32_t parties, std::span<const Debt> debts, std::vector<std::int64_t> assets,
               const std::vector<std::uint32_t>& fails) {
  ClearingWork work;
  return failure_of(parties, debts, std::move(assets), fails, work).value();
}

TEST(Dependence, the_largest_debtor_and_how_even_the_rest_is) {
  const std::vector<Debt> debts{{0, 3, 30}, {1, 3, 20}, {0, 3, 30}, {2, 3, 20}, {3, 0, 7}};
  const auto found = dependence_of(4, debts);
  EXPECT_EQ(found[3].owes_minor, 7);
  EXPECT_EQ(found[3].receives_minor, 100);
  EXPECT_EQ(found[3].largest_debtor, 0U);
  EXPECT_EQ(found[3].from_largest_minor, 60);
  EXPECT_EQ(found[3].share_of_largest, mpq_class(3, 5));
  EXPECT_EQ(found[3].concentration, mpq_class(11, 25));  // 0.36 + 0.04 + 0.04
  EXPECT_EQ(found[0].concentration, 1);
  EXPECT_FALSE(found[1].largest_debtor);
}

TEST(Dependence, of_equal_debtors_the_first_is_named) {
  const auto found = dependence_of(3, std::vector<Debt>{{1, 2, 5}, {0, 2, 5}});
  EXPECT_EQ(found[2].largest_debtor, 0U);
  EXPECT_EQ(found[2].concentration, mpq_class(1, 2));
}

TEST(Dependence, everybody_holds_what_it_needs_and_pays_all) {
  const std::vector<Debt> debts{{0, 1, 100}, {1, 2, 80}, {2, 0, 70}};
  const auto assets = solvent_assets(3, debts);
  EXPECT_THAT(assets, ElementsAre(30, 0, 0));
  const Failure none = failed(3, debts, assets, {});
  EXPECT_EQ(none.clearing.rounds, 0U);
  EXPECT_EQ(none.lost_by_others_minor, 0);
}

TEST(Dependence, a_failure_goes_down_the_chain_and_is_told_by_round) {
  const std::vector<Debt> debts{{0, 1, 100}, {1, 2, 80}, {2, 3, 50}};
  const Failure failure = failed(4, debts, {100, 0, 0, 0}, {0});
  EXPECT_THAT(failure.clearing.round, ElementsAre(1, 2, 3, 0));
  EXPECT_THAT(failure.lost_minor, ElementsAre(0, 100, 80, 50));
  EXPECT_EQ(failure.lost_by_others_minor, 230);
  EXPECT_EQ(failure.pulled_down, 2U);
}

TEST(Dependence, several_fail_at_once) {
  const std::vector<Debt> debts{{0, 2, 50}, {1, 2, 50}, {2, 3, 100}};
  EXPECT_EQ(failed(4, debts, {50, 50, 0, 0}, {0}).clearing.share[2], mpq_class(1, 2));
  EXPECT_EQ(failed(4, debts, {50, 50, 0, 0}, {0, 1}).clearing.share[2], 0);
}

TEST(Dependence, who_lives_on_what_it_receives_has_no_assets_to_lose) {
  const std::vector<Debt> debts{{0, 1, 100}, {1, 2, 80}};
  EXPECT_EQ(failed(3, debts, solvent_assets(3, debts), {1}).clearing.rounds, 0U);
}

TEST(Dependence, a_set_off_takes_the_loop_out_of_what_a_failure_can_reach) {
  // A needs 50 of its own for C. Without them A pays a of 150, B as much of its 100 to A, so that
  // 150 a = 100 a: nothing is paid at all, though A and B only owe each other the same.
  const Network network = network_of("A B 100\nB A 100\nA C 50\n");
  const auto before = debts_of(network, {});
  const Failure together = failed(3, before, solvent_assets(3, before), {0});
  EXPECT_THAT(together.lost_minor, ElementsAre(100, 100, 50));
  EXPECT_EQ(together.lost_by_others_minor, 150);
  const auto after = debts_of(network, set_off_bilaterally(network).amounts);
  const Failure alone = failed(3, after, solvent_assets(3, after), {0});
  EXPECT_THAT(alone.lost_minor, ElementsAre(0, 0, 50));
  EXPECT_EQ(alone.pulled_down, 0U);
}

TEST(Dependence, print_rounds_to_the_nearest_unit) {
  EXPECT_EQ(rounded_minor(mpq_class(1, 3)), 0);
  EXPECT_EQ(rounded_minor(mpq_class(1, 2)), 1);
  EXPECT_EQ(rounded_minor(mpq_class(5, 3)), 2);
}

// What debtors do not pay is what creditors miss, and no more than the failed had is missing in
// all.
TEST(DependenceProperties, every_loss_has_a_debtor_and_the_shock_is_borne_once) {
  EXPECT_TRUE(rc::check("losses add up", [] {
    const Example example = random_example(12);
    const Network network = example.network().value();
    const auto parties = static_cast<std::uint32_t>(network.parties.size());
    if (parties == 0) return;
    const auto debts = debts_of(network, {});
    const auto assets = solvent_assets(parties, debts);
    const auto fails = *rc::gen::inRange<std::uint32_t>(0, parties);
    const Failure failure = failed(parties, debts, assets, {fails});
    mpq_class unpaid;
    for (const Debt& one : debts)
      unpaid += (1 - failure.clearing.share[one.debtor]) * exact(one.amount_minor);
    RC_ASSERT(unpaid ==
              std::accumulate(failure.lost_minor.begin(), failure.lost_minor.end(), mpq_class(0)));
    mpq_class borne;  // missed and not passed on
    for (std::uint32_t party = 0; party < parties; ++party) {
      mpq_class passed_on;
      for (const Debt& one : debts) {
        if (one.debtor == party)
          passed_on += (1 - failure.clearing.share[party]) * exact(one.amount_minor);
      }
      const mpq_class own = failure.lost_minor[party] - passed_on +
                            (party == fails ? exact(assets[party]) : mpz_class(0));
      RC_ASSERT(own >= 0);
      borne += own;
    }
    RC_ASSERT(borne == exact(assets[fails]));
  }));
}

// Net positions stay, and with them what everybody needs of its own.
TEST(DependenceProperties, a_set_off_changes_nobodys_assets) {
  EXPECT_TRUE(rc::check("solvent assets before and after", [] {
    const Network network = random_example(9).network().value();
    const auto parties = static_cast<std::uint32_t>(network.parties.size());
    const auto before = debts_of(network, {});
    for (const SetOff& set_off : {set_off_bilaterally(network), set_off_multilaterally(network)}) {
      const auto after = debts_of(network, set_off.amounts);
      RC_ASSERT(solvent_assets(parties, before) == solvent_assets(parties, after));
    }
  }));
}

}  // namespace
}  // namespace quits::settlement
