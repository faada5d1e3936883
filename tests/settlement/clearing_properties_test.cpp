// What makes payments a clearing vector, on random networks; RapidCheck prints the seed.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "settlement/clearing.h"
#include "settlement/dependence.h"

namespace quits::settlement {
namespace {

struct Case {
  std::uint32_t parties = 0;
  std::vector<Debt> debts;
  std::vector<std::int64_t> assets;
};

Case random_case() {
  Case made;
  made.parties = *rc::gen::inRange<std::uint32_t>(2, 13);
  const int debts = *rc::gen::inRange(0, 40);
  const std::int64_t largest = *rc::gen::element<std::int64_t>(5, 1'000, 1'000'000'000'000);
  for (int i = 0; i < debts; ++i) {
    Debt one;
    one.debtor = *rc::gen::inRange<std::uint32_t>(0, made.parties);
    one.creditor = (one.debtor + *rc::gen::inRange<std::uint32_t>(1, made.parties)) % made.parties;
    one.amount_minor = *rc::gen::inRange<std::int64_t>(1, largest);
    made.debts.push_back(one);
  }
  // Little, so that many fall: at most half of what everybody would need.
  for (const std::int64_t need : solvent_assets(made.parties, made.debts))
    made.assets.push_back(*rc::gen::inRange<std::int64_t>(0, need / 2 + 2));
  return made;
}

struct Flows {
  std::vector<mpq_class> has;  // assets and what others pay
  std::vector<mpz_class> owes;
};

Flows flows_of(const Case& one, const std::vector<mpq_class>& share) {
  Flows flows;
  flows.has.assign(one.assets.begin(), one.assets.end());
  flows.owes.resize(one.parties);
  for (const Debt& debt : one.debts) {
    flows.has[debt.creditor] += share[debt.debtor] * exact(debt.amount_minor);
    flows.owes[debt.debtor] += exact(debt.amount_minor);
  }
  return flows;
}

// One step of the equation: everybody pays what it has, up to what it owes.
std::vector<mpq_class> step(const Case& one, const std::vector<mpq_class>& share) {
  const Flows flows = flows_of(one, share);
  std::vector<mpq_class> next(one.parties, 1);
  for (std::size_t i = 0; i < next.size(); ++i) {
    if (flows.has[i] < flows.owes[i]) next[i] = flows.has[i] / flows.owes[i];
  }
  return next;
}

Clearing cleared(const Case& one) {
  ClearingWork work;
  return clear(one.parties, one.debts, one.assets, work).value();
}

TEST(ClearingProperties, the_shares_satisfy_the_equation_exactly) {
  EXPECT_TRUE(rc::check("a fixed point, to the last fraction", [] {
    const Case one = random_case();
    const Clearing found = cleared(one);
    RC_ASSERT(step(one, found.share) == found.share);
  }));
}

TEST(ClearingProperties, limited_liability_and_absolute_priority) {
  EXPECT_TRUE(rc::check("nobody pays more than it has, nor keeps anything before its debts", [] {
    const Case one = random_case();
    const Clearing found = cleared(one);
    const Flows flows = flows_of(one, found.share);
    for (std::size_t i = 0; i < one.parties; ++i) {
      const mpq_class pays = found.share[i] * flows.owes[i];
      RC_ASSERT(found.share[i] >= 0);
      RC_ASSERT(found.share[i] <= 1);
      RC_ASSERT(pays <= flows.has[i]);
      RC_ASSERT(found.share[i] == 1 || pays == flows.has[i]);
      RC_ASSERT((found.share[i] == 1) == (found.round[i] == 0));
    }
  }));
}

// Plain iteration from above falls towards the greatest solution and never below it.
TEST(ClearingProperties, no_other_solution_is_greater) {
  EXPECT_TRUE(rc::check("iteration from full payment comes down to it", [] {
    const Case one = random_case();
    const Clearing found = cleared(one);
    std::vector<mpq_class> above(one.parties, 1);
    const mpz_class grid = mpz_class(1) << 96;  // rounded up, so that it stays above
    const mpq_class close(1, 1'000'000);
    bool is_close = false;
    for (int i = 0; i < 20'000 && !is_close; ++i) {
      above = step(one, above);
      is_close = true;
      for (std::size_t party = 0; party < above.size(); ++party) {
        mpz_class up;
        const mpz_class scaled = above[party].get_num() * grid;
        mpz_cdiv_q(up.get_mpz_t(), scaled.get_mpz_t(), above[party].get_den_mpz_t());
        above[party] = mpq_class(up, grid);
        above[party].canonicalize();
        RC_ASSERT(above[party] >= found.share[party]);
        if (above[party] - found.share[party] > close) is_close = false;
      }
    }
    RC_ASSERT(is_close);
  }));
}

TEST(ClearingProperties, the_order_of_debts_does_not_matter) {
  EXPECT_TRUE(rc::check("nor do parties' numbers", [] {
    const Case one = random_case();
    Case turned = one;
    const auto mirror = [&](std::uint32_t party) { return one.parties - 1 - party; };
    std::reverse(turned.debts.begin(), turned.debts.end());
    for (Debt& debt : turned.debts)
      debt = {mirror(debt.debtor), mirror(debt.creditor), debt.amount_minor};
    std::reverse(turned.assets.begin(), turned.assets.end());
    Clearing found = cleared(turned);
    std::reverse(found.share.begin(), found.share.end());
    std::reverse(found.round.begin(), found.round.end());
    RC_ASSERT(found.share == cleared(one).share);
    RC_ASSERT(found.round == cleared(one).round);
  }));
}

}  // namespace
}  // namespace quits::settlement
