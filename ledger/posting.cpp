#include "ledger/posting.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/int128.h"

namespace quits::ledger {
namespace {

struct Share {
  PartyNumber party;
  Currency currency = Currency::none();
  int128 sum = 0;
};

void add(std::vector<Share>& shares, PartyNumber party, Currency currency, int128 amount) {
  const auto same = [&](const Share& share) { return share.party == party && share.currency == currency; };
  if (auto found = std::ranges::find_if(shares, same); found != shares.end()) {
    found->sum += amount;
  } else {
    shares.push_back({party, currency, amount});
  }
}

Status refuse_unless_zero(const std::vector<Share>& shares) {
  for (const Share& share : shares) {
    if (share.sum == 0) continue;
    return refuse(Code::unbalanced, fmt::format("the entry does not balance in the book of party {} in {}",
                                                share.party.value, share.currency.code()));
  }
  return {};
}

Status refuse_self(const Posting& posting) {
  return refuse(Code::unbalanced,
                fmt::format("party {} cannot have an account with itself", posting.account.owner.value));
}

// For entries over many parties (a ring, a netting centre): sort, then sum runs.
Status check_many(std::span<const Posting> postings) {
  std::vector<Share> parts;
  parts.reserve(postings.size() * 2);
  for (const Posting& posting : postings) {
    parts.push_back({posting.account.owner, posting.account.currency, posting.amount_minor});
    parts.push_back({posting.account.counterparty, posting.account.currency, -int128{posting.amount_minor}});
  }
  std::ranges::sort(parts, {}, [](const Share& part) { return std::pair(part.party, part.currency); });
  std::vector<Share> shares;
  for (const Share& part : parts) {
    if (!shares.empty() && shares.back().party == part.party && shares.back().currency == part.currency) {
      shares.back().sum += part.sum;
    } else {
      shares.push_back(part);
    }
  }
  return refuse_unless_zero(shares);
}

}  // namespace

Status check_balanced(std::span<const Posting> postings) {
  for (const Posting& posting : postings) {
    if (posting.account.owner == posting.account.counterparty) return refuse_self(posting);
  }
  // The ordinary entry: +x and -x between the same two.
  if (postings.size() == 2 && postings[0].account.owner == postings[1].account.owner &&
      postings[0].account.counterparty == postings[1].account.counterparty &&
      postings[0].account.currency == postings[1].account.currency &&
      int128{postings[0].amount_minor} + postings[1].amount_minor == 0) {
    return {};
  }
  if (postings.size() > 16) return check_many(postings);
  std::vector<Share> shares;
  for (const Posting& posting : postings) {
    add(shares, posting.account.owner, posting.account.currency, posting.amount_minor);
    add(shares, posting.account.counterparty, posting.account.currency, -int128{posting.amount_minor});
  }
  return refuse_unless_zero(shares);
}

}  // namespace quits::ledger
