// No document may have a number that the book gives to another one, whoever comes first.
#include <gtest/gtest.h>

#include "settlement/invoices.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

class DocumentNumbers : public testing::Test {
 protected:
  void SetUp() override {
    open_example(world_);
    world_.add_partner("NET");
  }
  void TearDown() override { world_.expect_clean(); }

  static ObligationReported debt(const std::string& number) {
    ObligationReported reported;
    reported.number = number;
    reported.debtor = "NORD";
    reported.creditor = "SUED";
    reported.amount = Decimal::parse("40").value();
    reported.currency = Currency::parse("EUR").value();
    reported.on = day("2026-03-01");
    reported.due_on = day("2026-03-31");
    reported.reported_by = "SUED";
    return reported;
  }
  std::string refusal(const Fact& fact) {
    const auto answer = world_.record(fact);
    return answer ? "recorded" : to_string(answer.error());
  }

  World world_;
};

TEST_F(DocumentNumbers, a_reported_debt_does_not_take_the_number_of_a_later_invoice) {
  const std::string refused = refusal(debt("ACME-2026-00001"));
  EXPECT_NE(refused.find("obligation_reported.number"), std::string::npos) << refused;
  EXPECT_NE(refused.find("invoices of ACME"), std::string::npos) << refused;
  EXPECT_NE(refusal(debt("ACME-2026-123456")), "recorded");

  // What only looks like one is somebody's own number.
  for (const char* number : {"OTHER-2026-00001", "ACME-2026-1", "ACME-2026-000001", "ACME-26-00001", "ACME-00001", "2026-00001", "-2026-00001"}) {
    EXPECT_EQ(refusal(debt(number)), "recorded") << number;
  }
  world_.sell("NORD", "2026-03-02", "100");
  world_.must(training("NORD", "2026-03-08", 3));
  world_.close("2026-03");
  const auto invoice = settlement::invoice_by_number(world_.database(), "ACME-2026-00001");
  ASSERT_TRUE(invoice);
  EXPECT_EQ(invoice->kind, settlement::DocumentKind::invoice);
}

TEST_F(DocumentNumbers, a_party_does_not_take_a_key_whose_invoices_would_be_numbered_like_a_reported_debt) {
  world_.must(debt("WEST-2026-00001"));
  world_.must(debt("WEST"));
  const std::string refused = refusal(PartyRegistered{"WEST", "West Ltd", "", "", false});
  EXPECT_NE(refused.find("party_registered.key"), std::string::npos) << refused;
  EXPECT_NE(refused.find("WEST-2026-00001"), std::string::npos) << refused;
  world_.add_partner("WEST-2026");
  world_.add_partner("WES");
  world_.add_partner("WEST-2");
}

TEST_F(DocumentNumbers, a_debt_and_a_party_of_one_batch_see_each_other) {
  const auto recorded = record_all(world_, {world_.submission("debt", debt("WEST-2026-00001")),
                                            world_.submission("party", PartyRegistered{"WEST", "West Ltd", "", "", false})});
  EXPECT_FALSE(recorded.committed);
}

TEST_F(DocumentNumbers, what_runs_and_settlements_number_is_theirs) {
  EXPECT_NE(refusal(debt("NET-2026-03-00001")).find("netting centre"), std::string::npos);
  EXPECT_NE(refusal(debt("PAY-2026-03-00001")).find("payment order"), std::string::npos);
  EXPECT_NE(refusal(debt("RUN-2026-03-00001")).find("payment order"), std::string::npos);
  EXPECT_EQ(refusal(debt("NET-2026-03")), "recorded");

  // A run named like a year would number what its centre takes over like invoices of the party NET.
  RunOpened run;
  run.run = "2026";
  run.mode = NettingMode::centre;
  run.centre = "ACME";
  run.on = day("2026-04-01");
  EXPECT_NE(refusal(run).find("run_opened.run"), std::string::npos);
  run.run = "2026-04";
  EXPECT_EQ(refusal(run), "recorded");
}

TEST_F(DocumentNumbers, what_a_run_converts_does_not_take_the_number_of_a_later_invoice) {
  world_.add_partner("FX");
  world_.must(RatesRecorded{"ECB", day("2026-03-31"), {{Currency::parse("EUR").value(), Currency::parse("USD").value(), Decimal::parse("1.08").value()}}},
              "rates");
  RunOpened run;
  run.run = "2026";
  run.mode = NettingMode::bilateral;
  run.on = day("2026-04-01");
  run.settlement_currency = Currency::parse("EUR").value();
  run.rates = {"", "rates"};
  const std::string refused = refusal(run);
  EXPECT_NE(refused.find("run_opened.run"), std::string::npos) << refused;
  EXPECT_NE(refused.find("FX-2026-00001"), std::string::npos) << refused;
  run.settlement_currency.reset();
  run.rates = {};
  EXPECT_EQ(refusal(run), "recorded") << "it converts nothing";
}

// Between the opening and the posting of the run its key was free for a party.
TEST_F(DocumentNumbers, a_party_that_came_after_the_opening_of_a_run_keeps_its_numbers) {
  world_.must(RatesRecorded{"ECB", day("2026-03-31"), {{Currency::parse("EUR").value(), Currency::parse("USD").value(), Decimal::parse("1.08").value()}}},
              "rates");
  ObligationReported dollars = debt("in dollars");
  dollars.currency = Currency::parse("USD").value();
  world_.must(dollars);
  RunOpened run;
  run.run = "2026";
  run.mode = NettingMode::bilateral;
  run.on = day("2026-04-01");
  run.settlement_currency = Currency::parse("EUR").value();
  run.rates = {"", "rates"};
  world_.must(run);
  world_.add_partner("FX");
  RunCollected collected;
  collected.run = "2026";
  world_.must(collected);
  RunProposed proposed;
  proposed.run = "2026";
  world_.must(proposed);
  world_.must(RunApproved{"2026", 1}, "", "bert");
  RunPosted posted;
  posted.run = "2026";
  const std::string refused = refusal(posted);
  EXPECT_NE(refused.find("FX-2026-00001"), std::string::npos) << refused;
  EXPECT_NE(refused.find("quits run cancel 2026"), std::string::npos) << refused;
  EXPECT_FALSE(settlement::invoice_by_number(world_.database(), "FX-2026-00001"));
}

}  // namespace
}  // namespace quits::test
