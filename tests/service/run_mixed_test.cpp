// Runs beside everything else that takes a document: settlements of a period, disputes, payments,
// other runs.
#include <gtest/gtest.h>

#include "settlement/register.h"
#include "settlement/statement.h"
#include "tests/service/run_book.h"

namespace quits::test {
namespace {

using namespace program;
using settlement::RunState;

constexpr const char* kEarned = "A-2026-00001";     // by A, from ACME: 100.00, due 14 April
constexpr const char* kCourse = "ACME-2026-00001";  // by ACME, from B: 250.00

class MixedRuns : public testing::Test {
 protected:
  void SetUp() override { world_.open(); }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }
  // A earns 100.00, B takes a course; A owes B 60.00 from elsewhere.
  void month() {
    world_.sell("A", "2026-03-04", "1000");
    world_.must(TrainingDelivered{"with B", "B", "course", 1, day("2026-03-05"), ""});
    world_.close("2026-03");
    world_.must(RunBook::debt("ab", "A", "B", "60"));
  }
  // Register and statements of a settled or closed period: both sides carry the same, and it is
  // what the register says. Of A with ACME: "opening earnings charges paid carried".
  std::string carried(const char* of, const std::string& partner = "A") {
    const Period period = Period::parse(of).value();
    std::string text = "none";
    for (const auto& row : settlement::register_rows(world_.database(), period)) {
      if (row.partner != partner) continue;
      text = std::to_string(row.opening_minor) + " " + std::to_string(row.earnings_minor) + " " +
             std::to_string(row.charges_minor) + " " + std::to_string(row.paid_minor) + " " +
             std::to_string(row.carried_minor);
      for (const std::string& side : {partner, std::string("ACME")}) {
        const auto statement = settlement::statement_of(world_.book(), side, period);
        EXPECT_TRUE(statement);
        const std::int64_t sign = side == partner ? 1 : -1;
        bool found = false;
        for (const auto& section : statement->sections) {
          if (section.counterparty.key != (side == partner ? "ACME" : partner)) continue;
          found = true;
          EXPECT_EQ(section.opening_minor, sign * row.opening_minor) << side << ", " << of;
          EXPECT_EQ(section.closing_minor, sign * row.carried_minor) << side << ", " << of;
        }
        EXPECT_TRUE(found || row.carried_minor == 0) << side << " has no section in " << of;
      }
    }
    return text;
  }

