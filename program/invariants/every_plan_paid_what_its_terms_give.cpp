#include <fmt/core.h>

#include <map>
#include <memory>
#include <span>
#include <tuple>
#include <unordered_map>

#include "program/encoding.h"
#include "program/invariants/invariants.h"
#include "program/rating.h"
#include "program/rating_plan.h"
#include "program/shares.h"

namespace quits::program {
namespace {

// Rates each window's volume as a whole, once, and compares with what the entries booked one by one. What depends on no
// total is rated again sale by sale: plans per event, and FROM_HERE, on the volume that the log itself had reached.
class EveryPlanPaidWhatItsTermsGive final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "every commission plan has paid exactly what its terms give on the volume, whatever the order of the facts";
  }

  std::string check(const ledger::Record& record) override {
    if (record.kind() == kind::agreement_proposed) return learn(record);
    Part part;  // which item of the entry it gives back, or itself
    const std::span<const ledger::Item> items = record.items;
    for (std::size_t at = 0; at < items.size(); ++at) {
      const ledger::Item& item = items[at];
      const std::uint64_t of = item.trace.of ? item.trace.of.value : record.sequence.value;
      part = {of, part.first == of ? part.second + 1 : 0};
      if (auto complaint = check_item(item, part, paid_to_all(items.subspan(at))); !complaint.empty()) return complaint;
      const bool may_come_back = item.trace.rule == Rule::from_here && item.trace.true_up_minor != 0;
      if (may_come_back && is_rated(item.trace.reason)) true_ups_[part] = item.trace.true_up_minor;
    }
    return {};
  }

  std::vector<std::string> finish() override;

 private:
  struct Version {
    std::string agreement;
    std::uint32_t number = 0;
    Terms terms;
  };
  struct Window {
    std::map<std::uint32_t, std::pair<std::uint64_t, Decimal>> volumes;  // by version number: its record, its volume
    std::int64_t booked_minor = 0;  // of what has a total, before limits

    // The volume up to and with a version's.
    Decimal volume_through(std::uint32_t version) const;
  };
  using Part = std::pair<std::uint64_t, std::size_t>;  // an entry, and which of its items
  static bool is_rated(ledger::Reason reason) {
    return reason == ledger::Reason::commission || reason == ledger::Reason::override || reason == ledger::Reason::paid;
  }
  // What the plan booked with the first of these items: that of the others that share it as well.
  static int128 paid_to_all(std::span<const ledger::Item> items);
  // Before the plan's limits.
  static Result<std::int64_t> unlimited(const ledger::Item& item, int128 paid);

  std::string learn(const ledger::Record& record);
  std::string check_item(const ledger::Item& item, const Part& part, int128 paid);
  static Result<std::int64_t> without_restated(const ledger::Item& item, const Version& version, std::int64_t booked_minor);
  static std::string check_event(const ledger::Item& item, const Version& version, std::int64_t booked_minor);
  std::string check_window(const ledger::Item& item, const Part& part, const Version& version, std::int64_t booked_minor, Window& window);
  Result<std::int64_t> change_of_later(const ledger::Item& item, const Part& part, const Version& version, std::int64_t booked_minor) const;

  FactCodec codec_;
  std::unordered_map<std::uint64_t, Version> versions_;
  std::map<Part, std::int64_t> true_ups_;  // that FROM_HERE sales brought with them
  using WindowKey = std::tuple<std::string, std::string, Date>;  // agreement, plan, first day
  std::map<WindowKey, Window> windows_;
  // The window of the line of the item before: runs of one line are the ordinary case.
  std::unordered_map<std::uint64_t, std::pair<std::optional<Date>, std::pair<Window*, Decimal*>>> by_line_;
};

std::string EveryPlanPaidWhatItsTermsGive::learn(const ledger::Record& record) {
  auto fact = codec_.decode(record.fact);
  if (!fact) return "the agreement cannot be read: " + fact.error().message;
  auto& proposed = std::get<AgreementProposed>(*fact);
  versions_.insert_or_assign(record.sequence.value,
                             Version{std::move(proposed.agreement), proposed.version, std::move(proposed.terms)});
  return {};
}

