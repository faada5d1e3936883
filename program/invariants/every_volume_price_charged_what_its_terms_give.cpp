#include <fmt/core.h>

#include <map>
#include <memory>
#include <tuple>
#include <unordered_map>

#include "program/encoding.h"
#include "program/invariants/invariants.h"
#include "program/prices.h"
#include "program/rating_plan.h"

namespace quits::program {
namespace {

// Rates the units of each window as a whole, once, and compares with what the deliveries booked one by one. FROM_HERE has no
// total: each delivery is rated again on the units that the log itself had reached.
class EveryVolumePriceChargedWhatItsTermsGive final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "every volume price has charged exactly what its terms give on the units, whatever the order of the facts";
  }

  std::string check(const ledger::Record& record) override {
    if (record.kind() == kind::agreement_proposed) return learn(record);
    for (const ledger::Item& item : record.items) {
      const bool is_priced = item.key.category != Category::commission && item.trace.base == Base::units;
      if (!is_priced || (item.trace.reason != ledger::Reason::price && item.trace.reason != ledger::Reason::reversal)) continue;
      if (auto complaint = check_item(record, item); !complaint.empty()) return complaint;
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
  struct Stretch {
    CommissionPlan plan;
    Rounding rounding = Rounding::half_away_from_zero;
    Decimal units;
  };
  struct Window {
    std::map<std::uint32_t, Stretch> stretches;  // by version number
    Currency currency = Currency::none();
    std::int64_t booked_minor = 0;  // of what has a total

    Decimal units_through(std::uint32_t version) const {
      Decimal sum;
      for (const auto& [number, stretch] : stretches) {
        // What does not fit was refused; in a damaged log the comparison that follows fails.
        if (number <= version) sum = sum.plus(stretch.units).value_or(Decimal());
      }
      return sum;
    }
  };
  using WindowKey = std::tuple<std::string, std::string, Basis, program::Window, Date>;  // agreement, item, over what, first day

  std::string learn(const ledger::Record& record) {
    auto fact = codec_.decode(record.fact);
    if (!fact) return "the agreement cannot be read: " + fact.error().message;
    auto& proposed = std::get<AgreementProposed>(*fact);
    versions_.insert_or_assign(record.sequence.value, Version{std::move(proposed.agreement), proposed.version, std::move(proposed.terms)});
    return {};
  }

  std::string check_item(const ledger::Record& record, const ledger::Item& item);
  std::string check_window(const ledger::Record& record, const ledger::Item& item, const Version& version, const CommissionPlan& plan);
  static std::string check_alone(const CommissionPlan& plan, const ledger::Item& item, Rounding rounding, Decimal before, Decimal units,
                                 std::int64_t booked_minor);

  FactCodec codec_;
  std::unordered_map<std::uint64_t, Version> versions_;
  std::map<WindowKey, Window> windows_;
  std::unordered_map<std::uint64_t, std::int64_t> own_;  // of FROM_HERE deliveries: what they booked for themselves
};

std::string EveryVolumePriceChargedWhatItsTermsGive::check_alone(const CommissionPlan& plan, const ledger::Item& item, Rounding rounding,
                                                                 Decimal before, Decimal units, std::int64_t booked_minor) {
  auto exact = has_total(plan.rule) ? exact_due(plan, units) : exact_from_here(plan, before, units);
  const auto due = exact ? to_minor_units(*exact, item.key.currency, rounding) : refuse(exact.error());
  if (due && *due == booked_minor) return {};
  return fmt::format("{} units of {} cost {}, booked {}", units.to_string(), plan.name, due ? *due : 0, booked_minor);
}

std::string EveryVolumePriceChargedWhatItsTermsGive::check_item(const ledger::Record& record, const ledger::Item& item) {
  const auto version = versions_.find(item.key.version.value);
  if (version == versions_.end()) return fmt::format("entry {} holds no agreement", item.key.version.value);
  const Terms& terms = version->second.terms;
  if (item.trace.window) {
    for (const Price& price : terms.prices) {
      if (price.item != item.key.term || !adds_up(price)) continue;
      const Price* in_window = price_in_window(terms, volume_plan(price), *item.trace.window);
      if (in_window == nullptr) break;
      return check_window(record, item, version->second, volume_plan(*in_window));
    }
    return fmt::format("its terms add no units of {} up", item.key.term);
  }
  if (item.trace.of) return {};
  const Price* price = price_on(terms, item.key.term, record.effective);
  if (price == nullptr) return fmt::format("its terms have no price of {} on {}", item.key.term, record.effective.to_string());
  if (!has_volume_prices(*price) || adds_up(*price)) return {};  // shown only: at the price reached
  return check_alone(volume_plan(*price), item, terms.rounding, Decimal(), item.quantity, item.amount_minor);
}

std::string EveryVolumePriceChargedWhatItsTermsGive::check_window(const ledger::Record& record, const ledger::Item& item,
                                                                  const Version& version, const CommissionPlan& plan) {
  Window& window = windows_[{version.agreement, plan.name, plan.basis, plan.window, *item.trace.window}];
  window.currency = item.key.currency;
  Stretch& stretch = window.stretches.try_emplace(version.number, Stretch{plan, version.terms.rounding, {}}).first->second;
  const auto moved = item.trace.volume_after.minus(item.trace.volume_before);
  if (!moved || *moved != item.quantity) return "the units that it moved are not those it delivered or took back";
  std::int64_t booked = item.amount_minor;
  if (!has_total(plan.rule)) {
    const Decimal reached = window.units_through(version.number);
    if (item.trace.volume_before != reached) {
      return fmt::format("the units before it are {}, it says {}", reached.to_string(), item.trace.volume_before.to_string());
    }
    const auto known = own_.find(item.trace.of.value);
    const std::int64_t own = item.trace.of ? (known == own_.end() ? 0 : -known->second) : booked - item.trace.true_up_minor;
    if (!item.trace.of) {
      if (auto complaint = check_alone(plan, item, version.terms.rounding, reached, *moved, own); !complaint.empty()) return complaint;
      own_[record.sequence.value] = own;
    }
    booked -= own;
  }
  const auto units = stretch.units.plus(*moved);
  if (!units || __builtin_add_overflow(window.booked_minor, booked, &window.booked_minor)) return "the window's sums overflow";
  stretch.units = *units;
  return {};
}

std::vector<std::string> EveryVolumePriceChargedWhatItsTermsGive::finish() {
  std::vector<std::string> complaints;
  for (const auto& [key, window] : windows_) {
    std::vector<Segment> segments;
    for (const auto& [number, stretch] : window.stretches) segments.push_back({&stretch.plan, stretch.units, stretch.rounding});
    const auto due = due_on(segments, window.currency, Rounding::half_away_from_zero);
    if (due && *due == window.booked_minor) continue;
    complaints.push_back(fmt::format("agreement {}, price of {}, window from {}: the terms give {}, booked {}", std::get<0>(key),
                                     std::get<1>(key), std::get<4>(key).to_string(), due ? *due : 0, window.booked_minor));
  }
  return complaints;
}

}  // namespace

std::unique_ptr<ledger::Invariant> every_volume_price_charged_what_its_terms_give() {
  return std::make_unique<EveryVolumePriceChargedWhatItsTermsGive>();
}

}  // namespace quits::program
