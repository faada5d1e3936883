#include "program/rating_plan.h"

#include <algorithm>

#include "base/check.h"
#include "base/fixed_point.h"
#include "base/money.h"

namespace quits::program {
namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr int128 kExact = int128{kMillion} * kMillion;  // volume in millionths times rate in millionths

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

// What one unit of volume in the band gives, in millionths: its rate, or its amount per unit.
std::int64_t price_of(const CommissionPlan& plan, std::size_t band) {
  return pays_amounts(plan.rule, plan.base) ? plan.bands[band].amount.millionths()
                                            : plan.bands[band].rate.millionths();
}

// 0 for the last band, which is open.
std::int64_t width_of(const CommissionPlan& plan, std::size_t band) {
  if (band + 1 == plan.bands.size()) return 0;
  return plan.bands[band + 1].from.minus(plan.bands[band].from).value_or(Decimal()).millionths();
}

ExactDue marginal_due(const CommissionPlan& plan, std::int64_t total) {
  int128 exact = 0;
  const std::size_t last = band_of(plan, total);
  for (std::size_t band = 0; band <= last; ++band) {
    exact += int128{volume_in(plan, band, total)} * price_of(plan, band);
  }
  return {exact, kExact};
}

// The amounts of the full bands, and of the one that fills its share: below zero the first one's
// slope goes on.
Result<ExactDue> interpolated_due(const CommissionPlan& plan, std::int64_t total) {
  constexpr int128 kLargest = ~(int128{1} << 127);
  const std::size_t band = band_of(plan, total);
  int128 full = 0;
  for (std::size_t i = 0; i < band; ++i) full += plan.bands[i].amount.millionths();
  if (band + 1 == plan.bands.size()) return ExactDue{full, kMillion};
  // Terms of a damaged log come here unchecked.
  const std::int64_t width = width_of(plan, band);
  if (width <= 0 || full < 0) return refuse(Code::bands_invalid, "the bands of the plan " + plan.name + " do not rise");
  const int128 filling = int128{volume_in(plan, band, total)} * plan.bands[band].amount.millionths();
  if (full > (kLargest - std::max(filling, int128{0})) / width) {
    return refuse(Code::overflow, "the amounts of the plan " + plan.name + " do not fit in 128 bits",
                  "check the amounts for a wrong unit");
  }
  return ExactDue{full * width + filling, int128{width} * kMillion};
}

ExactDue fixed_step_due(const CommissionPlan& plan, std::int64_t total) {
  int128 reached = 0;
  for (std::size_t band = 1; band < plan.bands.size(); ++band) {
    if (plan.bands[band].from.millionths() <= total) reached += plan.bands[band].amount.millionths();
  }
  return {reached, kMillion};
}

tl::unexpected<Error> refuse_no_band(const CommissionPlan& plan) {
  return refuse(Code::bands_invalid, "the plan " + plan.name + " has no band");
}

ledger::BandPart part(const CommissionPlan& plan, std::size_t band, std::int64_t volume) {
  ledger::BandPart part;
  part.from = plan.bands[band].from;
  part.volume = Decimal::from_millionths(volume);
  if (!pays_amounts(plan.rule, plan.base)) {
    part.rate = plan.bands[band].rate;
    return part;
  }
  part.amount = plan.bands[band].amount;
  if (plan.rule == Rule::interpolated) {
    part.width = Decimal::from_millionths(width_of(plan, band));
    if (part.width.is_zero()) part.amount = Decimal();
  }
  return part;
}

std::vector<ledger::BandPart> whole_parts(const CommissionPlan& plan, std::int64_t before,
                                          std::int64_t after) {
  const std::size_t left = band_of(plan, before);
  const std::size_t entered = band_of(plan, after);
  if (left == entered) return {part(plan, left, after - before)};
  std::vector<ledger::BandPart> parts;
  parts.reserve(2);
  if (before != 0) parts.push_back(part(plan, left, -before));
  if (after != 0) parts.push_back(part(plan, entered, after));
  return parts;
}

// MARGINAL and INTERPOLATED: what moved in each band.
std::vector<ledger::BandPart> banded_parts(const CommissionPlan& plan, std::int64_t before,
                                           std::int64_t after) {
  const std::size_t first = band_of(plan, std::min(before, after));
  const std::size_t last = band_of(plan, std::max(before, after));
  std::vector<ledger::BandPart> parts;
  parts.reserve(last - first + 1);
  for (std::size_t band = first; band <= last; ++band) {
    const std::int64_t moved = volume_in(plan, band, after) - volume_in(plan, band, before);
    if (moved != 0 || first == last) parts.push_back(part(plan, band, moved));
  }
  return parts;
}

std::vector<ledger::BandPart> fixed_step_parts(const CommissionPlan& plan, std::int64_t before,
                                               std::int64_t after) {
  std::vector<ledger::BandPart> parts;
  for (std::size_t band = 1; band < plan.bands.size(); ++band) {
    const std::int64_t from = plan.bands[band].from.millionths();
    if ((from <= before) == (from <= after)) continue;
    parts.push_back(part(plan, band, after - before));
    if (after < from) parts.back().amount = parts.back().amount.negated().value_or(Decimal());
  }
  if (!parts.empty()) return parts;
  parts.push_back(part(plan, band_of(plan, after), after - before));
  parts.back().amount = Decimal();  // it stood there before
  return parts;
}

}  // namespace

Result<ExactDue> exact_due(const CommissionPlan& plan, Decimal volume) {
  CHECK(has_total(plan.rule), "the plan {} has no total", plan.name);
  if (plan.bands.empty()) return refuse_no_band(plan);
  const std::int64_t total = volume.millionths();
  if (plan.rule == Rule::marginal) return marginal_due(plan, total);
  if (plan.rule == Rule::interpolated) return interpolated_due(plan, total);
  if (plan.rule == Rule::fixed_step) return fixed_step_due(plan, total);
  return ExactDue{int128{total} * price_of(plan, band_of(plan, total)), kExact};
}

Result<ExactDue> exact_from_here(const CommissionPlan& plan, Decimal before, Decimal moved) {
  if (plan.bands.empty()) return refuse_no_band(plan);
  const std::size_t band = band_of(plan, before.millionths());
  return ExactDue{int128{moved.millionths()} * price_of(plan, band), kExact};
}

Result<std::int64_t> to_minor_units(ExactDue exact, Currency currency, Rounding rounding) {
  const auto places = static_cast<std::size_t>(currency.exponent());
  return to_minor(exact.numerator, exact.denominator / kPowersOfTen[places], rounding);
}

std::vector<ledger::BandPart> parts_of(const CommissionPlan& plan, Decimal before, Decimal after) {
  if (plan.bands.empty()) return {};
  const std::int64_t from = before.millionths();
  const std::int64_t to = after.millionths();
  switch (plan.rule) {
    case Rule::marginal:
    case Rule::interpolated:
      return banded_parts(plan, from, to);
    case Rule::fixed_step:
      return fixed_step_parts(plan, from, to);
    case Rule::from_here:
      return {part(plan, band_of(plan, from), to - from)};
    case Rule::none:
    case Rule::flat:
    case Rule::whole:
      break;
  }
  return whole_parts(plan, from, to);
}

}  // namespace quits::program
