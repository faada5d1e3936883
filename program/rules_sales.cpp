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
        const LimitUseKey key{version.sequence, plan.name, limit.scope, open.window, open.customer};
        open.used_minor += register_.limit_use.used(key);
        if (!limit.at_least_minor) continue;
        const FloorState floor = register_.floors.state(key);
        open.earned_minor += floor.earned_minor;
        open.topped_minor += floor.topped_minor;
      }
    }
    limits.push_back(std::move(open));
  }
  return limits;
}

Result<std::vector<ledger::Item>> Rules::rate_sale(const Ground& ground, const Sale& sale, Decimal volume, const Case& on) {
  TRY(const std::string level, level_on(ground, sale.on, on.writer));
  std::vector<ledger::Item> items;
  TRY(const auto shared, sharers(ground, sale, volume != sale.amount ? "credit.line.split" : "sale.split", on));
  for (const CommissionPlan* plan : paying_plans(*ground.terms, sale, level, 0)) {
    TRY(auto item, rate_by(*plan, ground, sale, volume, on));
    const bool is_shared = !shared.empty() && plan->earner == Side::partner && item.trace.reason != ledger::Reason::recurring_ended;
    items.push_back(std::move(item));
    if (is_shared) TRY_STATUS(share_last(ground, shared, items));
  }
  if (items.empty()) items.push_back(not_covered(ground, sale, volume));
  TRY_STATUS(add_overrides(ground, sale, volume, on, items));
  if (level.empty()) return items;
  for (ledger::Item& item : items) {
    if (item.key.version == ground.version->sequence && !item.trace.more->override) item.trace.more.edit().level = level;
  }
  if (counts_customers(*ground.terms)) items.front().trace.more.edit().customer = sale.customer;
  return items;
}

ledger::Item Rules::not_covered(const Ground& ground, const Sale& sale, Decimal volume) {
  ledger::Item item;
  item.base = volume;
  item.quantity = sale.quantity;
  item.key = line_key(ground.partner, ground.principal, ground.terms->currency, Category::commission, ground.version->sequence, "", {});
  item.key.billing = ledger::Billing::nothing_due;
  item.trace.reason = ledger::Reason::no_plan;
  return item;
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
  const bool is_credit = volume != sale.amount;
  if (plan.earned_when == EarnedWhen::paid && !is_credit) {
    item.key.billing = ledger::Billing::nothing_due;
    item.trace.reason = ledger::Reason::awaits_payment;
  } else {
    TRY_STATUS(rate_volume(plan, ground, sale, Decimal(), moved, item, on));
  }
  if (plan.recurring_months) item.trace.customer_since = since.value_or(sale.on);
  return item;
}

Status Rules::rate_volume(const CommissionPlan& plan, const Ground& ground, const Sale& sale, Decimal before, Decimal moved,
                          ledger::Item& item, const Case& on) {
  const Terms& terms = *ground.terms;
  Result<Rated> rated{Rated{}};
  if (const auto window = program::window_of(plan, sale.on, agreement_start(*ground.versions))) {
    std::size_t index = 0;
    TRY(const auto segments, segments_of(plan.name, ground.version->sequence, *ground.versions, *window, index, on.writer));
    rated = rate_movement(segments, index, moved, *window, terms.currency, terms.rounding);
  } else if (before.is_zero()) {
    rated = rate_event(plan, moved, terms.currency, terms.rounding);
  } else {
    const Segment own{&plan, before};
    rated = rate_movement({&own, 1}, 0, moved, sale.on, terms.currency, terms.rounding);
    if (rated) rated->trace.window.reset();
  }
  if (!rated) return tl::unexpected<Error>(std::move(rated).error());
  if (!plan.limits.empty()) {
    TRY_STATUS(apply_limits(open_limits(ground, plan, sale), moved, *rated));
  }
  item.amount_minor = rated->amount_minor;
  item.trace = std::move(rated->trace);
  return hold(plan, sale.on, on.writer, item.trace);
}

Result<ledger::Receipt> Rules::apply(const Refund& fact, const Case& on) {
  TRY(const ledger::Record sale, named_sale(fact.sale, "refund.sale", on));
  auto items = rate_returns(sale, fact.amount, fact.on, on);
  if (!items) return refuse_field("refund.amount", items.error().code, items.error().message, items.error().hint);
  if (const SaleCourse course = register_.sale_courses.of(sale.sequence); course.newest_payment) {
    TRY(const Decimal given, register_.corrections.given_back(sale.sequence).volume.plus(fact.amount));
    TRY(const Decimal left, sale.items.front().base.minus(given));
    TRY(const Decimal from_paid, course.paid.minus(left));  // what is not paid yet goes back first
    if (from_paid > Decimal()) TRY_STATUS(return_payments(sale.sequence, from_paid, fact.on, *items, on));
  }
  ledger::Draft draft = draft_of(on.submission, fact.on, *std::move(items));
  draft.relates_to = sale.sequence;
  return on.writer.append(std::move(draft));
}

}  // namespace quits::program
