// quits calendar: what is due when, and what closing early asks for.
#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/period.h"
#include "tests/cli/desk.h"

namespace quits::test {
namespace {

// NORD sold for 1,000.
void open_book(const Desk& desk, const std::string& on) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.write("terms",
             "title: \"Reseller\"\ncurrency: \"EUR\"\nplan { name: \"standard\" rule: RULE_FLAT basis: BASIS_PER_EVENT "
             "band { from: \"0\" rate: \"10 %\" } }\n");
  desk.result_of("agreement propose terms --agreement nord --partner NORD --from 2024-01-01");
  desk.result_of("agreement accept nord --version 1");
  desk.write("sale.txtpb", "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"" + on + "\" amount: \"1000\" } }");
  desk.result_of("record sale.txtpb");
}

TEST(CalendarCommand, says_what_is_due_when) {
  const Desk desk;
  open_book(desk, "2024-01-03");
  desk.expect_says("calendar", {"No calendar is set", "quits calendar set"});
  desk.expect_says("calendar set --from 2024-01 --close 5 --review 10 --pay 20", {"calendar set from 2024-01 on"});
  desk.expect_says("calendar set --from 2024-01 --close 5 --review 10 --pay 20", {"nothing changed"});
  desk.expect_says("calendar", {"From 2024-01 on: facts count until day 5", "facts count until  2024-02-05  over",
                                "close from         2024-02-06  overdue by", "pay on             2024-02-20"});
  desk.result_of("period close 2024-01");
  EXPECT_NE(desk.result_of("calendar --csv").find("2024-01,closed,close,2024-02-06,done on "), std::string::npos);
  EXPECT_NE(desk.result_of("calendar --csv").find("2024-02,open,settle,2024-03-11,overdue by "), std::string::npos);
  desk.expect_says("settle 2024-01", {"PAY-2024-01-00001"});
  desk.expect_says("calendar --json", {"\"from_period\": \"2024-01\"", "\"step\": \"pay\"", "\"on\": \"2024-02-20\""});
}

// The month before this one closes on the first of the next month when facts count until the 31st: today is always early.
TEST(CalendarCommand, asks_why_it_cannot_wait) {
  const Desk desk;
  SystemClock clock;
  const Period last = Period::of(clock.now().date()).previous();
  open_book(desk, last.first_day().to_string());
  const std::string month = last.to_string();
  desk.result_of("calendar set --from " + month + " --close 31 --review 31 --pay 31");
  const Outcome refused = desk.quits("period close " + month);
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_NE(refused.errors.find("(too_early)"), std::string::npos) << refused;
  EXPECT_NE(refused.errors.find("quits period close " + month + " --early REASON"), std::string::npos) << refused;
  desk.expect_says("period close " + month + " --early 'the auditors come'", {"closed " + month});
  desk.expect_says("period close " + month, {"nothing changed"});
  EXPECT_NE(desk.quits("settle " + month).errors.find("(too_early)"), std::string::npos);
  desk.expect_says("settle " + month + " --early 'they pay at once'", {"settled " + month, "100.00"});
  desk.expect_says("settle " + month, {"nothing changed"});
  desk.expect_says("calendar --csv", {"the auditors come", "they pay at once"});
  desk.expect_says("entries", {"early: the auditors come", "early: they pay at once"});
}

TEST(CalendarCommand, is_set_again_for_what_is_open) {
  const Desk desk;
  open_book(desk, "2024-01-03");
  desk.result_of("calendar set --from 2024-01 --close 5 --review 10 --pay 20");
  desk.result_of("calendar set --from 2024-01 --close 6 --review 10 --pay 20");
  desk.result_of("calendar set --from 2024-01 --close 5 --review 10 --pay 20");
  desk.expect_says("calendar", {"facts count until day 5"});
  desk.result_of("period close 2024-01");
  desk.expect_says("calendar set --from 2024-01 --close 5 --review 10 --pay 20", {"nothing changed"});
  const Outcome closed = desk.quits("calendar set --from 2024-01 --close 7 --review 10 --pay 20");
  EXPECT_EQ(closed.exit_code, 3);
  EXPECT_NE(closed.errors.find("--from"), std::string::npos) << closed;
  EXPECT_NE(desk.quits("calendar set --from 2024-03 --close 7 --review 6 --pay 20").errors.find("--review"), std::string::npos);
}

}  // namespace
}  // namespace quits::test
