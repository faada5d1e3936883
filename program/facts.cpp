#include "program/facts.h"

#include <array>

namespace quits::program {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<AnyFact>> kNames = {
    "book opened",
    "party registered",
    "agreement proposed",
    "agreement accepted",
    "sale",
    "credit",
    "refund",
    "training delivered",
    "contribution",
    "adjustment",
    "approval",
    "reversal",
    "payment",
    "period closed",
    "fee charged",
    "invoice issued",
    "settlement posted",
    "period settled",
    "agreement ended",
    "customer payment",
    "contract cancelled",
    "partner assigned",
    "person certified",
    "person left",
    "level reviewed",
    "level granted",
    "training cancelled",
    "fund requested",
    "fund claimed",
    "fund released",
    "guarantee settled",
    "floor charged",
    "restatement proposed",
    "entry restated",
    "calendar set",
    "obligation reported",
    "obligation confirmed",
    "obligation flagged",
    "party held",
    "dispute opened",
    "dispute answered",
    "dispute resolved",
    "run opened",
    "run collected",
    "run proposed",
    "run answered",
    "run approved",
    "run posted",
    "run cancelled",
    "run reversed",
    "write-off requested",
    "write-off approved",
    "rates recorded",
};

// Of a step that the book works out itself the caller says only which run it is about.
template <class Step>
void keep_key(Step& step) {
  Step empty;
  empty.run = std::move(step.run);
  step = std::move(empty);
}

}  // namespace

Fact::Fact(const Fact& other) = default;
Fact::Fact(Fact&& other) noexcept = default;
Fact& Fact::operator=(const Fact& other) = default;
Fact& Fact::operator=(Fact&& other) noexcept = default;
Fact::~Fact() = default;

void clear_filled_in(Fact& fact) {
  if (auto* closed = std::get_if<PeriodClosed>(&fact)) {
    closed->tree_size = 0;
    closed->tree_root.clear();
  } else if (auto* settled = std::get_if<PeriodSettled>(&fact)) {
    settled->pairs = 0;
  } else if (auto* payment = std::get_if<Payment>(&fact)) {
    payment->applied.clear();
    payment->credit.reset();
  } else if (auto* reversal = std::get_if<Reversal>(&fact)) {
    reversal->applied.clear();
    reversal->reference.clear();
    reversal->credit.clear();
    reversal->write_off = {};
  } else if (auto* reviewed = std::get_if<LevelReviewed>(&fact)) {
    reviewed->level.clear();
    reviewed->level_before.clear();
    reviewed->findings.clear();
    reviewed->certified.clear();
  } else if (auto* restatement = std::get_if<RestatementProposed>(&fact)) {
    restatement->lines.clear();
  } else if (auto* dispute = std::get_if<DisputeOpened>(&fact)) {
    dispute->amount_minor = 0;
    dispute->answer_until.reset();
  } else if (auto* opened = std::get_if<RunOpened>(&fact)) {
    opened->rates_entry = 0;
    opened->calendar_pay_on.reset();
  } else if (auto* collected = std::get_if<RunCollected>(&fact)) {
    keep_key(*collected);
  } else if (auto* proposed = std::get_if<RunProposed>(&fact)) {
    keep_key(*proposed);
  } else if (auto* posted = std::get_if<RunPosted>(&fact)) {
    keep_key(*posted);
  } else if (auto* reversed = std::get_if<RunReversed>(&fact)) {
    reversed->withdrawn.clear();
    reversed->freed.clear();
    reversed->unmade.clear();
  } else if (auto* reported = std::get_if<ObligationReported>(&fact)) {
    reported->amount_minor = 0;
    reported->awaits_word = false;
  } else if (auto* cancelled = std::get_if<RunCancelled>(&fact)) {
    cancelled->was_collected = false;
  } else if (auto* requested = std::get_if<WriteOffRequested>(&fact)) {
    requested->amount_minor = 0;
  } else if (auto* approved = std::get_if<WriteOffApproved>(&fact)) {
    approved->document.clear();
    approved->amount_minor = 0;
  }
}

std::string_view name_of(ledger::FactKind kind) {
  const auto number = static_cast<std::uint32_t>(kind);
  if (number < kFirstFactKind || number - kFirstFactKind >= kNames.size()) return "unknown fact";
  return kNames[number - kFirstFactKind];
}

}  // namespace quits::program
