// Ageing says what is open, no more and no less: invoices, credit notes, reported debts, credits of
// payments.
#include "settlement/ageing.h"

#include <gtest/gtest.h>

#include <map>

#include "ledger/balances.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;
using settlement::AgeingRow;

const Currency kEuro = Currency::parse("EUR").value();

class AgeingOfBook : public testing::Test {
 protected:
  void SetUp() override {
    fill_example(world_);
    world_.add_partner("Q");
    ObligationReported debt;
    debt.number = "old";
    debt.debtor = "Q";
    debt.creditor = "NORD";
    debt.amount = Decimal::parse("80").value();
    debt.currency = kEuro;
    debt.on = day("2026-02-01");
    debt.due_on = day("2026-02-10");
    debt.reported_by = "NORD";
    world_.must(debt);
    world_.must(payment("Q", "NORD", "30", "old", "2026-04-05"));
    world_.must(payment("Q", "NORD", "60", "old", "2026-05-06"), "last");
    world_.sell("SUED", "2026-04-07", "2000");
    world_.must(training("NORD", "2026-04-08", 2));
    world_.close("2026-04");
  }

  static Payment payment(const char* payer, const char* payee, const char* amount,
                         const std::string& reference, const char* on) {
    return {payer, payee, Decimal::parse(amount).value(), kEuro, day(on), reference, {}};
  }
  std::vector<AgeingRow> now(const char* as_of) {
    return settlement::ageing_of(settlement::documents_open_now(world_.database(), ""), day(as_of))
        .value();
  }
  std::vector<AgeingRow> on(const char* as_of, const std::string& party = "") {
    return settlement::ageing_of(settlement::documents_open_on(world_.book(), party, day(as_of)),
                                 day(as_of))
        .value();
  }
  static const AgeingRow* between(const std::vector<AgeingRow>& rows, const char* creditor,
                                  const char* debtor) {
    for (const AgeingRow& row : rows) {
      if (row.creditor == creditor && row.debtor == debtor) return &row;
    }
    return nullptr;
  }

  World world_;
};

// Every claim of a book stands behind a document: the two are added up from different places.
TEST_F(AgeingOfBook, totals_are_what_the_claims_of_the_accounts_are) {
  std::map<std::pair<std::string, std::string>, std::int64_t> claims;
  for (const ledger::Movement& movement : ledger::movements(world_.database(), std::nullopt)) {
    if (movement.account.kind != ledger::AccountKind::claim) continue;
    claims[{party_by_number(world_.database(), movement.account.owner)->key,
            party_by_number(world_.database(), movement.account.counterparty)->key}] +=
        movement.amount_minor;
  }
  std::erase_if(claims, [](const auto& claim) { return claim.second == 0; });
  ASSERT_GE(claims.size(), 3U);
  std::map<std::pair<std::string, std::string>, std::int64_t> aged;
  for (const AgeingRow& row : now("2026-06-30")) {
    aged[{row.creditor, row.debtor}] += row.total_minor;
    std::int64_t sum = 0;
    for (const std::int64_t part : row.minor) sum += part;
    EXPECT_EQ(sum, row.total_minor) << row.creditor << " " << row.debtor;
  }
  EXPECT_EQ(aged, claims);
}

TEST_F(AgeingOfBook, of_today_is_the_same_from_the_tables_and_from_the_log) {
  EXPECT_EQ(now("2026-11-01"), on("2026-11-01"));
}

TEST_F(AgeingOfBook, of_an_earlier_day_knows_nothing_of_later_payments) {
  const auto april_4 = on("2026-04-04");
  ASSERT_NE(between(april_4, "NORD", "Q"), nullptr);
  EXPECT_EQ(between(april_4, "NORD", "Q")->total_minor, 80'00);
  EXPECT_EQ(between(april_4, "NORD", "Q")->minor[2], 80'00) << "53 days overdue";
  const auto april_5 = on("2026-04-05");
  EXPECT_EQ(between(april_5, "NORD", "Q")->total_minor, 50'00);
  const auto may_6 = on("2026-05-06");
  EXPECT_EQ(between(may_6, "NORD", "Q"), nullptr);
  ASSERT_NE(between(may_6, "Q", "NORD"), nullptr);
  EXPECT_EQ(between(may_6, "Q", "NORD")->total_minor, 10'00) << "paid too much: a credit of Q";
  const auto january = on("2026-01-31");
  EXPECT_EQ(between(january, "NORD", "Q"), nullptr);
}

TEST_F(AgeingOfBook, of_one_party_shows_both_directions) {
  const auto rows = on("2026-05-05", "NORD");
  ASSERT_FALSE(rows.empty());
  for (const AgeingRow& row : rows) EXPECT_TRUE(row.creditor == "NORD" || row.debtor == "NORD");
}

// A run sets off on its own day, and was collected on a later one.
TEST_F(AgeingOfBook, of_the_day_of_a_run_is_what_it_left) {
  ObligationReported debt;
  debt.number = "back";
  debt.debtor = "NORD";
  debt.creditor = "Q";
  debt.amount = Decimal::parse("20").value();
  debt.currency = kEuro;
  debt.on = day("2026-02-01");
  debt.reported_by = "Q";
  world_.must(debt);
  world_.must(reversal("last", "2026-05-07"));
  RunOpened opened;
  opened.run = "may";
  opened.mode = NettingMode::bilateral;
  opened.on = day("2026-05-31");
  opened.parties = {"NORD", "Q"};
  world_.must(opened);
  RunCollected collected;
  collected.run = "may";
  world_.must(collected);
  RunProposed proposed;
  proposed.run = "may";
  world_.must(proposed);
  world_.must(RunApproved{"may", 1}, "", "bert");
  RunPosted posted;
  posted.run = "may";
  world_.must(posted);
  const auto before = on("2026-05-30");
  EXPECT_EQ(between(before, "NORD", "Q")->total_minor, 50'00);
  EXPECT_EQ(between(before, "Q", "NORD")->total_minor, 20'00);
  const auto after = on("2026-05-31");
  EXPECT_EQ(between(after, "NORD", "Q")->total_minor, 30'00);
  EXPECT_EQ(between(after, "Q", "NORD"), nullptr);
}

}  // namespace
}  // namespace quits::test
