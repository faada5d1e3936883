// What everybody can pay of its debts when some cannot pay all of them: the clearing vector of
// Eisenberg and Noe. Pure.
//
//   clear(3, {{0, 1, 100}, {1, 2, 100}}, {40, 0, 0})   // 0 has 40 of the 100 that it owes
//   // shares 2/5, 2/5, 1: 1 owes as much as 0 owes it, and falls with it
//
// Each party has outside assets and what others pay it, and pays its debts from nothing else
// (limited liability); it pays all of them before it keeps anything (absolute priority); where that
// is not enough, every creditor gets the same share of its claim (proportionality). Of all shares
// that satisfy this, the answer has the largest of everybody. Exact fractions, nothing is rounded.
//
// Source: L. Eisenberg, T. H. Noe, Systemic Risk in Financial Systems, Management Science 47
// (2001): Theorem 1 and the fictitious default algorithm, whose rounds are the rounds here.
//
// Units: minor units of one currency. Cost: at most one linear system for each party that falls,
// each of those that fall through it. Exact fractions get longer with every step: a hundred parties
// that all owe each other and fall together take a second, a few hundred are out of reach. The work
// is counted, not timed, and refused beyond a bound, on every machine at the same input.
#pragma once

#include <gmpxx.h>

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace quits::settlement {

struct Debt {
  std::uint32_t debtor = 0;
  std::uint32_t creditor = 0;
  std::int64_t amount_minor = 0;  // above zero
};

struct Clearing {
  std::vector<mpq_class> share;      // per party: of each of its debts, 0 to 1; 1 where it has none
  std::vector<std::uint32_t> round;  // per party: in which it falls, from 1; 0: it pays all
  std::uint32_t rounds = 0;          // the last one in which anybody falls
};

// Of one question, with all of its scenarios. A unit is about half a nanosecond.
class ClearingWork {
 public:
  static constexpr std::uint64_t kMax = 10'000'000'000;

  explicit ClearingWork(std::uint64_t units_max = kMax) : left_(units_max) {}

  // False when all is used up.
  bool spend(std::uint64_t units) {
    left_ -= units < left_ ? units : left_;
    return left_ > 0;
  }

 private:
  std::uint64_t left_;
};

// Debts are between parties 0 to parties - 1, never to oneself, and their sum fits in 64 bits;
// `assets_minor` has one amount per party, not below zero (CHECK). Refuses: too_large.
Result<Clearing> clear(std::uint32_t parties, std::span<const Debt> debts,
                       std::span<const std::int64_t> assets_minor, ClearingWork& work);

// An amount as an exact number.
mpz_class exact(std::int64_t minor);

}  // namespace quits::settlement
