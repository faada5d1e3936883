#include "settlement/netting.h"

#include <algorithm>
#include <tuple>

#include "base/int128.h"
#include "base/money.h"

namespace quits::settlement {
namespace {

// What the invoice means for the partner: positive when it is owed to it.
int128 for_partner(const OpenInvoice& invoice) {
  return invoice.owed_to_partner ? int128{invoice.open_minor} : -int128{invoice.open_minor};
}

int128 magnitude(int128 value) { return value < 0 ? -value : value; }

}  // namespace

Result<BilateralNetting> net_bilaterally(std::span<const OpenInvoice> invoices) {
  BilateralNetting netting;
  int128 to_partner = 0;
  int128 by_partner = 0;
  for (const OpenInvoice& invoice : invoices) {
    netting.invoices.push_back({invoice, 0, invoice.open_minor});
    const int128 amount = for_partner(invoice);
    (amount > 0 ? to_partner : by_partner) += magnitude(amount);
  }
  std::sort(netting.invoices.begin(), netting.invoices.end(), [](const NettedInvoice& left, const NettedInvoice& right) {
    return std::tie(left.invoice.due, left.invoice.number) < std::tie(right.invoice.due, right.invoice.number);
  });
  TRY(netting.net_minor, to_minor(to_partner - by_partner, 1, Rounding::half_away_from_zero));
  TRY(netting.gross_minor, to_minor(to_partner + by_partner, 1, Rounding::half_away_from_zero));

  // Each direction gives up the same amount: all of the smaller one.
  int128 rest_to_partner = std::min(to_partner, by_partner);
  int128 rest_by_partner = rest_to_partner;
  for (NettedInvoice& netted : netting.invoices) {
    const int128 amount = for_partner(netted.invoice);
    int128& rest = amount > 0 ? rest_to_partner : rest_by_partner;
    const int128 part = std::min(rest, magnitude(amount));
    rest -= part;
    netted.set_off_minor = static_cast<std::int64_t>(netted.invoice.open_minor < 0 ? -part : part);
    netted.left_minor = netted.invoice.open_minor - netted.set_off_minor;
  }
  return netting;
}

}  // namespace quits::settlement
