#include <fmt/core.h>

#include <map>
#include <tuple>
#include <unordered_map>

#include "program/encoding.h"
#include "program/invariants/invariants.h"
#include "program/limits.h"

namespace quits::program {
namespace {

// Adds up what each plan booked within each of its least amounts, and compares with what a top-up says it had found: it fills
// what is missing, never more, and once.
class EveryLeastAmountIsToppedUpOnce final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "a least amount over a month or year is topped up once, to the bound at most";
  }

  std::string check(const ledger::Record& record) override {
    if (record.kind() == kind::agreement_proposed) return learn(record);
    for (const ledger::Item& item : record.items) {
      for (const ledger::LimitEffect& effect : item.trace.limits) {
        if (!is_over_time(effect)) continue;
        if (auto complaint = check_effect(record, item, effect); !complaint.empty()) return complaint;
      }
    }
    return {};
  }

 private:
  using Floor = std::tuple<std::string, std::string, LimitScope, std::optional<Date>, std::string>;
  struct State {
    std::int64_t booked_minor = 0;
    std::uint64_t topped_in = 0;
  };

  std::string learn(const ledger::Record& record) {
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the agreement cannot be read: " + fact.error().message;
    agreements_.insert_or_assign(record.sequence.value, std::get<AgreementProposed>(*fact).agreement);
    return {};
  }

  std::string check_effect(const ledger::Record& record, const ledger::Item& item, const ledger::LimitEffect& effect) {
    const auto agreement = agreements_.find(item.key.version.value);
    if (agreement == agreements_.end()) return fmt::format("entry {} holds no agreement", item.key.version.value);
    State& state = floors_[{agreement->second, item.key.term, effect.scope, effect.window, effect.customer}];
    const bool is_own = item.trace.reason == ledger::Reason::floor && effect.wanted_minor == 0;
    const std::int64_t before = state.booked_minor;
    if (__builtin_add_overflow(state.booked_minor, item.amount_minor, &state.booked_minor)) return "what the plan booked overflows";
    if (!is_own) return {};
    if (state.topped_in != 0) return fmt::format("it was topped up in entry {} already", state.topped_in);
    state.topped_in = record.sequence.value;
    const auto& settled = item.trace.more->guarantee;
    if (!settled || settled->earned_minor != before) return fmt::format("the plan had booked {} within it", before);
    if (state.booked_minor <= effect.bound_minor) return {};
    return fmt::format("topped up to {}, the least amount is {}", state.booked_minor, effect.bound_minor);
  }

  FactCodec codec_;
  std::unordered_map<std::uint64_t, std::string> agreements_;
  std::map<Floor, State> floors_;
};

}  // namespace

std::unique_ptr<ledger::Invariant> every_least_amount_is_topped_up_once() { return std::make_unique<EveryLeastAmountIsToppedUpOnce>(); }

}  // namespace quits::program
