#include "service/recalculation.h"

#include <fmt/core.h>

#include <algorithm>

#include "program/rating.h"
#include "program/restated.h"
#include "service/replay.h"

namespace quits::service {
namespace {

using program::Recalculated;
using program::RecalculatedEntry;

bool is_same_line(const ledger::LineKey& one, const ledger::LineKey& other) {
  return one.creditor == other.creditor && one.debtor == other.debtor &&
         one.currency == other.currency && one.category == other.category &&
         one.billing == other.billing && one.term == other.term;
}

// What an item moved of its plan's accumulated volume.
Decimal moved_by(const ledger::Item& item) {
  if (!item.trace.window) return {};
  return item.trace.volume_after.minus(item.trace.volume_before).value_or(Decimal());
}

class Comparison {
 public:
  Comparison(const History& history, const program::RestatementProposed& restatement,
             ledger::Writer& writer)
      : history_(history),
        restatement_(restatement),
        writer_(writer),
        restated_(&writer.database()) {}

  void visit(const ledger::Record* booked, const ledger::Record* replayed);
  Result<std::vector<RecalculatedEntry>> take();

 private:
  void compare(const ledger::Record& booked, std::vector<ledger::Item> replayed);
  void check_volume(const ledger::Item* booked, const ledger::Item* replayed);
  void check_closed(const ledger::Item& item);
  const program::CommissionPlan* plan_of(const ledger::Item& item) const;

  const History& history_;
  const program::RestatementProposed& restatement_;
  ledger::Writer& writer_;
  program::Restated restated_;
  std::vector<ledger::Item> charged_;  // at a close, by the corrected terms alone
  std::vector<RecalculatedEntry> entries_;
  std::optional<Error> refusal_;
};

void Comparison::visit(const ledger::Record* booked, const ledger::Record* replayed) {
  if (booked == nullptr) {
    charged_.insert(charged_.end(), replayed->items.begin(), replayed->items.end());
    return;
  }
  if (booked->kind() == program::kind::entry_restated)
    return;  // it is part of what its entry stands at
  std::vector<ledger::Item> items =
      replayed == nullptr ? std::vector<ledger::Item>() : replayed->items;
  if (booked->kind() == program::kind::period_closed) {
    items.insert(items.end(), charged_.begin(), charged_.end());
    charged_.clear();
  }
  compare(*booked, std::move(items));
}

const program::CommissionPlan* Comparison::plan_of(const ledger::Item& item) const {
  if (const auto* plan = program::plan_named(restatement_.terms, item.key.term)) return plan;
  const History::Version* version = history_.version(item.key.version);
  return version == nullptr ? nullptr : program::plan_named(version->terms, item.key.term);
}

// Where a window is still open, later facts go on from the volume that was booked: the corrected
// terms may not count another.
void Comparison::check_volume(const ledger::Item* booked, const ledger::Item* replayed) {
  const bool same = booked != nullptr && replayed != nullptr &&
                    booked->trace.window == replayed->trace.window &&
                    moved_by(*booked) == moved_by(*replayed);
  if (same) return;
  for (const ledger::Item* item : {booked, replayed}) {
    if (item != nullptr && !moved_by(*item).is_zero()) check_closed(*item);
  }
}

void Comparison::check_closed(const ledger::Item& item) {
  if (refusal_) return;
  const auto* plan = plan_of(item);
  const auto end =
      plan == nullptr ? std::optional<Date>() : program::window_end(*plan, *item.trace.window);
  const auto open = writer_.oldest_open();
  if (end && open && Period::of(*end) < *open) return;
  refusal_ =
      Error{Code::terms_invalid,
            fmt::format("the corrected terms would count another volume under plan {}, which still "
                        "accumulates since {}",
                        item.key.term, item.trace.window->to_string()),
            "restate it when its quarter or year is closed, or correct it with an adjustment",
            Place{{}, 0, 0, "restatement_proposed.terms"}};
}

void Comparison::compare(const ledger::Record& booked, std::vector<ledger::Item> replayed) {
  const auto standing = program::standing_items(
      booked, restated_, [&](Sequence entry) { return writer_.read(entry); });
  RecalculatedEntry entry{booked.sequence, booked.effective, {}};
  for (const program::StandingItem& stands : standing) {
    const ledger::Item& item = stands.item;
    Recalculated& made = entry.items.emplace_back();
    made.key = item.key;
    made.booked_minor = item.amount_minor + stands.difference_minor;
    made.matures = item.trace.matures;
    made.earned = item.trace.earned;
    const auto found =
        std::find_if(replayed.begin(), replayed.end(),
                     [&](const ledger::Item& other) { return is_same_line(other.key, item.key); });
    check_volume(&item, found == replayed.end() ? nullptr : &*found);
    if (found == replayed.end()) continue;
    made.restated_minor = found->amount_minor;
    replayed.erase(found);
  }
  for (const ledger::Item& item : replayed) {
    check_volume(nullptr, &item);
    if (item.amount_minor == 0) continue;
    Recalculated& made = entry.items.emplace_back();
    made.key = item.key;
    made.restated_minor = item.amount_minor;
    if (!standing.empty()) {
      made.matures = standing.front().item.trace.matures;
      made.earned = standing.front().item.trace.earned;
    }
  }
  const bool changes = std::any_of(
      entry.items.begin(), entry.items.end(),
      [](const Recalculated& item) { return item.booked_minor != item.restated_minor; });
  if (changes) entries_.push_back(std::move(entry));
}

Result<std::vector<RecalculatedEntry>> Comparison::take() {
  if (refusal_) return tl::unexpected<Error>(*refusal_);
  std::sort(entries_.begin(), entries_.end(),
            [](const auto& left, const auto& right) { return left.entry < right.entry; });
  return std::move(entries_);
}

}  // namespace

Result<std::vector<RecalculatedEntry>> Recalculation::recalculate(
    const program::RestatementProposed& restatement, ledger::Writer& writer) {
  const History history = History::of(writer.database());
  ReplayPlan plan = history.plan_for({restatement.agreement});
  plan.replace(restatement.agreement, restatement.version, restatement.from_period.first_day(),
               restatement.until_period.next().first_day(), restatement.terms);
  Comparison comparison(history, restatement, writer);
  const ReplayReport report =
      replay(writer.database(), history, plan,
             [&](const ledger::Record* booked, const ledger::Record* replayed) {
               comparison.visit(booked, replayed);
             });
  if (report.refused > 0) {
    return refuse_field(
        "restatement_proposed.terms", report.reason->code,
        fmt::format(
            "the corrected terms refuse {} of the recorded facts; the first is entry {}: {}",
            report.refused, report.first_refused.value, report.reason->message),
        report.reason->hint);
  }
  return comparison.take();
}

}  // namespace quits::service
