#include <fmt/core.h>

#include <optional>

#include "ledger/invariants/invariants.h"

namespace quits::ledger {
namespace {

class NothingTakesEffectInAClosedPeriod final : public Invariant {
 public:
  std::string_view sentence() const override { return "no entry takes effect in a period that was closed when it was recorded"; }

  std::string check(const Record& record) override {
    const Period own = record.own_period();
    const Period due = closed_ && own <= *closed_ ? closed_->next() : own;
    std::string complaint;
    if (record.period != due) {
      complaint = fmt::format("effective {}, posted in {} instead of {}", record.effective.to_string(),
                              record.period.to_string(), due.to_string());
    }
    if (record.kind() == FactKind::period_closed) closed_ = record.period;
    return complaint;
  }

 private:
  std::optional<Period> closed_;  // the last one
};

}  // namespace

std::unique_ptr<Invariant> nothing_takes_effect_in_a_closed_period() {
  return std::make_unique<NothingTakesEffectInAClosedPeriod>();
}

}  // namespace quits::ledger
