// The calendar in a book: too early is refused, with a reason it is recorded, and payments are due on its day.
#include "settlement/calendar.h"

#include <gtest/gtest.h>

#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

Period period(const char* text) { return Period::parse(text).value(); }
CalendarSet calendar(const char* from, std::uint32_t close, std::uint32_t review, std::uint32_t pay, std::uint32_t months = 1) {
  return {period(from), close, review, pay, months};
}

// P sells at 10 %, and its invoices fall due after 60 days.
class CalendarOfABook : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    world_.add_partner("P");
    Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
    terms.payment.due_days = 60;
    world_.agree("p", 1, "P", "2026-01-01", terms);
    world_.sell("P", "2026-11-02", "1000");
    world_.sell("P", "2026-12-02", "1000");
  }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }
  void it_is(const char* date) { world_.clock().set(Timestamp::parse(std::string(date) + "T09:00:00Z").value()); }
  std::string close(const char* of, const char* early = "") { return answer(PeriodClosed{period(of), 0, "", early}); }
  std::string settle(const char* of, const char* early = "", std::optional<Date> on = {}) {
    return answer(PeriodSettled{period(of), on, 0, early});
  }
  std::string answer(const Fact& fact) {
    const auto receipt = world_.record(fact);
    return receipt ? "done" : std::string(name_of(receipt.error().code));
  }
  // "count 2026-12-05, close 2026-12-06 done 2026-12-06 (because), ...".
  std::string due(const char* of) {
    std::string text;
    const auto all = settlement::due_periods(world_.book()).value();
    for (const auto& due : all) {
      if (due.period != period(of)) continue;
      text = "listed:";
      for (const auto& step : due.steps) {
        text += " " + std::string(settlement::name_of(step.step)) + " " + step.on.to_string().substr(5);
        if (step.done_on) text += " done " + step.done_on->to_string().substr(5);
        if (!step.early_because.empty()) text += " because " + step.early_because;
      }
    }
    return text;
  }

  World world_;
};

TEST_F(CalendarOfABook, refuses_to_close_and_settle_before_its_days) {
  world_.must(calendar("2026-11", 5, 10, 20));
  it_is("2026-12-05");
  EXPECT_EQ(close("2026-11"), "too_early");
  it_is("2026-12-06");
  EXPECT_EQ(close("2026-11"), "done");
  it_is("2026-12-10");
  EXPECT_EQ(settle("2026-11"), "too_early");
  EXPECT_EQ(settle("2026-11", "", day("2026-12-11")), "too_early") << "it is not the 11th yet";
  EXPECT_EQ(due("2026-11"), "listed: count 12-05 close 12-06 done 12-06 review 12-10 settle 12-11 pay 12-20");
  it_is("2026-12-11");
  EXPECT_EQ(settle("2026-11", "", day("2026-12-10")), "too_early") << "dated within the review";
  EXPECT_EQ(settle("2026-11"), "done");
  const auto order = settlement::settlement_with_reference(world_.database(), "PAY-2026-11-00001");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->row.due_on, day("2026-12-20")) << "not when the invoice falls due";
  EXPECT_EQ(due("2026-11"), "listed: count 12-05 close 12-06 done 12-06 review 12-10 settle 12-11 done 12-11 pay 12-20");
  world_.must(Payment{"ACME", "P", Decimal::parse("100").value(), Currency::parse("EUR").value(), day("2026-12-20"),
                      "PAY-2026-11-00001", {}});
  EXPECT_EQ(due("2026-11"), "") << "all is done";
  EXPECT_EQ(due("2027-01"), "listed: count 02-05 close 02-06 review 02-10 settle 02-11 pay 02-20");
}

TEST_F(CalendarOfABook, takes_a_reason_and_keeps_it) {
  world_.must(calendar("2026-11", 5, 10, 20));
  it_is("2026-12-01");
  EXPECT_EQ(close("2026-11", "the year ends"), "done");
  EXPECT_EQ(settle("2026-11", "nobody reviews"), "done");
  EXPECT_EQ(due("2026-11"),
            "listed: count 12-05 close 12-06 done 12-01 because the year ends review 12-10 settle 12-11 done 12-01 because "
            "nobody reviews pay 12-20");
  it_is("2027-02-01");
  EXPECT_EQ(close("2026-12", "it is not early at all"), "done");
  EXPECT_EQ(settle("2026-12"), "done");
  EXPECT_NE(due("2026-12").find("done 02-01 because it is not early at all"), std::string::npos);
  const auto order = settlement::settlement_with_reference(world_.database(), "PAY-2026-12-00001");
  EXPECT_EQ(order->row.due_on, day("2027-02-01")) << "never before the set-off";
}

TEST_F(CalendarOfABook, holds_from_its_period_until_the_next_one_does) {
  it_is("2026-12-01");
  EXPECT_EQ(close("2026-11"), "done") << "nothing is set yet";
  EXPECT_EQ(answer(calendar("2026-11", 5, 10, 20)), "period_closed");
  world_.must(calendar("2026-12", 5, 10, 20));
  world_.must(calendar("2027-02", 2, 3, 1, 2));
  EXPECT_EQ(settlement::calendar_for(world_.database(), period("2026-11")), std::nullopt);
  EXPECT_EQ(settlement::calendar_for(world_.database(), period("2027-01"))->close_day, 5U);
  EXPECT_EQ(settlement::calendar_for(world_.database(), period("2027-02"))->payment_months, 2U);
  EXPECT_EQ(due("2026-11"), "listed:") << "no calendar holds for it";
  EXPECT_EQ(settle("2026-11"), "done");
  EXPECT_EQ(settlement::settlement_with_reference(world_.database(), "PAY-2026-11-00001")->row.due_on, day("2027-01-29"))
      << "as the invoice falls due";
  world_.must(calendar("2026-12", 6, 10, 20));
  it_is("2027-01-06");
  EXPECT_EQ(close("2026-12"), "too_early") << "the later one replaces it";
}

TEST_F(CalendarOfABook, has_its_days_in_order) {
  EXPECT_EQ(answer(calendar("2026-11", 10, 9, 20)), "bad_value");
  EXPECT_EQ(answer(calendar("2026-11", 5, 10, 9)), "bad_value");
  EXPECT_EQ(answer(calendar("2026-11", 0, 10, 20)), "missing_field");
  EXPECT_EQ(answer(calendar("2026-11", 5, 10, 32)), "bad_value");
  EXPECT_EQ(answer(calendar("2026-11", 5, 10, 20, 13)), "too_large");
  EXPECT_EQ(answer(calendar("2026-11", 5, 5, 5)), "done");
  EXPECT_EQ(answer(calendar("2026-11", 5, 31, 1, 2)), "done");
}

}  // namespace
}  // namespace quits::test
