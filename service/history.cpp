// What a replay must know of a log before it begins.
#include <algorithm>

#include "ledger/book.h"
#include "ledger/record_stream.h"
#include "program/encoding.h"
#include "service/replay.h"

namespace quits::service {

void ReplayPlan::replace(const std::string& agreement, std::uint32_t version, Date from,
                         std::optional<Date> until, const program::Terms& terms) {
  std::vector<TermsFrom>& pieces = versions.at({agreement, version});
  const TermsFrom* at_end = nullptr;  // what goes on after it
  for (const TermsFrom& piece : pieces) {
    if (until && piece.from <= *until) at_end = &piece;
  }
  std::vector<TermsFrom> made;
  for (const TermsFrom& piece : pieces) {
    if (piece.from < from) made.push_back(piece);
  }
  const Date begins = pieces.empty() ? from : std::max(from, pieces.front().from);
  if (!until || begins < *until) {
    made.push_back({begins, terms});
    if (at_end != nullptr) made.push_back({*until, at_end->terms});
  }
  for (const TermsFrom& piece : pieces) {
    if (until && piece.from > std::max(*until, begins)) made.push_back(piece);
  }
  if (!until || begins < *until) pieces = std::move(made);
}

void History::link(const std::string& one, const std::string& other) {
  if (one.empty() || other.empty() || one == other) return;
  linked_[one].insert(other);
  linked_[other].insert(one);
}

void History::read(const ledger::Record& record, const program::Fact& fact) {
  if (const auto* party = std::get_if<program::PartyRegistered>(&fact)) {
    if (party->is_operator) operator_ = party->key;
  } else if (const auto* proposed = std::get_if<program::AgreementProposed>(&fact)) {
    Version version{{record.sequence,
                     proposed->agreement,
                     proposed->version,
                     proposed->principal,
                     proposed->partner,
                     proposed->effective_from,
                     proposed->proposed_by,
                     {}},
                    proposed->terms};
    proposed_.emplace(record.sequence.value, std::move(version));
  } else if (std::holds_alternative<program::AgreementAccepted>(fact)) {
    const auto known = proposed_.find(record.relates_to.value);
    if (known == proposed_.end()) return;
    known->second.version.accepted_by = record.sequence;
    agreements_[known->second.version.agreement].push_back(known->second);
  } else if (const auto* ended = std::get_if<program::AgreementEnded>(&fact)) {
    last_days_[ended->agreement] = ended->on;
  } else if (const auto* sale = std::get_if<program::Sale>(&fact)) {
    for (const program::Share& share : sale->split) link(sale->seller, share.party);
  } else if (const auto* assigned = std::get_if<program::PartnerAssigned>(&fact)) {
    link(assigned->partner, assigned->under);
  } else if (const auto* restatement = std::get_if<program::RestatementProposed>(&fact)) {
    restatements_.emplace(record.sequence.value, *restatement);
  } else if (std::holds_alternative<program::Approval>(fact)) {
    if (restatements_.contains(record.relates_to.value))
      approved_.push_back(record.relates_to.value);
  } else if (const auto* closed = std::get_if<program::PeriodClosed>(&fact)) {
    if (!first_closed_) first_closed_ = closed->period;
  }
}

History History::of(storage::Database& book) {
  History history;
  program::FactCodec codec;
  ledger::Log log(book);
  ledger::stream_records(log, [&](ledger::DecodedRecord& entry) {
    if (entry.record.id.source == ledger::kOwnSource) return;
    // A damaged record: verify tells.
    if (const auto fact = codec.decode(entry.record.fact)) history.read(entry.record, *fact);
  });
  return history;
}

const History::Version* History::version(Sequence proposed_in) const {
  const auto known = proposed_.find(proposed_in.value);
  return known == proposed_.end() ? nullptr : &known->second;
}

ReplayPlan History::plan_for(const std::set<std::string>& agreements) const {
  ReplayPlan plan;
  std::vector<std::string> waiting;
  for (const std::string& agreement : agreements) {
    if (const auto known = agreements_.find(agreement); known != agreements_.end())
      waiting.push_back(known->second.front().version.partner);
  }
  while (!waiting.empty()) {
    const std::string partner = std::move(waiting.back());
    waiting.pop_back();
    if (!plan.partners.insert(partner).second) continue;
    if (const auto others = linked_.find(partner); others != linked_.end())
      waiting.insert(waiting.end(), others->second.begin(), others->second.end());
  }
  for (const auto& [agreement, versions] : agreements_) {
    if (!plan.partners.contains(versions.front().version.partner)) continue;
    plan.agreements.insert(agreement);
    for (const Version& version : versions) {
      plan.versions[{agreement, version.version.version}] = {
          {version.version.effective_from, version.terms}};
    }
  }
  for (const std::uint64_t sequence : approved_) {
    const program::RestatementProposed& restatement = restatements_.at(sequence);
    if (!plan.agreements.contains(restatement.agreement)) continue;
    plan.replace(restatement.agreement, restatement.version, restatement.from_period.first_day(),
                 restatement.until_period.next().first_day(), restatement.terms);
  }
  return plan;
}

}  // namespace quits::service
