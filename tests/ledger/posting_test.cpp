// The one rule of postings: every party's book stays balanced in every currency.
#include "ledger/posting.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "base/int128.h"

namespace quits::ledger {
namespace {

const Currency kEuro = Currency::parse("EUR").value();
const Currency kYen = Currency::parse("JPY").value();

Posting post(std::uint64_t owner, std::uint64_t other, AccountKind kind, std::int64_t amount,
             Currency currency = kEuro) {
  return {{{owner}, {other}, kind, currency}, amount};
}

bool is_balanced(const std::vector<Posting>& postings) {
  const auto verdict = check_balanced(postings);
  if (!verdict) {
    EXPECT_EQ(verdict.error().code, Code::unbalanced);
  }
  return verdict.has_value();
}

using enum AccountKind;

TEST(CheckBalanced, accepts_the_entries_of_the_design) {
  EXPECT_TRUE(is_balanced({}));
  // Training, a commission the other way round, an invoice with tax, a payment.
  EXPECT_TRUE(is_balanced({post(1, 2, unbilled, 1000), post(1, 2, income_training, -1000)}));
  EXPECT_TRUE(is_balanced({post(2, 1, unbilled, 1000), post(2, 1, income_commission, -1000)}));
  EXPECT_TRUE(
      is_balanced({post(1, 2, unbilled, -1000), post(1, 2, claim, 1190), post(1, 2, tax_s, -190)}));
  EXPECT_TRUE(is_balanced({post(1, 2, claim, -1190), post(1, 2, bank, 1190)}));
  // Set-off of two claims against each other: both go down, both books stay at zero.
  EXPECT_TRUE(is_balanced({post(1, 2, claim, -1000), post(2, 1, claim, -1000)}));
  // A ring: A owes B owes C owes A.
  EXPECT_TRUE(
      is_balanced({post(2, 1, claim, -70), post(3, 2, claim, -70), post(1, 3, claim, -70)}));
  // A netting centre takes the place of both.
  EXPECT_TRUE(is_balanced({post(2, 1, claim, -70), post(9, 1, claim, 70), post(2, 9, claim, 70)}));
}

TEST(CheckBalanced, refuses_what_leaves_a_book_unbalanced) {
  EXPECT_FALSE(is_balanced({post(1, 2, unbilled, 1)}));
  EXPECT_FALSE(is_balanced({post(1, 2, unbilled, 1000), post(1, 2, income_training, -999)}));
  // The sum over all postings is zero, each book is not.
  EXPECT_FALSE(is_balanced({post(1, 2, claim, 1000), post(2, 1, claim, -1000)}));
  EXPECT_FALSE(is_balanced({post(1, 2, claim, 1000), post(3, 4, claim, -1000)}));
  // A ring that is broken in one place.
  EXPECT_FALSE(
      is_balanced({post(2, 1, claim, -70), post(3, 2, claim, -70), post(1, 3, claim, -69)}));
  // Currencies do not make up for one another.
  EXPECT_FALSE(is_balanced({post(1, 2, claim, 5), post(1, 2, bank, -5, kYen)}));
  // Nobody owes itself, not even nothing.
  EXPECT_FALSE(is_balanced({post(1, 1, claim, 5), post(1, 1, bank, -5)}));
  EXPECT_FALSE(is_balanced({post(1, 1, claim, 0)}));
}

TEST(CheckBalanced, extremes_neither_overflow_nor_pass) {
  constexpr std::int64_t kMost = INT64_MAX;
  constexpr std::int64_t kLeast = INT64_MIN;
  EXPECT_TRUE(is_balanced({post(1, 2, claim, kMost), post(1, 2, bank, -kMost)}));
  EXPECT_FALSE(is_balanced({post(1, 2, claim, kLeast), post(1, 2, bank, kLeast)}));
  EXPECT_FALSE(is_balanced({post(1, 2, claim, kMost), post(1, 2, bank, kLeast)}));
  EXPECT_TRUE(
      is_balanced({post(1, 2, claim, kMost), post(1, 2, bank, kLeast), post(1, 2, rounding, 1)}));
  // Two sums that are equal modulo 2^64.
  EXPECT_FALSE(is_balanced({post(1, 2, claim, kMost), post(1, 2, claim, kMost),
                            post(1, 2, claim, 1), post(1, 2, claim, 1)}));
}

// What each party's book sums to, per currency.
std::map<std::pair<std::uint64_t, std::size_t>, int128> books(
    const std::vector<Posting>& postings) {
  std::map<std::pair<std::uint64_t, std::size_t>, int128> sums;
  for (const Posting& posting : postings) {
    const std::size_t currency = posting.account.currency.index();
    sums[{posting.account.owner.value, currency}] += posting.amount_minor;
    sums[{posting.account.counterparty.value, currency}] -= posting.amount_minor;
  }
  return sums;
}

// Short and long lists take different ways through the code: both must agree with the definition.
TEST(CheckBalanced, agrees_with_the_definition) {
  rc::check("any postings", [] {
    const auto count = *rc::gen::inRange<std::size_t>(0, 40);
    std::vector<Posting> postings;
    for (std::size_t i = 0; i < count; ++i) {
      const auto owner = *rc::gen::inRange<std::uint64_t>(1, 5);
      const auto other = owner + *rc::gen::inRange<std::uint64_t>(1, 4);
      const Currency currency = *rc::gen::element(kEuro, kYen);
      postings.push_back(
          post(owner, other, claim, *rc::gen::inRange<std::int64_t>(-3, 4), currency));
      if (*rc::gen::inRange(0, 10) > 0) {  // mostly mirrored at once
        postings.push_back(post(owner, other, bank, -postings.back().amount_minor, currency));
      }
    }
    bool is_zero = true;
    for (const auto& [book, sum] : books(postings)) is_zero = is_zero && sum == 0;
    RC_ASSERT(check_balanced(postings).has_value() == is_zero);
  });
}

TEST(CheckBalanced, long_rings_balance_and_one_missing_link_does_not) {
  for (std::uint64_t length = 2; length <= 60; ++length) {
    std::vector<Posting> ring;
    for (std::uint64_t party = 1; party <= length; ++party) {
      ring.push_back(post(party % length + 1, party, claim, -42));
    }
    EXPECT_TRUE(is_balanced(ring)) << length;
    ring.pop_back();
    EXPECT_FALSE(is_balanced(ring)) << length;
  }
}

}  // namespace
}  // namespace quits::ledger
