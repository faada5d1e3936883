#include "settlement/dependence.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"

namespace quits::settlement {
namespace {

// One for each debtor of a creditor.
std::vector<Debt> merged(std::span<const Debt> debts) {
  std::vector<Debt> sorted(debts.begin(), debts.end());
  std::ranges::sort(sorted, {},
                    [](const Debt& one) { return std::tuple(one.creditor, one.debtor); });
  std::vector<Debt> made;
  for (const Debt& one : sorted) {
    if (!made.empty() && made.back().creditor == one.creditor && made.back().debtor == one.debtor) {
      made.back().amount_minor += one.amount_minor;
    } else {
      made.push_back(one);
    }
  }
  return made;
}

mpq_class share_of(const mpz_class& part, const mpz_class& whole) {
  mpq_class share(part, whole);
  share.canonicalize();
  return share;
}

}  // namespace

std::vector<PartyDependence> dependence_of(std::uint32_t parties, std::span<const Debt> debts) {
  std::vector<PartyDependence> found(parties);
  std::vector<mpz_class> squares(parties);
  for (const Debt& one : merged(debts)) {
    found[one.debtor].owes_minor += one.amount_minor;
    PartyDependence& creditor = found[one.creditor];
    creditor.receives_minor += one.amount_minor;
    squares[one.creditor] += exact(one.amount_minor) * exact(one.amount_minor);
    if (one.amount_minor <= creditor.from_largest_minor) continue;
    creditor.largest_debtor = one.debtor;
    creditor.from_largest_minor = one.amount_minor;
  }
  for (std::uint32_t party = 0; party < parties; ++party) {
    PartyDependence& one = found[party];
    if (one.receives_minor == 0) continue;
    const mpz_class receives = exact(one.receives_minor);
    one.share_of_largest = share_of(exact(one.from_largest_minor), receives);
    one.concentration = share_of(squares[party], receives * receives);
  }
  return found;
}

std::vector<std::int64_t> solvent_assets(std::uint32_t parties, std::span<const Debt> debts) {
  std::vector<std::int64_t> net_debt(parties, 0);
  for (const Debt& one : debts) {
    net_debt[one.debtor] += one.amount_minor;
    net_debt[one.creditor] -= one.amount_minor;
  }
  for (std::int64_t& one : net_debt) one = std::max<std::int64_t>(one, 0);
  return net_debt;
}

Result<Failure> failure_of(std::uint32_t parties, std::span<const Debt> debts,
                           std::vector<std::int64_t> assets_minor,
                           std::span<const std::uint32_t> fails, ClearingWork& work) {
  std::vector<char> failed(parties, 0);
  for (const std::uint32_t party : fails) {
    failed.at(party) = 1;
    assets_minor.at(party) = 0;
  }
  Failure failure;
  TRY(failure.clearing, clear(parties, debts, assets_minor, work));
  failure.lost_minor.resize(parties);
  for (const Debt& one : debts) {
    const mpq_class& share = failure.clearing.share[one.debtor];
    if (share == 1) continue;
    failure.lost_minor[one.creditor] += (1 - share) * exact(one.amount_minor);
  }
  for (std::uint32_t party = 0; party < parties; ++party) {
    if (failed[party] != 0) continue;
    failure.lost_by_others_minor += failure.lost_minor[party];
    if (failure.clearing.round[party] != 0) ++failure.pulled_down;
  }
  return failure;
}

std::vector<Debt> debts_of(const Network& network, std::span<const std::int64_t> set_off_minor) {
  CHECK(set_off_minor.empty() || set_off_minor.size() == network.arcs.size(),
        "{} amounts set off for {} obligations", set_off_minor.size(), network.arcs.size());
  std::vector<Debt> debts;
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    const Arc& arc = network.arcs[i];
    const std::int64_t left = arc.amount_minor - (set_off_minor.empty() ? 0 : set_off_minor[i]);
    if (left > 0) debts.push_back({arc.debtor, arc.creditor, left});
  }
  return debts;
}

std::int64_t rounded_minor(const mpq_class& amount_minor) {
  mpz_class rounded;
  const mpz_class twice = 2 * amount_minor.get_den();
  mpz_fdiv_q(rounded.get_mpz_t(),
             mpz_class(2 * amount_minor.get_num() + amount_minor.get_den()).get_mpz_t(),
             twice.get_mpz_t());
  CHECK(rounded.fits_slong_p(), "an amount beyond 64 bits");
  return rounded.get_si();
}

}  // namespace quits::settlement
