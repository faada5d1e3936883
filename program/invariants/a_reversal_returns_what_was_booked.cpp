#include <fmt/core.h>

#include <map>
#include <utility>

#include "base/int128.h"
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
    if (record.kind() == kind::entry_restated) return learn(record);
    Part part;
    for (const ledger::Item& item : record.items) {
      if (!item.trace.of) continue;
      // Several earned with one sale: what goes back of it goes back of each, in the same order.
      part = {item.trace.of.value, part.first == item.trace.of.value ? part.second + 1 : 0};
      const bool is_sale = !item.trace.sale.is_zero();
      const auto stands = stands_.find(part);
      if (stands != stands_.end() && stands->second != item.trace.booked_minor) {
        return fmt::format("it says entry {} had booked {}, restated it stands at {}", part.first, item.trace.booked_minor, stands->second);
      }
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
    bool restated = false;  // since the last part: what was returned before is a share of what stands now
  };

  // What an entry stands at once it is restated; what had gone back of it was restated with it.
  std::string learn(const ledger::Record& record) {
    for (std::size_t i = 0; i < record.items.size(); ++i) {
      const auto& restatement = record.items[i].trace.more->restatement;
      if (!restatement) return "it does not say what it restates";
      const Part part{record.relates_to.value, i};
      stands_[part] = restatement->restated_minor;
      given_[part].restated = true;
    }
    return {};
  }

  // `returned` is the share of `booked` that `part` is of `whole`, to the minor unit, whichever way it was rounded.
  static bool is_share(std::int64_t returned, std::int64_t booked, Decimal part, Decimal whole) {
    const int128 error = int128{returned} * whole.millionths() - int128{booked} * part.millionths();
    const int128 unit = whole.millionths() < 0 ? -int128{whole.millionths()} : int128{whole.millionths()};
    return error <= unit / 2 && -error <= unit / 2;
  }

  static std::string check_part(const ledger::Item& item, Given& given) {
    const ledger::Trace& trace = item.trace;
    if (given.restated && is_share(trace.returned_before_minor, trace.booked_minor, given.volume, trace.sale)) {
      given.amount_minor = trace.returned_before_minor;
    }
    given.restated = false;
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
  std::map<Part, std::int64_t> stands_;  // of what was restated
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
  plan.invariants.push_back(every_level_is_what_its_evidence_gives());
  plan.invariants.push_back(a_restatement_posts_what_it_announced());
}

}  // namespace quits::program
