// A run that settles in one currency: documents in others are converted by recorded rates, and nothing is left over in any.
#include <gtest/gtest.h>

#include "ledger/balances.h"
#include "settlement/conversion.h"
#include "settlement/run_solution.h"
#include "settlement/runs.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;
using settlement::Invoice;
using settlement::RunState;

Currency currency(const char* code) { return Currency::parse(code).value(); }

// A owes B 100.00 USD, B owes C 80.00 EUR, C owes A 10,000 JPY.
class CurrencyRun : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    for (const char* party : {"A", "B", "C"}) {
      world_.add_partner(party);
      Terms terms = terms_of("EUR", {});
      terms.settlement.netting = {NettingMode::multilateral, NettingMode::centre};
      world_.agree(std::string("with ") + party, 1, party, "2026-01-01", terms);
    }
    debt("ab", "A", "B", "100", "USD");
    debt("bc", "B", "C", "80", "EUR");
    debt("ca", "C", "A", "10000", "JPY");
  }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }

  void debt(const std::string& number, const std::string& debtor, const std::string& creditor, const char* amount, const char* code) {
    ObligationReported reported;
    reported.number = number;
    reported.debtor = debtor;
    reported.creditor = creditor;
    reported.amount = Decimal::parse(amount).value();
    reported.currency = currency(code);
    reported.on = day("2026-03-01");
    reported.due_on = day("2026-03-31");
    reported.reported_by = creditor;
    world_.must(reported);
  }
  void record_rates(const char* id = "rates", const char* on = "2026-03-31") {
    RatesRecorded rates{"ECB", day(on), {}};
    rates.rates.push_back({currency("EUR"), currency("USD"), Decimal::parse("1.0842").value()});
    rates.rates.push_back({currency("JPY"), currency("EUR"), Decimal::parse("0.006127").value()});
    world_.must(rates, id);
  }
  static RunOpened opened(const std::string& run, NettingMode mode = NettingMode::multilateral) {
    RunOpened fact;
    fact.run = run;
    fact.mode = mode;
    fact.on = day("2026-04-01");
    fact.settlement_currency = currency("EUR");
    fact.rates = {"", "rates"};
    if (mode == NettingMode::centre) fact.centre = "ACME";
    return fact;
  }
  template <class Step>
  static Step step(const std::string& run) {
    Step fact;
    fact.run = run;
    return fact;
  }
  void post(const RunOpened& run) {
    world_.must(run);
    world_.must(step<RunCollected>(run.run));
    world_.must(step<RunProposed>(run.run));
    world_.must(RunApproved{run.run, 1}, "", "ben");
    world_.must(step<RunPosted>(run.run));
  }
  std::optional<Invoice> document(const std::string& number) { return settlement::invoice_by_number(world_.database(), number); }
  std::int64_t open(const std::string& number) { return document(number).value().open_minor; }
  std::string refusal(const Fact& fact) {
    const auto answer = world_.record(fact);
    return answer ? "recorded" : to_string(answer.error());
  }
  // What stands on an account of the creditor with the debtor, in minor units.
  std::int64_t on(const char* owner, const char* counterparty, ledger::AccountKind kind, const char* code) {
    std::int64_t sum = 0;
    for (const ledger::Movement& movement : ledger::movements(world_.database(), number(owner))) {
      const bool is_it = movement.account.owner == number(owner) && movement.account.counterparty == number(counterparty) &&
                         movement.account.kind == kind && movement.account.currency == currency(code);
      if (is_it) sum += movement.amount_minor;
    }
    return sum;
  }
  PartyNumber number(const char* party) { return world_.file().program().registers().parties.find(party)->number; }

  World world_;
};

