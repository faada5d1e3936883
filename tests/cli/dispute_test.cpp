// quits dispute: from a line that is wrong to the credit note.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

// NORD takes two courses for 500.00 and 95.00 tax in January 2024 and earns 100.00; the month is closed.
void open_book(const Desk& desk) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.write("terms",
             "title: \"Reseller\"\ncurrency: \"EUR\"\nplan { name: \"standard\" rule: RULE_FLAT basis: BASIS_PER_EVENT "
             "band { from: \"0\" rate: \"10 %\" } }\n"
             "price { item: \"course\" category: CATEGORY_TRAINING unit_price: \"250\" unit: \"seat\" }\n"
             "tax { supplier: SIDE_PRINCIPAL category: TAX_CATEGORY_S rate: \"19 %\" }\n");
  desk.result_of("agreement propose terms --agreement nord --partner NORD --from 2024-01-01");
  desk.result_of("agreement accept nord --version 1");
  desk.write("facts.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: \"1000\" } } "
             "fact { id: \"2\" training_delivered { partner: \"NORD\" item: \"course\" seats: 2 on: \"2024-01-04\" } }");
  desk.result_of("record facts.txtpb");
  desk.result_of("period close 2024-01");
}

// The entry that opened the only dispute.
std::string number_of(const Desk& desk) {
  const std::string csv = desk.result_of("dispute list --csv");
  const std::size_t line = csv.find('\n') + 1;
  return csv.substr(line, csv.find(',', line) - line);
}

TEST(DisputeCommand, from_the_line_to_the_credit_note) {
  const Desk desk;
  open_book(desk);
  const std::string opening = "dispute open ACME-2024-00001 --line 1 --by NORD --reason price --text 'agreed on 200' --on 2024-02-02";
  desk.expect_says(opening + " --amount 119", {"disputed line 1 of ACME-2024-00001"});
  desk.expect_says(opening + " --amount 119", {"nothing changed"});
  const std::string dispute = number_of(desk);
  desk.expect_says("dispute list", {"119.00", "overdue"});
  desk.expect_says("dispute list --overdue --party NORD", {"ACME-2024-00001"});
  desk.expect_says("invoice show ACME-2024-00001", {"Disputed: 119.00 EUR"});
  desk.expect_says("register", {"disputed", "-119.00"});
  desk.expect_says("dispute answer " + dispute + " --by ACME --text 'the list says 250'", {"answered dispute"});
  EXPECT_EQ(desk.result_of("dispute list --overdue --csv").find("ACME-2024"), std::string::npos);
  const Outcome alone = desk.quits("dispute uphold " + dispute + " --by ACME --text right");
  EXPECT_EQ(alone.exit_code, 3);
  EXPECT_NE(alone.errors.find("(same_person)"), std::string::npos) << alone;
  desk.expect_says("--as bert dispute uphold " + dispute + " --by ACME --text 'right, 200'", {"upheld dispute"});
  desk.expect_says("dispute show " + dispute, {"line 1 of ACME-2024-00001 (course)", "119.00 EUR", "agreed on 200", "the list says 250",
                                               "right, 200", "given back when 2024-02 closes"});
  desk.expect_says("settle 2024-01", {"119.00 EUR is disputed"});
  desk.expect_says("statement NORD --period 2024-01", {"Disputed", "agreed on 200", "Of this, -119.00 is disputed"});
  desk.expect_says("statement ACME --period 2024-01 --json", {"\"kept_out\": \"119.00\"", "\"text\": \"the list says 250\""});
  desk.expect_says("period close 2024-02", {"ACME-2024-00002", "-119.00"});
  desk.expect_says("dispute show cli:dispute/ACME-2024-00001/1/2024-02-02/119", {"upheld, given back with 2024-02"});
  EXPECT_EQ(desk.result_of("dispute list --open --csv").find("ACME-2024"), std::string::npos);
  desk.expect_says("verify", {"what is disputed of a document"});
}

TEST(DisputeCommand, says_what_is_wrong_in_words_of_the_line) {
  const Desk desk;
  open_book(desk);
  const auto refusal = [&](const std::string& line, int exit_code) {
    const Outcome outcome = desk.quits(line);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome;
    return outcome.errors;
  };
  const std::string what = " --reason price --text why";
  EXPECT_NE(refusal("dispute open ACME-2024-00001 --line 2 --by NORD" + what, 3).find("--line"), std::string::npos);
  EXPECT_NE(refusal("dispute open ACME-2024-00001 --by SUED" + what, 3).find("--by"), std::string::npos);
  EXPECT_NE(refusal("dispute open ACME-2024-00001 --by NORD --amount 1000" + what, 3).find("--amount"), std::string::npos);
  EXPECT_NE(refusal("dispute open ACME-2024-00009 --by NORD" + what, 4).find("DOCUMENT"), std::string::npos);
  EXPECT_NE(refusal("dispute open ACME-2024-00001 --by NORD --reason taste --text why", 3).find("not_delivered"), std::string::npos);
  EXPECT_NE(refusal("dispute withdraw 1 --by NORD --text why", 4).find("quits dispute list"), std::string::npos);
}

}  // namespace
}  // namespace quits::test
