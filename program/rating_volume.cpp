// What of a sale counts for a plan, and how much of it goes back with a refund.
#include "base/money.h"
#include "program/rating.h"

namespace quits::program {

Result<Decimal> volume_of(const CommissionPlan& plan, const Sale& sale) {
  if (plan.base == Base::net) return sale.amount;
  if (plan.base == Base::units) return sale.quantity;
  if (sale.gross) return *sale.gross;
  return refuse_field("gross", Code::missing_field,
                      "the plan " + plan.name + " pays on gross amounts: the sale needs gross",
                      "add the gross amount to the sale, or agree on BASE_NET");
}

Result<Decimal> share_of_volume(Decimal moved, Decimal sale, Decimal refunded, Decimal refund) {
  if (moved == sale) return refund;  // net amounts: the share is the refund itself
  if (sale.is_zero()) return moved;
  const auto share_of = [&](Decimal part) {
    return to_minor(int128{moved.millionths()} * part.millionths(), sale.millionths(),
                    Rounding::half_away_from_zero);
  };
  TRY(const auto in_all, refunded.plus(refund));
  TRY(const auto after, share_of(in_all));
  TRY(const auto before, share_of(refunded));
  return Decimal::from_millionths(after).minus(Decimal::from_millionths(before));
}

}  // namespace quits::program
