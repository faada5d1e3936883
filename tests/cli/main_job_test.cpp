// The main job by commands alone, as the documentation shows it: from an empty folder to
// statements.
#include <gtest/gtest.h>

#include "storage/open.h"
#include "tests/cli/desk.h"
#include "tests/cli/sample_folder.h"

namespace quits::test {
namespace {

constexpr const char* kRegisterHeader =
    "period,party,currency,opening,charges,earnings,net,paid,carried,share\n";

constexpr const char* kTerms = R"(title: "Reseller"
currency: "EUR"
plan {
  name: "standard"
  rule: RULE_MARGINAL
  basis: BASIS_PER_PERIOD
  band { from: "0" rate: "5 %" }
  band { from: "1000" rate: "8 %" }
}
fee { name: "program fee" amount: "150.00" when: FEE_WHEN_ACTIVE }
price { item: "course" category: CATEGORY_TRAINING unit_price: "250" unit: "seat" }
payment { due_days: 14 minimum_payout: "50" }
)";

void agree(const Desk& desk) {
  desk.write("reseller.terms", kTerms);
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name 'Nord GmbH' --country DE");
  desk.result_of("party add SUED --name 'Sued AG' --country AT");
  desk.expect_says("agreement check reseller.terms", {"nothing is wrong"});
  desk.result_of(
      "agreement propose reseller.terms --agreement reseller --partner NORD --partner SUED --from "
      "2024-01-01");
  desk.result_of("agreement accept reseller/NORD --version 1 --by NORD");
  desk.result_of("agreement accept reseller/SUED --version 1 --by SUED");
}

// January: NORD sells 1500.50 and buys a seat for 250; SUED sells 3000. February: 10000, and 2250,
// for which SUED gets what it pays.
void record_two_months(const Desk& desk) {
  desk.write("sales.mapping", sound_mapping());
  desk.write("sales.csv",
             "id,partner,day,amount\n"
             "1,NORD,2024-01-05,900.00\n2,NORD,2024-01-19,600.50\n3,SUED,2024-01-31,3000\n"
             "4,NORD,2024-02-29,10000\n5,SUED,2024-02-01,2250\n");
  desk.write("courses.txtpb",
             "source: \"academy\"\n"
             "fact { id: \"run-7\" training_delivered { partner: \"NORD\" item: \"course\" seats: "
             "1 on: \"2024-01-22\" } }\n");
  desk.expect_says("import sales.csv --mapping sales.mapping",
                   {"5 rows recorded, 0 already there, 0 rejected"});
  desk.expect_says("import sales.csv --mapping sales.mapping",
                   {"0 rows recorded, 5 already there, 0 rejected", "nothing changed"});
  desk.expect_says("record courses.txtpb", {"1 recorded", "0 already there, 0 refused"});
  desk.expect_says("record courses.txtpb", {"0 recorded, 1 already there, 0 refused"});
}

void close_two_months(const Desk& desk) {
  desk.expect_says("period close 2024-01",
                   {"closed 2024-01", "ACME-2024-00001", "400.00", "NORD-2024-00001", "90.04"});
  desk.expect_says("settle 2024-01 --on 2024-02-05",
                   {"settled 2024-01 on 2024-02-05", "SUED", "60.00", "-309.96"});
  desk.expect_says("period close 2024-02", {"closed 2024-02"});
  desk.expect_says("settle 2024-02 --on 2024-03-05", {"310.04", "SUED", "quits"});
}

TEST(MainJob, from_an_empty_folder_to_statements) {
  const Desk desk;
  agree(desk);
  record_two_months(desk);
  close_two_months(desk);
  EXPECT_EQ(desk.result_of("register --csv"),
            std::string(kRegisterHeader) +
                "2024-01,NORD,EUR,0.00,400.00,90.04,-309.96,0.00,-309.96,0.1837\n"
                "2024-01,SUED,EUR,0.00,150.00,210.00,60.00,60.00,0.00,0.5833\n"
                "2024-02,NORD,EUR,-309.96,150.00,770.00,310.04,310.04,0.00,0.8370\n"
                "2024-02,SUED,EUR,0.00,150.00,150.00,0.00,0.00,0.00,0.5000\n");
  EXPECT_EQ(desk.result_of("register --csv --period 2024-02").find("2024-01"), std::string::npos);
  desk.expect_says("statement NORD --period 2024-01",
                   {"90.04", "250.00", "150.00", "309.96", "18.37 %"});
  desk.expect_says("statement SUED --period 2024-02", {"150.00", "50.00 %"});
  desk.expect_says("explain billing:2", {"600.50", "8 %", "40.04"});
  desk.expect_says("explain NORD-2024-00001/1", {"90.04"});
  desk.expect_says("invoice show ACME-2024-00001", {"ACME", "NORD", "250.00", "150.00", "400.00"});
  desk.expect_says("invoice list", {"NORD-2024-00002", "SUED-2024-00002"});
  desk.expect_says("balance NORD", {"receivable", "310.04", "860.04"});
  desk.expect_says("period list", {"2024-01", "settled"});
  desk.expect_says("verify", {"entries", "root", "everything holds"});
  desk.expect_says("verify --deep", {"everything holds"});
}

// Every command again, as after a crash of whoever ran them: nothing is done twice.
TEST(MainJob, repeated_word_for_word_changes_nothing) {
  const Desk desk;
  agree(desk);
  record_two_months(desk);
  close_two_months(desk);
  const std::string before = desk.result_of("entries --csv --limit 1000");
  agree(desk);
  for (const char* line : {"period close 2024-01", "settle 2024-01 --on 2024-02-05",
                           "settle 2024-01", "period close 2024-02", "settle 2024-02",
                           "import sales.csv --mapping sales.mapping", "record courses.txtpb"}) {
    desk.result_of(line);
  }
  EXPECT_EQ(desk.result_of("entries --csv --limit 1000"), before);
}

TEST(MainJob, previews_write_nothing_and_a_backup_holds_everything) {
  const Desk desk;
  agree(desk);
  record_two_months(desk);
  const std::string before = desk.result_of("entries --csv --limit 1000");
  desk.result_of("period close 2024-01 --dry-run");
  desk.result_of("party add WEST --name West --dry-run");
  desk.result_of("reverse billing:1 --reason wrong --dry-run");
  EXPECT_EQ(desk.result_of("entries --csv --limit 1000"), before);
  desk.result_of("backup copy.quits");
  EXPECT_EQ(desk.result_of("--book copy.quits entries --csv --limit 1000"), before);
  desk.expect_says("--book copy.quits verify", {"everything holds"});
}

TEST(MainJob, the_exports_are_what_accounting_programs_take) {
  const Desk desk;
  agree(desk);
  record_two_months(desk);
  close_two_months(desk);
  for (const char* party : {"ACME", "NORD", "SUED"}) {
    const std::string name = party;
    desk.result_of("export " + name + " --output " + name + ".journal");
    desk.result_of("export " + name + " --format beancount --output " + name + ".beancount");
    const std::string journal = desk.path(name + ".journal").string();
    const std::vector<std::vector<std::string>> judges{
        {"hledger", "-f", journal, "check", "--strict"},
        {"ledger", "--strict", "--pedantic", "-f", journal, "balance"},
        {"bean-check", desk.path(name + ".beancount").string()}};
    for (const auto& judge : judges) {
      if (!program_exists(judge.front())) continue;
      const Outcome outcome = run(judge);
      EXPECT_EQ(outcome.exit_code, 0)
          << judge.front() << " on the book of " << party << ": " << outcome;
    }
  }
}

// Whoever can write the file changes an amount behind the program's back.
TEST(MainJob, verify_finds_a_changed_book_and_names_the_place) {
  const Desk desk;
  agree(desk);
  record_two_months(desk);
  {
    const auto database =
        storage::open_database(desk.path("acme.quits").string(), storage::Mode::open);
    storage::Transaction transaction(*database, storage::Access::write);
    database->prepare("UPDATE line SET amount = amount + 1 WHERE number = 1")->run();
    transaction.commit();
  }
  const Outcome outcome = desk.quits("verify");
  EXPECT_EQ(outcome.exit_code, 7) << outcome;
  EXPECT_NE(outcome.output.find("WRONG"), std::string::npos) << outcome;
  EXPECT_NE(outcome.errors.find("table line"), std::string::npos) << outcome;
  EXPECT_NE(outcome.errors.find("compare it with a backup"), std::string::npos) << outcome;
}

}  // namespace
}  // namespace quits::test
