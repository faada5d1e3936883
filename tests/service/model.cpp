#include "tests/service/model.h"

#include <algorithm>

#include "base/int128.h"

namespace quits::test {

using namespace program;

namespace {

constexpr std::int64_t kMillion = 1'000'000;

int128 power_of_ten(int exponent) {
  int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

std::int64_t naive_rounded(int128 n, int128 d, Rounding rounding) {
  if (d < 0) return naive_rounded(-n, -d, rounding);
  if (n < 0) return -naive_rounded(-n, d, rounding);
  const int128 floor = n / d;
  const int128 twice_rest = (n - floor * d) * 2;
  const bool up = twice_rest > d || (twice_rest == d &&
                                     (rounding == Rounding::half_away_from_zero || floor % 2 == 1));
  return static_cast<std::int64_t>(floor + (up ? 1 : 0));
}

std::int64_t naive_due(const CommissionPlan& plan, std::int64_t volume, Currency currency,
                       Rounding rounding) {
  int128 exact = 0;
  for (std::size_t i = 0; i < plan.bands.size(); ++i) {
    const std::int64_t from = plan.bands[i].from.millionths();
    const std::int64_t to =
        i + 1 < plan.bands.size() ? plan.bands[i + 1].from.millionths() : INT64_MAX;
    const int128 rate = plan.bands[i].rate.millionths();
    if (plan.rule == Rule::whole) {
      const bool chosen = (volume >= from || i == 0) && volume < to;
      if (chosen) exact = rate * volume;
    } else if (volume < 0) {
      if (i == 0) exact = rate * volume;
    } else if (volume > from) {
      exact += rate * (std::min(volume, to) - from);
    }
  }
  return naive_rounded(exact, power_of_ten(12 - currency.exponent()), rounding);
}

bool Model::knows(const FactId& id) const { return entry(id) != nullptr; }

const ModelEntry* Model::entry(const FactId& id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const ModelEntry& one) { return one.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

const Booking* Model::booking_of(const FactId& id) const {
  const auto found = std::find_if(bookings_.begin(), bookings_.end(),
                                  [&](const Booking& one) { return one.id == id; });
  return found == bookings_.end() ? nullptr : &*found;
}

std::optional<Code> Model::record(const FactId& id, const Fact& fact, const std::string& actor) {
  if (const ModelEntry* known = entry(id))
    return known->fact == fact ? std::nullopt : std::optional(Code::id_conflict);
  const Case on{id, actor};
  const auto refusal = std::visit([&](const auto& held) { return apply(held, on); }, fact);
  if (!refusal) entries_.push_back({id, fact, actor});
  return refusal;
}

Period Model::posting_period(Date on) const {
  const Period own = Period::of(on);
  return closed_.empty() || own > closed_.back() ? own : closed_.back().next();
}

Date Model::agreement_start(const std::string& agreement) const {
  for (const ModelVersion& version : versions_) {
    if (version.accepted && version.proposal.agreement == agreement)
      return version.proposal.effective_from;
  }
  return Date();
}

std::optional<std::size_t> Model::version_for(const std::string& agreement,
                                              const std::string& partner, Date on) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    const AgreementProposed& proposal = versions_[i].proposal;
    const bool named =
        agreement.empty() ? proposal.partner == partner : proposal.agreement == agreement;
    if (named && versions_[i].accepted && proposal.effective_from <= on) found = i;
  }
  return found;
}

const CommissionPlan* Model::plan_named(std::size_t version, const std::string& name) const {
  for (const CommissionPlan& plan : versions_[version].proposal.terms.plans) {
    if (plan.name == name) return &plan;
  }
  return nullptr;
}

Booking Model::booking(const Case& on, ledger::FactKind kind, std::size_t version, Side earner,
                       Category category, const std::string& term, Date effective) const {
  const AgreementProposed& agreed = versions_[version].proposal;
  Booking made;
  made.id = on.id;
  made.kind = kind;
  made.creditor = earner == Side::partner ? agreed.partner : agreed.principal;
  made.debtor = earner == Side::partner ? agreed.principal : agreed.partner;
  made.version = version;
  made.term = term;
  made.category = category;
  made.posted = posting_period(effective);
  for (const TaxRule& rule : agreed.terms.taxes) {  // the workloads have one rule per side
    if (rule.supplier == earner) made.tax = {rule.category, rule.rate, rule.exemption_reason};
  }
  return made;
}

Model::Refusal Model::apply(const PartyRegistered& fact, const Case&) {
  if (std::count(parties_.begin(), parties_.end(), fact.key) > 0) return Code::already_exists;
  parties_.push_back(fact.key);
  return {};
}

Model::Refusal Model::apply(const AgreementProposed& fact, const Case&) {
  versions_.push_back({fact, false});
  return {};
}

Model::Refusal Model::apply(const AgreementAccepted& fact, const Case&) {
  for (ModelVersion& version : versions_) {
    if (version.proposal.agreement != fact.agreement || version.proposal.version != fact.version)
      continue;
    if (version.accepted) return Code::already_accepted;
    if (!closed_.empty() && Period::of(version.proposal.effective_from) <= closed_.back())
      return Code::period_closed;
    version.accepted = true;
    return {};
  }
  return Code::unknown_version;
}

Model::Refusal Model::apply(const TrainingDelivered& fact, const Case& on) {
  const auto version = version_for(fact.agreement, fact.partner, fact.on);
  if (!version) return Code::no_agreement;
  const Terms& terms = versions_[*version].proposal.terms;
  for (const Price& price : terms.prices) {
    if (price.item != fact.item) continue;
    Booking made = booking(on, kind::training_delivered, *version, price.earner, price.category,
                           price.item, fact.on);
    made.quantity = fact.seats * kMillion;
    made.amount = naive_rounded(int128{price.unit_price.millionths()} * made.quantity,
                                power_of_ten(12 - terms.currency.exponent()), terms.rounding);
    bookings_.push_back(made);
    return {};
  }
  return Code::unknown_price;
}

Model::Refusal Model::apply(const TrainingCancelled& fact, const Case& on) {
  const auto version = version_for(fact.agreement, fact.partner, fact.on);
  if (!version) return Code::no_agreement;
  const Terms& terms = versions_[*version].proposal.terms;
  for (const Price& price : terms.prices) {
    if (price.item != fact.item) continue;
    const std::int64_t days =
        std::max(0, fact.planned_on.days_since_epoch() - fact.on.days_since_epoch());
    std::int64_t due = 0;  // millionths of the price
    for (const CancellationStep& step : price.cancellation) {
      if (days <= step.days_before) due = step.due.millionths();
    }
    Booking made = booking(on, kind::training_cancelled, *version, price.earner, price.category,
                           price.item + ", cancelled", fact.on);
    if (due == 0) made.billing = ledger::Billing::nothing_due;
    made.quantity = fact.seats * kMillion;
    made.amount = naive_rounded(int128{price.unit_price.millionths()} * fact.seats * due,
                                power_of_ten(12 - terms.currency.exponent()), terms.rounding);
    bookings_.push_back(made);
    return {};
  }
  return Code::unknown_price;
}

Model::Refusal Model::apply(const Contribution& fact, const Case& on) {
  const auto version = version_for(fact.agreement, fact.partner, fact.on);
  if (!version) return Code::no_agreement;
  const Terms& terms = versions_[*version].proposal.terms;
  Booking made = booking(on, kind::contribution, *version, fact.earner, fact.category,
                         fact.description, fact.on);
  made.quantity = fact.quantity.millionths();
  made.amount = naive_rounded(fact.amount->millionths(),
                              power_of_ten(6 - terms.currency.exponent()), terms.rounding);
  if (fact.statement_only) made.billing = ledger::Billing::statement_only;
  bookings_.push_back(made);
  return {};
}

Model::Refusal Model::apply(const Adjustment& fact, const Case&) {
  const auto version = version_for(fact.agreement, fact.partner, fact.on);
  if (!version) return Code::no_agreement;
  const Terms& terms = versions_[*version].proposal.terms;
  const std::int64_t amount = naive_rounded(
      fact.amount.millionths(), power_of_ten(6 - terms.currency.exponent()), terms.rounding);
  return amount == 0 ? std::optional(Code::bad_value) : std::nullopt;
}

Model::Refusal Model::apply(const Approval& fact, const Case& on) {
  const ModelEntry* proposed = entry(named(fact.of, on));
  if (proposed == nullptr) return Code::unknown_entry;
  const auto* adjustment = std::get_if<Adjustment>(&proposed->fact);
  if (adjustment == nullptr || approved_.count(proposed->id) > 0) return Code::not_pending;
  if (proposed->actor == on.actor) return Code::same_person;
  const auto version = version_for(adjustment->agreement, adjustment->partner, adjustment->on);
  const Terms& terms = versions_[*version].proposal.terms;
  Booking made = booking(on, kind::approval, *version, adjustment->earner, adjustment->category,
                         "adjustment", adjustment->on);
  made.amount = naive_rounded(adjustment->amount.millionths(),
                              power_of_ten(6 - terms.currency.exponent()), terms.rounding);
  bookings_.push_back(made);
  approved_.insert(proposed->id);
  return {};
}

Model::Refusal Model::apply(const Reversal& fact, const Case& on) {
  const ModelEntry* target = entry(named(fact.of, on));
  if (target == nullptr) return Code::unknown_entry;
  if (reversed_.count(target->id) > 0) return Code::already_reversed;
  const FactId id = target->id;
  const auto kind = kind_of(target->fact);
  if (kind == kind::sale || kind == kind::credit || kind == kind::refund ||
      kind == kind::customer_payment) {
    if (const auto refusal = reverse_sold(*target, *fact.on, on)) return refusal;
  } else if (std::holds_alternative<Payment>(target->fact)) {
    const auto paid = std::find_if(payments_.begin(), payments_.end(),
                                   [&](const ModelPayment& one) { return one.id == id; });
    if (*fact.on < paid->payment.on) return Code::date_out_of_range;
    if (const auto refusal = take_back(*paid, *fact.on, on)) return refusal;
  } else if (const auto* approved = std::get_if<WriteOffApproved>(&target->fact);
             approved != nullptr && *fact.on < *approved->on) {
    return Code::date_out_of_range;
  } else if (take_back_write_off(id, *fact.on)) {
    // open again
  } else if (const Booking* booked = booking_of(id);
             booked != nullptr && booked->kind != kind::reversal) {
    Booking mirror = *booked;
    mirror.id = on.id;
    mirror.kind = kind::reversal;
    mirror.amount = -mirror.amount;
    mirror.base = -mirror.base;
    mirror.quantity = -mirror.quantity;
    mirror.posted = posting_period(*fact.on);
    bookings_.push_back(mirror);
  } else {
    return Code::not_reversible;
  }
  reversed_.insert(id);
  return {};
}

}  // namespace quits::test
