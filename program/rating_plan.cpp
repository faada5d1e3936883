#include "program/rating_plan.h"

#include <algorithm>

#include "base/fixed_point.h"
#include "base/money.h"

namespace quits::program {
namespace {

constexpr int kExactPlaces = 12;  // volume in millionths times rate in millionths

// The band that holds the volume: half open [from, next from); below zero the first one.
std::size_t band_of(const CommissionPlan& plan, std::int64_t volume) {
  std::size_t band = plan.bands.size() - 1;
  while (band > 0 && volume < plan.bands[band].from.millionths()) --band;
  return band;
}

// How much of the volume lies in the band. The first one also takes what is below zero.
std::int64_t volume_in(const CommissionPlan& plan, std::size_t band, std::int64_t volume) {
  const std::int64_t from = band == 0 ? 0 : plan.bands[band].from.millionths();
  if (band > 0 && volume <= from) return 0;
  const bool is_last = band + 1 == plan.bands.size();
  const std::int64_t top =
      is_last ? volume : std::min(volume, plan.bands[band + 1].from.millionths());
  return top - from;
}

ledger::BandPart part(const Band& band, std::int64_t volume) {
  return {.from = band.from, .rate = band.rate, .volume = Decimal::from_millionths(volume)};
}

std::vector<ledger::BandPart> whole_parts(const CommissionPlan& plan, std::int64_t before,
                                          std::int64_t after) {
  const std::size_t left = band_of(plan, before);
  const std::size_t entered = band_of(plan, after);
  if (left == entered) return {part(plan.bands[left], after - before)};
  std::vector<ledger::BandPart> parts;
  parts.reserve(2);
  if (before != 0) parts.push_back(part(plan.bands[left], -before));
  if (after != 0) parts.push_back(part(plan.bands[entered], after));
  return parts;
}

std::vector<ledger::BandPart> marginal_parts(const CommissionPlan& plan, std::int64_t before,
                                             std::int64_t after) {
  const std::size_t first = band_of(plan, std::min(before, after));
  const std::size_t last = band_of(plan, std::max(before, after));
  std::vector<ledger::BandPart> parts;
  parts.reserve(last - first + 1);
  for (std::size_t band = first; band <= last; ++band) {
    const std::int64_t moved = volume_in(plan, band, after) - volume_in(plan, band, before);
    if (moved != 0 || first == last) parts.push_back(part(plan.bands[band], moved));
  }
  return parts;
}

}  // namespace

Result<int128> exact_due(const CommissionPlan& plan, Decimal volume) {
  if (plan.bands.empty()) {
    return refuse(Code::bands_invalid, "the plan " + plan.name + " has no band");
  }
  const std::int64_t total = volume.millionths();
  if (plan.rule != Rule::marginal) {
    return int128{total} * plan.bands[band_of(plan, total)].rate.millionths();
  }
  int128 exact = 0;
  const std::size_t last = band_of(plan, total);
  for (std::size_t band = 0; band <= last; ++band) {
    exact += int128{volume_in(plan, band, total)} * plan.bands[band].rate.millionths();
  }
  return exact;
}

Result<std::int64_t> to_minor_units(int128 exact, Currency currency, Rounding rounding) {
  const auto places = static_cast<std::size_t>(kExactPlaces - currency.exponent());
  return to_minor(exact, kPowersOfTen[places], rounding);
}

std::vector<ledger::BandPart> parts_of(const CommissionPlan& plan, Decimal before, Decimal after) {
  if (plan.bands.empty()) return {};
  if (plan.rule == Rule::marginal) {
    return marginal_parts(plan, before.millionths(), after.millionths());
  }
  return whole_parts(plan, before.millionths(), after.millionths());
}

}  // namespace quits::program
