#include <fmt/core.h>

#include <map>
#include <memory>
#include <tuple>
#include <unordered_map>

#include "program/encoding.h"
#include "program/invariants/invariants.h"
#include "program/rating.h"
#include "program/rating_plan.h"

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
    for (const ledger::Item& item : record.items) {
      if (auto complaint = check_item(item); !complaint.empty()) return complaint;
      const bool may_come_back = item.trace.rule == Rule::from_here && item.trace.true_up_minor != 0;
      if (may_come_back && item.trace.reason == ledger::Reason::commission) {
        true_ups_[record.sequence.value] = item.trace.true_up_minor;
      }
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
  // What an item booked before the plan's limits.
  static Result<std::int64_t> unlimited(const ledger::Item& item);

  std::string learn(const ledger::Record& record);
  std::string check_item(const ledger::Item& item);
  static Result<std::int64_t> without_restated(const ledger::Item& item, const Version& version, std::int64_t booked_minor);
  static std::string check_event(const ledger::Item& item, const Version& version, std::int64_t booked_minor);
  std::string check_window(const ledger::Item& item, const Version& version, std::int64_t booked_minor, Window& window);
  Result<std::int64_t> change_of_later(const ledger::Item& item, const Version& version) const;

  FactCodec codec_;
  std::unordered_map<std::uint64_t, Version> versions_;
  std::unordered_map<std::uint64_t, std::int64_t> true_ups_;  // that FROM_HERE sales brought with them
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

Result<std::int64_t> EveryPlanPaidWhatItsTermsGive::unlimited(const ledger::Item& item) {
  int128 sum = item.amount_minor;
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
  auto exact = has_total(plan->rule) ? exact_due(*plan, *moved) : exact_from_here(*plan, item.trace.volume_before, *moved);
  const auto due = exact ? to_minor_units(*exact, item.key.currency, version.terms.rounding) : refuse(exact.error());
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
Result<std::int64_t> EveryPlanPaidWhatItsTermsGive::change_of_later(const ledger::Item& item, const Version& version) const {
  const ledger::Trace& trace = item.trace;
  const auto known = trace.of ? true_ups_.find(trace.of.value) : true_ups_.end();
  if (known == true_ups_.end()) return trace.true_up_minor;
  const SaleState sale{trace.of,           trace.sale, trace.booked_minor, trace.refunded_before, trace.returned_before_minor,
                       known->second};
  TRY(const Decimal refund, item.base.negated());
  TRY(const Rated share, rate_refund(sale, refund, version.terms.rounding));
  return to_minor(int128{trace.true_up_minor} + trace.returned_minor - share.own_minor, 1, Rounding::half_away_from_zero);
}

// Before the item's volume is added to the window.
std::string EveryPlanPaidWhatItsTermsGive::check_window(const ledger::Item& item, const Version& version,
                                                        std::int64_t booked_minor, Window& window) {
  if (item.trace.rule == Rule::from_here) {
    const Decimal reached = window.volume_through(version.number);
    if (item.trace.volume_before != reached) {
      return fmt::format("the volume before it is {}, it says {}", reached.to_string(), item.trace.volume_before.to_string());
    }
    const auto change = change_of_later(item, version);
    if (!change || __builtin_sub_overflow(booked_minor, *change, &booked_minor)) return "its commission overflows";
    if (item.trace.reason == ledger::Reason::commission) {
      if (auto complaint = check_event(item, version, booked_minor); !complaint.empty()) return complaint;
    }
    booked_minor = *change;
  }
  if (!__builtin_add_overflow(window.booked_minor, booked_minor, &window.booked_minor)) return {};
  return "the window's commission overflows";
}

std::string EveryPlanPaidWhatItsTermsGive::check_item(const ledger::Item& item) {
  if (item.key.category != Category::commission || item.key.billing != ledger::Billing::invoiced) return {};
  if (item.trace.reason == ledger::Reason::adjustment || item.trace.reason == ledger::Reason::restatement) return {};
  const auto version = versions_.find(item.key.version.value);
  if (version == versions_.end()) return fmt::format("entry {} holds no agreement", item.key.version.value);
  auto booked = item.trace.limits.empty() ? Result<std::int64_t>(item.amount_minor) : unlimited(item);
  if (booked && item.trace.more->restatement && item.trace.rule != Rule::from_here) booked = without_restated(item, version->second, *booked);
  if (!booked) return "its commission overflows";
  if (!item.trace.window) {
    return item.trace.reason == ledger::Reason::commission ? check_event(item, version->second, *booked) : std::string();
  }

  auto& [day, place] = by_line_[item.line.value];
  if (day != item.trace.window) {
    Window& window = windows_[{version->second.agreement, item.key.term, *item.trace.window}];
    auto& volume = window.volumes[version->second.number];
    volume.first = item.key.version.value;
    day = item.trace.window;
    place = {&window, &volume.second};
  }
  if (auto complaint = check_window(item, version->second, *booked, *place.first); !complaint.empty()) return complaint;
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
