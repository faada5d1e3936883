#include <fmt/core.h>

#include <map>
#include <utility>

#include "program/facts.h"
#include "program/invariants/invariants.h"

namespace quits::program {
namespace {

// Follows every entry that is given back in parts: the parts go on where the last one stopped, never exceed the whole, and
// once the whole is given back exactly what was booked has been returned.
class AReversalReturnsWhatWasBooked final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "a reversal returns exactly what was booked: an entry given back in any number of parts leaves zero";
  }

  std::string check(const ledger::Record& record) override {
    Part part;
    for (const ledger::Item& item : record.items) {
      if (!item.trace.of) continue;
      // Several earned with one sale: what goes back of it goes back of each, in the same order.
      part = {item.trace.of.value, part.first == item.trace.of.value ? part.second + 1 : 0};
      const bool is_sale = !item.trace.sale.is_zero();
      const std::string complaint = is_sale ? check_part(item, given_[part]) : check_mirror(item);
      if (!complaint.empty()) return complaint;
    }
    return {};
  }

 private:
  using Part = std::pair<std::uint64_t, std::size_t>;  // an entry, and which of its items
  struct Given {
    Decimal volume;
    std::int64_t amount_minor = 0;
  };

  static std::string check_part(const ledger::Item& item, Given& given) {
    const ledger::Trace& trace = item.trace;
    if (given.volume != trace.refunded_before || given.amount_minor != trace.returned_before_minor) {
      return fmt::format("it says {} of entry {} was given back before, the log says {}", trace.refunded_before.to_string(),
                         trace.of.value, given.volume.to_string());
    }
    const auto volume = given.volume.minus(item.base);
    if (!volume) return "the volume given back overflows";
    given = {*volume, given.amount_minor - trace.returned_minor};
    if (given.volume == trace.sale && given.amount_minor != trace.booked_minor) {
      return fmt::format("entry {} is given back in full, but {} of {} was returned", trace.of.value, given.amount_minor,
                         trace.booked_minor);
    }
    if (given.volume.is_zero() && given.amount_minor != 0) return "nothing is given back any more, but money still is";
    return {};
  }

  static std::string check_mirror(const ledger::Item& item) {
    // A sale of amount zero that counted in units can have a true-up beside it.
    if (item.amount_minor - item.trace.true_up_minor == -item.trace.booked_minor) return {};
    return fmt::format("it takes back {} of {}", -item.trace.returned_minor, item.trace.booked_minor);
  }

  std::map<Part, Given> given_;
};

}  // namespace

std::unique_ptr<ledger::Invariant> a_reversal_returns_what_was_booked() {
  return std::make_unique<AReversalReturnsWhatWasBooked>();
}

void add_invariants(ledger::VerifyPlan& plan) {
  plan.invariants.push_back(every_plan_paid_what_its_terms_give());
  plan.invariants.push_back(a_reversal_returns_what_was_booked());
  plan.invariants.push_back(a_shared_commission_is_whole());
  plan.invariants.push_back(no_plan_pays_more_than_its_limits());
  plan.invariants.push_back(every_volume_price_charged_what_its_terms_give());
  plan.invariants.push_back(every_least_amount_is_topped_up_once());
  plan.invariants.push_back(every_guarantee_paid_what_was_missing());
  plan.invariants.push_back(every_fund_claim_is_the_share_of_what_was_approved());
}

}  // namespace quits::program
