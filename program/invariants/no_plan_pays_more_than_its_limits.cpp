#include <fmt/core.h>

#include <map>
#include <tuple>
#include <unordered_map>

#include "program/encoding.h"
#include "program/invariants/invariants.h"
#include "program/limits.h"

namespace quits::program {
namespace {

// Adds up what each limit of an agreement's plan has paid, and compares with what each entry says it had found.
class NoPlanPaysMoreThanItsLimits final : public ledger::Invariant {
 public:
  std::string_view sentence() const override { return "no commission plan has paid more than its limits allow"; }

  std::string check(const ledger::Record& record) override {
    if (record.kind() == kind::agreement_proposed) return learn(record);
    for (const ledger::Item& item : record.items) {
      for (const ledger::LimitEffect& effect : item.trace.limits) {
        if (auto complaint = check_effect(item, effect); !complaint.empty()) return complaint;
      }
    }
    return {};
  }

 private:
  using Limited = std::tuple<std::string, std::string, LimitScope, std::optional<Date>, std::string>;

  std::string learn(const ledger::Record& record) {
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the agreement cannot be read: " + fact.error().message;
    agreements_.insert_or_assign(record.sequence.value, std::get<AgreementProposed>(*fact).agreement);
    return {};
  }

  std::string check_effect(const ledger::Item& item, const ledger::LimitEffect& effect) {
    if (is_over_time(effect)) return {};  // a sentence of its own
    const auto reason = item.trace.reason;
    const bool is_rated = reason == ledger::Reason::commission || reason == ledger::Reason::override || reason == ledger::Reason::paid;
    const auto& split = item.trace.more->split;
    const std::int64_t paid = split ? split->whole_minor : item.amount_minor;  // by the plan, to all who share it
    const bool is_sale = reason == ledger::Reason::floor || (is_rated && item.trace.volume_after > item.trace.volume_before);
    if (effect.is_floor) {
      const bool holds = !is_sale || effect.wanted_minor < 0 || effect.allowed_minor >= effect.bound_minor;
      return holds ? "" : fmt::format("a least amount of {}, allowed {}", effect.bound_minor, effect.allowed_minor);
    }
    std::int64_t used = 0;
    if (effect.scope != LimitScope::sale) {
      const auto agreement = agreements_.find(item.key.version.value);
      if (agreement == agreements_.end()) return fmt::format("entry {} holds no agreement", item.key.version.value);
      std::int64_t& sum = used_[{agreement->second, item.key.term, effect.scope, effect.window, effect.customer}];
      used = sum;
      if (is_sale && effect.used_before_minor != used) {
        return fmt::format("it found {} used of a limit per {}, there was {}", effect.used_before_minor, name_of(effect.scope), used);
      }
      if (__builtin_add_overflow(sum, effect.room_minor, &sum)) return "the use of a limit overflows";
    }
    const bool exceeds = is_sale && paid > 0 && paid > effect.bound_minor - used;
    return exceeds ? fmt::format("{} booked, {} of {} per {} were used", paid, used, effect.bound_minor, name_of(effect.scope))
                   : "";
  }

  FactCodec codec_;
  std::unordered_map<std::uint64_t, std::string> agreements_;
  std::map<Limited, std::int64_t> used_;
};

}  // namespace

std::unique_ptr<ledger::Invariant> no_plan_pays_more_than_its_limits() { return std::make_unique<NoPlanPaysMoreThanItsLimits>(); }

}  // namespace quits::program
