#include "settlement/netting/figures.h"

#include <algorithm>

#include "settlement/netting/allocation.h"

namespace quits::settlement {
namespace {

// Everybody's payments are with the centre.
void settle_with_centre(NettingFigures& figures, std::span<const std::int64_t> net) {
  figures.remaining_minor = figures.net_internal_debt_minor;
  for (std::size_t party = 0; party < net.size(); ++party) {
    PartyFigures& one = figures.parties[party];
    one.set_off_minor = std::min(one.owes_minor, one.owed_minor);
    one.to_pay_minor = std::max<std::int64_t>(-net[party], 0);
    one.to_receive_minor = std::max<std::int64_t>(net[party], 0);
    if (net[party] != 0) ++figures.payments_after;
  }
}

}  // namespace

NettingFigures figures_of(const Network& network, const SetOff& set_off) {
  NettingFigures figures;
  figures.gross_minor = network.gross_minor;
  const std::vector<std::int64_t> net = network.net_positions();
  figures.net_internal_debt_minor = net_internal_debt(net);
  figures.parties.resize(network.parties.size());
  const bool at_centre = set_off.mode == NettingMode::centre;
  for (std::size_t i = 0; i < network.arcs.size(); ++i) {
    const Arc& arc = network.arcs[i];
    PartyFigures& debtor = figures.parties[arc.debtor];
    PartyFigures& creditor = figures.parties[arc.creditor];
    debtor.owes_minor += arc.amount_minor;
    creditor.owed_minor += arc.amount_minor;
    if (at_centre) continue;
    const std::int64_t left = arc.amount_minor - set_off.amounts[i];
    debtor.set_off_minor += set_off.amounts[i];
    debtor.to_pay_minor += left;
    creditor.to_receive_minor += left;
    figures.remaining_minor += left;
  }
  const Pairs pairs = pairs_of(network);
  figures.payments_before = pairs.pairs.size();
  if (at_centre) {
    settle_with_centre(figures, net);
  } else {
    const std::vector<std::int64_t> totals = totals_of_pairs(pairs, set_off.amounts);
    for (std::size_t pair = 0; pair < totals.size(); ++pair) {
      if (totals[pair] < pairs.pairs[pair].amount_minor) ++figures.payments_after;
    }
  }
  figures.set_off_minor = figures.gross_minor - figures.remaining_minor;
  return figures;
}

}  // namespace quits::settlement
