// The commands that write: what they say, and that saying a thing twice does it once.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

constexpr const char* kTerms =
    "title: \"Reseller\"\n"
    "currency: \"EUR\"\n"
    "plan { name: \"standard\" rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: \"0\" rate: "
    "\"10 %\" } }\n";

void open_book(const Desk& desk) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.write("reseller.terms", kTerms);
  desk.result_of(
      "agreement propose reseller.terms --agreement nord --partner NORD --from 2024-01-01");
  desk.result_of("agreement accept nord --version 1");
}

void expect_exit(const Desk& desk, const std::string& line, int exit_code,
                 const std::string& piece) {
  const Outcome outcome = desk.quits(line);
  EXPECT_EQ(outcome.exit_code, exit_code) << line << outcome;
  EXPECT_NE((outcome.output + outcome.errors).find(piece), std::string::npos) << line << outcome;
}

TEST(Writing, repeating_a_command_changes_nothing_and_says_so) {
  const Desk desk;
  open_book(desk);
  desk.write("sale.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: "
             "\"100\" } }");
  for (const char* line :
       {"init --operator ACME --name 'ACME Ltd'", "party add NORD --name Nord",
        "agreement propose reseller.terms --agreement nord --partner NORD --from 2024-01-01",
        "agreement accept nord --version 1", "record sale.txtpb", "period close 2024-01",
        "settle 2024-01", "reverse shop:1 --reason 'sold twice' --on 2024-02-01"}) {
    desk.result_of(line);
    const std::string before = desk.result_of("verify --quiet").substr(0, 90);
    const std::string again = desk.result_of(line);
    EXPECT_TRUE(again.find("nothing changed") != std::string::npos ||
                again.find("1 already there") != std::string::npos)
        << line << ": " << again;
    EXPECT_EQ(desk.result_of("verify --quiet").substr(0, 90), before) << line;
  }
}

TEST(Writing, the_same_name_for_another_thing_is_a_conflict) {
  const Desk desk;
  open_book(desk);
  expect_exit(desk, "party add NORD --name Sued", 5, "id_conflict");
  expect_exit(desk, "init --operator ACME --name Other", 3, "there is another book");
}

TEST(Writing, a_settled_period_says_when_it_was_settled) {
  const Desk desk;
  open_book(desk);
  desk.write("sale.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: "
             "\"100\" } }");
  desk.result_of("record sale.txtpb");
  desk.result_of("period close 2024-01");
  desk.result_of("settle 2024-01 --on 2024-02-05");
  for (const char* line : {"settle 2024-01", "settle 2024-01 --on 2024-02-05"})
    desk.expect_says(line, {"settled 2024-01 on 2024-02-05", "nothing changed"});
  expect_exit(desk, "settle 2024-01 --on 2024-02-06", 3,
              "2024-01 was settled on 2024-02-05 already (entry ");
  expect_exit(desk, "settle 2024-01 --on 2024-02-06", 3, "already_settled");
  desk.write("settled.txtpb",
             "source: \"erp\" fact { id: \"1\" period_settled { period: \"2024-01\" on: "
             "\"2024-02-06\" } }");
  expect_exit(desk, "record settled.txtpb", 3, "2024-01 was settled on 2024-02-05 already (entry ");
}

TEST(Writing, a_preview_writes_nothing) {
  const Desk desk;
  open_book(desk);
  const std::string before = desk.result_of("entries --csv");
  desk.write("sale.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: "
             "\"100\" } }");
  desk.write("sales.csv", "id,day,amount\n1,2024-01-04,5\n");
  desk.write("sales.mapping",
             "source: \"csv\" fact: \"sale\" identity { column: \"id\" } map { field: \"seller\" "
             "constant: \"NORD\" }\n"
             "map { field: \"on\" column: \"day\" date_format: \"ISO\" } map { field: \"amount\" "
             "column: \"amount\" }");
  for (const char* line : {"party add SUED --name Sued --dry-run", "record sale.txtpb --dry-run",
                           "import sales.csv --mapping sales.mapping --dry-run",
                           "agreement propose reseller.terms --agreement nord --partner NORD "
                           "--from 2024-02-01 --dry-run"}) {
    desk.expect_says(line, {"nothing was written"});
    EXPECT_EQ(desk.result_of("entries --csv"), before) << line;
  }
}

TEST(Writing, a_preview_of_many_batches_is_one_of_the_whole) {
  const Desk desk;
  open_book(desk);
  desk.write("sale.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: "
             "\"100\" } }");
  desk.write("refund.txtpb",
             "source: \"shop\" fact { id: \"2\" refund { sale { id: \"1\" } on: \"2024-01-04\" "
             "amount: \"40\" } }");
  desk.expect_says("record --dry-run sale.txtpb refund.txtpb",
                   {"2 would be recorded", "0 refused: nothing was written"});
  desk.result_of("record sale.txtpb");
  desk.write("one.csv", "id,amount\n1,60\n2,60\n");
  desk.write("two.csv", "id,amount\n3,40\n1,60\n4,1\n");
  desk.write(
      "refunds.mapping",
      "source: \"csv\" fact: \"refund\" identity { column: \"id\" } map { field: \"sale.id\" "
      "constant: \"1\" } map { field: \"sale.source\" constant: \"shop\" }\n"
      "map { field: \"on\" constant: \"2024-01-05\" } map { field: \"amount\" "
      "column: \"amount\" }");
  const std::string before = desk.result_of("entries --csv");
  const std::string import = "import one.csv two.csv --mapping refunds.mapping --batch 1";
  expect_exit(desk, import + " --dry-run", 1,
              "2 rows would be recorded, 1 already there, 2 rejected: nothing was written");
  EXPECT_EQ(desk.result_of("entries --csv"), before);
  expect_exit(desk, import, 1, "2 rows recorded, 1 already there, 2 rejected");
}

