// What happens to a sale afterwards: its customer pays, or the contract ends before its term.
#include <fmt/core.h>

#include <algorithm>

#include "program/rules.h"
#include "program/shares.h"

namespace quits::program {
namespace {

constexpr std::uint32_t kTermMonthsMax = 1200;

// The months or days of a contract, and how many of them were served when it ended on `on`, the first day that was not.
Result<ledger::ClawbackTrace> served_of(const Clawback& clawback, std::uint32_t months, Date begin, Date on) {
  ledger::ClawbackTrace trace{clawback.by, months, 0, 0};
  if (clawback.by == ClawbackBy::month) {
    trace.term = months;
    while (trace.served < months) {
      TRY(const Date edge, begin.plus_months(trace.served));
      if (edge >= on) break;
      ++trace.served;  // begun
    }
    return trace;
  }
  TRY(const Date end, begin.plus_months(months));
  trace.term = static_cast<std::uint32_t>(end.days_since_epoch() - begin.days_since_epoch());
  const Date until = std::clamp(on, begin, end);
  trace.served = static_cast<std::uint32_t>(until.days_since_epoch() - begin.days_since_epoch());
  return trace;
}

// The payment's item of the plan that pays an override, of which the seller bears as much.
const ledger::Item* paid_override(const std::vector<ledger::Item>& items, const ledger::OverrideTrace& borne) {
  for (const ledger::Item& item : items) {
    if (item.key.version == borne.version && item.key.term == borne.plan) return &item;
  }
  return nullptr;
}

}  // namespace

Result<ledger::Record> Rules::named_sale(const FactRef& ref, const std::string& field, const Case& on) {
  const auto found = find_named(ref, on);
  if (!found) return refuse_field(field, found.error().code, found.error().message, found.error().hint);
  ledger::Record sale = on.writer.read(*found);
  if (sale.kind() != kind::sale) {
    return refuse_field(field, Code::unknown_entry, fmt::format("entry {} is not a sale but a {}", found->value, name_of(sale.kind())),
                        "name the sale it belongs to");
  }
  if (const Sequence reversal = register_.corrections.given_back(*found).reversed_by) {
    return refuse_field(field, Code::refund_exceeds_sale,
                        fmt::format("the sale, entry {}, was reversed by entry {}: nothing of it is left", found->value, reversal.value),
                        "leave this out; if the sale did happen, record it again under a new id and name that");
  }
  return sale;
}

Result<ledger::Receipt> Rules::apply(const CustomerPayment& fact, const Case& on) {
  TRY(const ledger::Record sold, named_sale(fact.sale, "customer_payment.sale", on));
  TRY(const Decimal kept, sold.items.front().base.minus(register_.corrections.given_back(sold.sequence).volume));
  TRY(const Decimal open, kept.minus(register_.sale_courses.of(sold.sequence).paid));
  if (fact.amount > open) {
    return refuse_field("customer_payment.amount", Code::payment_exceeds_open,
                        fmt::format("is {}: {} of the sale, entry {}, are neither paid nor given back", fact.amount.to_string(), open.to_string(),
                                    sold.sequence.value),
                        "a payment is told in the sale's net amount");
  }
  TRY(auto items, rate_payment(sold, fact, on));
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.fact = on.submission.fact;
  draft.relates_to = sold.sequence;
  put_items(std::move(items), draft);
  return on.writer.append(std::move(draft));
}

Result<std::vector<ledger::Item>> Rules::rate_payment(const ledger::Record& sold, const CustomerPayment& fact, const Case& on) {
  TRY(const Fact decoded, codec_.decode(sold.fact));
  Sale sale = std::get<Sale>(decoded);
  sale.on = fact.on;  // the window, the limits and the hold are those of the payment's day; the terms the sale's
  const SaleCourse course = register_.sale_courses.of(sold.sequence);
  const ledger::PaymentTrace payment{sold.sequence, course.newest_payment, course.paid, fact.amount};
  const std::span<const ledger::Item> all = sold.items;
  std::vector<ledger::Item> items;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t size = group_size(all, at);
    const std::span<const ledger::Item> group = all.subspan(at, size);
    at += size;
    const ledger::Item& waits = group.front();
    if (waits.trace.reason != ledger::Reason::awaits_payment) continue;
    const std::size_t first = items.size();
    for (const ledger::Item& of : group) {
      ledger::Item item;
      item.key = of.key;
      item.key.billing = ledger::Billing::invoiced;
      item.base = fact.amount;
      items.push_back(std::move(item));
    }
    const auto& override = waits.trace.more->override;
    if (override && override->earner) {
      const ledger::Item* paid = paid_override(items, *override);
      if (paid != nullptr) items[first].amount_minor = -paid->amount_minor;
    } else {
      const AgreementVersion* version = register_.agreements.proposed_in(waits.key.version);
      const CommissionPlan* plan = version == nullptr ? nullptr : plan_named(terms_of(waits.key.version, on.writer), waits.key.term);
      if (plan == nullptr) return refuse(Code::unknown_version, "the sale's plan is not in the register");
      TRY(const Ground ground, ground_of(*version, register_.agreements.versions(version->agreement), on.writer));
      TRY(const Decimal whole, volume_of(*plan, sale));
      TRY(const Decimal before, share_of_volume(whole, waits.base, Decimal(), course.paid));
      TRY(const Decimal moved, share_of_volume(whole, waits.base, course.paid, fact.amount));
      TRY_STATUS(rate_volume(*plan, ground, sale, before, moved, items[first], on));
    }
    const std::int64_t true_up = items[first].trace.true_up_minor;
    const std::int64_t whole_minor = items[first].amount_minor - true_up;
    for (std::size_t i = 0; i < size; ++i) {
      ledger::Item& item = items[first + i];
      item.trace.reason = override && override->earner ? ledger::Reason::override_borne : i == 0 ? ledger::Reason::paid : ledger::Reason::split;
      item.trace.more.edit().override = override;
      item.trace.more.edit().payment = payment;
      if (!group[i].trace.more->split) continue;
      item.trace.more.edit().split = group[i].trace.more->split;
      item.trace.more.edit().split->whole_minor = whole_minor;
      item.trace.matures = items[first].trace.matures;
    }
    if (!waits.trace.more->split) continue;
    TRY(const auto parts, parts_of_whole(group, whole_minor));
    for (std::size_t i = 0; i < size; ++i) items[first + i].amount_minor = parts[i];
    items[first].amount_minor += true_up;
  }
  if (!items.empty()) return items;
  ledger::Item nothing;  // no plan waits for it: the payment is known all the same
  nothing.key = sold.items.front().key;
  nothing.key.billing = ledger::Billing::nothing_due;
  nothing.base = fact.amount;
  nothing.trace.reason = ledger::Reason::paid;
  nothing.trace.more.edit().payment = payment;
  items.push_back(std::move(nothing));
  return items;
}

