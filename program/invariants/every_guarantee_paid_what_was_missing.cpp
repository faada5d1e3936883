#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "program/encoding.h"
#include "program/guarantees.h"
#include "program/invariants/invariants.h"

namespace quits::program {
namespace {

// Adds up the commissions of each agreement by the period they were posted in, and follows every draw.
class EveryGuaranteePaidWhatWasMissing final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "every guarantee paid what was missing, and a draw recovered no more than it had advanced";
  }

  std::string check(const ledger::Record& record) override {
    if (record.kind() == kind::agreement_proposed) return learn(record);
    if (record.kind() == kind::guarantee_settled) return check_settled(record);
    for (const ledger::Item& item : record.items) {
      const ledger::LineKey& key = item.key;
      if (key.category != Category::commission || key.billing != ledger::Billing::invoiced || key.term == "adjustment") continue;
      const auto version = versions_.find(key.version.value);
      if (version == versions_.end()) continue;
      earned_[{version->second.agreement, key.creditor.value, key.debtor.value}][{record.period, key.term}] += item.amount_minor;
    }
    return {};
  }

 private:
  struct Version {
    std::uint64_t agreement = 0;  // as agreements_ numbers it
    Terms terms;
  };
  using Pair = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>;  // agreement, who earns, who owes

  std::string learn(const ledger::Record& record) {
    auto fact = codec_.decode(record.fact);
    if (!fact) return "the agreement cannot be read: " + fact.error().message;
    auto& proposed = std::get<AgreementProposed>(*fact);
    versions_.insert_or_assign(record.sequence.value, Version{agreements_.try_emplace(std::move(proposed.agreement), agreements_.size()).first->second, std::move(proposed.terms)});
    return {};
  }

  std::string check_settled(const ledger::Record& record) {
    const auto fact = codec_.decode(record.fact);
    const auto* settled = fact ? std::get_if<GuaranteeSettled>(&*fact) : nullptr;
    if (settled == nullptr || record.items.empty() || !record.items.front().trace.more->guarantee) return "it says nothing of a guarantee";
    const ledger::Item& item = record.items.front();
    const ledger::GuaranteeTrace& trace = *item.trace.more->guarantee;
    const auto version = versions_.find(item.key.version.value);
    if (version == versions_.end()) return fmt::format("entry {} holds no agreement", item.key.version.value);
    const auto& guarantees = version->second.terms.guarantees;
    const auto guarantee = std::find_if(guarantees.begin(), guarantees.end(), [&](const Guarantee& one) { return one.name == settled->guarantee; });
    if (guarantee == guarantees.end()) return fmt::format("its terms have no guarantee {}", settled->guarantee);

    int128 earned = 0;
    const Period first = Period::of(window_start(guarantee->every, settled->period));
    for (const auto& [place, amount] : earned_[{version->second.agreement, item.key.creditor.value, item.key.debtor.value}]) {
      const bool counts = place.first >= first && place.first <= settled->period && (guarantee->plan.empty() || place.second == guarantee->plan);
      if (counts) earned += amount;
    }
    if (earned != trace.earned_minor) return fmt::format("it says {} were earned, the log says {}", trace.earned_minor, static_cast<std::int64_t>(earned));
    std::int64_t& outstanding = outstanding_[{version->second.agreement, settled->guarantee}];
    const std::int64_t before = guarantee->recoverable ? outstanding : 0;
    if (before != trace.outstanding_before_minor) return fmt::format("{} were outstanding, it says {}", before, trace.outstanding_before_minor);
    const int128 missing = int128{guarantee->amount_minor} - earned;
    const int128 due = missing >= 0 ? missing : guarantee->recoverable ? std::max(missing, -int128{before}) : int128{0};
    if (due != item.amount_minor) return fmt::format("{} were due, booked {}", static_cast<std::int64_t>(due), item.amount_minor);
    if (!guarantee->recoverable) return {};
    outstanding = trace.outstanding_after_minor;
    return outstanding == before + item.amount_minor ? "" : "what is outstanding moved by another amount than was booked";
  }

  FactCodec codec_;
  std::map<std::string, std::uint64_t> agreements_;  // numbered, because every commission looks its own up
  std::unordered_map<std::uint64_t, Version> versions_;
  std::map<Pair, std::map<std::pair<Period, std::string>, int128>> earned_;
  std::map<std::pair<std::uint64_t, std::string>, std::int64_t> outstanding_;
};

}  // namespace

std::unique_ptr<ledger::Invariant> every_guarantee_paid_what_was_missing() {
  return std::make_unique<EveryGuaranteePaidWhatWasMissing>();
}

}  // namespace quits::program