TEST(Writing, an_atomic_file_is_all_or_nothing_and_keep_going_takes_the_good_facts) {
  const Desk desk;
  open_book(desk);
  desk.write("facts.txtpb",
             "source: \"shop\"\n"
             "fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: \"100\" } }\n"
             "fact { id: \"2\" sale { seller: \"SUED\" on: \"2024-01-03\" amount: \"100\" } }\n"
             "fact { id: \"3\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: \"100\" } }\n");
  expect_exit(desk, "record facts.txtpb", 4, "0 recorded, 0 already there, 1 refused");
  expect_exit(desk, "record facts.txtpb", 4, "at: facts.txtpb:3:1");
  expect_exit(desk, "record facts.txtpb --keep-going", 4,
              "2 recorded (entries 6 to 7), 0 already there, 1 refused");
  expect_exit(desk, "record facts.txtpb --keep-going", 4, "0 recorded, 2 already there, 1 refused");
}

TEST(Writing, an_adjustment_posts_when_a_second_person_approves) {
  const Desk desk;
  open_book(desk);
  desk.write("adjustment.txtpb",
             "source: \"support\" fact { id: \"a\" adjustment { partner: \"NORD\" earner: "
             "SIDE_PARTNER amount: \"12.00\" on: \"2024-01-05\" reason: \"goodwill\" } }");
  desk.result_of("record adjustment.txtpb");
  expect_exit(desk, "approve support:a", 3, "same_person");
  desk.expect_says("--as bert approve support:a", {"approved support:a"});
  desk.expect_says("register --csv", {"2024-01,NORD,EUR,0.00,0.00,12.00,12.00"});
}

TEST(Writing, one_file_of_terms_serves_several_partners) {
  const Desk desk;
  open_book(desk);
  desk.result_of("party add SUED --name Sued");
  desk.expect_says(
      "agreement propose reseller.terms --agreement resale --partner NORD --partner SUED --from "
      "2024-01-01",
      {"proposed 2 versions"});
  desk.expect_says("agreement list --csv", {"resale/NORD,1,ACME,NORD", "resale/SUED,1,ACME,SUED"});
  desk.expect_says("agreement show resale/SUED", {"proposed", "rate: \"10 %\""});
}

TEST(Writing, the_terms_that_show_prints_can_be_proposed_again) {
  const Desk desk;
  open_book(desk);
  const std::string shown = desk.result_of("agreement show nord");
  desk.write("again.terms", shown.substr(shown.find("# the terms")));
  desk.expect_says("agreement check again.terms", {"nothing is wrong"});
  desk.expect_says(
      "agreement propose again.terms --agreement nord --partner NORD --from 2024-01-01",
      {"nothing changed"});
}

TEST(Writing, terms_are_checked_as_a_whole) {
  const Desk desk;
  desk.write("bad.terms",
             "currency: \"EUR\"\n"
             "plan { name: \"p\" rule: RULE_MARGINAL basis: BASIS_PER_EVENT\n"
             "  band { from: \"0\" rate: \"10 %\" }\n"
             "  band { from: \"0\" rate: \"120 %\" } }\n");
  expect_exit(desk, "agreement check bad.terms", 1, "plan[0].band[1].from is 0");
  expect_exit(desk, "agreement check bad.terms", 1, "bad.terms:4:20, field plan[0].band[1].rate");
  expect_exit(desk, "agreement check bad.terms", 1, "2 problems");
}

TEST(Writing, a_backup_is_a_book) {
  const Desk desk;
  open_book(desk);
  desk.result_of("backup copy.quits");
  EXPECT_EQ(desk.result_of("--book copy.quits entries --csv"), desk.result_of("entries --csv"));
  expect_exit(desk, "backup copy.quits", 3, "already_exists");
}

TEST(Demo, tells_its_story_and_comes_out_the_same_each_time) {
  const Desk desk;
  const auto play = [&](const char* book, const char* name) {
    return run({quits_program(), "--book", desk.path(book).string(), "demo", name},
               {.environment = {{"TMPDIR", desk.path("").string()}}})
        .output;
  };
  const std::string quarter = play("quarter.quits", "first-quarter");
  for (const char* piece : {"0 rows recorded, 85 already there, 0 rejected: nothing changed",
                            "BRUNNER and ACME are quits", "everything holds"}) {
    EXPECT_NE(quarter.find(piece), std::string::npos) << piece;
  }
  const std::string year = play("one.quits", "partner-year");
  for (const char* piece :
       {"0 rows recorded, 4 already there, 0 rejected: nothing changed", "BRUNNER and ACME are quits",
        "commission plan Gold: 20 % becomes 22 % from 2025-07-01", "3,600.00 x 8 / 12 go back",
        "Level Silver on 2025-11-06", "everything holds"}) {
    EXPECT_NE(year.find(piece), std::string::npos) << piece;
  }
  play("two.quits", "partner-year");
  const std::string one = desk.result_of("--book one.quits entries --json");
  EXPECT_FALSE(one.empty());
  EXPECT_EQ(one, desk.result_of("--book two.quits entries --json"));
}

}  // namespace
}  // namespace quits::test
