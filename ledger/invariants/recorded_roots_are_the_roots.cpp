#include <fmt/core.h>
#include <quits/v1/fact.pb.h>

#include "ledger/encoding.h"
#include "ledger/invariants/invariants.h"
#include "ledger/merkle.h"

namespace quits::ledger {
namespace {

// Every closing of a period records the root over the entries before it. The pass over the log keeps that root as it goes.
class RecordedRootsAreTheRoots final : public Invariant {
 public:
  std::string_view sentence() const override { return "the roots recorded at each close are the roots of the log"; }

  std::string check(const Record& record) override {
    if (record.kind() != FactKind::period_closed) return {};
    v1::Fact fact;
    if (!fact.ParseFromString(record.fact)) return "the fact cannot be read";
    const auto& closed = fact.period_closed();
    if (closed.tree_size() != record.sequence.value - 1) {
      return fmt::format("says it closes over {} entries, but {} stand before it", closed.tree_size(), record.sequence.value - 1);
    }
    const std::string root = to_hex(root_before_());
    if (closed.tree_root() == root) return {};
    return fmt::format("recorded root {}, the log gives {}", closed.tree_root(), root);
  }

  explicit RecordedRootsAreTheRoots(std::function<Hash()> root_before) : root_before_(std::move(root_before)) {}

 private:
  std::function<Hash()> root_before_;
};

}  // namespace

std::unique_ptr<Invariant> recorded_roots_are_the_roots(std::function<Hash()> root_before) {
  return std::make_unique<RecordedRootsAreTheRoots>(std::move(root_before));
}

}  // namespace quits::ledger
