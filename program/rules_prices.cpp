// Deliveries by the price list, volume prices among them, and cancelled orders.
#include <fmt/core.h>

#include <algorithm>

#include "program/prices.h"
#include "program/rules.h"

namespace quits::program {

// The segments of a window point into its plans.
struct Rules::PriceWindow {
  std::vector<std::unique_ptr<const CommissionPlan>> plans;
  std::vector<Segment> segments;
  std::size_t index = 0;  // of the version that was asked for
};

namespace {

// So much of an exact amount, rounded once.
Result<std::int64_t> share_of(const ExactDue& exact, Rate share, Currency currency, Rounding rounding) {
  ExactDue part{0, exact.denominator * Rate::kWhole};
  if (__builtin_mul_overflow(exact.numerator, int128{share.millionths()}, &part.numerator)) {
    return refuse(Code::overflow, "the price does not fit in 128 bits", "check the seats for a wrong number");
  }
  return to_minor_units(part, currency, rounding);
}

void explain_value(const OrderValue& value, ledger::Trace& trace) {
  trace.unit_price = value.unit_price;
  trace.parts = value.parts;
  if (!value.parts.empty()) trace.base = Base::units;
}

}  // namespace

Result<Rules::PriceWindow> Rules::price_window(const CommissionPlan& plan, Sequence version, const std::vector<AgreementVersion>& versions,
                                               Date window, ledger::Writer& writer) {
  PriceWindow found;
  for (const AgreementVersion& candidate : versions) {
    if (!candidate.accepted_by) continue;
    const Terms& terms = terms_of(candidate.sequence, writer);
    const Price* price = price_in_window(terms, plan, window);
    if (price == nullptr) continue;
    if (candidate.sequence == version) found.index = found.segments.size();
    found.plans.push_back(std::make_unique<const CommissionPlan>(volume_plan(*price)));
    found.segments.push_back(
        {found.plans.back().get(), register_.accumulators.volume({candidate.sequence, plan.name, window}), terms.rounding});
  }
  if (found.segments.empty()) return refuse(Code::unknown_price, fmt::format("no version has volume prices of \"{}\"", plan.name));
  return found;
}

Result<Decimal> Rules::units_reached(const Ground& ground, const Price& price, Date day, const Case& on) {
  if (!adds_up(price)) return Decimal();
  const CommissionPlan plan = volume_plan(price);
  const Date window = *program::window_of(plan, day, agreement_start(*ground.versions));
  TRY(const PriceWindow known, price_window(plan, ground.version->sequence, *ground.versions, window, on.writer));
  Decimal reached;
  for (std::size_t i = 0; i <= known.index; ++i) {
    TRY(reached, reached.plus(known.segments[i].volume));
  }
  return reached;
}

Result<ledger::Item> Rules::rate_delivery(const Ground& ground, const Price& price, Decimal quantity, Date day, const Case& on) {
  const Terms& terms = *ground.terms;
  Result<Rated> rated{Rated{}};
  if (!has_volume_prices(price)) {
    const Decimal one = Decimal::from_millionths(Decimal::kMillionthsPerUnit);
    rated = rate_price(price, price.per_delivery ? one : quantity, terms.currency, terms.rounding);
  } else {
    const CommissionPlan plan = volume_plan(price);
    if (const auto window = program::window_of(plan, day, agreement_start(*ground.versions)); !window) {
      rated = rate_event(plan, quantity, terms.currency, terms.rounding);
    } else {
      TRY(const PriceWindow known, price_window(plan, ground.version->sequence, *ground.versions, *window, on.writer));
      rated = rate_movement(known.segments, known.index, quantity, *window, terms.currency, terms.rounding);
    }
  }
  if (!rated) return tl::unexpected<Error>(std::move(rated).error());
  Result<ledger::Item> item(tl::in_place);
  item->amount_minor = rated->amount_minor;
  item->quantity = quantity;
  item->trace = std::move(rated->trace);
  item->trace.reason = ledger::Reason::price;
  return item;
}

Result<ledger::Item> Rules::value_delivery(const Ground& ground, const Price& price, Decimal quantity, Date day, const Case& on) {
  TRY(const Decimal reached, units_reached(ground, price, day, on));
  TRY(const OrderValue value, value_of_order(price, reached, quantity));
  Result<ledger::Item> item(tl::in_place);
  TRY(item->amount_minor, to_minor_units(value.exact, ground.terms->currency, ground.terms->rounding));
  item->quantity = quantity;
  item->trace.reason = ledger::Reason::price;
  explain_value(value, item->trace);
  return item;
}

Status Rules::leave_window(const ledger::Record& delivery, const ledger::Item& sold, const Case& on, ledger::Item& mirror) {
  const auto version = register_.agreements.proposed_in(sold.key.version);
  if (!version) return refuse(Code::unknown_version, "the delivery's agreement is not in the register");
  const Terms& terms = terms_of(sold.key.version, on.writer);
  const Price* price = price_on(terms, sold.key.term, delivery.effective);
  if (price == nullptr || !adds_up(*price)) return {};
  const CommissionPlan plan = volume_plan(*price);
  const Date window = *sold.trace.window;
  const auto end = window_end(plan, window);
  const auto open = on.writer.oldest_open();
  if (end && open && *open > Period::of(*end)) return {};  // a closed window is not rated again: the mirror is all
  const SaleState state{delivery.sequence, Decimal(), sold.amount_minor, Decimal(), 0, sold.trace.true_up_minor};
  TRY(Rated rated, rate_refund(state, Decimal(), terms.rounding));
  TRY(const PriceWindow known, price_window(plan, version->sequence, register_.agreements.versions(version->agreement), window, on.writer));
  TRY(const Decimal leaving, sold.trace.volume_before.minus(sold.trace.volume_after));
  TRY(const Rated movement, rate_movement(known.segments, known.index, leaving, window, terms.currency, terms.rounding));
  TRY(rated, add_true_up(std::move(rated), movement));
  mirror.amount_minor = rated.amount_minor;
  mirror.trace = std::move(rated.trace);
  return {};
}

Result<ledger::Receipt> Rules::apply(const TrainingCancelled& fact, const Case& on) {
  TRY(const Ground ground, ground_for(fact.agreement, fact.partner, fact.on, on.writer));
  const Terms& terms = *ground.terms;
  TRY(const Price* price, price_for(terms, fact.item, fact.planned_on));
  if (price->category != Category::training && price->category != Category::certification) {
    return refuse(Code::unknown_price, fmt::format("item \"{}\" is not training", fact.item), "only training that was ordered is cancelled");
  }
  TRY(const Decimal seats, Decimal::from_units(fact.seats));
  TRY(const Decimal reached, units_reached(ground, *price, fact.planned_on, on));
  TRY(const OrderValue value, value_of_order(*price, reached, seats));

  ledger::CancellationTrace cancelled;
  cancelled.planned = fact.planned_on;
  cancelled.days_before = static_cast<std::uint32_t>(std::max(0, fact.planned_on.days_since_epoch() - fact.on.days_since_epoch()));
  cancelled.due = due_on_cancellation(*price, cancelled.days_before);
  TRY(cancelled.price_minor, to_minor_units(value.exact, terms.currency, terms.rounding));

  ledger::Item item;
  item.key = line_key(ground.party(price->earner), ground.party(other(price->earner)), terms.currency, price->category,
                      ground.version->sequence, cancelled_term(price->item), tax_for(terms, price->earner, price->category));
  if (cancelled.due.is_zero()) item.key.billing = ledger::Billing::nothing_due;
  TRY(item.amount_minor, share_of(value.exact, cancelled.due, terms.currency, terms.rounding));
  item.quantity = seats;
  item.trace.reason = ledger::Reason::cancellation;
  explain_value(value, item.trace);
  item.trace.more.edit().cancellation = cancelled;

  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.fact = on.submission.fact;
  std::vector<ledger::Item> items;
  items.push_back(std::move(item));
  put_items(std::move(items), draft);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::program
