// What each step may do: the code with which the book must refuse it, or "recorded".
#include <algorithm>

#include "tests/service/run_model.h"

namespace quits::test {

using namespace program;

namespace {

constexpr const char* kRecorded = "recorded";

std::int64_t size_of(std::int64_t value) { return value < 0 ? -value : value; }

}  // namespace

std::string RunModel::judge_answer(const RunAnswered& answer, Date today) const {
  const RunModelRun& run = runs.at(answer.run);
  if (run.state != "proposed") return "run_state";
  if (answer.proposal != run.proposal) return "proposal_changed";
  if (run.answered.count(answer.party) != 0) return "already_accepted";
  const auto asked = run.asked.find(answer.party);
  if (asked == run.asked.end()) return "party_mismatch";
  return today > asked->second.until ? "date_out_of_range" : kRecorded;
}

std::string RunModel::judge_approval(const RunApproved& approval, const std::string& actor,
                                     Date today) const {
  const RunModelRun& run = runs.at(approval.run);
  if (run.state != "proposed") return "run_state";
  if (approval.proposal != run.proposal) return "proposal_changed";
  if (actor == run.opened_by || actor == run.collected_by || actor == run.proposed_by)
    return "same_person";
  for (const auto& [party, asks] : run.asked) {
    if (asks.until >= today || asks.silence == Silence::rejects) return "not_accepted";
  }
  return kRecorded;
}

std::string RunModel::judge_reversal(const RunReversed& fact, const std::string& actor) const {
  const RunModelRun& run = runs.at(fact.run);
  if (run.state != "posted" && run.state != "settled") return "run_state";
  if (actor == run.posted_by) return "same_person";
  for (const std::string& reference : run.lists) {
    if (lists.at(reference).confirmed != 0) return "not_reversible";
  }
  for (const std::string& number : run.made) {
    const RunModelDocument& document = documents.at(number);
    if (document.open != document.gross || !document.run.empty()) return "not_reversible";
    for (const auto& [reference, list] : lists) {
      const bool asks = !list.withdrawn && list.parts.count(number) != 0;
      if (asks && list.run != fact.run) return "not_reversible";
    }
  }
  return kRecorded;
}

std::string RunModel::judge_payment(const Payment& payment) const {
  const auto list = lists.find(payment.reference);
  if (list != lists.end() && !list->second.withdrawn) return kRecorded;
  const auto document = documents.find(payment.reference);
  if (document == documents.end()) return "unknown_payment";
  return document->second.run.empty() ? kRecorded : "held_by_run";
}

std::string RunModel::judge_dispute(const DisputeOpened& dispute) const {
  const RunModelDocument& document = documents.at(dispute.document);
  if (document.kind != settlement::DocumentKind::invoice) return "bad_value";
  if (!document.run.empty()) return "held_by_run";
  std::int64_t left = size_of(document.gross);
  for (const auto& [id, known] : document.disputes) {
    if (known.state != "ended") left -= size_of(known.amount);
  }
  if (left <= 0) return "bad_value";
  const std::int64_t amount =
      dispute.amount ? size_of(dispute.amount->millionths() / 10'000) : left;
  return amount > left || amount > size_of(document.free()) ? "bad_value" : kRecorded;
}

std::string RunModel::judge_resolution(const DisputeResolved& fact,
                                       const std::string& actor) const {
  for (const auto& [number, document] : documents) {
    const auto dispute = document.disputes.find(fact.dispute.id);
    if (dispute == document.disputes.end()) continue;
    if (dispute->second.state != "open") return "not_pending";
    return fact.outcome != DisputeOutcome::withdrawn && actor == dispute->second.actor
               ? "same_person"
               : kRecorded;
  }
  return "unknown_dispute";
}

std::string RunModel::judge(const Step& step) const {
  const Fact& fact = step.fact;
  const auto in_state = [&](const std::string& key, std::initializer_list<const char*> states) {
    const auto run = runs.find(key);
    if (run == runs.end()) return std::string("unknown_run");
    return std::find(states.begin(), states.end(), run->second.state) != states.end()
               ? std::string(kRecorded)
               : std::string("run_state");
  };
  if (const auto* reported = std::get_if<ObligationReported>(&fact))
    return documents.count(reported->number) != 0 ? "already_exists" : kRecorded;
  if (const auto* confirmed = std::get_if<ObligationConfirmed>(&fact)) {
    const auto document = documents.find(confirmed->number);
    if (document == documents.end() || document->second.kind != settlement::DocumentKind::reported)
      return "unknown_invoice";
    if (!document->second.awaited) return "not_pending";
    const bool side =
        confirmed->by == document->second.creditor || confirmed->by == document->second.debtor;
    if (!side || confirmed->by == document->second.reported_by) return "party_mismatch";
    const bool paid = document->second.open != document->second.gross;
    return confirmed->refuses && paid ? "not_reversible" : kRecorded;
  }
  if (const auto* flagged = std::get_if<ObligationFlagged>(&fact)) {
    const auto document = documents.find(flagged->number);
    if (document == documents.end()) return "unknown_invoice";
    return document->second.run.empty() ? kRecorded : "held_by_run";
  }
  if (const auto* held = std::get_if<PartyHeld>(&fact))
    return parties.at(held->party).hold == held->hold ? "already_exists" : kRecorded;
  if (const auto* opened = std::get_if<RunOpened>(&fact))
    return runs.count(opened->run) != 0 ? "already_exists" : kRecorded;
  if (const auto* collected = std::get_if<RunCollected>(&fact)) {
    std::string code = in_state(collected->run, {"draft"});
    std::vector<std::string> taken;
    if (code == kRecorded) exclusions_of(runs.at(collected->run), taken);
    return code == kRecorded && taken.empty() ? "not_found" : code;
  }
  if (const auto* proposed = std::get_if<RunProposed>(&fact)) {
    const std::string code = in_state(proposed->run, {"collected", "proposed"});
    if (code != kRecorded || runs.at(proposed->run).state == "collected") return code;
    return silent_rejections(runs.at(proposed->run), step.today).empty() ? "run_state" : kRecorded;
  }
  if (const auto* answered = std::get_if<RunAnswered>(&fact))
    return runs.count(answered->run) == 0 ? "unknown_run" : judge_answer(*answered, step.today);
  if (const auto* approved = std::get_if<RunApproved>(&fact)) {
    return runs.count(approved->run) == 0 ? "unknown_run"
                                          : judge_approval(*approved, step.actor, step.today);
  }
  if (const auto* posted = std::get_if<RunPosted>(&fact))
    return in_state(posted->run, {"approved"});
  if (const auto* cancelled = std::get_if<RunCancelled>(&fact))
    return in_state(cancelled->run, {"draft", "collected", "proposed", "approved"});
  if (const auto* back = std::get_if<RunReversed>(&fact))
    return runs.count(back->run) == 0 ? "unknown_run" : judge_reversal(*back, step.actor);
  if (const auto* payment = std::get_if<Payment>(&fact)) return judge_payment(*payment);
  if (const auto* reversal = std::get_if<Reversal>(&fact))
    return reversed.count(reversal->of.id) != 0 ? "already_reversed" : kRecorded;
  if (const auto* dispute = std::get_if<DisputeOpened>(&fact)) return judge_dispute(*dispute);
  if (const auto* resolved = std::get_if<DisputeResolved>(&fact))
    return judge_resolution(*resolved, step.actor);
  return kRecorded;
}

}  // namespace quits::test
