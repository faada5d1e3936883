#include "cli/calculation_shares.h"

#include <fmt/core.h>

#include "base/money.h"
#include "cli/table.h"
#include "cli/views.h"

namespace quits::cli {
namespace {

std::string plural(std::uint32_t count, std::string_view word) { return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s"); }

std::string plan_in(Sequence version, const std::string& plan, Names& names) {
  const auto* known = names.version(version);
  return known == nullptr ? "plan " + plan : fmt::format("plan {} of agreement {}, version {}", plan, known->agreement, known->version);
}

void clawback(const ledger::ClawbackTrace& trace, Decimal back, Currency currency, std::vector<SharedStep>& steps) {
  if (trace.term == 0) return steps.push_back({"Its plan gives nothing back when a contract ends early", ""});
  const std::string_view unit = trace.by == ledger::ClawbackBy::month ? "month" : "day";
  steps.push_back({fmt::format("Of a contract of {}, {} were served: {} of {} go back", plural(trace.term, unit), trace.served,
                               trace.term - trace.served, trace.term),
                   volume_text(back, currency)});
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
  if (more.clawback) clawback(*more.clawback, item.base.negated().value_or(Decimal()), currency, steps);
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
  if (!split || item.key.billing == ledger::Billing::nothing_due) return steps;
  const Currency currency = item.key.currency;
  if (item.trace.of) {
    steps.push_back({"Of what goes back of all shares", amount_text(split->whole_minor, currency)});
    return steps;
  }
  steps.push_back({fmt::format("The whole commission on {}, by {}", grouped(volume_text(item.base, currency)), plan_in(split->version, split->plan, names)),
                   amount_text(split->whole_minor, currency)});
  steps.push_back({fmt::format("The share of {} is {}", names.party(item.key.creditor), split->share.to_percent_string()),
                   amount_text(item.amount_minor - item.trace.true_up_minor, currency)});
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
