#include "cli/band_text.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/rounding.h"
#include "cli/table.h"
#include "cli/views.h"
#include "program/terms.h"

namespace quits::cli {
namespace {

constexpr std::int64_t kMillion = 1'000'000;

Decimal moved_by(const ledger::Trace& trace) {
  return trace.volume_after.minus(trace.volume_before).value_or(Decimal());
}

// An amount of money per unit or per band; it may have more places than the currency.
std::string price_text(Decimal amount, Currency currency) { return grouped(volume_text(amount, currency)); }

std::string step_words(const ledger::BandPart& part, const std::string& from) {
  if (part.amount.is_zero()) return fmt::format("No amount is reached or lost, band from {}", from);
  if (part.amount.is_negative()) return fmt::format("The volume falls below {}, which had earned its amount", from);
  return fmt::format("The volume reaches {}, which earns its amount", from);
}

}  // namespace

std::string counted_text(Decimal volume, ledger::Base base, Currency currency) {
  return base == ledger::Base::units ? volume.to_string() : volume_text(volume, currency);
}

int128 worth_of(const ledger::Trace& trace, const ledger::BandPart& part) {
  const int128 volume = part.volume.millionths();
  const std::int64_t amount = part.amount.millionths();
  if (trace.rule == ledger::Rule::fixed_step) return int128{amount} * kMillion;
  if (trace.rule == ledger::Rule::interpolated) {
    if (part.width.is_zero()) return 0;
    return divide_rounded(volume * amount, part.width.millionths(), Rounding::half_away_from_zero) * kMillion;
  }
  return volume * (program::pays_amounts(trace.rule, trace.base) ? amount : part.rate.millionths());
}

std::string part_words(const ledger::Trace& trace, const ledger::BandPart& part, Currency currency) {
  const auto counted = [&](Decimal volume) { return grouped(counted_text(volume, trace.base, currency)); };
  const std::string from = counted(part.from);
  if (trace.rule == ledger::Rule::fixed_step) return step_words(part, from);
  std::string text = counted(part.volume) + " x ";
  if (trace.rule == ledger::Rule::interpolated) {
    if (part.width.is_zero()) return fmt::format("{} from {} on add nothing", counted(part.volume), from);
    text = fmt::format("{} x {} / {}", price_text(part.amount, currency), counted(part.volume), counted(part.width));
  } else if (program::pays_amounts(trace.rule, trace.base)) {
    text += price_text(part.amount, currency);
  } else {
    text += part.rate.to_percent_string();
  }
  text += ", band from " + from;
  if (trace.rule == ledger::Rule::from_here) {
    return fmt::format("{}, reached before with {}", text, counted(trace.volume_before));
  }
  const bool leaves = !part.volume.is_zero() && part.volume.is_negative() != moved_by(trace).is_negative();
  return leaves ? text + ", which the volume leaves" : text;
}

std::string total_words(const ledger::Trace& trace, int128 worth, Currency currency) {
  const std::int64_t moved = moved_by(trace).millionths();
  const bool blends = std::all_of(trace.parts.begin(), trace.parts.end(), [&](const ledger::BandPart& part) {
    return part.volume.is_negative() == (moved < 0);
  });
  if (!blends || moved == 0 || program::pays_amounts(trace.rule, trace.base)) return "Together";
  const int128 rate = divide_rounded(worth, moved, Rounding::half_away_from_zero);
  return fmt::format("Together, {}{} of {}", rate * moved == worth ? "" : "about ",
                     Rate::from_millionths(static_cast<std::int64_t>(rate)).to_percent_string(),
                     grouped(counted_text(Decimal::from_millionths(moved), trace.base, currency)));
}

}  // namespace quits::cli
