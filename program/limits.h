// Limits: what a plan pays at most or at least, and for how long (R6 and R8 of docs/rating.md).
//
// A limit has room: its bound less what the plan has paid within it so far. A sale above zero earns what it wants, as far
// as there is room; of several limits each takes what the one before it left. Credits, refunds and reversals are never
// limited; whether they give room back is a term. So the plan never pays more than the bound within a limit, and which sale
// found no room depends on the order in which they were recorded: the trace keeps it. Plans that accumulate volume have no
// limits: check() refuses them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "program/facts.h"
#include "program/rating.h"

namespace quits::program {

// One limit of a plan on one sale: the trace's effect, of which bound, scope, window, customer and use are known.
struct OpenLimit {
  const Limit* limit = nullptr;
  std::optional<Date> window;  // first day of the month or agreement year; none: for ever, or the sale alone
  std::string customer;        // empty: all
  std::int64_t used_minor = 0;
  std::int64_t earned_minor = 0;  // with a least amount over a time: what counts for it so far
  std::int64_t topped_minor = 0;  // and what of it was topped up when its window was closed, and is not earned yet
};

// The window that a limit counts in on a day; none for the sale alone and for ever.
std::optional<Date> window_of(const Limit& limit, Date on, Date agreement_start);

constexpr bool counts_by_customer(LimitScope scope) {
  return scope == LimitScope::customer || scope == LimitScope::customer_period;
}

// Applies the limits in their order to what a sale or credit would earn: changes its amount, adds the effects to its trace.
// `volume` tells a sale (above zero) from a credit. Refuses overflow. O(limits).
Status apply_limits(std::span<const OpenLimit> limits, Decimal volume, Rated& rated);

// What is missing to the least amount of a scope over a time: as far as the other limits of that scope and of wider ones
// have room. It counts for all of them. Refuses overflow.
Result<Rated> top_up(std::span<const OpenLimit> limits, LimitScope scope);

// The effects of giving back a part of a sale that limits had changed: each share of `sold` is returned like the sale's own
// commission, so that all parts together leave exactly zero. `refunded_before` and `refunded` as in SaleState, before and
// after. Adds them to the trace; the amount is the caller's.
Status return_limits(const ledger::Trace& sold, const CommissionPlan& plan, Decimal sale, Decimal refunded_before,
                     Decimal refunded, std::int64_t returned_minor, Rounding rounding, ledger::Trace& trace);

// Whether the effect is of a least amount over a time, and not of each sale.
constexpr bool is_over_time(const ledger::LimitEffect& effect) { return effect.is_floor && effect.scope != LimitScope::sale; }

// R8: whether a sale on `on` still earns. `since` is the customer's first sale under the plan; none: this is the first.
// Months keep the day, clamped to the month's end; a plan of 0 months pays for the first sale only.
bool still_earns(const CommissionPlan& plan, std::optional<Date> since, Date on);

// Whether the plan tells customers apart, so that a sale must name its own.
bool needs_customer(const CommissionPlan& plan);

}  // namespace quits::program
