// Paid too much, written off, and overdue: what finance sees of it at the terminal.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

// NORD takes two courses for 500.00 in January 2024; the month is closed and settled, and 500.00 is
// on the payment list.
void open_book(const Desk& desk) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.write(
      "terms",
      "title: \"Reseller\"\ncurrency: \"EUR\"\n"
      "price { item: \"course\" category: CATEGORY_TRAINING unit_price: \"250\" unit: \"seat\" }\n"
      "payment { due_days: 14 collection: COLLECTION_COLLECT }\n");
  desk.result_of("agreement propose terms --agreement nord --partner NORD --from 2024-01-01");
  desk.result_of("agreement accept nord --version 1");
  desk.write("facts.txtpb",
             "source: \"shop\" fact { id: \"2\" training_delivered { partner: \"NORD\" item: "
             "\"course\" seats: 2 on: \"2024-01-04\" } }");
  desk.result_of("record facts.txtpb");
  desk.result_of("period close 2024-01");
}

// The first cell of the first row of a CSV.
std::string first_of(const std::string& csv) {
  const std::size_t line = csv.find('\n') + 1;
  return csv.substr(line, csv.find(',', line) - line);
}

TEST(PaymentCommands, what_is_paid_too_much_is_a_credit) {
  const Desk desk;
  open_book(desk);
  desk.result_of("settle 2024-01 --on 2024-02-01");
  desk.write("bank.txtpb",
             "source: \"bank\" fact { id: \"1\" payment { payer: \"NORD\" payee: \"ACME\" amount: "
             "\"530\" currency: \"EUR\" on: "
             "\"2024-02-14\" reference: \"PAY-2024-01-00001\" } }");
  desk.result_of("record bank.txtpb");
  const std::string credit = first_of(desk.result_of("obligation list --csv"));
  EXPECT_EQ(credit.substr(0, 7), "CREDIT-");
  desk.expect_says("entries", {"530.00 EUR by NORD to ACME", "30.00 EUR too much: " + credit});
  desk.expect_says("explain " + credit, {"payment of 530.00 EUR by NORD to ACME"});
  desk.expect_says("invoice show " + credit,
                   {"Credit of a payment " + credit, "from      Nord (NORD)", "Open: 30.00 EUR"});
  desk.expect_says("statement NORD --period 2024-02", {"Paid too much", credit, "30.00"});
  desk.expect_says("statement ACME --period 2024-02 --json",
                   {"\"number\": \"" + credit + "\"", "\"open\": \"30.00\""});
  desk.expect_says("register --period 2024-02", {"overpaid", "30.00"});
  EXPECT_EQ(desk.result_of("register --csv").find("overpaid"), std::string::npos)
      << "its columns are fixed";
  desk.expect_says("reverse bank:1 --reason 'came back'", {"reversed bank:1"});
  desk.expect_says("obligation list", {"taken back"});
  desk.expect_says("verify", {"what is paid beyond it is the payer's credit"});
}