Status Rules::return_payments(Sequence sale, Decimal back, Date day, std::vector<ledger::Item>& items, const Case& on) {
  Sequence at = register_.sale_courses.of(sale).newest_payment;
  while (at && back > Decimal()) {
    const ledger::Record payment = on.writer.read(at);
    const ledger::PaymentTrace* trace = payment.items.empty() ? nullptr : payment.items.front().trace.more->payment ? &*payment.items.front().trace.more->payment : nullptr;
    if (trace == nullptr) return refuse(Code::corrupt, fmt::format("entry {} should hold a customer's payment", at.value), "run `quits verify`");
    TRY(const Decimal left, trace->paid.minus(register_.corrections.given_back(at).volume));
    const Decimal part = std::min(left, back);
    if (part > Decimal()) {
      TRY_STATUS(add_returns(payment, std::vector<Decimal>(payment.items.size(), part), day, items, on));
      TRY(back, back.minus(part));
    }
    at = trace->previous;
  }
  return {};
}

Result<ledger::Receipt> Rules::apply(const ContractCancelled& fact, const Case& on) {
  TRY(const ledger::Record sold, named_sale(fact.sale, "contract_cancelled.sale", on));
  if (const Sequence earlier = register_.sale_courses.of(sold.sequence).cancelled_by) {
    return refuse_field("contract_cancelled.sale", Code::already_exists, fmt::format("its contract was cancelled in entry {}", earlier.value),
                        "reverse that entry first if its day was wrong");
  }
  TRY(const Fact decoded, codec_.decode(sold.fact));
  const auto& sale = std::get<Sale>(decoded);
  if (fact.on < sale.on) {
    return refuse_field("contract_cancelled.on", Code::date_out_of_range,
                        fmt::format("is {}: the contract began on {}", fact.on.to_string(), sale.on.to_string()));
  }
  TRY(const Decimal left, sold.items.front().base.minus(register_.corrections.given_back(sold.sequence).volume));
  std::vector<Decimal> backs(sold.items.size());
  std::vector<ledger::ClawbackTrace> traces(sold.items.size());
  for (std::size_t i = 0; i < sold.items.size(); ++i) {
    const ledger::Item& item = sold.items[i];
    const ledger::TraceMore& more = item.trace.more.get();
    const bool is_borne = more.override && more.override->earner;
    const Sequence version = more.split ? more.split->version : is_borne ? more.override->version : item.key.version;
    const std::string& name = more.split ? more.split->plan : is_borne ? more.override->plan : item.key.term;
    const CommissionPlan* plan = plan_named(terms_of(version, on.writer), name);
    if (plan == nullptr || !plan->clawback) continue;
    const std::uint32_t months = std::min(kTermMonthsMax, sale.term_months != 0 ? sale.term_months : plan->clawback->months);
    if (months == 0) continue;
    auto served = served_of(*plan->clawback, months, sale.on, fact.on);
    if (!served) return refuse_field("contract_cancelled.sale", served.error().code, served.error().message, served.error().hint);
    traces[i] = *served;
    TRY(const Decimal term, Decimal::from_units(served->term));
    TRY(const Decimal unserved, Decimal::from_units(served->term - served->served));
    TRY(const Decimal share, share_of_volume(item.base, term, Decimal(), unserved));
    backs[i] = item.base.is_negative() ? std::max(share, left) : std::min(share, left);
  }
  TRY(auto items, rate_returns(sold, backs, fact.on, on));
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].trace.reason = ledger::Reason::clawback;
    items[i].trace.more.edit().clawback = traces[i];
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.fact = on.submission.fact;
  draft.relates_to = sold.sequence;
  put_items(std::move(items), draft);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::program
