#include "program/facts.h"

#include <array>

namespace quits::program {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<Fact>> kNames = {"book opened",
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
                                                                            "period settled"};

}  // namespace

std::string_view name_of(ledger::FactKind kind) {
  const auto number = static_cast<std::uint32_t>(kind);
  if (number < kFirstFactKind || number - kFirstFactKind >= kNames.size()) return "unknown fact";
  return kNames[number - kFirstFactKind];
}

}  // namespace quits::program
