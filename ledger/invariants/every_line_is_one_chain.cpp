#include <fmt/core.h>

#include <unordered_set>
#include <vector>

#include "ledger/invariants/invariants.h"

namespace quits::ledger {
namespace {

class EveryLineIsOneChain final : public Invariant {
 public:
  std::string_view sentence() const override { return "every entry stands in its statement line once, behind the entry before it"; }

  std::string check(const Record& record) override {
    for (const Item& item : record.items) {
      const std::uint64_t number = item.line.value;
      if (number == 0 || number > last_.size() + 1) return fmt::format("line {} was never opened", number);
      if (number == last_.size() + 1) last_.push_back({});
      auto& [last, before] = last_[number - 1];
      // A second item in the same line: an entry stands behind the one before it with all of its items.
      if (last == record.sequence.value) {
        if (!item.opens && item.previous.value == before && item.key.period == record.period) continue;
        return fmt::format("in line {} its items follow different entries", number);
      }
      if (item.opens != (last == 0)) return fmt::format("line {} is opened twice or not at all", number);
      if (item.previous.value != last) {
        return fmt::format("in line {} it follows entry {}, not {}", number, last, item.previous.value);
      }
      if (item.key.period != record.period) return fmt::format("line {} is of another period", number);
      if (item.opens && !keys_.insert(item.key).second) return fmt::format("line {} is another line of the same term", number);
      before = last;
      last = record.sequence.value;
    }
    return {};
  }

 private:
  struct Ends {
    std::uint64_t last = 0;    // the newest entry
    std::uint64_t before = 0;  // and the one that it follows
  };
  std::vector<Ends> last_;  // by line number - 1
  std::unordered_set<LineKey> keys_;
};

}  // namespace

std::unique_ptr<Invariant> every_line_is_one_chain() { return std::make_unique<EveryLineIsOneChain>(); }

}  // namespace quits::ledger
