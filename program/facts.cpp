#include "program/facts.h"

#include <array>

namespace quits::program {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<Fact>> kNames = {
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
};

}  // namespace

void clear_filled_in(Fact& fact) {
  if (auto* closed = std::get_if<PeriodClosed>(&fact)) {
    closed->tree_size = 0;
    closed->tree_root.clear();
  } else if (auto* settled = std::get_if<PeriodSettled>(&fact)) {
    settled->pairs = 0;
  } else if (auto* payment = std::get_if<Payment>(&fact)) {
    payment->applied.clear();
  } else if (auto* reversal = std::get_if<Reversal>(&fact)) {
    reversal->applied.clear();
    reversal->reference.clear();
  } else if (auto* reviewed = std::get_if<LevelReviewed>(&fact)) {
    reviewed->level.clear();
    reviewed->level_before.clear();
    reviewed->findings.clear();
    reviewed->certified.clear();
  } else if (auto* restatement = std::get_if<RestatementProposed>(&fact)) {
    restatement->lines.clear();
  }
}

std::string_view name_of(ledger::FactKind kind) {
  const auto number = static_cast<std::uint32_t>(kind);
  if (number < kFirstFactKind || number - kFirstFactKind >= kNames.size()) return "unknown fact";
  return kNames[number - kFirstFactKind];
}

}  // namespace quits::program