  RunBook world_;
};

TEST_F(MixedRuns, what_a_run_holds_is_carried_by_the_settlement_of_its_period) {
  month();
  world_.propose(RunBook::opened("r"));
  EXPECT_EQ(carried("2026-03"), "0 10000 0 0 10000");
  world_.settle("2026-03");
  EXPECT_EQ(carried("2026-03"), "0 10000 0 0 10000") << "the run holds it: it stays where it is";
  EXPECT_EQ(world_.standing(kEarned), "10000 0 0");
  world_.approve_and_post("r");
  // ACME owes A 100, A owes B 60, B owes ACME 250: 60 go round.
  EXPECT_EQ(world_.standing(kEarned), "4000 4000 0");
  EXPECT_EQ(world_.standing(kCourse), "19000 19000 0");
  world_.sell("A", "2026-04-04", "500");
  world_.close("2026-04");
  EXPECT_EQ(carried("2026-04"), "0 5000 0 0 5000") << "the run has set off 60 and asks for 40";
  world_.settle("2026-04");
  EXPECT_EQ(carried("2026-04"), "0 5000 0 5000 0");
}

TEST_F(MixedRuns, what_a_cancelled_run_held_is_in_the_next_settlement) {
  month();
  world_.propose(RunBook::opened("r"));
  world_.settle("2026-03");
  world_.must(RunCancelled{"r", "not now"});
  world_.sell("A", "2026-04-04", "500");
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(carried("2026-04"), "10000 5000 0 15000 0");
}

TEST_F(MixedRuns, a_month_without_anything_new_still_carries_what_a_run_holds) {
  month();
  world_.propose(RunBook::opened("r"));
  world_.settle("2026-03");
  world_.sell("B", "2026-04-04", "500");
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(carried("2026-04"), "10000 0 0 0 10000");
}

TEST_F(MixedRuns, a_month_without_anything_new_still_carries_what_is_disputed) {
  month();
  world_.must(DisputeOpened{kEarned,
                            0,
                            std::nullopt,
                            "ACME",
                            day("2026-04-02"),
                            DisputeReason::price,
                            "too much",
                            0,
                            {}},
              "d");
  world_.settle("2026-03");
  world_.sell("B", "2026-04-04", "500");
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(carried("2026-04"), "10000 0 0 0 10000");
}

TEST_F(MixedRuns, a_run_that_was_posted_first_leaves_the_settlement_its_rest) {
  month();
  RunOpened run = RunBook::opened("r");
  run.minimum_payout = Decimal::parse("50").value();
  world_.whole(run);
  EXPECT_EQ(world_.standing(kEarned), "4000 0 0") << "40 are below the minimum";
  world_.settle("2026-03");
  EXPECT_EQ(carried("2026-03"), "-6000 10000 0 4000 0") << "60 were set off before";
  // Taking the run back opens what it set off, and only that.
  world_.must(RunBook::reversed("r"), "", "ben");
  EXPECT_EQ(world_.standing(kEarned), "10000 4000 0");
}

TEST_F(MixedRuns, a_run_takes_what_a_dispute_leaves) {
  month();
  world_.must(DisputeOpened{kEarned,
                            0,
                            Decimal::parse("70").value(),
                            "ACME",
                            day("2026-04-02"),
                            DisputeReason::price,
                            "too much",
                            0,
                            {}},
              "d");
  world_.propose(RunBook::opened("r"));
  EXPECT_EQ(world_.code(DisputeOpened{kEarned,
                                      0,
                                      Decimal::parse("1").value(),
                                      "ACME",
                                      day("2026-04-02"),
                                      DisputeReason::price,
                                      "more",
                                      0,
                                      {}}),
            "held_by_run");
  world_.approve_and_post("r");
  EXPECT_EQ(world_.standing(kEarned), "7000 0 7000");
  world_.must(
      DisputeResolved{{"", "d"}, DisputeOutcome::rejected, "A", day("2026-04-10"), "as agreed"}, "",
      "ben");
  world_.settle("2026-03");
  EXPECT_EQ(world_.standing(kEarned), "7000 7000 0");
}

TEST_F(MixedRuns, a_dispute_that_ends_during_a_run_waits_for_the_next_settlement) {
  month();
  world_.must(DisputeOpened{kEarned,
                            0,
                            Decimal::parse("70").value(),
                            "ACME",
                            day("2026-04-02"),
                            DisputeReason::price,
                            "too much",
                            0,
                            {}},
              "d");
  world_.propose(RunBook::opened("r"));
  world_.must(
      DisputeResolved{{"", "d"}, DisputeOutcome::rejected, "A", day("2026-04-10"), "as agreed"}, "",
      "ben");
  world_.approve_and_post("r");
  EXPECT_EQ(world_.standing(kEarned), "7000 0 0");
  EXPECT_EQ(world_.payments("r"), "A>B 3000, B>ACME 22000");
}

TEST_F(MixedRuns, a_reversed_run_gives_back_what_is_disputed_as_disputed) {
  month();
  world_.must(DisputeOpened{kEarned,
                            0,
                            Decimal::parse("40").value(),
                            "ACME",
                            day("2026-04-02"),
                            DisputeReason::price,
                            "too much",
                            0,
                            {}},
              "d");
  world_.whole(RunBook::opened("r"));
  EXPECT_EQ(world_.standing(kEarned), "4000 0 4000");
  world_.must(RunBook::payment("ACME", "A", "40", kEarned));
  EXPECT_EQ(world_.standing(kEarned), "0 0 0") << "who pays directly pays what is disputed as well";
  world_.must(RunBook::reversed("r"), "", "ben");
  EXPECT_EQ(world_.standing(kEarned), "6000 0 4000") << "the dispute is still open";
  world_.settle("2026-03");
  EXPECT_EQ(world_.standing(kEarned), "6000 2000 4000");
}

// A dispute keeps 40 out of the settlement; when it ends, a run asks for them while the
// settlement's payment is still to come.
TEST_F(MixedRuns, two_payment_lists_never_confirm_more_than_they_ask_for) {
  month();
  world_.must(DisputeOpened{kEarned,
                            0,
                            Decimal::parse("40").value(),
                            "ACME",
                            day("2026-04-02"),
                            DisputeReason::price,
                            "too much",
                            0,
                            {}},
              "d");
  world_.settle("2026-03");
  EXPECT_EQ(world_.standing(kEarned), "10000 6000 4000");
  world_.must(
      DisputeResolved{{"", "d"}, DisputeOutcome::rejected, "A", day("2026-04-10"), "as agreed"}, "",
      "ben");
  RunOpened run = RunBook::opened("r", NettingMode::bilateral);
  run.parties = {"A", "ACME"};
  world_.whole(run);
  EXPECT_EQ(world_.standing(kEarned), "10000 10000 0");
  const std::string reference = world_.orders("r").at(0).reference;
  // The run asks for 40: what is more is not this list's, whatever becomes of it.
  if (world_.code(RunBook::payment("ACME", "A", "70", reference)) != "recorded")
    world_.must(RunBook::payment("ACME", "A", "40", reference));
  EXPECT_EQ(world_.orders("r").at(0).order.confirmed_minor, 4'000);
  EXPECT_EQ(world_.run("r").state, RunState::settled);
  EXPECT_EQ(world_.standing(kEarned), "6000 6000 0");
  world_.must(RunBook::payment("ACME", "A", "60", "PAY-2026-03-00001"));
  EXPECT_EQ(world_.standing(kEarned), "0 0 0");
}

TEST_F(MixedRuns, a_payment_of_the_document_itself_confirms_every_list_it_is_on) {
  month();
  world_.must(DisputeOpened{kEarned,
                            0,
                            Decimal::parse("40").value(),
                            "ACME",
                            day("2026-04-02"),
                            DisputeReason::price,
                            "too much",
                            0,
                            {}},
              "d");
  world_.settle("2026-03");
  world_.must(
      DisputeResolved{{"", "d"}, DisputeOutcome::rejected, "A", day("2026-04-10"), "as agreed"}, "",
      "ben");
  RunOpened run = RunBook::opened("r", NettingMode::bilateral);
  run.parties = {"A", "ACME"};
  world_.whole(run);
  world_.must(RunBook::payment("ACME", "A", "100", kEarned), "all");
  EXPECT_EQ(world_.standing(kEarned), "0 0 0");
  EXPECT_EQ(world_.run("r").state, RunState::settled);
  EXPECT_EQ(settlement::settlement_with_reference(world_.database(), "PAY-2026-03-00001")
                ->row.confirmed_minor,
            6'000);
  world_.must(reversal("all", "2026-04-22"));
  EXPECT_EQ(world_.standing(kEarned), "10000 10000 0");
  EXPECT_EQ(world_.run("r").state, RunState::posted);
}

TEST_F(MixedRuns, credit_notes_count_the_other_way) {
  world_.sell("A", "2026-03-04", "1000");
  world_.must(TrainingDelivered{"with B", "B", "course", 1, day("2026-03-05"), ""});
  world_.must(adjustment("C", "2026-03-06", "-80"), "less");
  world_.must(Approval{{"", "less"}}, "", "bert");
  world_.close("2026-03");
  // C's credit note says that C owes ACME 80.
  EXPECT_EQ(world_.standing("C-2026-00001"), "-8000 0 0");
  world_.must(RunBook::debt("ac", "A", "C", "90"));
  world_.must(RunBook::debt("bc", "B", "C", "5"));
  world_.whole(RunBook::opened("r"));
  // ACME owes A 100, A owes C 90, C owes ACME 80.
  EXPECT_EQ(world_.standing("C-2026-00001"), "0 0 0");
  EXPECT_EQ(world_.standing("ac"), "1000 1000 0");
  EXPECT_EQ(world_.standing(kEarned), "2000 2000 0");
  world_.must(RunBook::reversed("r"), "", "ben");
  EXPECT_EQ(world_.standing("C-2026-00001"), "-8000 0 0");
  // Left over, it is paid by its issuer.
  RunOpened pair = RunBook::opened("pair", NettingMode::bilateral);
  pair.parties = {"C", "ACME"};
  world_.whole(pair);
  EXPECT_EQ(world_.payments("pair"), "C>ACME 8000");
  world_.must(RunBook::payment("C", "ACME", "80", world_.orders("pair").at(0).reference));
  EXPECT_EQ(world_.standing("C-2026-00001"), "0 0 0");
  EXPECT_EQ(world_.run("pair").state, RunState::settled);
}

}  // namespace
}  // namespace quits::test
