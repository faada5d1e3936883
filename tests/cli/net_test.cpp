// quits net: what a file of debts could set off, its proof, and what is refused.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

constexpr const char* kTriangle =
    "debtor,creditor,amount\nAlice,Bob,100\nBob,Charlie,80\nCharlie,Alice,70\n";

void expect_refused(const Desk& desk, const std::string& line, int exit_code,
                    const std::vector<std::string>& pieces) {
  const Outcome outcome = desk.quits(line);
  EXPECT_EQ(outcome.exit_code, exit_code) << line << ": " << outcome;
  for (const std::string& piece : pieces)
    EXPECT_NE(outcome.errors.find(piece), std::string::npos) << piece << "\n" << outcome.errors;
}

TEST(Net, text_says_what_is_set_off_and_that_it_is_the_most) {
  const Desk desk;
  desk.write("debts.csv", kTriangle);
  desk.expect_says("net debts.csv",
                   {"250", "210", "84.00 %", "3 before, 2 after", "Proven optimal"});
  desk.expect_says("net debts.csv --mode bilateral", {"Bilateral", "Proven optimal"});
  desk.expect_says("net debts.csv --mode centre", {"centre", "to be paid to the centre"});
}

TEST(Net, csv_is_in_the_order_of_the_input) {
  const Desk desk;
  desk.write("debts.csv", kTriangle);
  EXPECT_EQ(desk.result_of("net debts.csv --csv"),
            "id,debtor,creditor,amount,set_off,left\n1,Alice,Bob,100,70,30\n"
            "2,Bob,Charlie,80,70,10\n3,Charlie,Alice,70,70,0\n");
}

TEST(Net, json_has_the_fixed_fields) {
  const Desk desk;
  desk.write("debts.csv", "id,debtor,creditor,amount,currency\nx,A,B,10.50,EUR\ny,B,A,10.5,EUR\n");
  desk.expect_says(
      "net debts.csv --json",
      {"\"gross\": \"21.00\"", "\"nid\": \"0.00\"", "\"setOff\": \"21.00\"",
       "\"remaining\": \"0.00\"", "\"optimal\": true", "\"parties\": [", "\"obligations\": ["});
}

TEST(Net, a_certificate_holds_until_somebody_changes_it) {
  const Desk desk;
  desk.write("debts.csv", kTriangle);
  for (const std::string mode : {"bilateral", "multilateral", "centre"}) {
    desk.result_of("net debts.csv --certificate proof.json --mode " + mode);
    desk.expect_says("net --check proof.json", {"holds"});
  }
  desk.result_of("net debts.csv --certificate proof.json");
  const std::string proof = read_file(desk.path("proof.json"));
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = proof;
    text.replace(text.find(from), from.size(), to);
    desk.write("changed.json", text);
  };
  for (const auto& [from, to] : {std::pair("\"setOff\": \"70\"", "\"setOff\": \"69\""),
                                 std::pair("\"potential\": \"-", "\"potential\": \"-9"),
                                 std::pair("\"gross\": \"250\"", "\"gross\": \"251\""),
                                 std::pair("\"party\": \"Bob\"", "\"party\": \"Bill\"")}) {
    if (proof.find(from) == std::string::npos) continue;
    changed(from, to);
    expect_refused(desk, "net --check changed.json", 7, {"internal_mismatch", "changed.json"});
  }
  desk.write("changed.json", "{");
  expect_refused(desk, "net --check changed.json", 3, {"malformed_text"});
}

TEST(Net, refusals_name_line_and_field) {
  const Desk desk;
  desk.write("own.csv", "debtor,creditor,amount\nA,B,5\nA,A,5\n");
  expect_refused(desk, "net own.csv", 3, {"own.csv:3", "creditor", "debtor as well"});
  desk.write("number.csv", "debtor,creditor,amount\nA,B,5x\n");
  expect_refused(desk, "net number.csv", 3, {"number.csv:2", "amount"});
  desk.write("columns.csv", "from,to,amount\nA,B,5\n");
  expect_refused(desk, "net columns.csv", 3, {"debtor"});
  desk.write("mixed.csv", "debtor,creditor,amount,currency\nA,B,5,EUR\nB,A,5,USD\n");
  expect_refused(desk, "net mixed.csv", 3, {"mixed.csv:3", "--currency EUR"});
  desk.result_of("net mixed.csv --currency EUR");
  expect_refused(desk, "net absent.csv", 4, {});
  expect_refused(desk, "net", 2, {"FILE.csv"});
  expect_refused(desk, "net mixed.csv --mode best", 2, {});
}

TEST(Net, what_takes_no_part_is_said_with_its_reason) {
  const Desk desk;
  desk.write("debts.csv",
             "id,debtor,creditor,amount,status,flags\na,A,B,5,approved,\nb,B,A,5,draft,\n"
             "c,B,A,4,approved,disputed\n");
  const Outcome outcome = desk.quits("net debts.csv --csv");
  EXPECT_EQ(outcome.output, "id,debtor,creditor,amount,set_off,left\na,A,B,5,0,5\n");
  EXPECT_NE(outcome.errors.find("not approved: b"), std::string::npos) << outcome.errors;
  EXPECT_NE(outcome.errors.find("disputed: c"), std::string::npos) << outcome.errors;
}

TEST(Net, draws_before_and_after) {
  const Desk desk;
  desk.write("debts.csv", kTriangle);
  desk.result_of("net debts.csv --svg debts.svg");
  const std::string drawing = read_file(desk.path("debts.svg"));
  for (const char* piece : {"<svg", "Before", "After", "Charlie", "</svg>"})
    EXPECT_NE(drawing.find(piece), std::string::npos) << piece;
}

}  // namespace
}  // namespace quits::test
