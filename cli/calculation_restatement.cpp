#include "cli/calculation_restatement.h"

#include <fmt/core.h>

#include "base/money.h"
#include "cli/views.h"

namespace quits::cli {

std::vector<RestatementStep> restatement_steps(const ledger::Record& record,
                                               const ledger::Item& item, Names& names) {
  const auto& restatement = item.trace.more->restatement;
  if (!restatement) return {};
  std::vector<RestatementStep> steps;
  steps.push_back(
      {fmt::format("Entry {} had booked", record.relates_to.value), restatement->booked_minor});
  steps.push_back({"Under the corrected terms", restatement->restated_minor});
  const ledger::Record proposed = names.book().read(restatement->restatement);
  const program::Fact fact = names.fact_of(proposed);
  if (const auto* known = std::get_if<program::RestatementProposed>(&fact)) {
    steps.push_back({fmt::format("Restatement of {} to {} proposed by {} in entry {}: {}",
                                 known->from_period.to_string(), known->until_period.to_string(),
                                 proposed.actor, proposed.sequence.value, known->reason),
                     std::nullopt});
  }
  // The records of a restatement are written by whoever approves it.
  steps.push_back({fmt::format("Approved by {}", record.actor), std::nullopt});
  return steps;
}

std::string restated_words(const ledger::Trace& trace, Currency currency) {
  const auto& restatement = *trace.more->restatement;
  return fmt::format("That is {} as it was booked, restated to {} (proposed in entry {})",
                     Money(restatement.booked_minor, currency).to_grouped_string(),
                     Money(restatement.restated_minor, currency).to_grouped_string(),
                     restatement.restatement.value);
}

void add_restated(const ledger::Record& record, program::Restated& restated,
                  v1::ExplainView& view) {
  if (record.items.empty()) return;
  int128 sum = 0;
  for (std::uint32_t i = 0;; ++i) {
    const auto change = restated.change({record.sequence, i});
    if (!change) break;
    sum += change->difference_minor;
    view.set_restated_by(change->by.value);
  }
  if (view.restated_by() != 0)
    view.set_restated(amount_text(sum, record.items.front().key.currency));
}

}  // namespace quits::cli
