// What happens around settlements: a piece of tests/program/encoding_generator.h.
#include "tests/program/encoding_generator.h"

namespace quits::program {

template <>
CalendarSet FactGenerator::make() {
  const auto day = [&] { return static_cast<std::uint32_t>(1 + below(31)); };
  return {period(), day(), day(), day(), static_cast<std::uint32_t>(1 + below(12))};
}

template <>
ObligationReported FactGenerator::make() {
  const bool confirmed = coin();
  const Decimal amount = positive();
  return {text(), key(), key(), coin() ? amount : Decimal::from_millionths(-amount.millionths()), currency(), date(), date_or_none(), key(), confirmed,
          words(100, confirmed), text(), list(), minor(), coin()};
}

template <>
ObligationConfirmed FactGenerator::make() {
  const bool refuses = coin();
  return {words(60, true), key(), refuses, words(100, refuses)};
}

template <>
ObligationFlagged FactGenerator::make() {
  return {words(60, true), list(), words(100, true)};
}

template <>
PartyHeld FactGenerator::make() {
  return {key(), static_cast<HoldKind>(below(3)), words(100, true)};
}

template <>
DisputeOpened FactGenerator::make() {
  return {words(60, true), static_cast<std::uint32_t>(below(9)), coin() ? std::optional(positive()) : std::nullopt, key(), date(),
          static_cast<DisputeReason>(1 + below(7)), words(100, true), minor(), date_or_none()};
}

template <>
DisputeAnswered FactGenerator::make() {
  return {ref(), key(), date(), words(100, true)};
}

template <>
DisputeResolved FactGenerator::make() {
  return {ref(), static_cast<DisputeOutcome>(1 + below(3)), key(), date(), words(100, true)};
}

template <>
RunOpened FactGenerator::make() {
  RunOpened run;
  run.run = party_key();
  run.mode = static_cast<NettingMode>(1 + below(3));
  run.on = date();
  run.parties = list();
  run.due_until = date_or_none();
  run.above = coin() ? positive() : Decimal();
  if (coin()) run.currency = currency();
  run.order = static_cast<AllocationOrder>(1 + below(4));
  run.whole_documents = coin();
  run.centre = key_or_none();
  run.pay_on = date_or_none();
  run.minimum_payout = coin() ? positive() : Decimal();
  run.calendar_pay_on = date_or_none();
  if (!run.currency && coin()) {
    run.settlement_currency = currency();
    run.rates = ref();
    run.rates_entry = random_();
  }
  return run;
}

template <>
RunCollected FactGenerator::make() {
  RunCollected collected{key(), random_(), list(), {}, {}, text(), {}};
  if (!collected.parties.empty()) collected.documents.resize(below(4));
  const auto place = [&] { return static_cast<std::uint32_t>(below(collected.parties.size())); };
  for (RunDocument& document : collected.documents) {
    document = {words(60, true), place(), place(), currency(), minor(), date()};
  }
  collected.excluded.resize(below(3));
  for (RunExcluded& excluded : collected.excluded) excluded = {words(60, true), static_cast<RunExclusion>(1 + below(15))};
  for (std::uint32_t i = 0; i < collected.documents.size(); ++i) {
    if (coin()) collected.conversions.push_back({i, currency(), minor(), positive(), coin()});
  }
  return collected;
}

template <>
RunProposed FactGenerator::make() {
  RunProposed proposed{key(), static_cast<std::uint32_t>(below(9)), list(), {}, {}, {}, {}};
  for (std::uint64_t i = below(4); i > 0; --i) {
    proposed.set_off_minor.push_back(minor());
    proposed.figures.push_back({currency(), minor(), minor(), minor(), random_(), random_()});
    proposed.proofs.push_back({currency(), {minor(), minor()}, {1, 0}, {static_cast<std::uint32_t>(below(99))}, 7});
    proposed.asks.push_back({key(), date(), coin() ? Silence::accepts : Silence::rejects});
  }
  return proposed;
}

template <>
RunAnswered FactGenerator::make() {
  const bool rejects = coin();
  return {key(), key(), rejects, words(100, rejects), static_cast<std::uint32_t>(1 + below(9))};
}

template <>
RunApproved FactGenerator::make() {
  return {key(), static_cast<std::uint32_t>(1 + below(9))};
}

template <>
RunPosted FactGenerator::make() {
  RunPosted posted{key(), {}, {}};
  for (std::uint64_t i = below(4); i > 0; --i) {
    posted.payments.push_back({words(60, true), key(), key(), currency(), minor(), {{words(60, true), minor()}}, date()});
    posted.made.push_back({words(60, true), key(), key(), currency(), minor(), text()});
  }
  return posted;
}

template <>
RunCancelled FactGenerator::make() {
  return {key(), words(100, true), coin()};
}

template <>
RunReversed FactGenerator::make() {
  return {key(), date_or_none(), words(100, true), list(), {{words(60, true), minor()}}, list()};
}

template <>
WriteOffRequested FactGenerator::make() {
  return {words(60, true), coin() ? std::optional(positive()) : std::nullopt, date_or_none(), words(100, true), minor()};
}

template <>
WriteOffApproved FactGenerator::make() {
  return {ref(), date_or_none(), words(60, false), minor()};
}

template <>
RatesRecorded FactGenerator::make() {
  RatesRecorded recorded{words(60, true), date(), {}};
  for (std::uint64_t i = 1 + below(3); i > 0; --i) recorded.rates.push_back({currency(), currency(), positive()});
  return recorded;
}

}  // namespace quits::program
