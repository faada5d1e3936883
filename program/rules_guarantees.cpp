// What the close of a period settles beyond fees: the least amounts of plans, and guarantees.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "ledger/lines.h"
#include "program/rules.h"

namespace quits::program {

// An agreement of which the closing period sees a day.
struct Rules::InForce {
  std::vector<AgreementVersion> versions;
  const AgreementVersion* version = nullptr;  // on `until`
  Date until;                                 // the last day of the period, or of the agreement
  bool ends = false;                          // the agreement ends with `until`
};

namespace {

constexpr int kMonthsInYear = 12;

// The windows of a limit that end with the period, or with the agreement.
std::set<Date> ending_windows(const Limit& limit, Date start, Period period, Date until, bool ends) {
  std::set<Date> windows;
  for (const Date day : {std::max(start, period.first_day()), until}) {
    const Date window = *window_of(limit, day, start);
    const auto next = limit.scope == LimitScope::agreement_year ? window.plus_months(kMonthsInYear) : Result<Date>(period.next().first_day());
    const bool is_over = next && *next <= period.next().first_day();
    if (is_over || (ends && day == until)) windows.insert(window);
  }
  return windows;
}

}  // namespace

Result<std::vector<Rules::InForce>> Rules::in_force_during(Period period, ledger::Writer& writer) {
  std::vector<InForce> found;
  const std::vector<AgreementVersion> all = all_versions(writer.database());
  for (auto first = all.begin(); first != all.end();) {
    const auto end = std::find_if(first, all.end(), [&](const auto& version) { return version.agreement != first->agreement; });
    InForce in_force;
    in_force.versions.assign(first, end);
    first = end;
    const AgreementEnd* ended = register_.agreements.end_of(in_force.versions.front().agreement);
    if (ended != nullptr && ended->last_day < period.first_day()) continue;
    in_force.ends = ended != nullptr && ended->last_day <= period.last_day();
    in_force.until = in_force.ends ? ended->last_day : period.last_day();
    if (version_on(in_force.versions, in_force.until) == nullptr) continue;
    found.push_back(std::move(in_force));
  }
  for (InForce& in_force : found) in_force.version = version_on(in_force.versions, in_force.until);
  return found;
}

// One plan's least amount over a window, for one customer or all.
struct Rules::FloorDue {
  const Ground& ground;
  const CommissionPlan& plan;
  const Limit& limit;
  Date window;
  std::string customer;
  Period period;  // that closes
};

Status Rules::charge_floor(const FloorDue& due, ledger::Writer& writer) {
  FloorState state;
  for (const AgreementVersion& version : *due.ground.versions) {
    const FloorState part = register_.floors.state({version.sequence, due.plan.name, due.limit.scope, due.window, due.customer});
    state.sales += part.sales;
    state.topped_minor += part.topped_minor;
    if (__builtin_add_overflow(state.earned_minor, part.earned_minor, &state.earned_minor)) {
      return refuse(Code::overflow, fmt::format("what plan {} paid does not fit in 64 bits", due.plan.name));
    }
  }
  if (state.sales <= 0 || state.topped_minor != 0 || state.earned_minor >= *due.limit.at_least_minor) return {};

  Sale day;  // where the plan's limits find their window and customer
  day.on = due.window;
  day.customer = due.customer;
  TRY(Rated rated, top_up(open_limits(due.ground, due.plan, day), due.limit.scope));
  if (rated.amount_minor <= 0) return {};

  ledger::Item item;
  item.key = line_key(due.ground.party(due.plan.earner), due.ground.party(other(due.plan.earner)), due.ground.terms->currency,
                      Category::commission, due.ground.version->sequence, due.plan.name,
                      tax_for(*due.ground.terms, due.plan.earner, Category::commission));
  item.amount_minor = rated.amount_minor;
  item.trace = std::move(rated.trace);
  ledger::GuaranteeTrace topped;
  topped.earned_minor = state.earned_minor;
  topped.guaranteed_minor = *due.limit.at_least_minor;
  topped.window = due.window;
  item.trace.more.edit().guarantee = topped;
  ledger::Draft draft;
  draft.id = {std::string(ledger::kOwnSource),
              fmt::format("floor/{}/{}/{}/{}/{}/{}", due.period.to_string(), due.ground.version->sequence.value, due.plan.name,
                          static_cast<int>(due.limit.scope), due.window.to_string(), due.customer)};
  draft.effective = due.period.last_day();
  draft.fact = codec_.encode(FloorCharged{due.ground.version->agreement, due.plan.name, due.period, due.limit.scope, due.customer});
  draft.postings = accrual(item.key, item.amount_minor);
  draft.items.push_back(std::move(item));
  TRY_STATUS(writer.append(std::move(draft)));
  return {};
}

Status Rules::charge_floors(Period period, ledger::Writer& writer) {
  writer.flush();
  TRY(const auto agreements, in_force_during(period, writer));
  for (const InForce& in_force : agreements) {
    TRY(const Ground ground, ground_of(*in_force.version, in_force.versions, writer));
    const Date start = agreement_start(in_force.versions);
    for (const CommissionPlan& plan : ground.terms->plans) {
      // The narrow ones first: what they add counts for the wide ones.
      for (const LimitScope scope : {LimitScope::customer_period, LimitScope::period, LimitScope::agreement_year}) {
        for (const Limit& limit : plan.limits) {
          if (limit.scope != scope || !limit.at_least_minor) continue;
          const std::set<Date> windows = ending_windows(limit, start, period, in_force.until, in_force.ends);
          for (const Date window : windows) {
            std::set<std::string> customers;
            for (const AgreementVersion& version : in_force.versions) {
              for (std::string& customer : floor_customers(writer.database(), version.sequence, plan.name, scope, window)) {
                customers.insert(std::move(customer));
              }
            }
            for (const std::string& customer : customers) {
              TRY_STATUS(charge_floor({ground, plan, limit, window, customer, period}, writer));
            }
          }
          writer.flush();
        }
      }
    }
  }
  return {};
}

Status Rules::settle_guarantee(const InForce& in_force, const Guarantee& guarantee, Period period, ledger::Writer& writer) {
  TRY(const Ground ground, ground_of(*in_force.version, in_force.versions, writer));
  const PartyNumber earner = ground.party(guarantee.earner);
  const PartyNumber owes = ground.party(other(guarantee.earner));
  ledger::GuaranteeTrace trace;
  trace.window = window_start(guarantee.every, period);
  trace.guaranteed_minor = guarantee.amount_minor;
  int128 earned = 0;
  for (Period month = Period::of(trace.window); month <= period; month = month.next()) {
    for (const ledger::Line& line : ledger::lines_of_party(writer.database(), month, earner)) {
      const ledger::LineKey& key = line.key;
      const bool is_commission = key.creditor == earner && key.debtor == owes && key.category == Category::commission &&
                                 key.billing == ledger::Billing::invoiced && key.term != "adjustment";
      const bool is_ours = std::any_of(in_force.versions.begin(), in_force.versions.end(),
                                       [&](const AgreementVersion& version) { return version.sequence == key.version; });
      if (!is_commission || !is_ours || is_guarantee(terms_of(key.version, writer), key.term)) continue;
      if (guarantee.plan.empty() || key.term == guarantee.plan) earned += line.amount_minor;
    }
  }
  TRY(trace.earned_minor, to_minor(earned, 1, Rounding::half_away_from_zero));
  if (guarantee.recoverable) trace.outstanding_before_minor = register_.draws.outstanding({in_force.version->agreement, guarantee.name});
  TRY(const Settled settled, settle(guarantee, trace.earned_minor, trace.outstanding_before_minor));
  if (guarantee.recoverable) trace.outstanding_after_minor = settled.outstanding_minor;

  ledger::Item item;
  item.key = line_key(earner, owes, ground.terms->currency, Category::commission, in_force.version->sequence, guarantee.name,
                      tax_for(*ground.terms, guarantee.earner, Category::commission));
  if (settled.amount_minor == 0) item.key.billing = ledger::Billing::nothing_due;
  item.amount_minor = settled.amount_minor;
  item.trace.reason = ledger::Reason::guarantee;
  item.trace.more.edit().guarantee = trace;
  ledger::Draft draft;
  draft.id = {std::string(ledger::kOwnSource),
              fmt::format("guarantee/{}/{}/{}", period.to_string(), in_force.version->sequence.value, guarantee.name)};
  draft.effective = period.last_day();
  draft.fact = codec_.encode(GuaranteeSettled{in_force.version->agreement, guarantee.name, period});
  std::vector<ledger::Item> items;
  items.push_back(std::move(item));
  put_items(std::move(items), draft);
  TRY_STATUS(writer.append(std::move(draft)));
  return {};
}

Status Rules::settle_guarantees(Period period, ledger::Writer& writer) {
  writer.flush();
  TRY(const auto agreements, in_force_during(period, writer));
  for (const InForce& in_force : agreements) {
    // The terms stay where they are while the writer appends.
    for (const Guarantee& guarantee : terms_of(in_force.version->sequence, writer).guarantees) {
      if (!in_force.ends && !ends_window(guarantee.every, period)) continue;
      TRY_STATUS(settle_guarantee(in_force, guarantee, period, writer));
    }
  }
  return {};
}

}  // namespace quits::program
