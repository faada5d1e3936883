// quits fund: from the budget over the request to the claim, and what is refused on the way.
#include <gtest/gtest.h>

#include "base/clock.h"
#include "tests/cli/desk.h"

namespace quits::test {
namespace {

constexpr const char* kTerms =
    "title: \"Partner program\" currency: \"EUR\"\n"
    "fund { name: \"campaigns\" budget: \"1000\" every: EVERY_QUARTER principal_share: \"50 %\" "
    "claim_days: 30 }\n"
    "fund { name: \"fairs\" budget: \"5000\" every: EVERY_YEAR principal_share: \"33.3333 %\" }\n";

void open_book(const Desk& desk) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.result_of("party add SUED --name Sued");
  desk.write("funds.terms", kTerms);
  for (const char* partner : {"nord", "sued"}) {
    const std::string agreement = partner;
    desk.result_of("agreement propose funds.terms --agreement " + agreement + " --partner " +
                   (agreement == "nord" ? "NORD" : "SUED") + " --from 2024-01-01");
    desk.result_of("agreement accept " + agreement + " --version 1");
  }
}

constexpr const char* kFair = "cli:fund/request/nord/campaigns/2024-02-01";

// The share of 1,500.01 at 50 % is 750.005, rounded half away from zero: 750.01.
void ask_for_the_fair(const Desk& desk) {
  desk.result_of("fund request nord campaigns 1500.01 --on 2024-02-01 --activity 'Trade fair'");
}

void expect_refused(const Desk& desk, const std::string& line, int exit_code,
                    const std::vector<std::string>& pieces) {
  const Outcome outcome = desk.quits(line);
  EXPECT_EQ(outcome.exit_code, exit_code) << "quits " << line << ": " << outcome;
  for (const std::string& piece : pieces)
    EXPECT_NE(outcome.errors.find(piece), std::string::npos) << piece << "\n" << outcome;
}

TEST(FundCommands, tell_what_a_budget_is_bound_by) {
  const Desk desk;
  open_book(desk);
  const std::string header =
      "partner,agreement,fund,from,until,budget,waiting,approved,claimed,free,currency\n";
  const std::string list = "fund list --agreement nord --on 2024-03-31 --csv";
  const std::string fairs =
      "NORD,nord,fairs,2024-01-01,2024-12-31,5000.00,0.00,0.00,0.00,5000.00,EUR\n";
  const auto campaigns = [](const char* amounts) {
    return std::string("NORD,nord,campaigns,2024-01-01,2024-03-31,1000.00,") + amounts + ",EUR\n";
  };
  EXPECT_EQ(desk.result_of(list), header + campaigns("0.00,0.00,0.00,1000.00") + fairs);
  ask_for_the_fair(desk);
  EXPECT_EQ(desk.result_of(list), header + campaigns("750.01,0.00,0.00,1000.00") + fairs)
      << "what waits binds nothing";
  desk.result_of(std::string("--as bert approve ") + kFair);
  EXPECT_EQ(desk.result_of(list), header + campaigns("0.00,750.01,0.00,249.99") + fairs);
}

TEST(FundCommands, go_from_the_request_to_the_claim) {
  const Desk desk;
  open_book(desk);
  const Outcome asked =
      desk.quits("fund request nord campaigns 1500.01 --on 2024-02-01 --activity 'Trade fair'");
  EXPECT_EQ(asked.exit_code, 0) << asked;
  EXPECT_NE(asked.errors.find(std::string("quits --as NAME approve ") + kFair), std::string::npos)
      << asked;
  desk.expect_says(
      std::string("fund show ") + kFair,
      {"Trade fair: waiting", "1,500.01 EUR, of which the principal bears 50 %: 750.01",
       "not yet; a second person does", "left to claim  1,500.01 EUR"});
  EXPECT_EQ(desk.quits(std::string("approve ") + kFair).exit_code, 3) << "anna asked for it";
  desk.result_of(std::string("--as bert approve ") + kFair);
  desk.expect_says(std::string("fund show ") + kFair, {"Trade fair: approved", "by bert, entry"});

  // Half of 0.01 is 0.005, rounded 0.01; half of 1,000.01 is 500.005, rounded 500.01: 500.00 more.
  const std::string claim = std::string("fund claim ") + kFair;
  EXPECT_NE(desk.result_of(claim + " 0.01 --on 2024-02-10 --evidence one")
                .find("0.01 EUR are due, 1,500.00 are left to claim"),
            std::string::npos);
  desk.result_of(claim + " 1000 --on 2024-02-12 --evidence two --dry-run");
  EXPECT_NE(desk.result_of(claim + " 1000 --on 2024-02-12 --evidence two")
                .find("500.00 EUR are due, 500.00 are left to claim"),
            std::string::npos);
  desk.expect_says(claim + " 1000 --on 2024-02-12 --evidence two", {"was there already"});
  EXPECT_EQ(desk.result_of(std::string("fund show --csv ") + kFair),
            "entry,on,evidence,cost,booked,reversed_in\n"
            "11,2024-02-10,one,0.01,0.01,\n"
            "12,2024-02-12,two,1000.00,500.00,\n");
  desk.expect_says("fund list --on 2024-03-31 --requests",
                   {kFair, "Trade fair", "1,500.01", "750.01", "approved", "1,000.01", "500.00"});
  desk.expect_says("statement NORD --period 2024-02", {"campaigns", "500.01"});
}

// What is claimed twice is reversed, and can be claimed again; what is not needed is released.
TEST(FundCommands, reverse_a_claim_and_release_the_rest) {
  const Desk desk;
  open_book(desk);
  ask_for_the_fair(desk);
  desk.result_of(std::string("--as bert approve ") + kFair);
  const std::string claim =
      std::string("fund claim ") + kFair + " 1000 --on 2024-02-12 --evidence one";
  desk.result_of(claim);
  desk.result_of(
      "reverse cli:fund/claim/fund/request/nord/campaigns/2024-02-01/one --reason 'wrong invoice' "
      "--on "
      "2024-02-13");
  desk.expect_says(std::string("fund show ") + kFair,
                   {"reversed in", "left to claim  1,500.01 EUR",
                    "0.00 EUR, of which the principal bears 0.00"});
  desk.result_of(claim + " --id again");
  desk.result_of(std::string("fund release ") + kFair + " --on 2024-03-01 --reason 'fair is over'");
  desk.expect_says(std::string("fund show --json ") + kFair,
                   {"\"state\": \"released\"", "\"left\": \"0.00\"", "\"claimed\": \"1000.00\"",
                    "\"booked\": \"500.00\"", "\"release_reason\": \"fair is over\"",
                    "\"reversed_by\": \"12\"", "\"reversed_by\": \"0\""});
  desk.expect_says("fund list --agreement nord --on 2024-03-31 --csv",
                   {"campaigns,2024-01-01,2024-03-31,1000.00,0.00,500.00,500.00,500.00,EUR"});
  desk.expect_says("entries", {"request in entry 9 released: fair is over"});
  desk.expect_says("verify", {"everything holds"});
}

// Approved today, its last day is thirty days from now: on a day of a later quarter it has expired.
TEST(FundCommands, tell_when_the_last_day_to_claim_has_passed) {
  const Desk desk;
  open_book(desk);
  const Date today = SystemClock().now().date();
  const std::string later = today.plus_days(200).value().to_string();
  desk.result_of("fund request nord campaigns 100 --on " + later + " --activity Fair --id fair");
  desk.result_of("--as bert approve fair");
  desk.expect_says("fund show fair", {"last claim", "left to claim  100.00 EUR"});
  desk.expect_says(
      "fund list --requests --csv --on " + later,
      {"cli:fair,NORD,campaigns," + later + ",Fair,100.00,50.00,expired,0.00,0.00,EUR"});
  expect_refused(desk, "fund claim fair 1 --evidence one --on " + later, 3,
                 {"--on is " + later + ": claims of this request came until", "date_out_of_range"});
}

TEST(FundCommands, say_what_is_refused_in_words_of_the_line) {
  const Desk desk;
  open_book(desk);
  const std::string on = " --on 2024-02-01 --activity Fair";
  expect_refused(desk, "fund request nort campaigns 1" + on, 4, {"did you mean \"nord\"?"});
  expect_refused(desk, "fund request nord camp 1" + on, 4, {"at: FUND", "have no fund camp"});
  expect_refused(desk, "fund request nord campaigns 1x" + on, 3, {"at: AMOUNT"});
  expect_refused(
      desk, "fund request nord campaigns 2000.01" + on, 3,
      {"at: AMOUNT", "1,000.01 EUR of fund campaigns are asked for, and 1,000.00 are left"});
  expect_refused(desk, "fund request nord campaigns 1 --on soon --activity Fair", 3, {"at: --on"});
  ask_for_the_fair(desk);
  expect_refused(desk, "fund request nord campaigns 1 --on 2024-02-01 --activity Mailing", 5,
                 {"id_conflict"});
  const std::string claim = std::string("fund claim ") + kFair;
  expect_refused(desk, claim + " 1 --on 2024-02-02 --evidence one", 3,
                 {"at: REQUEST", "not approved yet"});
  desk.result_of(std::string("--as bert approve ") + kFair);
  expect_refused(desk, claim + " 1 --on 2024-01-31 --evidence one", 3,
                 {"at: --on", "before the request of 2024-02-01"});
  expect_refused(desk, claim + " 1500.02 --on 2024-02-02 --evidence one", 3,
                 {"at: AMOUNT", "1,500.01 are left"});
  expect_refused(desk, "fund claim cli:nothing 1 --on 2024-02-02 --evidence one", 4,
                 {"at: REQUEST", "unknown_entry"});
  const std::string release = std::string("fund release ") + kFair;
  desk.result_of(release + " --on 2024-03-01");
  expect_refused(desk, release + " --on 2024-03-02", 5, {"id_conflict"});
  expect_refused(desk, claim + " 1 --on 2024-02-02 --evidence one", 3,
                 {"at: REQUEST", "was released in entry"});
  expect_refused(desk, "fund show cli:nothing", 4, {"nothing is recorded as cli:nothing"});
  expect_refused(desk, "fund show 2", 4, {"entry 2 is no request"});
  expect_refused(desk, "fund list --agreement nort", 4, {"did you mean \"nord\"?"});
  expect_refused(desk, "fund list --partner NORT", 4, {"did you mean \"NORD\"?"});
  expect_refused(desk, "fund list --partner NORD --agreement nord", 2, {"usage"});
  const Outcome none = desk.quits("fund list --on 2023-12-31");
  EXPECT_NE(none.errors.find("no terms in force on 2023-12-31 have a fund"), std::string::npos)
      << none;
}

}  // namespace
}  // namespace quits::test
