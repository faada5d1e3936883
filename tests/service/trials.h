// Many small programs in one book, for properties: opening a book costs more than a try of one.
//
//   Trials trials;
//   rc::check([&] {
//     const Tried one = trials.agree(terms);
//     trials.record(sale(one, ...));
//     RC_ASSERT(trials.earned(one) == ...);
//   });
//   trials.world().expect_clean();
#pragma once

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/service/world.h"

namespace quits::test {

// A partner with an agreement of its own.
struct Tried {
  std::string partner;
  std::string agreement;
};

class Trials {
 public:
  Trials() { world_.open_program(); }

  World& world() { return world_; }

  Tried agree(const program::Terms& terms, const std::string& from = "2026-01-01") {
    Tried made;
    made.partner = fmt::format("P{}", ++partners_);
    made.agreement = "a" + made.partner;
    const auto sequences =
        record_together({program::PartyRegistered{made.partner, "Partner", "", "", false},
                         program::AgreementProposed{made.agreement, 1, "ACME", made.partner,
                                                    Date::parse_iso(from).value(), "ACME", terms},
                         program::AgreementAccepted{made.agreement, 1, made.partner}});
    numbers_[made.partner] = {sequences.front().value};
    return made;
  }

  // What must be accepted. What its items add is earned by their creditors.
  Sequence record(const program::Fact& fact, const std::string& id = "",
                  const std::string& actor = "anna") {
    const auto receipt = world_.record(fact, id, actor);
    if (!receipt) RC_FAIL(to_string(receipt.error()));
    add(receipt->sequence);
    return receipt->sequence;
  }
  // All in one transaction.
  std::vector<Sequence> record_together(const std::vector<program::Fact>& facts) {
    std::vector<Sequence> sequences;
    std::vector<ledger::Submission> batch;
    for (const program::Fact& fact : facts) batch.push_back(world_.submission(fresh_id(), fact));
    const auto result = world_.book().record(batch, {.actor = "anna"});
    for (const auto& receipt : result.receipts) {
      if (!receipt) RC_FAIL(to_string(receipt.error()));
      add(receipt->sequence);
      sequences.push_back(receipt->sequence);
    }
    return sequences;
  }

  std::string fresh_id() { return fmt::format("trial-{}", ++ids_); }

  // So far.
  std::int64_t earned(const std::string& partner) { return earned_[numbers_.at(partner)]; }
  std::int64_t earned(const Tried& one) { return earned(one.partner); }
  std::int64_t charged(const Tried& one) { return owed_[numbers_.at(one.partner)]; }

 private:
  struct Sides {
    PartyNumber creditor;
    PartyNumber debtor;
  };

  // Items that do not open their line do not carry its key.
  void add(Sequence sequence) {
    for (const ledger::Item& item : world_.book().read(sequence).items) {
      if (item.opens) lines_[item.line.value] = {item.key.creditor, item.key.debtor};
      const auto line = lines_.find(item.line.value);
      if (line == lines_.end()) RC_FAIL("an item whose line was never opened");
      earned_[line->second.creditor] += item.amount_minor;
      owed_[line->second.debtor] += item.amount_minor;
    }
  }

  World world_;
  std::map<std::string, PartyNumber> numbers_;
  std::map<PartyNumber, std::int64_t> earned_;
  std::map<PartyNumber, std::int64_t> owed_;
  std::map<std::uint64_t, Sides> lines_;
  int partners_ = 0;
  int ids_ = 0;
};

inline Date day_in(int month, int day) { return Date::of(2026, month, day).value(); }

// Up to 2,000 with three places, above zero.
inline Decimal any_decimal() {
  return Decimal::from_millionths(*rc::gen::inRange<std::int64_t>(1, 2'000'000) * 1'000);
}

// One to four bands, of any rule that has a total, over any time within March 2026.
inline program::CommissionPlan any_commission_plan() {
  using namespace program;
  CommissionPlan plan;
  plan.name = "standard";
  plan.rule = *rc::gen::element(Rule::flat, Rule::marginal, Rule::whole, Rule::interpolated);
  plan.basis = *rc::gen::element(Basis::per_event, Basis::per_period, Basis::cumulative);
  if (plan.basis == Basis::cumulative) plan.window = Window::quarter;
  const bool pays = plan.rule == Rule::interpolated;
  const int count = plan.rule == Rule::flat ? 1 : *rc::gen::inRange(pays ? 2 : 1, 5);
  std::int64_t from = 0;
  for (int i = 0; i < count; ++i) {
    const auto price = *rc::gen::inRange<std::int64_t>(0, 400'001);
    Band band;
    band.from = Decimal::from_millionths(from);
    if (!pays) band.rate = Rate::from_millionths(price);
    if (pays && i + 1 < count) band.amount = Decimal::from_millionths(price * 100);
    plan.bands.push_back(band);
    from += *rc::gen::inRange<std::int64_t>(1, 600'001) * 1'000;
  }
  return plan;
}

inline program::Terms any_commission_terms(Currency currency) {
  program::Terms terms = terms_of(std::string(currency.code()), {any_commission_plan()});
  terms.rounding = *rc::gen::element(Rounding::half_away_from_zero, Rounding::half_even);
  return terms;
}

inline Currency any_currency() {
  return Currency::parse(*rc::gen::element<std::string>("EUR", "JPY", "KWD")).value();
}

// Cuts a whole, in units of `grain` millionths, into one to `parts` parts above zero.
inline std::vector<Decimal> any_parts(Decimal whole, int parts, std::int64_t grain = 1'000) {
  std::vector<Decimal> cut;
  std::int64_t left = whole.millionths() / grain;
  for (int i = *rc::gen::inRange(1, parts + 1); i > 1 && left > 1; --i) {
    const auto part = *rc::gen::inRange<std::int64_t>(1, left);
    cut.push_back(Decimal::from_millionths(part * grain));
    left -= part;
  }
  cut.push_back(Decimal::from_millionths(left * grain));
  return cut;
}

template <class List>
void shuffle(List& list) {
  for (std::size_t i = list.size(); i > 1; --i)
    std::swap(list[i - 1], list[*rc::gen::inRange<std::size_t>(0, i)]);
}

}  // namespace quits::test