int128 EveryPlanPaidWhatItsTermsGive::paid_to_all(std::span<const ledger::Item> items) {
  int128 sum = 0;
  for (const ledger::Item& item : items.first(group_size(items, 0))) sum += item.amount_minor;
  return sum;
}

Result<std::int64_t> EveryPlanPaidWhatItsTermsGive::unlimited(const ledger::Item& item, int128 paid) {
  int128 sum = paid;
  for (const ledger::LimitEffect& effect : item.trace.limits) sum += int128{effect.wanted_minor} - effect.allowed_minor;
  return to_minor(sum, 1, Rounding::half_away_from_zero);
}

Decimal EveryPlanPaidWhatItsTermsGive::Window::volume_through(std::uint32_t version) const {
  Decimal sum;
  for (const auto& [number, volume] : volumes) {
    // What does not fit was refused; in a damaged log the comparison that follows fails.
    if (number <= version) sum = sum.plus(volume.second).value_or(Decimal());
  }
  return sum;
}

std::string EveryPlanPaidWhatItsTermsGive::check_event(const ledger::Item& item, const Version& version,
                                                       std::int64_t booked_minor) {
  const CommissionPlan* plan = plan_named(version.terms, item.key.term);
  if (plan == nullptr) return fmt::format("its terms have no plan {}", item.key.term);
  const auto moved = item.trace.volume_after.minus(item.trace.volume_before);
  if (!moved) return "its volume overflows";
  // A sale that is paid in parts goes on where the payment before it stopped; all others start from zero.
  const Decimal before = item.trace.volume_before;
  auto exact = has_total(plan->rule) ? exact_due(*plan, item.trace.volume_after) : exact_from_here(*plan, before, *moved);
  auto due = exact ? to_minor_units(*exact, item.key.currency, version.terms.rounding) : refuse(exact.error());
  if (due && has_total(plan->rule) && !before.is_zero()) {
    const auto earlier = due_on(*plan, before, item.key.currency, version.terms.rounding);
    if (!earlier || __builtin_sub_overflow(*due, *earlier, &*due)) return "its commission overflows";
  }
  if (due && *due == booked_minor) return {};
  return fmt::format("plan {} gives {} on {}, booked {}", plan->name, due ? *due : 0, moved->to_string(), booked_minor);
}

// A refund of a restated sale returns its share of what the restatement changed, which no window knows.
Result<std::int64_t> EveryPlanPaidWhatItsTermsGive::without_restated(const ledger::Item& item, const Version& version,
                                                                     std::int64_t booked_minor) {
  const ledger::Trace& trace = item.trace;
  TRY(const Decimal refund, item.base.negated());
  SaleState sale{trace.of, trace.sale, trace.more->restatement->booked_minor, trace.refunded_before, 0, 0};
  TRY(sale.returned_minor, returned_of(sale, version.terms.rounding));
  TRY(const Rated share, rate_refund(sale, refund, version.terms.rounding));
  return to_minor(int128{booked_minor} - trace.returned_minor + share.amount_minor, 1, Rounding::half_away_from_zero);
}

// Of FROM_HERE, only what an item changes of later versions is part of the window's sum: the rest is the sale's own, or
// the share of it that a refund returns.
Result<std::int64_t> EveryPlanPaidWhatItsTermsGive::change_of_later(const ledger::Item& item, const Part& part, const Version& version,
                                                                     std::int64_t booked_minor) const {
  const ledger::Trace& trace = item.trace;
  if (trace.of && trace.more->split) return booked_minor - trace.more->split->whole_minor;
  const auto known = trace.of ? true_ups_.find(part) : true_ups_.end();
  if (known == true_ups_.end()) return trace.true_up_minor;
  const SaleState sale{trace.of,           trace.sale, trace.booked_minor, trace.refunded_before, trace.returned_before_minor,
                       known->second};
  TRY(const Decimal refund, item.base.negated());
  TRY(const Rated share, rate_refund(sale, refund, version.terms.rounding));
  return to_minor(int128{trace.true_up_minor} + trace.returned_minor - share.own_minor, 1, Rounding::half_away_from_zero);
}

