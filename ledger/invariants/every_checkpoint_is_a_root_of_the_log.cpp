#include <fmt/core.h>

#include <algorithm>

#include "ledger/invariants/invariants.h"

namespace quits::ledger {
namespace {

// Whoever signed a root, in this book or outside of it, has the log to hold to it: a history that
// was written anew has another root at that size, whatever it recorded and signed since.
class EveryCheckpointIsARootOfTheLog final : public Invariant {
 public:
  EveryCheckpointIsARootOfTheLog(std::vector<RootClaim> claims, std::function<Hash()> root_before)
      : claims_(std::move(claims)), root_before_(std::move(root_before)) {
    std::ranges::stable_sort(claims_, {}, &RootClaim::size);
  }

  std::string_view sentence() const override {
    return "every checkpoint names the root that the log had";
  }

  std::string check(const Record&) override {
    std::string complaint = judge();
    ++seen_;
    return complaint;
  }

  std::vector<std::string> finish() override {
    std::vector<std::string> complaints;
    if (auto complaint = judge(); !complaint.empty()) complaints.push_back(std::move(complaint));
    for (; next_ < claims_.size(); ++next_) {
      complaints.push_back(fmt::format("{} is over {} entries, the log has {}",
                                       claims_[next_].whence, claims_[next_].size, seen_));
    }
    return complaints;
  }

 private:
  // The claims over what was seen so far.
  std::string judge() {
    std::string complaint;
    for (; next_ < claims_.size() && claims_[next_].size == seen_; ++next_) {
      const Hash root = root_before_();
      if (claims_[next_].root == root) continue;
      if (!complaint.empty()) complaint += "; ";
      complaint +=
          fmt::format("{} names root {}, the log of {} entries gives {}", claims_[next_].whence,
                      to_hex(claims_[next_].root), seen_, to_hex(root));
    }
    return complaint;
  }

  std::vector<RootClaim> claims_;
  std::function<Hash()> root_before_;
  std::uint64_t seen_ = 0;
  std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<Invariant> every_checkpoint_is_a_root_of_the_log(
    std::vector<RootClaim> claims, std::function<Hash()> root_before) {
  return std::make_unique<EveryCheckpointIsARootOfTheLog>(std::move(claims),
                                                          std::move(root_before));
}

}  // namespace quits::ledger
