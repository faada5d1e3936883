#include <fmt/core.h>

#include <map>

#include "program/facts.h"
#include "program/invariants/invariants.h"

namespace quits::program {
namespace {

// Follows every request: claims go on where the last one stopped, stay within what was approved, and come to the share.
class EveryFundClaimIsTheShareOfWhatWasApproved final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "the claims of a request for funds come to the share of what was spent, within what was approved";
  }

  std::string check(const ledger::Record& record) override {
    if (record.kind() == kind::fund_requested && !record.items.empty() && record.items.front().trace.more->fund) {
      requests_[record.sequence.value].approved_minor = record.items.front().trace.more->fund->approved_minor;
    }
    if (record.kind() == kind::approval || record.kind() == kind::fund_released) {
      const auto known = requests_.find(record.relates_to.value);
      if (known != requests_.end()) known->second.is_open = record.kind() == kind::approval;
    }
    for (const ledger::Item& item : record.items) {
      const auto& claim = item.trace.more->fund;
      if (!claim || !claim->request) continue;
      if (auto complaint = check_claim(record, item, *claim); !complaint.empty()) return complaint;
    }
    return {};
  }

 private:
  struct Request {
    std::int64_t approved_minor = 0;
    int128 claimed_minor = 0;
    int128 paid_minor = 0;
    bool is_open = false;
  };

  std::string check_claim(const ledger::Record& record, const ledger::Item& item, const ledger::FundTrace& claim) {
    const auto known = requests_.find(claim.request.value);
    if (known == requests_.end()) return fmt::format("entry {} requested no funds", claim.request.value);
    Request& request = known->second;
    request.claimed_minor += claim.claimed_minor;
    request.paid_minor += item.amount_minor;
    if (record.kind() != kind::fund_claimed) return {};
    if (!request.is_open) return "it claims of a request that is not approved, or was released";
    if (request.claimed_minor > request.approved_minor) return fmt::format("more is claimed than the {} approved", request.approved_minor);
    // paid is the rounded share: within half a minor unit of it.
    const int128 twice = 2 * (request.claimed_minor * claim.share.millionths() - request.paid_minor * Rate::kWhole);
    if (twice <= Rate::kWhole && twice >= -Rate::kWhole) return {};
    return "what was paid is not the share of what was claimed";
  }

  std::map<std::uint64_t, Request> requests_;
};

}  // namespace

std::unique_ptr<ledger::Invariant> every_fund_claim_is_the_share_of_what_was_approved() {
  return std::make_unique<EveryFundClaimIsTheShareOfWhatWasApproved>();
}

}  // namespace quits::program
