#include "service/replay.h"

#include <fmt/core.h>

#include <algorithm>
#include <unordered_map>

#include "ledger/lines.h"
#include "ledger/log.h"
#include "program/encoding.h"
#include "service/scratch_book.h"

namespace quits::service {
namespace {

using ledger::Record;

constexpr std::size_t kBatchMax = 500;

// Whether a fact names one of the plan's agreements or partners; none when it names neither.
std::optional<bool> names(const program::Fact& fact, const ReplayPlan& plan) {
  return std::visit(
      [&](const auto& held) -> std::optional<bool> {
        if constexpr (requires { held.agreement; }) {
          if (!held.agreement.empty()) return plan.agreements.contains(held.agreement);
        }
        if constexpr (requires { held.seller; }) return plan.partners.contains(held.seller);
        if constexpr (requires { held.line.seller; }) {
          return held.line.agreement.empty() ? plan.partners.contains(held.line.seller)
                                             : plan.agreements.contains(held.line.agreement);
        }
        if constexpr (requires { held.partner; }) return plan.partners.contains(held.partner);
        return std::nullopt;
      },
      fact);
}

bool is_never_replayed(ledger::FactKind kind) {
  using namespace program;
  return kind == kind::payment || kind == kind::period_settled || kind == kind::write_off_requested ||
         kind == kind::write_off_approved || kind == kind::restatement_proposed;
}

bool is_for_all(ledger::FactKind kind) {
  using namespace program;
  return kind == kind::book_opened || kind == kind::party_registered || kind == kind::period_closed;
}

class Replay {
 public:
  Replay(storage::Database& book, const History& history, const ReplayPlan& plan,
         const ReplayVisit& visit)
      : log_(book),
        lines_(&book),
        history_(history),
        plan_(plan),
        visit_(visit),
        concerned_(ledger::last_sequence(book) + 1) {
    // A book that was closed before these partners came is closed for them too.
    if (history.first_closed()) scratch_.file().settlement().begin_with(*history.first_closed());
  }

  ReplayReport run(const std::function<void(std::uint64_t, std::uint64_t)>& progress);

 private:
  // A fact on its way into the other book. `booked`: the entry it comes from; none for what stands
  // in its place.
  struct Step {
    ledger::Submission submission;
    std::optional<Record> booked;
    Sequence version;  // of a proposal: the version it stands for
  };

  void take(Record&& record);
  void take_own(Record&& record);
  void propose(const Record& record, const program::AgreementProposed& proposed);
  void accept(const Record& record, const program::AgreementAccepted& accepted);
  void add(const Record& at, Step step);
  void flush();
  void record(std::vector<Step>& steps);
  void settle(const ledger::BatchResult& result, std::vector<Step>& steps);
  void match_own();
  void end_own();
  void refuse(const Step& step, const Error& error);
  Record translated(Sequence replayed);
  std::optional<FactId> own_id(Sequence booked);

