#include "settlement/netting/fee.h"

#include <algorithm>

#include "base/money.h"

namespace quits::settlement {

Result<std::int64_t> fee_of(std::int64_t set_off_minor, const FeeRule& rule) {
  if (set_off_minor < 0)
    return refuse(Code::bad_value, "a set-off is never below zero", "give the amount set off");
  if (set_off_minor < rule.free_below_minor) return 0;
  TRY(const std::int64_t share,
      to_minor(int128{set_off_minor} * rule.rate.millionths(), Rate::kWhole, rule.rounding));
  return std::max(share, rule.least_minor);
}

}  // namespace quits::settlement
