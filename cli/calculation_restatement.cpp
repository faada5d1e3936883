#include "cli/calculation_restatement.h"

#include <fmt/core.h>

#include <map>

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

namespace {

// The differences of one restating record; what the sum of them is per creditor goes to `earned`.
void add_restating(Sequence sequence, Names& names, std::map<PartyNumber, int128>& earned,
                   v1::ExplainView& view) {
  ledger::Record record = names.book().read(sequence);
  names.complete(record);
  for (const ledger::Item& item : record.items) {
    const auto& restatement = item.trace.more->restatement;
    if (!restatement || item.amount_minor == 0) continue;
    const auto fact = names.fact_of(names.book().read(restatement->restatement));
    v1::RestatingView& added = *view.add_restating();
    added.set_entry(sequence.value);
    added.set_restatement(restatement->restatement.value);
    if (const auto* known = std::get_if<program::RestatementProposed>(&fact))
      added.set_reason(known->reason);
    added.set_creditor(names.party(item.key.creditor));
    added.set_term(item.key.term);
    added.set_amount(amount_text(item.amount_minor, item.key.currency));
    earned[item.key.creditor] += item.amount_minor;
  }
}

}  // namespace

void add_restated(const ledger::Record& record, program::Restated& restated, Names& names,
                  v1::ExplainView& view) {
  if (record.items.empty()) return;
  const Currency currency = record.items.front().key.currency;
  int128 sum = 0;
  for (std::uint32_t i = 0;; ++i) {
    const auto change = restated.change({record.sequence, i});
    if (!change) break;
    sum += change->difference_minor;
    view.set_restated_by(change->by.value);
  }
  if (view.restated_by() == 0) return;
  view.set_restated(amount_text(sum, currency));
  std::map<PartyNumber, int128> earned;
  for (const ledger::Item& item : record.items) earned[item.key.creditor] += item.amount_minor;
  ledger::Book& book = names.book();
  const auto find = [&](const FactId& id) { return book.find(id); };
  for (const Sequence by : program::restating(book.database(), record.sequence, find))
    add_restating(by, names, earned, view);
  if (earned.size() == 1) view.set_stands_at(amount_text(earned.begin()->second, currency));
}

}  // namespace quits::cli
