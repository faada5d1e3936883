#include "base/decimal.h"

#include <fmt/core.h>

#include <limits>

#include "base/fixed_point.h"
#include "base/int128.h"

namespace quits {

Result<Decimal> Decimal::parse(std::string_view text) {
  TRY(const std::int64_t millionths, parse_fixed_point(text, kPlaces));
  return Decimal(millionths);
}

Result<Decimal> Decimal::from_units(std::int64_t units) {
  std::int64_t millionths = 0;
  if (__builtin_mul_overflow(units, kMillionthsPerUnit, &millionths)) {
    return refuse_range(fmt::format("decimal {}", units));
  }
  return Decimal(millionths);
}

Result<Decimal> Decimal::times(Decimal other) const {
  const int128 product = int128{millionths_} * other.millionths_;
  const int128 millionths = product / kMillionthsPerUnit;
  if (millionths > std::numeric_limits<std::int64_t>::max() ||
      millionths < std::numeric_limits<std::int64_t>::min()) {
    return refuse_range(fmt::format("product of {} and {}", to_string(), other.to_string()));
  }
  if (millionths * kMillionthsPerUnit != product) {
    return refuse(Code::inexact,
                  fmt::format("the product of {} and {} needs more than {} decimal places",
                              to_string(), other.to_string(), kPlaces));
  }
  return Decimal(static_cast<std::int64_t>(millionths));
}

std::string Decimal::to_string() const { return fixed_point_to_string(millionths_, kPlaces, 0); }

std::string Decimal::to_string(int places_min) const {
  return fixed_point_to_string(millionths_, kPlaces, places_min);
}

tl::unexpected<Error> Decimal::refuse_range(std::string_view what) {
  using Limits = std::numeric_limits<std::int64_t>;
  return refuse(Code::overflow, fmt::format("the {} is out of range: expected {} to {}", what,
                                            Decimal(Limits::min()).to_string(),
                                            Decimal(Limits::max()).to_string()));
}

}  // namespace quits
