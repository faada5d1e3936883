#include "ledger/invariants/invariants.h"
#include "ledger/posting.h"

namespace quits::ledger {
namespace {

class EveryEntryBalancesEveryBook final : public Invariant {
 public:
  std::string_view sentence() const override { return "every entry leaves every party's book balanced"; }

  std::string check(const Record& record) override {
    const auto balanced = check_balanced(record.postings);
    return balanced ? std::string() : balanced.error().message;
  }
};

}  // namespace

std::unique_ptr<Invariant> every_entry_balances_every_book() {
  return std::make_unique<EveryEntryBalancesEveryBook>();
}

}  // namespace quits::ledger
