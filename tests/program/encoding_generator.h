// Facts of every kind with any content that the encoding admits, from one seed.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "program/facts.h"

namespace quits::program {

class FactGenerator {
 public:
  explicit FactGenerator(std::uint64_t seed) : random_(seed) {}

  // A fact of the given alternative of Fact.
  Fact fact(std::size_t alternative);
  Terms terms();

  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

 private:
  template <class Kind>
  Kind make();

  bool coin() { return below(2) == 0; }
  std::string words(std::size_t bytes_max, bool required);
  std::string key() { return words(64, true); }
  std::string key_or_none() { return words(64, false); }
  std::string text() { return words(coin() ? 12 : 1000, false); }
  std::string party_key();
  Date date();
  std::optional<Date> date_or_none();
  Period period();
  Currency currency();
  std::int64_t minor();
  Decimal any_decimal();
  Decimal positive();
  Rate any_rate();
  Side side();
  Category category();
  std::vector<std::string> list();
  CommissionPlan plan();
  void complete(CommissionPlan& plan);
  Price price();
  void complete(Terms& terms);
  Sale line(Decimal amount);
  FactRef ref();
  std::vector<AppliedPayment> applied();

  std::mt19937_64 random_;
};

// Made in encoding_generator_settlement.cpp.
template <>
CalendarSet FactGenerator::make();
template <>
ObligationReported FactGenerator::make();
template <>
ObligationConfirmed FactGenerator::make();
template <>
ObligationFlagged FactGenerator::make();
template <>
PartyHeld FactGenerator::make();
template <>
DisputeOpened FactGenerator::make();
template <>
DisputeAnswered FactGenerator::make();
template <>
DisputeResolved FactGenerator::make();
template <>
RunOpened FactGenerator::make();
template <>
RunCollected FactGenerator::make();
template <>
RunProposed FactGenerator::make();
template <>
RunAnswered FactGenerator::make();
template <>
RunApproved FactGenerator::make();
template <>
RunPosted FactGenerator::make();
template <>
RunCancelled FactGenerator::make();
template <>
RunReversed FactGenerator::make();
template <>
WriteOffRequested FactGenerator::make();
template <>
WriteOffApproved FactGenerator::make();
template <>
RatesRecorded FactGenerator::make();

}  // namespace quits::program
