// When what a run leaves is due: as the run says, else as the calendar does, else when the last of
// its documents is.
#include <gtest/gtest.h>

#include "settlement/runs.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

class RunDue : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    for (const char* party : {"A", "B"}) world_.add_partner(party);
    ObligationReported debt;
    debt.number = "ab";
    debt.debtor = "A";
    debt.creditor = "B";
    debt.amount = Decimal::parse("100").value();
    debt.currency = Currency::parse("EUR").value();
    debt.on = day("2026-03-01");
    debt.due_on = day("2026-04-12");
    debt.reported_by = "B";
    world_.must(debt);
  }
  void TearDown() override { world_.expect_clean(); }

  void calendar(const char* from, std::uint32_t months = 1) {
    world_.must(CalendarSet{Period::parse(from).value(), 5, 10, 20, months});
  }
  // The due date of what a run leaves, which is then taken back.
  std::string due(const char* on, const char* pay_on = "") {
    RunOpened opened;
    opened.run = "r" + std::to_string(++runs_);
    opened.mode = NettingMode::bilateral;
    opened.on = day(on);
    if (*pay_on != '\0') opened.pay_on = day(pay_on);
    world_.must(opened, opened.run);
    const auto again = world_.record(opened, opened.run);
    EXPECT_TRUE(again && again->repeated) << "what the calendar says is no content of the fact";
    RunCollected collected;
    collected.run = opened.run;
    world_.must(collected);
    RunProposed proposed;
    proposed.run = opened.run;
    world_.must(proposed);
    world_.must(RunApproved{opened.run, 1}, "", "ben");
    RunPosted posted;
    posted.run = opened.run;
    world_.must(posted);
    const auto orders = settlement::orders_of_run(world_.database(), opened.run);
    EXPECT_EQ(orders.size(), 1U);
    RunReversed reversed;
    reversed.run = opened.run;
    reversed.reason = "only tried";
    world_.must(reversed, "", "ben");
    return orders.empty() ? "nothing" : orders.front().order.due.to_string();
  }

  World world_;
  int runs_ = 0;
};

TEST_F(RunDue, without_a_calendar_is_when_the_last_document_is) {
  EXPECT_EQ(due("2026-04-01"), "2026-04-12");
  EXPECT_EQ(due("2026-04-15"), "2026-04-15") << "never before the set-off";
}

TEST_F(RunDue, with_a_calendar_is_its_next_payment_day) {
  calendar("2026-03");
  EXPECT_EQ(due("2026-04-01"), "2026-04-20") << "the payment day of March";
  EXPECT_EQ(due("2026-04-20"), "2026-04-20");
  EXPECT_EQ(due("2026-04-21"), "2026-05-20") << "that of March is over";
  EXPECT_EQ(due("2026-03-15"), "2026-04-20") << "no calendar holds for February";
  EXPECT_EQ(due("2026-02-15"), "2026-04-12") << "nor for January";
}

TEST_F(RunDue, with_a_calendar_that_pays_a_month_later) {
  calendar("2026-03", 2);
  EXPECT_EQ(due("2026-04-21"), "2026-05-20") << "the payment day of March";
}

TEST_F(RunDue, as_the_run_says_wins) {
  calendar("2026-03");
  EXPECT_EQ(due("2026-04-01", "2026-04-30"), "2026-04-30");
}

}  // namespace
}  // namespace quits::test