TEST(PaymentCommands, a_write_off_takes_two_persons) {
  const Desk desk;
  open_book(desk);
  const std::string asking =
      "write-off request ACME-2024-00001 --amount 40 --reason 'in trouble' --on 2024-02-02";
  desk.expect_says(asking, {"asked to write off ACME-2024-00001"});
  desk.expect_says(asking, {"nothing changed"});
  const std::string entry = first_of(desk.result_of("write-off list --waiting --csv"));
  const Outcome alone = desk.quits("write-off approve " + entry);
  EXPECT_EQ(alone.exit_code, 3);
  EXPECT_NE(alone.errors.find("(same_person)"), std::string::npos) << alone;
  desk.expect_says("--as maria write-off approve " + entry + " --on 2024-02-03",
                   {"written off as requested in entry " + entry});
  desk.expect_says("write-off list", {"approved", "maria", "in trouble", "40.00"});
  desk.expect_says("write-off list --json", {"\"document\": \"ACME-2024-00001\"",
                                             "\"amount\": \"40.00\"", "\"state\": \"approved\""});
  EXPECT_NE(desk.quits("write-off list --waiting").errors.find("nothing waits for its approval"),
            std::string::npos);
  desk.expect_says("statement NORD --period 2024-02", {"Written off", "in trouble", "40.00"});
  desk.expect_says("register --period 2024-02", {"written off", "-40.00"});
  desk.expect_says("entries", {"write-off of 40 of ACME-2024-00001 requested: in trouble",
                               "40.00 EUR of ACME-2024-00001 written off"});
  desk.expect_says("export ACME", {"expenses:writeoff:NORD", "40.00 EUR"});
  desk.expect_says("export NORD", {"income:writeoff:ACME"});
  const Outcome more =
      desk.quits("write-off request ACME-2024-00001 --amount 460.01 --reason 'all of it'");
  EXPECT_EQ(more.exit_code, 3);
  EXPECT_NE(more.errors.find("--amount"), std::string::npos) << more;
  EXPECT_NE(more.errors.find("460.00 EUR"), std::string::npos) << more;
  EXPECT_EQ(desk.quits("--as maria write-off approve 1").exit_code, 4);
  EXPECT_EQ(desk.quits("--as maria write-off approve 999").exit_code, 4);
}

// Else what was taken back could not be asked for again on the same day.
TEST(PaymentCommands, a_write_off_that_was_taken_back_is_asked_for_again) {
  const Desk desk;
  open_book(desk);
  const std::string asking =
      "write-off request ACME-2024-00001 --amount 40 --reason 'in trouble' --on 2024-02-02";
  desk.result_of(asking);
  const std::string first = first_of(desk.result_of("write-off list --waiting --csv"));
  desk.result_of("--as maria write-off approve " + first + " --on 2024-02-03");
  desk.result_of(
      "reverse cli:approve/cli:write-off/ACME-2024-00001/2024-02-02/40 --reason 'it was paid'");
  desk.expect_says("write-off list", {"reversed"});
  desk.expect_says(asking, {"asked to write off ACME-2024-00001"});
  const std::string second = first_of(desk.result_of("write-off list --waiting --csv"));
  EXPECT_NE(second, first);
  desk.expect_says(asking, {"nothing changed"});
  desk.expect_says("--as maria write-off approve " + second + " --on 2024-02-03",
                   {"written off as requested in entry " + second});
}

TEST(PaymentCommands, ageing_shows_what_is_due) {
  const Desk desk;
  open_book(desk);
  desk.expect_says("ageing --as-of 2024-02-14", {"Open on 2024-02-14", "ACME", "NORD", "500.00"});
  EXPECT_EQ(desk.result_of("ageing --as-of 2024-02-14 --csv"),
            "creditor,debtor,currency,not_due,1-30,31-60,61-90,over_90,total,disputed,documents\n"
            "ACME,NORD,EUR,500.00,0.00,0.00,0.00,0.00,500.00,0.00,1\n");
  EXPECT_EQ(desk.result_of("ageing --as-of 2024-03-16 --csv --party NORD"),
            "creditor,debtor,currency,not_due,1-30,31-60,61-90,over_90,total,disputed,documents\n"
            "ACME,NORD,EUR,0.00,0.00,500.00,0.00,0.00,500.00,0.00,1\n");
  desk.expect_says("ageing --json", {"\"days_over_90\": \"500.00\"", "\"total\""});
  EXPECT_NE(desk.quits("ageing --as-of 2024-01-30").errors.find("nothing is open on 2024-01-30"),
            std::string::npos);
  EXPECT_EQ(desk.quits("ageing --party NOBODY").exit_code, 4);
  EXPECT_EQ(desk.quits("ageing --as-of yesterday").exit_code, 3);
}

}  // namespace
}  // namespace quits::test
