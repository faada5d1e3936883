#include "program/limits.h"

#include <algorithm>

namespace quits::program {
namespace {

constexpr int kMonthsInYear = 12;

// The agreement year that holds the day: it begins on the agreement's own day of the year.
Date agreement_year_of(Date on, Date start) {
  for (int years = std::max(0, on.year() - start.year()); years > 0; --years) {
    const auto begin = start.plus_months(years * kMonthsInYear);
    if (begin && *begin <= on) return *begin;
  }
  return start;
}

ledger::LimitEffect effect_of(const OpenLimit& open, std::int64_t bound_minor, bool is_floor, std::int64_t wanted_minor) {
  ledger::LimitEffect effect;
  effect.scope = open.limit->scope;
  effect.window = open.window;
  effect.customer = open.customer;
  effect.bound_minor = bound_minor;
  effect.is_floor = is_floor;
  effect.used_before_minor = open.used_minor;
  effect.wanted_minor = wanted_minor;
  effect.allowed_minor = wanted_minor;
  return effect;
}

// What is left of the bound; nothing when refunds without return of room left more used than it allows.
std::int64_t room_of(const OpenLimit& open, std::int64_t bound_minor) {
  std::int64_t room = 0;
  if (__builtin_sub_overflow(bound_minor, open.used_minor, &room)) room = bound_minor;  // used far below zero
  return std::max<std::int64_t>(room, 0);
}

}  // namespace

std::optional<Date> window_of(const Limit& limit, Date on, Date agreement_start) {
  switch (limit.scope) {
    case LimitScope::sale:
    case LimitScope::customer: return std::nullopt;
    case LimitScope::period:
    case LimitScope::customer_period: return Period::of(on).first_day();
    case LimitScope::agreement_year: return agreement_year_of(on, agreement_start);
  }
  return std::nullopt;
}

Status apply_limits(std::span<const OpenLimit> limits, Decimal volume, Rated& rated) {
  const bool is_limited = volume > Decimal() && rated.amount_minor >= 0;
  const std::size_t first = rated.trace.limits.size();
  for (const OpenLimit& open : limits) {
    const Limit& limit = *open.limit;
    if (limit.at_least_minor) {
      auto effect = effect_of(open, *limit.at_least_minor, true, rated.amount_minor);
      if (is_over_time(effect)) {
        effect.used_before_minor = open.earned_minor;
        // What comes late was topped up already, as far as the top-up goes.
        if (is_limited) effect.allowed_minor -= std::clamp<std::int64_t>(open.topped_minor, 0, rated.amount_minor);
      } else if (is_limited) {
        effect.allowed_minor = std::max(rated.amount_minor, *limit.at_least_minor);
      }
      rated.amount_minor = effect.allowed_minor;
      rated.trace.limits.push_back(std::move(effect));
    }
    if (limit.at_most_minor) {
      auto effect = effect_of(open, *limit.at_most_minor, false, rated.amount_minor);
      if (is_limited) effect.allowed_minor = std::min(rated.amount_minor, room_of(open, *limit.at_most_minor));
      rated.amount_minor = effect.allowed_minor;
      rated.trace.limits.push_back(std::move(effect));
    }
  }
  // What uses room is what the sale earns after all limits.
  std::size_t at = first;
  for (const OpenLimit& open : limits) {
    if (open.limit->at_least_minor) {
      ledger::LimitEffect& floor = rated.trace.limits[at++];
      if (is_over_time(floor)) floor.room_minor = rated.amount_minor;
    }
    if (!open.limit->at_most_minor) continue;
    ledger::LimitEffect& effect = rated.trace.limits[at++];
    if (effect.scope == LimitScope::sale) continue;
    if (is_limited || open.limit->reversal_returns_room) effect.room_minor = rated.amount_minor;
    std::int64_t used = 0;
    if (__builtin_add_overflow(open.used_minor, effect.room_minor, &used)) {
      return refuse(Code::overflow, "the use of a limit does not fit in 64 bits", "check the amount for a wrong unit");
    }
  }
  return {};
}

namespace {

// What a top-up of one scope counts for besides: the same and wider ones.
bool counts_for(LimitScope topped, LimitScope other) {
  if (other == LimitScope::sale) return false;
  if (topped == LimitScope::customer_period) return true;
  if (topped == LimitScope::period) return other == LimitScope::period || other == LimitScope::agreement_year;
  return other == topped;
}

}  // namespace

Result<Rated> top_up(std::span<const OpenLimit> limits, LimitScope scope) {
  Result<Rated> topped(tl::in_place);
  topped->trace.reason = ledger::Reason::floor;
  std::int64_t& amount = topped->amount_minor;
  for (const OpenLimit& open : limits) {
    if (open.limit->scope != scope || !open.limit->at_least_minor) continue;
    if (__builtin_sub_overflow(*open.limit->at_least_minor, open.earned_minor, &amount)) {
      return refuse(Code::overflow, "what a least amount misses does not fit in 64 bits", "check the amount for a wrong unit");
    }
  }
  std::vector<ledger::LimitEffect>& effects = topped->trace.limits;
  for (const OpenLimit& open : limits) {
    if (!counts_for(scope, open.limit->scope)) continue;
    if (open.limit->at_least_minor) {
      effects.push_back(effect_of(open, *open.limit->at_least_minor, true, open.limit->scope == scope ? 0 : amount));
      effects.back().used_before_minor = open.earned_minor;
    }
    if (!open.limit->at_most_minor) continue;
    effects.push_back(effect_of(open, *open.limit->at_most_minor, false, amount));
    amount = std::min(amount, room_of(open, *open.limit->at_most_minor));
    effects.back().allowed_minor = amount;
  }
  for (ledger::LimitEffect& effect : effects) {
    effect.room_minor = amount;
    if (!effect.is_floor) continue;
    effect.allowed_minor = amount;
    if (effect.scope != scope) effect.wanted_minor = amount;
  }
  return topped;
}

Status return_limits(const ledger::Trace& sold, const CommissionPlan& plan, Decimal sale, Decimal refunded_before,
                     Decimal refunded, std::int64_t returned_minor, Rounding rounding, ledger::Trace& trace) {
  // The share of an amount that this refund returns; parts of a sale add up to the whole.
  const auto returned_of = [&](std::int64_t amount_minor) -> Result<std::int64_t> {
    if (sale.is_zero()) return -amount_minor;  // units or gross amounts earned it: it goes back whole
    TRY(const auto before, to_minor(int128{amount_minor} * refunded_before.millionths(), sale.millionths(), rounding));
    TRY(const auto after, to_minor(int128{amount_minor} * refunded.millionths(), sale.millionths(), rounding));
    return before - after;
  };
  for (const ledger::LimitEffect& effect : sold.limits) {
    ledger::LimitEffect back = effect;
    TRY(back.wanted_minor, returned_of(effect.wanted_minor));
    TRY(back.allowed_minor, returned_of(effect.allowed_minor));
    const auto limit = std::find_if(plan.limits.begin(), plan.limits.end(), [&](const Limit& known) {
      return known.scope == effect.scope;
    });
    const bool has_room = effect.scope != LimitScope::sale && !effect.is_floor;
    const bool returns = has_room && limit != plan.limits.end() && limit->reversal_returns_room;
    back.room_minor = returns || is_over_time(effect) ? returned_minor : 0;
    trace.limits.push_back(std::move(back));
  }
  return {};
}

bool still_earns(const CommissionPlan& plan, std::optional<Date> since, Date on) {
  if (!plan.recurring_months || !since) return true;
  const auto end = since->plus_months(*plan.recurring_months);
  return *plan.recurring_months != 0 && (!end || on < *end);  // an end after the last day there is never comes
}

bool needs_customer(const CommissionPlan& plan) {
  if (plan.recurring_months) return true;
  return std::any_of(plan.limits.begin(), plan.limits.end(), [](const Limit& limit) { return counts_by_customer(limit.scope); });
}

}  // namespace quits::program
