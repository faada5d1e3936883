// An agreement ends: with notice, from a day on, and what was earned before it is still put right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;
using testing::HasSubstr;

// The world begins on 2026-11-01.
class AgreementEnd : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    world_.add_partner("NORD");
    world_.agree("nord", 1, "NORD", "2026-01-01", terms(30));
  }
  void TearDown() override { world_.expect_clean(); }

  static Terms terms(std::uint32_t notice_days) {
    Terms made = example_terms(plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}})));
    made.fees.front().when = FeeWhen::every_period;
    made.notice_days = notice_days;
    return made;
  }

  static AgreementEnded ended(const char* on, const std::string& by = "NORD") {
    return {"nord", day(on), by, "closes its shop"};
  }

  // "recorded", or the code and the message.
  std::string answer(const Fact& fact, const std::string& actor = "anna") {
    const auto receipt = world_.record(fact, "", actor);
    if (receipt) return "recorded";
    return std::string(name_of(receipt.error().code)) + ": " + receipt.error().message;
  }

  std::int64_t fees_of(const std::string& period) {
    std::int64_t sum = 0;
    for (const auto& line :
         ledger::lines_of_period(world_.database(), Period::parse(period).value())) {
      if (line.key.category == Category::program_fee) sum += line.amount_minor;
    }
    return sum;
  }

  World world_;
};

TEST_F(AgreementEnd, needs_its_notice) {
  EXPECT_THAT(
      answer(ended("2026-11-30")),
      HasSubstr("date_out_of_range: is 2026-11-30: 2026-12-01 is the earliest last day, because "
                "version 1 asks for 30 days of notice"));
  EXPECT_THAT(answer(ended("2026-12-01", "SUED")), HasSubstr("party_mismatch"));
  EXPECT_EQ(answer(ended("2026-12-01")), "recorded");
  EXPECT_THAT(
      answer(ended("2027-12-01", "ACME")),
      HasSubstr("agreement_ended: it was ended by NORD in entry 6: its last day is 2026-12-01"));
}

TEST_F(AgreementEnd, is_recorded_once) {
  world_.must(ended("2026-12-01"), "end");
  world_.clock().advance(std::int64_t{40} * 24 * 3600 * 1'000'000);
  EXPECT_TRUE(world_.record(ended("2026-12-01"), "end")->repeated);
}

TEST_F(AgreementEnd, of_what_binds_nobody) {
  EXPECT_THAT(answer(AgreementEnded{"nort", day("2027-01-01"), "NORD", ""}),
              HasSubstr("unknown_agreement"));
  world_.must(AgreementProposed{"new", 1, "ACME", "NORD", day("2026-01-01"), "ACME", terms(0)});
  EXPECT_THAT(answer(AgreementEnded{"new", day("2027-01-01"), "NORD", ""}),
              HasSubstr("not_accepted"));
}

TEST_F(AgreementEnd, without_notice_is_today_at_the_earliest) {
  world_.agree("nord", 2, "NORD", "2026-11-01", terms(0));
  EXPECT_THAT(answer(ended("2026-10-31")), HasSubstr("2026-11-01 is the earliest last day"));
  EXPECT_EQ(answer(ended("2026-11-01")), "recorded");
}

TEST_F(AgreementEnd, before_its_first_day_asks_for_the_first_notice) {
  world_.agree("later", 1, "NORD", "2027-06-01", terms(10));
  EXPECT_THAT(answer(AgreementEnded{"later", day("2026-11-10"), "ACME", ""}),
              HasSubstr("2026-11-11 is the earliest"));
  EXPECT_EQ(answer(AgreementEnded{"later", day("2026-11-11"), "ACME", ""}), "recorded");
}

TEST_F(AgreementEnd, refuses_what_is_new_after_its_last_day) {
  world_.must(ended("2026-12-01"));
  EXPECT_EQ(answer(World::sale("NORD", "2026-12-01", "100")), "recorded")
      << "the last day is in force";
  EXPECT_THAT(answer(World::sale("NORD", "2026-12-02", "100")),
              HasSubstr("agreement_ended: agreement \"nord\" ended: its last day was 2026-12-01, "
                        "ended by NORD in entry 6"));
  Sale named = World::sale("NORD", "2026-12-02", "100");
  named.agreement = "nord";
  EXPECT_THAT(answer(named), HasSubstr("agreement_ended"));
  EXPECT_THAT(answer(Credit{World::sale("NORD", "2026-12-02", "100")}),
              HasSubstr("agreement_ended"));
  EXPECT_THAT(answer(training("NORD", "2026-12-02", 1)), HasSubstr("agreement_ended"));
  EXPECT_THAT(answer(contribution("NORD", "2026-12-02", "5", false)), HasSubstr("agreement_ended"));
}

TEST_F(AgreementEnd, still_puts_right_what_was_before) {
  world_.sell("NORD", "2026-11-02", "1000", "sale");
  world_.must(training("NORD", "2026-11-03", 1), "course");
  world_.must(ended("2026-12-01"));
  EXPECT_EQ(world_.booked(world_.must(refund("sale", "2027-01-10", "400"))), -4'000);
  world_.must(reversal("course", "2027-01-11"));
  world_.must(adjustment("NORD", "2027-01-12", "7"), "more");
  world_.must(Approval{{"", "more"}}, "", "bert");
}

TEST_F(AgreementEnd, leaves_another_agreement_of_the_partner) {
  world_.agree("second", 1, "NORD", "2026-12-02", terms(0));
  EXPECT_THAT(answer(World::sale("NORD", "2026-12-02", "100")), HasSubstr("ambiguous_agreement"));
  world_.must(ended("2026-12-01"));
  EXPECT_EQ(answer(World::sale("NORD", "2026-12-02", "100")), "recorded");
}

TEST_F(AgreementEnd, takes_no_version_that_begins_after_it) {
  world_.must(AgreementProposed{"nord", 2, "ACME", "NORD", day("2026-12-15"), "ACME", terms(0)});
  world_.must(ended("2026-12-01"));
  EXPECT_THAT(answer(AgreementAccepted{"nord", 2, "NORD"}), HasSubstr("agreement_ended"));
  EXPECT_THAT(
      answer(AgreementProposed{"nord", 3, "ACME", "NORD", day("2026-12-15"), "ACME", terms(0)}),
      HasSubstr("agreement_ended"));
}

TEST_F(AgreementEnd, charges_fees_for_its_last_month_and_no_longer) {
  world_.sell("NORD", "2026-11-02", "1000");
  world_.must(ended("2026-12-01"));
  world_.clock().advance(std::int64_t{120} * 24 * 3600 * 1'000'000);
  for (const char* period : {"2026-11", "2026-12", "2027-01"}) world_.close(period);
  EXPECT_EQ(fees_of("2026-11"), 15'000);
  EXPECT_EQ(fees_of("2026-12"), 15'000);
  EXPECT_EQ(fees_of("2027-01"), 0);
}

TEST_F(AgreementEnd, is_known_after_opening_the_book_again) {
  world_.must(ended("2026-12-01"));
  world_.reopen();
  EXPECT_THAT(answer(World::sale("NORD", "2026-12-02", "100")), HasSubstr("agreement_ended"));
}

}  // namespace
}  // namespace quits::test