  ledger::Log log_;
  ledger::Lines lines_;
  const History& history_;
  const ReplayPlan& plan_;
  const ReplayVisit& visit_;
  std::vector<bool> concerned_;  // by record
  program::FactCodec codec_;
  ScratchBook scratch_;
  std::uint64_t seen_ = 0;  // records of the other book that were looked at
  std::vector<Step> steps_;
  std::string actor_;
  Timestamp now_;
  std::map<std::string, std::uint32_t> last_version_;  // in the other book
  std::map<std::pair<std::string, std::uint32_t>, std::vector<std::uint32_t>>
      standing_in_;                                         // for a version
  std::unordered_map<std::uint64_t, PartyNumber> parties_;  // the other book's -> the book's
  std::unordered_map<std::uint64_t, Sequence> versions_;    // the same
  // What the books recorded themselves, by the bytes of the fact; and under which id the other one
  // did.
  std::map<std::string, Record> own_booked_;
  std::map<std::string, Record> own_replayed_;
  std::unordered_map<std::string, FactId> own_ids_;
  ReplayReport report_;
};

void Replay::refuse(const Step& step, const Error& error) {
  ++report_.refused;
  if (report_.reason) return;
  report_.reason = error;
  if (step.booked) report_.first_refused = step.booked->sequence;
}

Record Replay::translated(Sequence replayed) {
  Record record = scratch_.file().book().read(replayed);
  for (ledger::Item& item : record.items) {
    item.key.creditor = parties_[item.key.creditor.value];
    item.key.debtor = parties_[item.key.debtor.value];
    if (item.key.version) item.key.version = versions_[item.key.version.value];
  }
  return record;
}

// Own entries that both books have, by what they say.
void Replay::match_own() {
  for (auto replayed = own_replayed_.begin(); replayed != own_replayed_.end();) {
    const auto booked = own_booked_.find(replayed->first);
    if (booked == own_booked_.end()) {
      ++replayed;
      continue;
    }
    visit_(&booked->second, &replayed->second);
    own_booked_.erase(booked);
    replayed = own_replayed_.erase(replayed);
  }
}

// At a close and at the end: what only one of them has.
void Replay::end_own() {
  for (const auto& [fact, record] : own_booked_) visit_(&record, nullptr);
  for (const auto& [fact, record] : own_replayed_) visit_(nullptr, &record);
  own_booked_.clear();
  own_replayed_.clear();
}

void Replay::settle(const ledger::BatchResult& result, std::vector<Step>& steps) {
  std::unordered_map<std::uint64_t, Step*> by_sequence;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& receipt = result.receipts[i];
    if (!receipt) {
      refuse(steps[i], receipt.error());
      if (steps[i].booked) visit_(&*steps[i].booked, nullptr);
      continue;
    }
    by_sequence[receipt->sequence.value] = &steps[i];
    if (steps[i].version) versions_[receipt->sequence.value] = steps[i].version;
    if (steps[i].booked && steps[i].booked->kind() == program::kind::party_registered) {
      parties_[receipt->sequence.value] = PartyNumber{steps[i].booked->sequence.value};
    }
  }
  const std::uint64_t size = scratch_.file().book().log().size();
  std::vector<std::pair<Step*, Record>> submitted;
  for (std::uint64_t sequence = seen_ + 1; sequence <= size; ++sequence) {
    Record record = translated({sequence});
    if (const auto step = by_sequence.find(sequence); step != by_sequence.end()) {
      if (step->second->booked) submitted.emplace_back(step->second, std::move(record));
    } else if (!record.items.empty()) {
      own_ids_.insert_or_assign(record.fact, record.id);
      own_replayed_.insert_or_assign(record.fact, std::move(record));
    }
  }
  seen_ = size;
  match_own();
  for (const auto& [step, record] : submitted) {
    if (record.kind() == program::kind::period_closed) end_own();
    visit_(&*step->booked, &record);
  }
}

void Replay::record(std::vector<Step>& steps) {
  std::vector<ledger::Submission> facts;
  facts.reserve(steps.size());
  for (const Step& step : steps) facts.push_back(step.submission);
  ledger::RecordOptions options;
  options.actor = actor_;
  options.keep_going = true;
  const ledger::BatchResult result = scratch_.file().book().record(facts, options);
  if (!result.undone) return settle(result, steps);
  // One was refused when it had begun, and took the others with it: each for itself then.
  for (Step& step : steps) {
    std::vector<Step> one;
    one.push_back(std::move(step));
    if (steps.size() > 1) {
      record(one);
      continue;
    }
    refuse(one.front(), result.receipts.back().error());
    if (one.front().booked) visit_(&*one.front().booked, nullptr);
  }
}

void Replay::flush() {
  if (steps_.empty()) return;
  scratch_.clock().set(now_);
  report_.facts += steps_.size();
  std::vector<Step> steps = std::move(steps_);
  steps_.clear();
  record(steps);
}

void Replay::add(const Record& at, Step step) {
  const bool is_close = ledger::kind_of(step.submission.fact) == program::kind::period_closed;
  if (is_close || at.actor != actor_ || at.recorded != now_ || steps_.size() >= kBatchMax) flush();
  actor_ = at.actor;
  now_ = at.recorded;
  steps_.push_back(std::move(step));
  if (is_close) flush();
}

void Replay::propose(const Record& record, const program::AgreementProposed& proposed) {
  const auto pieces = plan_.versions.find({proposed.agreement, proposed.version});
  if (pieces == plan_.versions.end()) return;
  // Nothing decides from the day on which a later version or the end takes over.
  std::optional<Date> until;
  if (const auto end = history_.last_days().find(proposed.agreement);
      end != history_.last_days().end())
    until = end->second.plus_days(1).value_or(end->second);
  for (const History::Version& later : history_.agreements().at(proposed.agreement)) {
    if (later.version.version <= proposed.version) continue;
    until = until ? std::min(*until, later.version.effective_from) : later.version.effective_from;
  }
  std::vector<std::uint32_t>& numbers = standing_in_[{proposed.agreement, proposed.version}];
  for (const TermsFrom& piece : pieces->second) {
    if (!numbers.empty() && until && piece.from >= *until) break;
    program::AgreementProposed fact = proposed;
    fact.version = ++last_version_[proposed.agreement];
    fact.effective_from = piece.from;
    fact.terms = piece.terms;
    fact.terms.notice_days = 0;  // an end that was recorded stands
    const bool first = numbers.empty();
    numbers.push_back(fact.version);
    Step step;
    step.submission = {first ? record.id
                             : FactId{"replay", fmt::format("proposed/{}/{}", record.sequence.value,
                                                            fact.version)},
                       codec_.encode(fact)};
    step.version = record.sequence;
    add(record, std::move(step));
  }
}

void Replay::accept(const Record& record, const program::AgreementAccepted& accepted) {
  const auto numbers = standing_in_.find({accepted.agreement, accepted.version});
  if (numbers == standing_in_.end()) return;
  for (const std::uint32_t number : numbers->second) {
    program::AgreementAccepted fact = accepted;
    fact.version = number;
    const bool first = number == numbers->second.front();
    add(record,
        {{first ? record.id
                : FactId{"replay", fmt::format("accepted/{}/{}", record.sequence.value, number)},
          codec_.encode(fact)},
         {},
         {}});
  }
}

void Replay::take_own(Record&& record) {
  if (record.items.empty()) return;
  const History::Version* version = history_.version(record.items.front().key.version);
  if (version == nullptr || !plan_.agreements.contains(version->version.agreement)) return;
  concerned_[record.sequence.value] = true;
  if (record.kind() == program::kind::entry_restated) {
    flush();
    return visit_(&record, nullptr);
  }
  own_booked_.insert_or_assign(record.fact, std::move(record));
}

std::optional<FactId> Replay::own_id(Sequence booked) {
  flush();
  Record record;
  log_.read(booked, record);
  if (record.id.source != ledger::kOwnSource) return std::nullopt;
  const auto known = own_ids_.find(record.fact);
  return known == own_ids_.end() ? std::optional<FactId>() : known->second;
}

void Replay::take(Record&& record) {
  if (record.id.source == ledger::kOwnSource) return take_own(std::move(record));
  const auto kind = record.kind();
  if (is_never_replayed(kind)) return;
  auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: verify tells
  const auto named = names(*fact, plan_);
  const bool relates = record.relates_to && record.relates_to.value < concerned_.size() &&
                       concerned_[record.relates_to.value];
  if (!is_for_all(kind) && !named.value_or(relates)) return;
  concerned_[record.sequence.value] = true;
  if (const auto* proposed = std::get_if<program::AgreementProposed>(&*fact))
    return propose(record, *proposed);
  if (const auto* accepted = std::get_if<program::AgreementAccepted>(&*fact))
    return accept(record, *accepted);
  program::clear_filled_in(*fact);
  if (auto* reversal = std::get_if<program::Reversal>(&*fact);
      reversal != nullptr && reversal->of.source == ledger::kOwnSource) {
    if (const auto id = own_id(record.relates_to)) reversal->of = {id->source, id->external_id};
  }
  Step step;
  step.submission = {record.id, codec_.encode(*fact)};
  step.booked = std::move(record);
  const Record& at = *step.booked;
  Record stamp;
  stamp.actor = at.actor;
  stamp.recorded = at.recorded;
  add(stamp, std::move(step));
}

ReplayReport Replay::run(const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  const ledger::Book::Preview preview(scratch_.file().book());
  const std::uint64_t total = concerned_.size() - 1;
  constexpr std::uint64_t kTell = 1000;
  for (std::uint64_t sequence = 1; sequence <= total; ++sequence) {
    Record record;
    log_.read({sequence}, record);
    lines_.complete(record);
    take(std::move(record));
    if (progress && sequence % kTell == 0) progress(sequence, total);
  }
  flush();
  end_own();
  return report_;
}

}  // namespace

ReplayReport replay(storage::Database& book, const History& history, const ReplayPlan& plan,
                    const ReplayVisit& visit,
                    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) {
  return Replay(book, history, plan, visit).run(progress);
}

}  // namespace quits::service
