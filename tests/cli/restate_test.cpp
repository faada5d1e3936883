// quits simulate and restate: what other terms would have paid, and closed periods put right.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

std::string terms(const char* rate) {
  return std::string(
             "title: \"Reseller\"\ncurrency: \"EUR\"\nplan { name: \"standard\" rule: RULE_FLAT "
             "basis: BASIS_PER_EVENT "
             "band { from: \"0\" rate: \"") +
         rate + "\" } }\n";
}

// NORD sold for 1,000 in January 2024 at 5 %; the month is closed.
void open_book(const Desk& desk) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.write("five.terms", terms("5 %"));
  desk.write("six.terms", terms("6 %"));
  desk.result_of("agreement propose five.terms --agreement nord --partner NORD --from 2024-01-01");
  desk.result_of("agreement accept nord --version 1");
  desk.write("sale.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: "
             "\"1000\" } }");
  desk.result_of("record sale.txtpb");
  desk.result_of("period close 2024-01");
}

TEST(Simulate, says_what_the_terms_would_have_paid_and_writes_nothing) {
  const Desk desk;
  open_book(desk);
  const std::string before = desk.result_of("verify --quiet").substr(0, 90);
  desk.expect_says("simulate --terms six.terms --period 2024-01",
                   {"50.00", "60.00", "10.00 EUR more (20.0 %), net of what they are charged"});
  desk.expect_says("simulate --terms five.terms --period 2024-01",
                   {"would have paid the partners the same"});
  EXPECT_EQ(desk.result_of("simulate --terms six.terms --from 2024-01 --to 2024-02 --csv"),
            "party,agreement,currency,side,what,term,booked,simulated,difference\n"
            "NORD,nord,EUR,earns,commission,standard,50.00,60.00,10.00\n");
  desk.expect_says("simulate --terms six.terms --period 2024-01 --json",
                   {"\"difference\": \"10.00\""});
  EXPECT_EQ(desk.quits("simulate --terms six.terms").exit_code, 2);
  EXPECT_EQ(desk.quits("simulate --terms six.terms --period 2024-01 --partner SUED").exit_code, 4);
  EXPECT_EQ(desk.result_of("verify --quiet").substr(0, 90), before);
}

TEST(Restate, shows_both_results_and_posts_when_approved) {
  const Desk desk;
  open_book(desk);
  const std::string line =
      "restate nord --version 1 --terms six.terms --from 2024-01 --until 2024-01 --reason mistyped";
  desk.expect_says(line + " --dry-run", {"50.00", "60.00", "10.00"});
  desk.expect_says("entries", {"period 2024-01 closed"});
  desk.expect_says(line, {"NORD", "standard", "50.00", "60.00", "10.00"});
  desk.expect_says("explain cli:restate/nord/1/2024-01/2024-01", {"not yet"});
  EXPECT_EQ(desk.quits("approve cli:restate/nord/1/2024-01/2024-01").exit_code, 3)
      << "anna proposed it";
  desk.result_of("--as bert approve cli:restate/nord/1/2024-01/2024-01");
  desk.expect_says("explain shop:1",
                   {"NORD earns 10.00 more in entry 11, restatement of entry 9: mistyped"});
  desk.expect_says("statement NORD --period 2024-02", {"10.00"});
  desk.expect_says("verify", {"a restatement posts exactly the differences it announced"});
}

// 5 % of 1,000 were booked: 50.00. Restated to 6 %, then to 5.5 %: 10.00 more, then 5.00 less.
TEST(Restate, an_entry_tells_every_restatement_of_it) {
  const Desk desk;
  open_book(desk);
  desk.write("less.terms", terms("5.5 %"));
  const std::string period = " --version 1 --from 2024-01 --until 2024-01";
  desk.result_of("restate nord --terms six.terms --reason mistyped --id one" + period);
  desk.result_of("--as bert approve one");
  desk.result_of("restate nord --terms less.terms --reason 'mistyped again' --id two" + period);
  desk.result_of("--as bert approve two");
  const std::string text = desk.result_of("explain shop:1");
  EXPECT_NE(
      text.find(
          "restated   NORD earns 10.00 more in entry 11, restatement of entry 9: mistyped\n"
          "  restated   NORD earns 5.00 less in entry 14, restatement of entry 12: mistyped again\n"
          "  stands at  55.00\n"),
      std::string::npos)
      << text;
  desk.expect_says("explain shop:1 --json", {"\"stands_at\": \"55.00\"", "\"amount\": \"-5.00\"",
                                             "\"restated_by\": \"14\""});
  desk.expect_says("explain 14",
                   {"Entry 6 had booked", "60.00", "Under the corrected terms", "55.00",
                    "proposed by anna in entry 12: mistyped again", "Approved by bert"});
}

}  // namespace
}  // namespace quits::test