// 100 USD / 1.0842 = 92.2339... EUR; 10,000 JPY x 0.006127 = 61.27 EUR. So 61.27 go round.
TEST_F(CurrencyRun, converts_each_document_and_leaves_nothing_over) {
  record_rates();
  post(opened("2026-03"));
  EXPECT_EQ(open("ab"), 0);
  EXPECT_EQ(open("ca"), 0);
  EXPECT_EQ(open("bc"), 80'00 - 61'27);
  const auto left = document("FX-2026-03-00001");
  ASSERT_TRUE(left);
  EXPECT_EQ(left->kind, settlement::DocumentKind::converted);
  EXPECT_EQ(left->currency, currency("EUR"));
  EXPECT_EQ(left->open_minor, 92'23 - 61'27);
  EXPECT_EQ(left->issuer, "B");
  EXPECT_EQ(left->recipient, "A");
  EXPECT_EQ(left->due_on, day("2026-03-31"));
  EXPECT_FALSE(document("FX-2026-03-00002"));  // nothing is left of the one in JPY

  using ledger::AccountKind;
  EXPECT_EQ(on("B", "A", AccountKind::claim, "USD"), 0);
  EXPECT_EQ(on("B", "A", AccountKind::fx, "USD"), 100'00);
  EXPECT_EQ(on("B", "A", AccountKind::claim, "EUR"), 92'23 - 61'27);
  EXPECT_EQ(on("B", "A", AccountKind::fx, "EUR"), -92'23);
  EXPECT_EQ(on("A", "C", AccountKind::claim, "JPY"), 0);
  EXPECT_EQ(on("A", "C", AccountKind::fx, "JPY"), 10'000);
  EXPECT_EQ(on("A", "C", AccountKind::fx, "EUR"), -61'27);

  const auto orders = settlement::orders_of_run(world_.database(), "2026-03");
  ASSERT_EQ(orders.size(), 2U);
  EXPECT_EQ(orders[0].order.payer, "A");
  EXPECT_EQ(orders[0].order.amount_minor, 30'96);
  world_.must(Payment{"A", "B", Decimal::parse("30.96").value(), currency("EUR"), day("2026-04-20"), orders[0].reference, {}});
  world_.must(Payment{"B", "C", Decimal::parse("18.73").value(), currency("EUR"), day("2026-04-20"), orders[1].reference, {}});
  EXPECT_EQ(settlement::run_by_key(world_.database(), "2026-03")->state, RunState::settled);
  EXPECT_EQ(on("B", "A", AccountKind::claim, "EUR"), 0);
}

// Three documents of 0.07 USD are 0.0646 EUR each: 0.06 + 0.06 + 0.06, but 0.21 USD are 0.19 EUR.
TEST_F(CurrencyRun, what_single_conversions_are_rounded_by_stands_on_rounding) {
  record_rates();
  for (const char* number : {"r1", "r2", "r3"}) debt(number, "C", "B", "0.07", "USD");
  post(opened("2026-03"));
  using ledger::AccountKind;
  EXPECT_EQ(on("B", "C", AccountKind::fx, "USD"), 21);
  EXPECT_EQ(on("B", "C", AccountKind::fx, "EUR"), -19);
  EXPECT_EQ(on("B", "C", AccountKind::rounding, "EUR"), 1);
  EXPECT_EQ(on("B", "C", AccountKind::claim, "USD"), 0);
}

TEST_F(CurrencyRun, is_taken_back_in_every_currency) {
  record_rates();
  post(opened("2026-03"));
  RunReversed reversed;
  reversed.run = "2026-03";
  reversed.reason = "wrong cut-off";
  world_.must(reversed, "", "ben");
  EXPECT_EQ(open("ab"), 100'00);
  EXPECT_EQ(open("ca"), 10'000);
  EXPECT_EQ(open("bc"), 80'00);
  EXPECT_EQ(open("FX-2026-03-00001"), 0);
  EXPECT_EQ(on("B", "A", ledger::AccountKind::fx, "USD"), 0);
  EXPECT_EQ(on("B", "A", ledger::AccountKind::claim, "USD"), 100'00);
  post(opened("again"));
  EXPECT_EQ(open("ab"), 0);
}

TEST_F(CurrencyRun, at_a_centre_everything_is_in_its_currency) {
  record_rates();
  post(opened("2026-03", NettingMode::centre));
  for (const char* number : {"ab", "bc", "ca"}) EXPECT_EQ(open(number), 0) << number;
  EXPECT_FALSE(document("FX-2026-03-00001"));
  // A owes 92.23 and is owed 61.27.
  EXPECT_EQ(document("NET-2026-03-00001")->gross_minor, 30'96);
  EXPECT_EQ(document("NET-2026-03-00001")->currency, currency("EUR"));
}

TEST_F(CurrencyRun, a_document_without_a_rate_takes_no_part) {
  record_rates();
  debt("gbp", "A", "B", "5", "GBP");
  world_.must(opened("2026-03"));
  const Sequence entry = world_.must(step<RunCollected>("2026-03"));
  FactCodec codec;
  const auto fact = codec.decode(world_.book().read(entry).fact);
  const auto& collected = std::get<RunCollected>(*fact);
  ASSERT_EQ(collected.excluded.size(), 1U);
  EXPECT_EQ(collected.excluded[0].number, "gbp");
  EXPECT_EQ(collected.excluded[0].reason, RunExclusion::no_rate);
  ASSERT_EQ(collected.conversions.size(), 2U);
}

TEST_F(CurrencyRun, rates_are_recorded_before_and_are_not_of_a_later_day) {
  EXPECT_NE(refusal(opened("2026-03")).find("run_opened.rates"), std::string::npos);
  record_rates("rates", "2026-04-02");
  EXPECT_NE(refusal(opened("2026-03")).find("2026-04-02"), std::string::npos);
  RunOpened both = opened("2026-03");
  both.on = day("2026-04-02");
  both.currency = currency("EUR");
  EXPECT_NE(refusal(both).find("settlement_currency"), std::string::npos);
  RatesRecorded twice{"ECB", day("2026-03-31"), {}};
  twice.rates.push_back({currency("EUR"), currency("USD"), Decimal::parse("1.0842").value()});
  twice.rates.push_back({currency("USD"), currency("EUR"), Decimal::parse("0.9").value()});
  EXPECT_NE(refusal(twice).find("rates_recorded.rate[1]"), std::string::npos);
}

// Pure, with the places of both currencies: JPY has none, KWD has three.
TEST(Conversion, rounds_half_away_from_zero_in_the_minor_units_of_the_target) {
  const auto into = [](std::int64_t minor, const char* from, const char* to, const char* rate, bool divides) {
    return settlement::converted(minor, currency(from), currency(to), Decimal::parse(rate).value(), divides).value();
  };
  EXPECT_EQ(into(1'00, "EUR", "JPY", "163.5", false), 164);
  EXPECT_EQ(into(-1'00, "EUR", "JPY", "163.5", false), -164);
  EXPECT_EQ(into(164, "JPY", "EUR", "164", true), 1'00);
  EXPECT_EQ(into(1'000, "KWD", "EUR", "3.015", false), 3'02);
  EXPECT_EQ(into(1, "JPY", "KWD", "0.002", false), 2);
  const auto large = settlement::converted(int128{9'000'000'000'000'000'000}, currency("EUR"), currency("KWD"), Decimal::parse("2").value(), false);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, Code::overflow);
}

}  // namespace
}  // namespace quits::test
