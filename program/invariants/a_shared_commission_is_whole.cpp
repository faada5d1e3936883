#include <fmt/core.h>

#include <set>
#include <span>
#include <string>
#include <tuple>

#include "program/facts.h"
#include "program/invariants/invariants.h"
#include "program/shares.h"

namespace quits::program {
namespace {

// Adds up the shares of every commission that was split, and looks for the other side of every override that a seller bears.
class ASharedCommissionIsWhole final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "the shares of a commission are the whole of it, and what a seller bears of an override is what somebody earns";
  }

  std::string check(const ledger::Record& record) override {
    const std::span<const ledger::Item> items = record.items;
    for (std::size_t at = 0; at < items.size();) {
      const std::size_t size = group_size(items, at);
      if (items[at].trace.more->split) {
        if (auto complaint = check_group(record.sequence, items.subspan(at, size)); !complaint.empty()) return complaint;
      }
      if (auto complaint = check_override(items, items[at]); !complaint.empty()) return complaint;
      at += size;
    }
    return {};
  }

 private:
  std::string check_group(Sequence entry, std::span<const ledger::Item> group) {
    const ledger::SplitTrace& split = *group.front().trace.more->split;
    if (group.front().key.version != split.version || group.front().key.term != split.plan) return "a share of a commission that is not there";
    std::int64_t shares = 0;
    int128 sum = 0;
    for (const ledger::Item& item : group) {
      const ledger::Trace& trace = item.trace;
      const bool is_sale = !trace.of;
      const int128 part = is_sale ? int128{item.amount_minor} - trace.true_up_minor : int128{trace.returned_minor};
      const std::int64_t share = trace.more->split->share.millionths();
      if (trace.more->split->whole_minor != split.whole_minor) return "its shares are of different wholes";
      const int128 off = part * Rate::kWhole - int128{split.whole_minor} * share;
      if (is_sale && (off >= Rate::kWhole || off <= -Rate::kWhole)) {
        return fmt::format("a share of {} of {} is {}", trace.more->split->share.to_percent_string(), split.whole_minor, static_cast<std::int64_t>(part));
      }
      shares += share;
      sum += part;
    }
    if (shares != Rate::kWhole) return fmt::format("the shares come to {} millionths", shares);
    // What later versions' sales changed by is the seller's alone, and goes back beside its share.
    const ledger::Trace& own = group.front().trace;
    if (!own.of && own.true_up_minor != 0) trued_up_.emplace(entry, split.version, split.plan);
    if (sum == split.whole_minor || (own.of && trued_up_.count({own.of, split.version, split.plan}) != 0)) return {};
    return fmt::format("the shares of {} come to {}", split.whole_minor, static_cast<std::int64_t>(sum));
  }

  static std::string check_override(std::span<const ledger::Item> items, const ledger::Item& item) {
    const auto& override = item.trace.more->override;
    if (!override || override->from != OverrideFrom::seller || item.key.billing == ledger::Billing::nothing_due) return {};
    for (const ledger::Item& side : items) {
      const auto& known = side.trace.more->override;
      if (!known || &side == &item || side.trace.of != item.trace.of) continue;
      const ledger::Item& earned = override->earner ? side : item;
      const ledger::OverrideTrace& borne = override->earner ? *override : *known;
      const bool fits = borne.earner == earned.key.creditor && borne.version == earned.key.version && borne.plan == earned.key.term;
      if (fits && side.amount_minor == -item.amount_minor) return {};
    }
    return fmt::format("{} of an override have no other side", item.amount_minor);
  }

  std::set<std::tuple<Sequence, Sequence, std::string>> trued_up_;  // entry, version and plan of shared commissions with one
};

}  // namespace

std::unique_ptr<ledger::Invariant> a_shared_commission_is_whole() { return std::make_unique<ASharedCommissionIsWhole>(); }

}  // namespace quits::program
