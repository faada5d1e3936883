// quits dependence: who depends on whom, what a failure would do, and what is refused.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

// A needs 50 of its own. Without them it pays nothing, nor does B; after a set-off only C loses.
constexpr const char* kLoop =
    "debtor,creditor,amount,currency\nA,B,100.00,EUR\nB,A,100.00,EUR\nA,C,50.00,EUR\n";
// A has 40 of 100, B 10 and what A pays.
constexpr const char* kChain = "debtor,creditor,amount\nA,B,100\nB,C,100\n";

void expect_refused(const Desk& desk, const std::string& line, int exit_code,
                    const std::vector<std::string>& pieces) {
  const Outcome outcome = desk.quits(line);
  EXPECT_EQ(outcome.exit_code, exit_code) << line << ": " << outcome;
  EXPECT_EQ(outcome.output, "") << line;
  for (const std::string& piece : pieces)
    EXPECT_NE(outcome.errors.find(piece), std::string::npos) << piece << "\n" << outcome.errors;
}

TEST(DependenceCommand, text_says_who_depends_on_whom_and_whose_failure_costs_most) {
  const Desk desk;
  desk.write("debts.csv", kLoop);
  desk.expect_says("dependence debts.csv", {"largest debtor", "100.00 %", "Nobody has a cushion",
                                            "others lose", "150.00", "in EUR"});
}

TEST(DependenceCommand, a_set_off_first_changes_what_a_failure_reaches) {
  const Desk desk;
  desk.write("debts.csv", kLoop);
  EXPECT_EQ(desk.result_of("dependence debts.csv --fails A --csv"),
            "party,owes,pays,share,unpaid,loses,round\nA,150.00,0.00,0.0000,150.00,100.00,1\n"
            "B,100.00,0.00,0.0000,100.00,100.00,2\nC,0.00,0.00,1.0000,0.00,50.00,0\n");
  for (const std::string mode : {"bilateral", "multilateral"}) {
    EXPECT_EQ(desk.result_of("dependence debts.csv --fails A --csv --after " + mode),
              "party,owes,pays,share,unpaid,loses,round\nA,50.00,0.00,0.0000,50.00,0.00,1\n"
              "B,0.00,0.00,1.0000,0.00,0.00,0\nC,0.00,0.00,1.0000,0.00,50.00,0\n");
  }
}

TEST(DependenceCommand, outside_assets_are_a_cushion) {
  const Desk desk;
  desk.write("debts.csv", kChain);
  desk.write("assets.csv", "party,amount\nA,100\nB,75\n");
  EXPECT_EQ(desk.result_of("dependence debts.csv --assets assets.csv --fails A --csv"),
            "party,owes,pays,share,unpaid,loses,round\nA,100,0,0.0000,100,0,1\n"
            "B,100,75,0.7500,25,100,2\nC,0,0,1.0000,0,25,0\n");
  const Outcome outcome = desk.quits("dependence debts.csv --assets assets.csv");
  EXPECT_NE(outcome.errors.find("2 of 3 parties"), std::string::npos) << outcome.errors;
}

TEST(DependenceCommand, several_fail_at_once) {
  const Desk desk;
  desk.write("debts.csv", "debtor,creditor,amount\nA,C,50\nB,C,50\nC,D,100\n");
  desk.expect_says("dependence debts.csv --fails A", {"50.00 %", "1 other cannot pay"});
  desk.expect_says("dependence debts.csv --fails A --fails B",
                   {"Failing: A, B", "0.00 %", "Others lose 200"});
}

TEST(DependenceCommand, json_has_exact_shares_and_one_object_per_party) {
  const Desk desk;
  desk.write("debts.csv", kChain);
  desk.write("assets.csv", "party,amount\nA,1\nB,33\n");
  desk.expect_says(
      "dependence debts.csv --assets assets.csv --fails A --json",
      {"\"format\": \"quits-dependence/1\"", "\"exactShare\": \"33/100\"", "\"share\": \"0.3300\"",
       "\"cannotPayAnyway\": 2", "\"fails\": [", "\"largestDebtor\": \"A\""});
  const std::string nobody = desk.result_of("dependence debts.csv --json");
  EXPECT_EQ(nobody.find("\"exactShare\""), std::string::npos) << "nobody was made to fail";
  EXPECT_EQ(nobody.find("\"largestDebtor\": \"\""), std::string::npos) << "nobody owes A anything";
  desk.expect_says("dependence debts.csv --json",
                   {"\"lostByOthers\": \"200\"", "\"concentration\": \"1.0000\""});
}

TEST(DependenceCommand, csv_without_a_failure_has_one_row_per_party) {
  const Desk desk;
  desk.write("debts.csv", kChain);
  EXPECT_EQ(desk.result_of("dependence debts.csv --csv"),
            "party,owes,receives,largest_debtor,from_it,of_receipts,concentration,assets,"
            "lost_by_others,pulled_down,rounds\n"
            "A,100,0,,0,0.0000,0.0000,100,200,1,2\nB,100,100,A,100,1.0000,1.0000,0,0,0,0\n"
            "C,0,100,B,100,1.0000,1.0000,0,0,0,0\n");
}

TEST(DependenceCommand, refusals_name_line_and_field) {
  const Desk desk;
  desk.write("debts.csv", kChain);
  expect_refused(desk, "dependence debts.csv --fails Z", 4, {"--fails", "'Z'", "unknown_party"});
  desk.write("unknown.csv", "party,amount\nA,5\nZ,5\n");
  expect_refused(desk, "dependence debts.csv --assets unknown.csv", 4, {"unknown.csv:3", "party"});
  desk.write("twice.csv", "party,amount\nA,5\nA,6\n");
  expect_refused(desk, "dependence debts.csv --assets twice.csv", 3, {"twice.csv:3", "line 2"});
  desk.write("below.csv", "party,amount\nA,-5\n");
  expect_refused(desk, "dependence debts.csv --assets below.csv", 3, {"below.csv:2", "amount"});
  desk.write("cents.csv", "party,amount\nA,5.5\n");
  expect_refused(desk, "dependence debts.csv --assets cents.csv", 3, {"cents.csv:2", "inexact"});
  desk.write("columns.csv", "name,amount\nA,5\n");
  expect_refused(desk, "dependence debts.csv --assets columns.csv", 3, {"columns.csv:1", "party"});
  expect_refused(desk, "dependence debts.csv --assets absent.csv", 4, {});
  expect_refused(desk, "dependence debts.csv --after centre", 2, {});
  expect_refused(desk, "dependence", 2, {"FILE"});
  desk.write("own.csv", "debtor,creditor,amount\nA,A,5\n");
  expect_refused(desk, "dependence own.csv", 3, {"own.csv:2", "creditor"});
}

}  // namespace
}  // namespace quits::test
