// Postings and the one rule they obey: every party's book stays balanced.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "ledger/account.h"

namespace quits::ledger {

struct Posting {
  Account account;
  std::int64_t amount_minor = 0;

  bool operator==(const Posting&) const = default;
};

// Refuses (unbalanced) unless, for every party and every currency, the postings add up to zero in that party's book:
// +amount for the owner, -amount for the counterparty. An owner that is its own counterparty is refused as well.
// Cost: O(n^2) for the handful of postings of an ordinary entry, O(n log n) above 16.
Status check_balanced(std::span<const Posting> postings);

}  // namespace quits::ledger
