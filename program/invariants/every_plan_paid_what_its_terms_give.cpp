#include <fmt/core.h>

#include <map>
#include <memory>
#include <tuple>
#include <unordered_map>

#include "program/encoding.h"
#include "program/invariants/invariants.h"
#include "program/rating.h"

namespace quits::program {
namespace {

// Rates each window's volume as a whole, once, and compares with what the entries booked one by one; a plan that rates
// each sale for itself is rated again sale by sale.
class EveryPlanPaidWhatItsTermsGive final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "every commission plan has paid exactly what its terms give on the volume, whatever the order of the facts";
  }

  std::string check(const ledger::Record& record) override {
    if (record.kind() == kind::agreement_proposed) return learn(record);
    for (const ledger::Item& item : record.items) {
      if (auto complaint = check_item(item); !complaint.empty()) return complaint;
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
    std::int64_t booked_minor = 0;
  };

  std::string learn(const ledger::Record& record);
  std::string check_item(const ledger::Item& item);
  std::string check_event(const ledger::Item& item, const Version& version);
  static const CommissionPlan* plan_named(const Terms& terms, const std::string& name);

  FactCodec codec_;
  std::unordered_map<std::uint64_t, Version> versions_;
  using WindowKey = std::tuple<std::string, std::string, Date>;  // agreement, plan, first day
  std::map<WindowKey, Window> windows_;
  // The window of the line of the item before: runs of one line are the ordinary case.
  std::unordered_map<std::uint64_t, std::pair<std::optional<Date>, std::pair<Window*, Decimal*>>> by_line_;
};

const CommissionPlan* EveryPlanPaidWhatItsTermsGive::plan_named(const Terms& terms, const std::string& name) {
  for (const CommissionPlan& plan : terms.plans) {
    if (plan.name == name) return &plan;
  }
  return nullptr;
}

std::string EveryPlanPaidWhatItsTermsGive::learn(const ledger::Record& record) {
  auto fact = codec_.decode(record.fact);
  if (!fact) return "the agreement cannot be read: " + fact.error().message;
  auto& proposed = std::get<AgreementProposed>(*fact);
  versions_.insert_or_assign(record.sequence.value,
                             Version{std::move(proposed.agreement), proposed.version, std::move(proposed.terms)});
  return {};
}

std::string EveryPlanPaidWhatItsTermsGive::check_event(const ledger::Item& item, const Version& version) {
  if (item.trace.reason != ledger::Reason::commission) return {};
  const CommissionPlan* plan = plan_named(version.terms, item.key.term);
  if (plan == nullptr) return fmt::format("its terms have no plan {}", item.key.term);
  const auto due = due_on(*plan, item.base, item.key.currency, version.terms.rounding);
  if (due && *due == item.amount_minor) return {};
  return fmt::format("plan {} gives {} on {}, booked {}", plan->name, due ? *due : 0, item.base.to_string(), item.amount_minor);
}

std::string EveryPlanPaidWhatItsTermsGive::check_item(const ledger::Item& item) {
  if (item.key.category != Category::commission || item.key.billing != ledger::Billing::invoiced) return {};
  if (item.trace.reason == ledger::Reason::adjustment) return {};
  const auto version = versions_.find(item.key.version.value);
  if (version == versions_.end()) return fmt::format("entry {} holds no agreement", item.key.version.value);
  if (!item.trace.window) return check_event(item, version->second);

  auto& [day, place] = by_line_[item.line.value];
  if (day != item.trace.window) {
    Window& window = windows_[{version->second.agreement, item.key.term, *item.trace.window}];
    auto& volume = window.volumes[version->second.number];
    volume.first = item.key.version.value;
    day = item.trace.window;
    place = {&window, &volume.second};
  }
  const auto sum = place.second->plus(item.base);
  if (!sum) return "the window's volume overflows";
  *place.second = *sum;
  if (__builtin_add_overflow(place.first->booked_minor, item.amount_minor, &place.first->booked_minor)) {
    return "the window's commission overflows";
  }
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