// Before the item's volume is added to the window.
std::string EveryPlanPaidWhatItsTermsGive::check_window(const ledger::Item& item, const Part& part, const Version& version,
                                                        std::int64_t booked_minor, Window& window) {
  if (item.trace.rule == Rule::from_here) {
    const Decimal reached = window.volume_through(version.number);
    if (item.trace.volume_before != reached) {
      return fmt::format("the volume before it is {}, it says {}", reached.to_string(), item.trace.volume_before.to_string());
    }
    const auto change = change_of_later(item, part, version, booked_minor);
    if (!change || __builtin_sub_overflow(booked_minor, *change, &booked_minor)) return "its commission overflows";
    if (is_rated(item.trace.reason)) {
      if (auto complaint = check_event(item, version, booked_minor); !complaint.empty()) return complaint;
    }
    booked_minor = *change;
  }
  if (!__builtin_add_overflow(window.booked_minor, booked_minor, &window.booked_minor)) return {};
  return "the window's commission overflows";
}

std::string EveryPlanPaidWhatItsTermsGive::check_item(const ledger::Item& item, const Part& part, int128 paid) {
  if (item.key.category != Category::commission || item.key.billing != ledger::Billing::invoiced) return {};
  if (item.trace.reason == ledger::Reason::adjustment || item.trace.reason == ledger::Reason::restatement) return {};
  const auto version = versions_.find(item.key.version.value);
  if (version == versions_.end()) return fmt::format("entry {} holds no agreement", item.key.version.value);
  auto booked = unlimited(item, paid);
  if (booked && item.trace.more->restatement && item.trace.rule != Rule::from_here) booked = without_restated(item, version->second, *booked);
  if (!booked) return "its commission overflows";
  if (!item.trace.window) {
    return is_rated(item.trace.reason) ? check_event(item, version->second, *booked) : std::string();
  }

  auto& [day, place] = by_line_[item.line.value];
  if (day != item.trace.window) {
    Window& window = windows_[{version->second.agreement, item.key.term, *item.trace.window}];
    auto& volume = window.volumes[version->second.number];
    volume.first = item.key.version.value;
    day = item.trace.window;
    place = {&window, &volume.second};
  }
  if (auto complaint = check_window(item, part, version->second, *booked, *place.first); !complaint.empty()) return complaint;
  const auto moved = item.trace.volume_after.minus(item.trace.volume_before);
  const auto sum = moved ? place.second->plus(*moved) : moved;
  if (!sum) return "the window's volume overflows";
  *place.second = *sum;
  return {};
}

std::vector<std::string> EveryPlanPaidWhatItsTermsGive::finish() {
  std::vector<std::string> complaints;
  for (const auto& [key, window] : windows_) {
    const auto& [agreement, plan, day] = key;
    std::vector<Segment> segments;
    const Terms* terms = nullptr;
    for (const auto& [number, volume] : window.volumes) {
      terms = &versions_.at(volume.first).terms;
      if (const CommissionPlan* known = plan_named(*terms, plan)) segments.push_back({known, volume.second, terms->rounding});
    }
    const auto due = due_on(segments, terms->currency, terms->rounding);
    if (due && *due == window.booked_minor) continue;
    complaints.push_back(fmt::format("agreement {}, plan {}, window from {}: the terms give {}, booked {}", agreement, plan,
                                     day.to_string(), due ? *due : 0, window.booked_minor));
  }
  return complaints;
}

}  // namespace

std::unique_ptr<ledger::Invariant> every_plan_paid_what_its_terms_give() {
  return std::make_unique<EveryPlanPaidWhatItsTermsGive>();
}

}  // namespace quits::program
