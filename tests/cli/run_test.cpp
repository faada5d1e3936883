// quits run and quits obligation: a month between partners, from a file of debts to the payments that are left.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

constexpr const char* kTerms =
    "title: \"Network\" currency: \"EUR\" settlement { netting: NETTING_MODE_MULTILATERAL netting: NETTING_MODE_CENTRE }\n";

constexpr const char* kDebts =
    "id,debtor,creditor,amount,currency,due,flags\n"
    "ab,A,B,100.00,EUR,2026-03-31,\n"
    "bc,B,C,80.00,EUR,2026-03-31,\n"
    "ca,C,A,70.00,EUR,2026-03-31,\n"
    "cb,C,B,5.00,EUR,2026-03-31,assigned\n";

void open_book(const Desk& desk) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.write("network.terms", kTerms);
  desk.write("debts.csv", kDebts);
  for (const std::string party : {"A", "B", "C"}) {
    desk.result_of("party add " + party + " --name 'Company " + party + "'");
    desk.result_of("agreement propose network.terms --agreement with-" + party + " --partner " + party + " --from 2026-01-01");
    desk.result_of("agreement accept with-" + party + " --version 1");
  }
}

TEST(RunCommands, from_a_file_of_debts_to_the_payments_that_are_left) {
  const Desk desk;
  open_book(desk);
  desk.expect_says("obligation import debts.csv --by ACME --evidence 'list of 31 March' --on 2026-03-31", {"recorded 3 debts"});
  desk.expect_says("run open 2026-03 --on 2026-04-01 --pay-on 2026-04-20", {"opened run 2026-03"});
  desk.result_of("run collect 2026-03");
  desk.result_of("run propose 2026-03");
  desk.expect_says("run show 2026-03", {"proposed, multilateral", "250.00", "210.00", "0.8400", "ab", "30.00"});
  EXPECT_EQ(desk.quits("run approve 2026-03").exit_code, 3) << "anna prepared it";
  EXPECT_EQ(desk.quits("run post 2026-03").exit_code, 3) << "nobody approved it";
  desk.result_of("--as ben run approve 2026-03");
  desk.result_of("run post 2026-03");
  EXPECT_EQ(desk.result_of("--csv run show 2026-03"),
            "party,currency,owes,is_owed,net,set_off,to_pay,to_receive\n"
            "A,EUR,100.00,70.00,-30.00,70.00,30.00,0.00\n"
            "B,EUR,80.00,100.00,20.00,70.00,10.00,30.00\n"
            "C,EUR,70.00,80.00,10.00,70.00,0.00,10.00\n");
  EXPECT_EQ(desk.result_of("--csv run show 2026-03 --party A"),
            "document,debtor,creditor,due,currency,open_before,set_off,open_after\n"
            "ab,A,B,2026-03-31,EUR,100.00,70.00,30.00\n"
            "ca,C,A,2026-03-31,EUR,70.00,70.00,0.00\n");
  desk.expect_says("run show 2026-03 --party A", {"RUN-2026-03-00001", "2026-04-20"});
  desk.expect_says("--json run show 2026-03", {"\"state\": \"posted\"", "\"set_off\": \"210.00\"", "\"payments_after\": \"2\""});
  desk.write("paid.txtpb",
             "source: \"bank\" fact { id: \"1\" payment { payer: \"A\" payee: \"B\" amount: \"30\" currency: \"EUR\" on: \"2026-04-20\" "
             "reference: \"RUN-2026-03-00001\" } } fact { id: \"2\" payment { payer: \"B\" payee: \"C\" amount: \"10\" currency: \"EUR\" "
             "on: \"2026-04-20\" reference: \"RUN-2026-03-00002\" } }");
  desk.result_of("record paid.txtpb");
  EXPECT_EQ(desk.result_of("--csv run list"),
            "run,state,mode,on,proposal,payments_open,next\n2026-03,settled,multilateral,2026-04-01,1,0,\n");
  desk.expect_says("entries", {"run 2026-03 posted, 2 payments to be made", "A owes B 100.00 EUR under ab, reported by ACME"});
  // What was invoiced elsewhere has its income in the books that did so.
  desk.expect_says("export A", {"equity:invoiced-elsewhere:B", "liabilities:payable:B"});
  desk.expect_says("balance A", {"invoiced elsewhere"});
  desk.result_of("verify");
}

TEST(RunCommands, say_what_to_do_when_it_is_not_the_time) {
  const Desk desk;
  open_book(desk);
  EXPECT_EQ(desk.quits("run show nothing").exit_code, 4);
  desk.result_of("run open r --on 2026-04-01");
  const Outcome empty = desk.quits("run collect r");
  EXPECT_EQ(empty.exit_code, 4) << empty;
  EXPECT_NE(empty.errors.find("finds no document"), std::string::npos) << empty;
  const Outcome early = desk.quits("run propose r");
  EXPECT_EQ(early.exit_code, 3) << early;
  EXPECT_NE(early.errors.find("quits run collect r"), std::string::npos) << early;
  desk.result_of("run cancel r --reason 'nothing to settle'");
  EXPECT_EQ(desk.quits("run collect r").exit_code, 3);
  EXPECT_EQ(desk.quits("run open c --mode centre --on 2026-04-01").exit_code, 3) << "a centre has a name";
  desk.write("bare.csv", "debtor,creditor,amount\nA,B,1\n");
  const Outcome bare = desk.quits("obligation import bare.csv --by ACME");
  EXPECT_EQ(bare.exit_code, 3) << bare;
  EXPECT_NE(bare.errors.find("bare.csv:1"), std::string::npos) << bare;
}

TEST(RunCommands, keep_documents_and_parties_out) {
  const Desk desk;
  open_book(desk);
  desk.result_of("obligation import debts.csv --by ACME --evidence list --on 2026-03-31");
  desk.result_of("obligation flag ab assigned --reason 'sold to a factor'");
  desk.result_of("obligation hold C --insolvent --reason 'court file 4711'");
  desk.result_of("run open r --on 2026-04-01");
  EXPECT_EQ(desk.quits("run collect r").exit_code, 4) << "nothing is left";
  EXPECT_EQ(desk.result_of("--csv obligation list --party A"),
            "number,debtor,creditor,amount,open,currency,due,state,flags,run,entry\n"
            "ab,A,B,100.00,100.00,EUR,2026-03-31,confirmed,assigned,,12\n"
            "ca,C,A,70.00,70.00,EUR,2026-03-31,confirmed,,,14\n");
  desk.result_of("obligation hold C --release --reason 'plan accepted'");
  desk.result_of("run collect r");
  desk.expect_says("run show r", {"Left out", "ab", "assigned"});
  EXPECT_EQ(desk.quits("obligation flag bc on_hold --reason late").exit_code, 3) << "a run holds it";
  EXPECT_EQ(desk.quits("obligation flag ab stolen --reason x").exit_code, 3);
}

}  // namespace
}  // namespace quits::test
