// quits run certificate, quits run drawing, quits dependence --run: a run for those who have no
// book.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

constexpr const char* kTerms =
    "title: \"Network\" currency: \"EUR\" settlement { netting: NETTING_MODE_MULTILATERAL netting: "
    "NETTING_MODE_CENTRE }\n";

// Two loops in two currencies; Z is only in the one in yen.
constexpr const char* kDebts =
    "id,debtor,creditor,amount,currency,due,flags\n"
    "ab,A,B,100.00,EUR,2026-03-31,\n"
    "bc,B,C,80.00,EUR,2026-03-31,\n"
    "ca,C,A,70.00,EUR,2026-03-31,\n";
constexpr const char* kDebtsInYen =
    "id,debtor,creditor,amount,currency,due,flags\n"
    "az,A,Z,500,JPY,2026-03-31,\n"
    "za,Z,A,400,JPY,2026-03-31,\n";

void propose(const Desk& desk, const std::string& options, const std::string& before = "") {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.write("network.terms", kTerms);
  desk.write("debts.csv", kDebts);
  desk.write("yen.csv", kDebtsInYen);
  for (const std::string party : {"A", "B", "C", "Z"}) {
    desk.result_of("party add " + party + " --name 'Company " + party + "'");
    desk.result_of("agreement propose network.terms --agreement with-" + party + " --partner " +
                   party + " --from 2026-01-01");
    desk.result_of("agreement accept with-" + party + " --version 1");
  }
  for (const std::string file : {"debts.csv", "yen.csv"})
    desk.result_of("obligation import " + file + " --by ACME --evidence list --on 2026-03-31");
  if (!before.empty()) desk.result_of(before);
  desk.result_of("run open r --on 2026-04-01 " + options);
  desk.result_of("run collect r");
  EXPECT_EQ(desk.quits("run certificate r --currency EUR --out proof.json").exit_code, 3)
      << "nothing is proposed";
  desk.result_of("run propose r");
}

TEST(RunOutputs, a_certificate_of_every_mode_holds_without_the_book) {
  for (const std::string options : {"", "--mode bilateral", "--mode centre --centre ACME",
                                    "--whole-documents", "--order largest"}) {
    const Desk desk;
    propose(desk, options);
    for (const std::string currency : {"EUR", "JPY"}) {
      desk.result_of("run certificate r --currency " + currency + " --out proof.json");
      desk.expect_says("net --check proof.json", {"holds"});
    }
  }
}

TEST(RunOutputs, a_certificate_that_was_changed_does_not_hold) {
  const Desk desk;
  propose(desk, "");
  desk.result_of("run certificate r --currency EUR --out proof.json");
  std::string proof = read_file(desk.path("proof.json"));
  for (const char* piece : {"\"currency\": \"EUR\"", "\"setOff\": \"210.00\"", "\"id\": \"ab\""})
    EXPECT_NE(proof.find(piece), std::string::npos) << piece << "\n" << proof;
  const std::string from = "\"setOff\": \"70.00\"";
  proof.replace(proof.find(from), from.size(), "\"setOff\": \"69.00\"");
  desk.write("proof.json", proof);
  EXPECT_EQ(desk.quits("net --check proof.json").exit_code, 7);
}

TEST(RunOutputs, a_run_in_several_currencies_asks_which) {
  const Desk desk;
  propose(desk, "");
  const Outcome outcome = desk.quits("run certificate r --out proof.json");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.errors.find("JPY, EUR"), std::string::npos) << outcome.errors;
  EXPECT_EQ(desk.quits("run certificate r --currency USD --out proof.json").exit_code, 4);
  EXPECT_EQ(desk.quits("run certificate none --out proof.json").exit_code, 4);
  EXPECT_EQ(desk.quits("run certificate r --currency EUR").exit_code, 2) << "no file is named";
}

TEST(RunOutputs, a_drawing_shows_who_is_in_it) {
  const Desk desk;
  propose(desk, "");
  desk.result_of("run drawing r --currency EUR --out r.svg");
  const std::string drawing = read_file(desk.path("r.svg"));
  for (const char* piece : {"<svg", "Before", "After", "proven to be the most", ">A<", ">C<"})
    EXPECT_NE(drawing.find(piece), std::string::npos) << piece;
  EXPECT_EQ(drawing.find(">Z<"), std::string::npos) << "Z owes nothing in euros";
}

TEST(RunOutputs, dependence_on_a_run_before_and_after_it) {
  const Desk desk;
  propose(desk, "");
  EXPECT_EQ(desk.result_of("dependence --run r --currency EUR --fails A --csv"),
            "party,owes,pays,share,unpaid,loses,round\n"
            "A,100.00,70.00,0.7000,30.00,0.00,1\n"
            "B,80.00,70.00,0.8750,10.00,30.00,2\n"
            "C,70.00,70.00,1.0000,0.00,10.00,0\n");
  EXPECT_EQ(desk.result_of("dependence --run r --currency EUR --fails A --csv --after run"),
            "party,owes,pays,share,unpaid,loses,round\n"
            "A,30.00,0.00,0.0000,30.00,0.00,1\n"
            "B,10.00,0.00,0.0000,10.00,30.00,2\n"
            "C,0.00,0.00,1.0000,0.00,10.00,0\n");
  desk.expect_says("dependence --run r --currency EUR", {"of run r", "largest debtor"});
  desk.expect_says("dependence --run r --currency EUR --json",
                   {"\"run\": \"r\"", "\"format\": \"quits-dependence/1\""});
  EXPECT_EQ(desk.quits("dependence debts.csv --run r").exit_code, 2);
  EXPECT_EQ(desk.quits("dependence debts.csv --currency EUR --after run").exit_code, 2);
  EXPECT_EQ(desk.quits("dependence --run r --currency EUR --above 5").exit_code, 2);
}

// What stands for the rest of a converted document is no centre.
TEST(RunOutputs, a_run_that_converts_is_in_one_currency) {
  const Desk desk;
  propose(desk, "--settlement-currency EUR --rates ECB/2026-03-31",
          "rate record EUR/JPY=160 --by ECB --on 2026-03-31");
  desk.expect_says("dependence --run r --fails A --csv --after run", {"B,10.00,", "C,0.00,", "Z,"});
  desk.result_of("run certificate r --out proof.json");
  desk.expect_says("net --check proof.json", {"holds"});
}

TEST(RunOutputs, dependence_after_a_centre_is_on_the_centre) {
  const Desk desk;
  propose(desk, "--mode centre --centre ACME");
  EXPECT_EQ(desk.result_of("dependence --run r --currency EUR --fails A --csv --after run"),
            "party,owes,pays,share,unpaid,loses,round\n"
            "A,30.00,0.00,0.0000,30.00,0.00,1\n"
            "ACME,30.00,0.00,0.0000,30.00,30.00,2\n"
            "B,0.00,0.00,1.0000,0.00,20.00,0\n"
            "C,0.00,0.00,1.0000,0.00,10.00,0\n");
}

}  // namespace
}  // namespace quits::test
