#include "cli/calculation_shares.h"

#include <fmt/core.h>

#include "base/money.h"
#include "cli/table.h"
#include "cli/views.h"
#include "program/rating.h"

namespace quits::cli {
namespace {

std::string plural(std::uint32_t count, std::string_view word) { return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s"); }

std::string plan_in(Sequence version, const std::string& plan, Names& names) {
  const auto* known = names.version(version);
  return known == nullptr ? "plan " + plan : fmt::format("plan {} of agreement {}, version {}", plan, known->agreement, known->version);
}

void clawback(const ledger::ClawbackTrace& trace, const ledger::Item& item, std::vector<SharedStep>& steps) {
  const Currency currency = item.key.currency;
  const Decimal back = item.base.negated().value_or(Decimal());
  if (trace.term == 0) return steps.push_back({"Its plan gives nothing back when a contract ends early", ""});
  const std::string_view unit = trace.by == ledger::ClawbackBy::month ? "month" : "day";
  const std::uint32_t unserved = trace.term - trace.served;
  const bool is_again = back.is_negative() != item.trace.sale.is_negative() && !back.is_zero();
  steps.push_back({fmt::format("Of a contract of {}, {} {} served: {} x {} / {} {}", plural(trace.term, unit), trace.served,
                               trace.served == 1 ? "was" : "were", grouped(volume_text(item.trace.sale, currency)), unserved, trace.term,
                               is_again ? "do not go back after all" : "go back"),
                   volume_text(back, currency)});
  if (is_again) return;
  // Refunds before it may have left less than that.
  const int128 due = int128{item.trace.sale.millionths()} * unserved;
  const int128 missing = due - int128{back.millionths()} * trace.term;
  if (missing > trace.term || -missing > trace.term) steps.push_back({"That is all that refunds had left of it", ""});
}

// One party's share of a whole, and what it came to.
void add_share(const ledger::Item& item, std::int64_t whole_minor, std::int64_t own_minor, Names& names, std::vector<SharedStep>& steps) {
  const Currency currency = item.key.currency;
  const Rate share = item.trace.more->split->share;
  int128 exact = int128{whole_minor} * share.millionths();
  for (int places = currency.exponent(); places < Decimal::kPlaces; ++places) exact *= 10;
  const std::string whole = Money(whole_minor, currency).to_grouped_string();
  const std::string part = exact_text(exact, currency);
  const std::string own = amount_text(own_minor, currency);
  steps.push_back({fmt::format("The share of {}: {} of {}", names.party(item.key.creditor), share.to_percent_string(), whole), part});
  if (part != own) steps.push_back({fmt::format("Rounded so that all shares come to {}", whole), own});
}

}  // namespace

std::vector<SharedStep> steps_of_origin(const ledger::Item& item, Names& names) {
  std::vector<SharedStep> steps;
  const ledger::Trace& trace = item.trace;
  const ledger::TraceMore& more = trace.more.get();
  const Currency currency = item.key.currency;
  if (more.override && !more.override->earner) {
    steps.push_back({fmt::format("On a sale of {}, {} below: {}", names.party(more.override->seller), plural(more.override->depth, "level"),
                                 more.override->from == ledger::OverrideFrom::seller ? "the seller bears it" : "on top of the seller's commission"),
                     ""});
  }
  if (more.override && more.override->earner) {
    steps.push_back({fmt::format("What {} earns on this sale by {}, borne by the seller", names.party(more.override->earner),
                                 plan_in(more.override->version, more.override->plan, names)),
                     ""});
  }
  if (more.payment && !trace.of) {
    steps.push_back({fmt::format("The customer paid, of the sale in entry {}", more.payment->sale.value), volume_text(more.payment->paid, currency)});
    if (!more.payment->paid_before.is_zero()) steps.push_back({"Paid before", volume_text(more.payment->paid_before, currency)});
  }
  if (more.payment && trace.of) {
    steps.push_back({fmt::format("Of what the customer paid in entry {}: the newest payment goes back first", trace.of.value), ""});
  }
  if (more.clawback) clawback(*more.clawback, item, steps);
  if (trace.reason == ledger::Reason::awaits_payment) {
    steps.push_back({fmt::format("Plan {} pays when and as far as the customer pays", item.key.term), ""});
  }
  if (trace.reason == ledger::Reason::paid && item.key.billing == ledger::Billing::nothing_due) {
    steps.push_back({"No plan of the sale waits for the customer", ""});
  }
  return steps;
}

std::vector<SharedStep> steps_of_shares(const ledger::Item& item, Names& names) {
  std::vector<SharedStep> steps;
  const auto& split = item.trace.more->split;
  if (!split || item.trace.of || item.key.billing == ledger::Billing::nothing_due) return steps;
  const Currency currency = item.key.currency;
  steps.push_back({fmt::format("The whole commission on {}, by {}", grouped(volume_text(item.base, currency)), plan_in(split->version, split->plan, names)),
                   amount_text(split->whole_minor, currency)});
  add_share(item, split->whole_minor, item.amount_minor - item.trace.true_up_minor, names, steps);
  return steps;
}

std::vector<SharedStep> steps_of_shared_return(const ledger::Item& item, Decimal in_all, Names& names) {
  std::vector<SharedStep> steps;
  const auto& split = item.trace.more->split;
  if (!split) return steps;
  const Currency currency = item.key.currency;
  program::SaleState whole;
  for (const ledger::Item& sold : names.book().read(item.trace.of).items) {
    const auto& shared = sold.trace.more->split;
    if (shared && shared->version == split->version && shared->plan == split->plan) whole.booked_minor = shared->whole_minor;
  }
  whole.amount = item.trace.sale;
  whole.refunded = in_all;
  const program::Terms* terms = names.terms(split->version);
  const Rounding rounding = terms == nullptr ? Rounding::half_away_from_zero : terms->rounding;
  const std::int64_t returned = program::returned_of(whole, rounding).value_or(0);
  steps.push_back({fmt::format("All shares give back in all: {} x {} / {}, rounded, half {}", Money(whole.booked_minor, currency).to_grouped_string(),
                               grouped(volume_text(in_all, currency)), grouped(volume_text(whole.amount, currency)),
                               rounding == Rounding::half_even ? "to even" : "away from zero"),
                   amount_text(returned, currency)});
  add_share(item, returned, item.trace.returned_before_minor - item.trace.returned_minor, names, steps);
  return steps;
}

void add_shares(const ledger::TraceMore& more, Currency currency, Names& names, v1::TraceView& view) {
  if (more.split) {
    view.set_share(more.split->share.to_percent_string());
    view.set_whole(amount_text(more.split->whole_minor, currency));
    view.set_shared_plan(more.split->plan);
  }
  if (more.override) {
    view.set_override_seller(names.party(more.override->seller));
    view.set_override_depth(more.override->depth);
    if (more.override->earner) view.set_override_earner(names.party(more.override->earner));
  }
  if (more.payment) {
    view.set_paid_sale(more.payment->sale.value);
    view.set_paid_before(volume_text(more.payment->paid_before, currency));
    view.set_paid(volume_text(more.payment->paid, currency));
  }
  if (more.clawback) {
    view.set_clawback_term(more.clawback->term);
    view.set_clawback_served(more.clawback->served);
    view.set_clawback_by(more.clawback->by == ledger::ClawbackBy::month ? "month" : "day");
  }
}

}  // namespace quits::cli
