#include <fmt/core.h>

#include "ledger/invariants/invariants.h"

namespace quits::ledger {
namespace {

class SequencesAreDense final : public Invariant {
 public:
  std::string_view sentence() const override { return "sequences are dense and recorded times never go back"; }

  std::string check(const Record& record) override {
    std::string complaint;
    if (record.sequence.value != last_ + 1) {
      complaint = fmt::format("entry {} follows entry {}", record.sequence.value, last_);
    } else if (record.recorded < recorded_) {
      complaint = fmt::format("recorded at {}, before the entry before it", record.recorded.to_string());
    }
    last_ = record.sequence.value;
    recorded_ = record.recorded;
    return complaint;
  }

 private:
  std::uint64_t last_ = 0;
  Timestamp recorded_;
};

}  // namespace

std::unique_ptr<Invariant> sequences_are_dense() { return std::make_unique<SequencesAreDense>(); }

}  // namespace quits::ledger
