#include "settlement/clearing.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/int128.h"
#include "settlement/linear_system.h"

namespace quits::settlement {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct Side {
  std::uint32_t other = 0;
  mpz_class amount;
};

// The fictitious default algorithm. Everybody is taken to pay in full; who then cannot, falls in
// round 1 and its share is what the equations give; who cannot because of that, falls in round 2;
// until nobody falls any more. With F for those that fell, the equations of a round are
//
//   owes(i) * share(i) = assets(i) + sum over debtors j of i of debt(j, i) * share(j)     i in F
//   share(i) = 1                                                                      i not in F
//
// It ends, because F only grows: at most one round for each party.
//
// The equations have one solution. They have none or many only if some parties in F owe nothing to
// anybody outside them. Take the first round in which such parties S are all in F: with the shares
// before it, those of S that had fallen got and had exactly what they paid, and those that fall now
// got and had less than they paid; summed up, S had and got less than S paid. But all that S paid
// went to S. Contradiction; and a matrix of this kind without such S is a non-singular M-matrix.
//
// It gives the largest shares. The inverse of an M-matrix has no entry below zero, so shares that
// satisfy every equation or leave too little are no larger than the solution: this holds, round by
// round, for every other answer, and for the next round's solution, so that shares only fall. At
// the end nobody outside F lacks anything and nobody in F has more than it owes: a clearing vector,
// and no other is larger anywhere.
class Rounds {
 public:
  Rounds(std::uint32_t parties, std::span<const Debt> debts, std::span<const std::int64_t> assets,
         ClearingWork& work)
      : work_(work),
        owes_(parties),
        claims_(parties),
        creditors_(parties),
        position_(parties, kNone) {
    CHECK(assets.size() == parties, "{} assets for {} parties", assets.size(), parties);
    for (const std::int64_t one : assets) {
      CHECK(one >= 0, "outside assets of {}", one);
      assets_.push_back(exact(one));
    }
    merge(debts);
    clearing_.share.assign(parties, 1);
    clearing_.round.assign(parties, 0);
  }

  Result<Clearing> run() {
    std::vector<std::uint32_t> suspects(owes_.size());
    for (std::uint32_t party = 0; party < suspects.size(); ++party) suspects[party] = party;
    for (;;) {
      const std::vector<std::uint32_t> fallen = those_that_fall(suspects);
      if (!work_.spend(std::exchange(sums_cost_, 0))) return takes_too_long();
      if (fallen.empty()) return std::move(clearing_);
      ++clearing_.rounds;
      for (const std::uint32_t party : fallen) clearing_.round[party] = clearing_.rounds;
      const std::vector<std::uint32_t> changed = reached_within_fallen(fallen);
      if (!solve(changed)) return takes_too_long();
      suspects = creditors_of(changed);
    }
  }

 private:
  static tl::unexpected<Error> takes_too_long() {
    return refuse(Code::too_large,
                  "exact shares take too long: too many parties fall, or are tried",
                  "net first, or ask for the failure of one party");
  }

  void merge(std::span<const Debt> debts) {
    std::vector<Debt> sorted(debts.begin(), debts.end());
    const auto ends = [](const Debt& one) { return std::tuple(one.creditor, one.debtor); };
    std::ranges::sort(sorted, {}, ends);
    int128 gross = 0;
    for (const Debt& one : sorted) {
      CHECK(one.amount_minor > 0 && one.debtor != one.creditor, "a debt of {} from {} to {}",
            one.amount_minor, one.debtor, one.creditor);
      CHECK(std::max(one.debtor, one.creditor) < owes_.size(),
            "a debt of a party that is not there");
      gross += one.amount_minor;
      owes_[one.debtor] += exact(one.amount_minor);
      auto& claims = claims_[one.creditor];
      if (claims.empty() || claims.back().other != one.debtor) {
        claims.push_back({one.debtor, 0});
        creditors_[one.debtor].push_back(one.creditor);
      }
      claims.back().amount += exact(one.amount_minor);
    }
    CHECK(gross <= std::numeric_limits<std::int64_t>::max(), "debts beyond 64 bits");
  }

  std::vector<std::uint32_t> those_that_fall(const std::vector<std::uint32_t>& suspects) {
    std::vector<std::uint32_t> fallen;
    for (const std::uint32_t party : suspects) {
      if (clearing_.round[party] != 0) continue;
      mpq_class has = assets_[party];
      for (const Side& claim : claims_[party]) add_paid(claim, has);
      if (has < owes_[party]) fallen.push_back(party);
    }
    return fallen;
  }

  void add_paid(const Side& claim, mpq_class& sum) {
    const mpq_class& share = clearing_.share[claim.other];
    sums_cost_ += cost_of_product(sum, share, share);
    sum += claim.amount * share;
  }

  // Those whose shares change: who falls now, and of those that fell before whom it reaches. The
  // equations of the others have no unknown among these.
  std::vector<std::uint32_t> reached_within_fallen(std::vector<std::uint32_t> reached) const {
    std::vector<char> seen(owes_.size(), 0);
    for (const std::uint32_t party : reached) seen[party] = 1;
    for (std::size_t at = 0; at < reached.size(); ++at) {
      for (const std::uint32_t creditor : creditors_[reached[at]]) {
        if (seen[creditor] != 0 || clearing_.round[creditor] == 0) continue;
        seen[creditor] = 1;
        reached.push_back(creditor);
      }
    }
    return reached;
  }

  std::vector<std::uint32_t> creditors_of(const std::vector<std::uint32_t>& parties) const {
    std::vector<std::uint32_t> found;
    for (const std::uint32_t party : parties)
      found.insert(found.end(), creditors_[party].begin(), creditors_[party].end());
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  bool solve(const std::vector<std::uint32_t>& parties) {
    for (std::uint32_t i = 0; i < parties.size(); ++i) position_[parties[i]] = i;
    LinearSystem system(parties.size());
    for (std::uint32_t i = 0; i < parties.size(); ++i) {
      const mpz_class& owes = owes_[parties[i]];
      mpq_class known = assets_[parties[i]];
      for (const Side& claim : claims_[parties[i]]) {
        if (const std::uint32_t unknown = position_[claim.other]; unknown == kNone) {
          add_paid(claim, known);
        } else {
          system.add_term(i, unknown, mpq_class(claim.amount) / owes);
        }
      }
      system.add_constant(i, known / owes);
    }
    for (const std::uint32_t party : parties) position_[party] = kNone;
    auto solution = system.solve(work_);
    if (!solution) return false;
    for (std::uint32_t i = 0; i < parties.size(); ++i)
      clearing_.share[parties[i]] = std::move((*solution)[i]);
    return true;
  }

  ClearingWork& work_;
  std::vector<mpz_class> owes_;
  std::vector<mpz_class> assets_;
  std::vector<std::vector<Side>> claims_;              // per creditor, by debtor
  std::vector<std::vector<std::uint32_t>> creditors_;  // per debtor
  std::vector<std::uint32_t> position_;                // among the unknowns, or kNone
  std::uint64_t sums_cost_ = 0;
  Clearing clearing_;
};

}  // namespace

mpz_class exact(std::int64_t minor) {
  static_assert(sizeof(long) == sizeof(std::int64_t), "GMP takes a long");
  return mpz_class(static_cast<long>(minor));
}

Result<Clearing> clear(std::uint32_t parties, std::span<const Debt> debts,
                       std::span<const std::int64_t> assets_minor, ClearingWork& work) {
  return Rounds(parties, debts, assets_minor, work).run();
}

}  // namespace quits::settlement
