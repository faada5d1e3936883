// Sales, credits and refunds: the commission side.
#include <fmt/core.h>

#include "program/rules.h"

namespace quits::program {
namespace {

Result<Decimal> negated(Decimal value) { return value.negated(); }

// What the plan counts of a sale whose net amount moves by `net`: a credit takes off what its line shows.
Result<Decimal> counted(const CommissionPlan& plan, const Sale& sale, Decimal net) {
  const bool is_credit = net != sale.amount;
  auto volume = volume_of(plan, sale);
  if (!volume) {
    const Error& error = volume.error();
    return refuse_field((is_credit ? "credit.line." : "sale.") + error.place.field, error.code, error.message, error.hint);
  }
  return is_credit ? volume->negated() : volume;
}

ledger::Draft draft_of(const ledger::Submission& submission, Date effective, std::vector<ledger::Item> items) {
  ledger::Draft draft;
  draft.id = submission.id;
  draft.effective = effective;
  draft.fact = submission.fact;
  put_items(std::move(items), draft);
  return draft;
}

// R7: what is earned today is due, and posted, when it matures.
Status hold(const CommissionPlan& plan, Date on, ledger::Writer& writer, ledger::Trace& trace) {
  if (plan.hold_days == 0) return {};
  TRY(trace.matures, on.plus_days(plan.hold_days));
  trace.earned = writer.posting_period(on);
  return {};
}

// What restatements changed of a sale goes back with it: `amount_minor` of what goes back, and no volume.
Status give_back_restated(const StandingItem& standing, SaleState& state, Decimal refund, Rounding rounding, Rated& rated,
                          std::int64_t& amount_minor) {
  amount_minor = 0;
  if (!standing.restatement) return {};
  const std::int64_t booked = state.booked_minor;
  const std::int64_t returned = rated.amount_minor;
  TRY(state.booked_minor, to_minor(int128{booked} + standing.difference_minor, 1, rounding));
  TRY(state.returned_minor, returned_of(state, rounding));
  TRY(rated, rate_refund(state, refund, rounding));
  rated.trace.more.edit().restatement = {standing.restatement, booked, state.booked_minor};
  TRY(amount_minor, to_minor(int128{rated.amount_minor} - returned, 1, rounding));
  return {};
}

}  // namespace

Result<ledger::Receipt> Rules::apply(const Sale& fact, const Case& on) { return record_sale(fact, fact.amount, on); }

Result<ledger::Receipt> Rules::apply(const Credit& fact, const Case& on) {
  TRY(const Decimal volume, negated(fact.line.amount));
  return record_sale(fact.line, volume, on);
}

Result<ledger::Receipt> Rules::record_sale(const Sale& sale, Decimal volume, const Case& on) {
  TRY(const Ground ground, ground_for(sale.agreement, sale.seller, sale.on, on.writer));
  if (sale.currency && *sale.currency != ground.terms->currency) {
    return refuse_field(volume.is_negative() ? "credit.line.currency" : "sale.currency", Code::currency_mismatch,
                        fmt::format("the sale is in {}, the terms of \"{}\" in {}", sale.currency->code(),
                                    ground.version->agreement, ground.terms->currency.code()),
                        "convert it before recording, or agree on terms in that currency");
  }
  TRY(auto items, rate_sale(ground, sale, volume, on));
  return on.writer.append(draft_of(on.submission, sale.on, std::move(items)));
}

std::optional<Date> Rules::customer_since(const Ground& ground, const CommissionPlan& plan, const std::string& customer) {
  std::optional<Date> since;
  for (const AgreementVersion& version : *ground.versions) {
    const auto known = register_.plan_customers.since({version.sequence, plan.name, customer});
    if (known && (!since || *known < *since)) since = known;
  }
  return since;
}

std::vector<OpenLimit> Rules::open_limits(const Ground& ground, const CommissionPlan& plan, const Sale& sale) {
  std::vector<OpenLimit> limits;
  for (const Limit& limit : plan.limits) {
    OpenLimit open;
    open.limit = &limit;
    open.window = program::window_of(limit, sale.on, agreement_start(*ground.versions));
    if (counts_by_customer(limit.scope)) open.customer = sale.customer;
    if (limit.scope != LimitScope::sale) {
      for (const AgreementVersion& version : *ground.versions) {
        open.used_minor += register_.limit_use.used({version.sequence, plan.name, limit.scope, open.window, open.customer});
      }
    }
    limits.push_back(std::move(open));
  }
  return limits;
}

Result<std::vector<ledger::Item>> Rules::rate_sale(const Ground& ground, const Sale& sale, Decimal volume, const Case& on) {
  std::vector<ledger::Item> items;
  for (const CommissionPlan* plan : paying_plans(*ground.terms, sale, {}, 0)) {
    TRY(auto item, rate_by(*plan, ground, sale, volume, on));
    items.push_back(std::move(item));
  }
  if (!items.empty()) return items;
  ledger::Item item;
  item.base = volume;
  item.quantity = sale.quantity;
  item.key = line_key(ground.partner, ground.principal, ground.terms->currency, Category::commission, ground.version->sequence, "", {});
  item.key.billing = ledger::Billing::nothing_due;
  item.trace.reason = ledger::Reason::no_plan;
  items.push_back(std::move(item));
  return items;
}

Result<ledger::Item> Rules::rate_by(const CommissionPlan& plan, const Ground& ground, const Sale& sale, Decimal volume, const Case& on) {
  const Terms& terms = *ground.terms;
  ledger::Item item;
  item.base = volume;
  item.quantity = sale.quantity;
  item.key = line_key(ground.party(plan.earner), ground.party(other(plan.earner)), terms.currency, Category::commission,
                      ground.version->sequence, plan.name, tax_for(terms, plan.earner, Category::commission));
  if (sale.customer.empty() && needs_customer(plan)) {
    return refuse_field(volume.is_negative() ? "credit.line.customer" : "sale.customer", Code::missing_field,
                        fmt::format("plan {} counts by customer: the sale names none", plan.name));
  }
  std::optional<Date> since;
  if (plan.recurring_months) {
    since = customer_since(ground, plan, sale.customer);
    if (!still_earns(plan, since, sale.on)) {
      item.key.billing = ledger::Billing::nothing_due;
      item.trace.reason = ledger::Reason::recurring_ended;
      item.trace.customer_since = since;
      return item;
    }
  }
  TRY(const Decimal moved, counted(plan, sale, volume));
  Result<Rated> rated{Rated{}};
  if (const auto window = program::window_of(plan, sale.on, agreement_start(*ground.versions)); !window) {
    rated = rate_event(plan, moved, terms.currency, terms.rounding);
  } else {
    std::size_t index = 0;
    TRY(const auto segments, segments_of(plan.name, ground.version->sequence, *ground.versions, *window, index, on.writer));
    rated = rate_movement(segments, index, moved, *window, terms.currency, terms.rounding);
  }
  if (!rated) return tl::unexpected<Error>(std::move(rated).error());
  if (!plan.limits.empty()) {
    TRY_STATUS(apply_limits(open_limits(ground, plan, sale), moved, *rated));
  }
  item.amount_minor = rated->amount_minor;
  item.trace = std::move(rated->trace);
  if (plan.recurring_months) item.trace.customer_since = since.value_or(sale.on);
  TRY_STATUS(hold(plan, sale.on, on.writer, item.trace));
  return item;
}

Result<std::vector<ledger::Item>> Rules::rate_returns(const ledger::Record& sale, Decimal refund, Date day, const Case& on) {
  std::vector<ledger::Item> items;
  items.reserve(sale.items.size());
  for (const StandingItem& sold : standing_items(sale, register_.restated, [&](Sequence entry) { return on.writer.read(entry); })) {
    TRY(auto item, rate_return(sale.sequence, sold, refund, day, on));
    items.push_back(std::move(item));
  }
  return items;
}

Result<ledger::Item> Rules::rate_return(Sequence sale, const StandingItem& standing, Decimal refund, Date day, const Case& on) {
  const ledger::Item& sold = standing.item;
  const GivenBack before = register_.corrections.given_back(sale);
  const auto version = register_.agreements.proposed_in(sold.key.version);
  if (!version) return refuse(Code::unknown_version, "the sale's agreement is not in the register");
  const Terms& terms = terms_of(sold.key.version, on.writer);
  SaleState state{sale, sold.base, sold.amount_minor, before.volume, 0, sold.trace.true_up_minor};
  TRY(state.returned_minor, returned_of(state, terms.rounding));
  TRY(Rated rated, rate_refund(state, refund, terms.rounding));
  std::int64_t of_restated = 0;
  TRY_STATUS(give_back_restated(standing, state, refund, terms.rounding, rated, of_restated));
  TRY(const Decimal back, negated(refund));
  const CommissionPlan* plan = plan_named(terms, sold.key.term);
  if (!sold.trace.limits.empty() && plan != nullptr) {
    TRY(const Decimal refunded, before.volume.plus(refund));
    TRY_STATUS(return_limits(sold.trace, *plan, sold.base, before.volume, refunded, rated.amount_minor, terms.rounding, rated.trace));
  }

  ledger::Item item;
  item.key = sold.key;
  item.base = back;
  // While the sale's window is open its volume leaves it; afterwards only the sale's own share goes back.
  if (const auto window = sold.trace.window) {
    const auto end = plan == nullptr ? std::optional<Date>() : window_end(*plan, *window);
    const auto open = on.writer.oldest_open();
    if (plan != nullptr && (!end || !open || *open <= Period::of(*end))) {
      std::size_t index = 0;
      TRY(const auto segments, segments_of(plan->name, version->sequence, register_.agreements.versions(version->agreement), *window, index,
                                              on.writer));
      TRY(const Decimal moved, sold.trace.volume_after.minus(sold.trace.volume_before));
      TRY(const Decimal leaving, share_of_volume(moved, sold.base, before.volume, refund).and_then(negated));
      TRY(Rated movement, rate_movement(segments, index, leaving, *window, terms.currency, terms.rounding));
      // The window knows nothing of what was restated.
      TRY(movement.amount_minor, to_minor(int128{movement.amount_minor} + of_restated, 1, terms.rounding));
      TRY(rated, add_true_up(std::move(rated), movement));
    }
  }
  item.amount_minor = rated.amount_minor;
  item.trace = std::move(rated.trace);
  // What is still held is lowered where it will be due; what has matured is never held again.
  if (sold.trace.matures && day < *sold.trace.matures) item.trace.matures = sold.trace.matures;
  return item;
}

Result<ledger::Receipt> Rules::apply(const Refund& fact, const Case& on) {
  const auto found = find_named(fact.sale, on);
  if (!found) return refuse_field("refund.sale", found.error().code, found.error().message, found.error().hint);
  const Sequence sequence = *found;
  const ledger::Record sale = on.writer.read(sequence);
  if (sale.kind() != kind::sale) {
    return refuse_field("refund.sale", Code::unknown_entry, fmt::format("entry {} is not a sale but a {}", sequence.value, name_of(sale.kind())),
                  "a refund names the sale it gives back");
  }
  if (const Sequence reversal = register_.corrections.given_back(sequence).reversed_by) {
    return refuse_field("refund.sale", Code::refund_exceeds_sale,
                        fmt::format("the sale, entry {}, was reversed by entry {}: nothing of it is left to give back",
                                    sequence.value, reversal.value),
                        "leave this refund out; if the sale did happen, record it again under a new id and refund that");
  }
  auto items = rate_returns(sale, fact.amount, fact.on, on);
  if (!items) return refuse_field("refund.amount", items.error().code, items.error().message, items.error().hint);
  ledger::Draft draft = draft_of(on.submission, fact.on, *std::move(items));
  draft.relates_to = sequence;
  return on.writer.append(std::move(draft));
}

}  // namespace quits::program
