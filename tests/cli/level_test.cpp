// quits level: who has reached what, why, and what is missing.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

constexpr const char* kTerms =
    "title: \"Partner program\" currency: \"EUR\"\n"
    "level { name: \"Silver\" }\n"
    "level { name: \"Gold\" certified: 1 sales: \"1000\" }\n"
    "level { name: \"Platinum\" certified: 2 certificate: \"architect\" sales: \"50000\" }\n"
    "level_review { on: \"07-01\" window_months: 6 }\n"
    "plan { name: \"all\" rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: \"0\" rate: \"5 %\" "
    "} "
    "}\n";

void open_book(const Desk& desk) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.write("levels.terms", kTerms);
  desk.result_of(
      "agreement propose levels.terms --agreement nord --partner NORD --from 2024-01-01");
  desk.result_of("agreement accept nord --version 1");
  desk.result_of(
      "level certify NORD ann architect --on 2024-02-01 --evidence 'exam 17' --expires 2025-06-30");
  desk.write("sales.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-03-01\" amount: "
             "\"1000\" } } fact { id: \"2\" sale { seller: \"NORD\" on: \"2024-07-02\" amount: "
             "\"100\" } }");
  desk.result_of("record sales.txtpb");
}

TEST(LevelCommands, tell_the_level_and_what_is_missing_to_the_next) {
  const Desk desk;
  open_book(desk);
  EXPECT_EQ(desk.result_of("level list --on 2024-06-30 --csv"),
            "partner,agreement,level,since,why,entry\n"
            "NORD,nord,Silver,2024-01-01,every partner begins here,\n");
  desk.expect_says("level list --on 2024-07-01", {"Gold", "2024-07-01", "review day"});
  desk.expect_says("level show NORD --on 2024-07-01",
                   {"Gold", "ann", "architect", "2025-06-30",
                    "Platinum asks for 2 certified people (architect); there is 1",
                    "Platinum asks for sales of 50,000.00; there are 1,000.00", "History"});
  desk.expect_says("level show nord --on 2024-07-01 --json",
                   {"\"level\": \"Gold\"", "\"next_level\": \"Platinum\"", "\"asks\": \"sales\"",
                    "\"next_review\": \"2025-07-01\"", "\"counts\": true"});
  desk.expect_says("level show nord --on 2025-07-01", {"does not count any more"});
  EXPECT_EQ(desk.quits("level show SUED").exit_code, 4);
  EXPECT_EQ(desk.quits("level show nord --on yesterday").exit_code, 3);
}

TEST(LevelCommands, review_grant_and_leave) {
  const Desk desk;
  open_book(desk);
  const std::string review = "level review nord --on 2024-08-01 --because 'a bad quarter'";
  desk.result_of(review + " --dry-run");
  const Outcome reviewed = desk.quits(review);
  EXPECT_EQ(reviewed.exit_code, 0) << reviewed;
  const std::string id = "'cli:level/review/nord/2024-08-01/a bad quarter'";
  desk.expect_says("explain " + id, {"What was found", "certified people", "sales", "1,100.00",
                                     "yes", "Counted as certified: ann"});

  desk.result_of("level grant nord Platinum --from 2024-09-01 --reason 'a promise'");
  desk.expect_says("explain cli:level/grant/nord/Platinum/2024-09-01", {"not yet"});
  desk.expect_says("level list --on 2024-09-01", {"Gold"});
  desk.result_of("--as bert approve cli:level/grant/nord/Platinum/2024-09-01");
  desk.expect_says("level list --on 2024-09-01", {"Platinum", "granted"});
  desk.expect_says("entries", {"level in entry", "approved"});
  EXPECT_EQ(desk.quits("level grant nord Tin --from 2024-09-01 --reason x").exit_code, 4);

  desk.result_of("level leave NORD ann --on 2024-08-10");
  desk.expect_says("level show NORD --on 2024-08-10", {"Gold", "Missing for Platinum"});
  const Outcome unknown = desk.quits("level leave NORD ann --on 2024-08-11");
  EXPECT_EQ(unknown.exit_code, 4);
  EXPECT_NE(unknown.errors.find("PERSON"), std::string::npos) << unknown;
  desk.expect_says("verify", {"every level is what its evidence gives"});
}

}  // namespace
}  // namespace quits::test
