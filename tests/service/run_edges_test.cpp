// Runs at their edges: several currencies, centres that owe, thresholds, whole documents, parties
// that leave, numbers that are taken.
#include <gtest/gtest.h>

#include "tests/service/run_book.h"

namespace quits::test {
namespace {

using namespace program;
using settlement::RunState;

class RunEdges : public testing::Test {
 protected:
  void SetUp() override { world_.open(); }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }
  void debt(const std::string& number, const std::string& debtor, const std::string& creditor,
            const char* amount, const char* currency = "EUR") {
    world_.must(RunBook::debt(number, debtor, creditor, amount, currency));
  }
  // A owes B 100, B owes C 80, C owes A 70.
  void ring(const std::string& prefix = "", const char* currency = "EUR") {
    debt(prefix + "ab", "A", "B", "100", currency);
    debt(prefix + "bc", "B", "C", "80", currency);
    debt(prefix + "ca", "C", "A", "70", currency);
  }
  static Decimal decimal(const char* text) { return Decimal::parse(text).value(); }

  RunBook world_;
};

TEST_F(RunEdges, currencies_never_mix) {
  ring();
  ring("y-", "JPY");
  debt("only", "A", "B", "5", "USD");
  world_.whole(RunBook::opened("r"));
  EXPECT_EQ(world_.standing("ab"), "3000 3000 0");
  EXPECT_EQ(world_.standing("y-ab"), "30 30 0");
  EXPECT_EQ(world_.standing("only"), "500 500 0");
  EXPECT_EQ(world_.payments("r"), "A>B 30, A>B 500, A>B 3000, B>C 10, B>C 1000");
  world_.must(RunBook::reversed("r"), "", "ben");
  EXPECT_EQ(world_.standing("y-ab"), "100 0 0");
  RunOpened yen = RunBook::opened("yen");
  yen.currency = Currency::parse("JPY").value();
  world_.whole(yen);
  EXPECT_EQ(world_.standing("y-ca"), "0 0 0");
  EXPECT_EQ(world_.standing("ca"), "7000 0 0");
}

// A threshold with more places than a currency has is still a threshold.
TEST_F(RunEdges, thresholds_are_amounts_of_every_currency) {
  ring();
  ring("y-", "JPY");
  debt("cent", "A", "B", "0.75");
  debt("yen", "A", "B", "1", "JPY");
  RunOpened run = RunBook::opened("r");
  run.above = decimal("0.75");
  run.minimum_payout = decimal("10.005");
  world_.whole(run);
  EXPECT_EQ(world_.standing("cent"), "75 0 0") << "not above";
  EXPECT_EQ(world_.standing("yen"), "1 1 0") << "a yen is above 0.75";
  EXPECT_EQ(world_.payments("r"), "A>B 31, A>B 3000") << "10.00 EUR and 10 JPY are below 10.005";
  EXPECT_EQ(world_.standing("bc"), "1000 0 0") << "carried";
}

TEST_F(RunEdges, what_a_run_carries_is_in_the_next_one) {
  ring();
  RunOpened run = RunBook::opened("r");
  run.minimum_payout = decimal("20");
  world_.whole(run);
  EXPECT_EQ(world_.payments("r"), "A>B 3000");
  debt("cb", "C", "B", "4");
  world_.whole(RunBook::opened("next"));
  EXPECT_EQ(world_.standing("bc"), "600 600 0");
  EXPECT_EQ(world_.standing("ab"), "3000 3000 0") << "it was on a list already";
  world_.must(RunBook::reversed("r"), "", "ben");
  EXPECT_EQ(world_.standing("bc"), "7600 600 0");
}

TEST_F(RunEdges, a_centre_may_be_a_debtor_itself) {
  ring();
  debt("acme-a", "ACME", "A", "40");
  debt("b-acme", "B", "ACME", "15");
  RunOpened run = RunBook::opened("c", NettingMode::centre);
  run.minimum_payout = decimal("10");
  world_.whole(run);
  for (const char* number : {"ab", "bc", "ca", "acme-a", "b-acme"})
    EXPECT_EQ(world_.document(number).open_minor, 0) << number;
  // A is 100 down and 110 up, B 95 down and 100 up, C 70 down and 80 up; ACME owes the 25.
  EXPECT_EQ(world_.payments("c"), "ACME>A 1000, ACME>C 1000");
  EXPECT_EQ(world_.standing("NET-c-00002"), "500 0 0") << "B's 5.00 are below the minimum";
  EXPECT_EQ(world_.code(RunBook::payment("ACME", "B", "5", "NET-c-00002")), "recorded");
  EXPECT_EQ(world_.code(RunBook::reversed("c"), "ben"), "not_reversible")
      << "somebody has been paid";
}

TEST_F(RunEdges, what_a_centre_took_over_is_settled_like_any_document) {
  ring();
  RunOpened run = RunBook::opened("c", NettingMode::centre);
  run.minimum_payout = decimal("1000");
  world_.whole(run);
  EXPECT_EQ(world_.run("c").state, RunState::settled) << "nothing is asked for";
  debt("acme-a", "ACME", "A", "30");
  world_.whole(RunBook::opened("next"));
  EXPECT_EQ(world_.standing("NET-c-00001"), "0 0 0") << "A's 30 and ACME's 30";
  EXPECT_EQ(world_.code(RunBook::reversed("c"), "ben"), "not_reversible");
  world_.must(RunBook::reversed("next"), "", "ben");
  world_.must(RunBook::reversed("c"), "", "ben");
  EXPECT_EQ(world_.standing("ab"), "10000 0 0");
  EXPECT_EQ(world_.standing("NET-c-00001"), "0 0 0");
}

// Reversed, it would be on a payment list with nothing open.
TEST_F(RunEdges, a_run_whose_document_is_on_a_later_list_is_not_reversed_before_it) {
  ring();
  RunOpened run = RunBook::opened("c", NettingMode::centre);
  run.minimum_payout = decimal("1000");
  world_.whole(run);
  world_.whole(RunBook::opened("next"));
  EXPECT_EQ(world_.standing("NET-c-00001"), "3000 3000 0");
  EXPECT_EQ(world_.code(RunBook::reversed("c"), "ben"), "not_reversible");
  EXPECT_EQ(world_.standing("NET-c-00001"), "3000 3000 0");
  world_.must(RunBook::reversed("next"), "", "ben");
  world_.must(RunBook::reversed("c"), "", "ben");
  EXPECT_EQ(world_.standing("NET-c-00001"), "0 0 0");
  EXPECT_EQ(world_.standing("ab"), "10000 0 0");
}

TEST_F(RunEdges, a_run_is_not_reversed_on_a_day_before_it) {
  ring();
  world_.whole(RunBook::opened("r"));
  RunReversed back = RunBook::reversed("r");
  back.on = day("2026-03-31");
  EXPECT_EQ(world_.code(back, "ben"), "date_out_of_range");
  back.on = day("2026-04-01");
  world_.must(back, "", "ben");
  EXPECT_EQ(world_.standing("ab"), "10000 0 0");
}

TEST_F(RunEdges, whole_documents_are_set_off_whole_or_not_at_all) {
  debt("ab1", "A", "B", "60");
  debt("ab2", "A", "B", "50");
  debt("bc", "B", "C", "60");
  debt("ca", "C", "A", "60");
  debt("ba", "B", "A", "45");
  RunOpened run = RunBook::opened("r");
  run.whole_documents = true;
  world_.whole(run);
  EXPECT_EQ(world_.standing("ab1"), "0 0 0");
  EXPECT_EQ(world_.standing("ab2"), "5000 5000 0");
  EXPECT_EQ(world_.standing("ba"), "4500 4500 0");
  EXPECT_EQ(world_.payments("r"), "A>B 5000, B>A 4500") << "both directions may be left";
  world_.must(RunBook::payment("A", "B", "50", world_.orders("r").at(0).reference));
  world_.must(RunBook::payment("B", "A", "45", world_.orders("r").at(1).reference));
  EXPECT_EQ(world_.run("r").state, RunState::settled);
}

class AskedParties : public RunEdges {
 protected:
  void SetUp() override {
    world_.open();
    for (const char* party : {"D", "E"}) {
      Terms terms = RunBook::terms();
      terms.settlement.answers = true;
      terms.settlement.answer_days = 3;
      if (*party == 'E') terms.settlement.silence = Silence::rejects;
      world_.add(party, terms);
    }
  }
};

TEST_F(AskedParties, what_a_party_withdrew_is_free_for_a_second_run) {
  ring();
  debt("ad", "A", "D", "20");
  debt("da", "D", "A", "20");
  world_.propose(RunBook::opened("first"));
  world_.must(RunAnswered{"first", "D", true, "not ours", 1});
  RunOpened pair = RunBook::opened("second");
  world_.propose(pair);
  EXPECT_EQ(world_.document("ad").run, "second");
  EXPECT_EQ(world_.document("ab").run, "first");
  // The first one changes again, ends and posts without touching what is the second's now.
  world_.must(RunAnswered{"second", "D", false, "", 1});
  world_.approve_and_post("first", 2);
  EXPECT_EQ(world_.document("ad").run, "second");
  world_.approve_and_post("second");
  EXPECT_EQ(world_.standing("ad"), "0 0 0");
  world_.must(RunBook::reversed("first"), "", "ben");
  EXPECT_EQ(world_.standing("ad"), "0 0 0") << "it was not in what the first one posted";
  EXPECT_EQ(world_.standing("ab"), "10000 0 0");
}

TEST_F(AskedParties, everybody_may_leave) {
  debt("de", "D", "E", "20");
  debt("ed", "E", "D", "20");
  world_.propose(RunBook::opened("r"));
  world_.must(RunAnswered{"r", "D", true, "not ours", 1});
  EXPECT_EQ(world_.run("r").proposal, 2U);
  EXPECT_EQ(world_.code(RunAnswered{"r", "E", false, "", 2}), "party_mismatch")
      << "nothing of E is left to be asked about";
  world_.approve_and_post("r", 2);
  EXPECT_EQ(world_.run("r").state, RunState::settled);
  EXPECT_EQ(world_.standing("de"), "2000 0 0");
}

TEST_F(AskedParties, who_is_silent_and_rejects_by_that_leaves_at_the_next_proposal) {
  ring();
  debt("ea", "E", "A", "20");
  debt("ae", "A", "E", "20");
  world_.propose(RunBook::opened("r"));
  EXPECT_EQ(world_.code(RunBook::step<RunProposed>("r")), "run_state");
  world_.clock().set(Timestamp::parse("2026-11-05T08:00:00Z").value());
  EXPECT_EQ(world_.code(RunApproved{"r", 1}, "ben"), "not_accepted");
  world_.must(RunBook::step<RunProposed>("r"), "", "carl");
  EXPECT_EQ(world_.code(RunApproved{"r", 2}, "carl"), "same_person")
      << "who proposes again has prepared it";
  EXPECT_EQ(world_.document("ae").run, "");
  world_.approve_and_post("r", 2);
  EXPECT_EQ(world_.standing("ae"), "2000 0 0");
  EXPECT_EQ(world_.standing("ca"), "0 0 0");
}

TEST_F(RunEdges, an_agreement_that_has_ended_agrees_to_nothing_any_more) {
  ring();
  world_.must(AgreementEnded{"with C", day("2026-11-30"), "ACME", "moved away"});
  RunOpened before = RunBook::opened("before");
  world_.propose(before);
  EXPECT_EQ(world_.document("ca").run, "before") << "on 1 April it was in force";
  world_.must(RunCancelled{"before", "later"});
  world_.clock().set(Timestamp::parse("2026-12-02T08:00:00Z").value());
  debt("ba", "B", "A", "10");
  RunOpened after = RunBook::opened("after");
  after.on = day("2026-12-01");
  world_.propose(after);
  EXPECT_EQ(world_.document("ca").run, "");
  EXPECT_EQ(world_.document("ab").run, "after");
}

TEST_F(RunEdges, documents_from_elsewhere_never_take_a_number_of_the_book) {
  EXPECT_EQ(world_.code(RunBook::debt("A-2026-00001", "A", "B", "5")), "bad_value")
      << "A's first invoice";
  EXPECT_EQ(world_.code(RunBook::debt("NET-c-00001", "A", "B", "5")), "bad_value")
      << "what a centre makes";
  EXPECT_EQ(world_.code(RunBook::debt("other:A-2026-00001", "A", "B", "5")), "recorded");
  EXPECT_EQ(world_.code(RunBook::debt("X-2026-00001", "A", "B", "5")), "recorded")
      << "nobody is called X";
  world_.sell("A", "2026-03-04", "1000");
  world_.close("2026-03");
  EXPECT_EQ(world_.standing("A-2026-00001"), "10000 0 0");
}

TEST_F(RunEdges, a_debt_that_was_paid_in_part_is_not_refused_any_more) {
  Terms terms = RunBook::terms();
  terms.settlement.confirms_obligations = true;
  world_.add("E", terms);
  debt("ea", "E", "A", "20");
  world_.must(RunBook::payment("E", "A", "5", "ea"), "paid");
  const ObligationConfirmed refuses{"ea", "E", true, "never ordered"};
  EXPECT_EQ(world_.code(refuses), "not_reversible");
  world_.must(reversal("paid", "2026-04-21"));
  EXPECT_EQ(world_.code(refuses), "recorded");
  EXPECT_EQ(world_.standing("ea"), "0 0 0");
}

TEST_F(RunEdges, a_run_of_a_closed_month_is_posted_in_the_open_one) {
  world_.sell("A", "2026-04-04", "1000");
  world_.close("2026-04");
  ring();
  world_.propose(RunBook::opened("r"));
  world_.must(RunApproved{"r", 1}, "", "ben");
  const Sequence posted = world_.must(RunBook::step<RunPosted>("r"));
  EXPECT_EQ(world_.book().read(posted).effective, day("2026-04-01"));
  EXPECT_EQ(world_.book().read(posted).period, Period::parse("2026-05").value());
}

TEST_F(RunEdges, a_preview_of_every_step_leaves_nothing_behind) {
  ring();
  const auto tried = [&](const Fact& fact, const std::string& actor) {
    const ledger::Book::Preview preview(world_.book());
    const std::vector facts{world_.submission("tried", fact)};
    ledger::RecordOptions options;
    options.actor = actor;
    EXPECT_TRUE(world_.book().record(facts, options).receipts.at(0));
  };
  const auto both = [&](const Fact& fact, const std::string& actor) {
    tried(fact, actor);
    world_.expect_clean();
    tried(fact, actor);
    world_.must(fact, "", actor);
  };
  both(RunBook::opened("r"), "anna");
  both(RunBook::step<RunCollected>("r"), "anna");
  both(RunBook::step<RunProposed>("r"), "anna");
  tried(RunCancelled{"r", "no"}, "anna");
  both(RunApproved{"r", 1}, "ben");
  both(RunBook::step<RunPosted>("r"), "anna");
  EXPECT_EQ(world_.standing("ab"), "3000 3000 0");
  both(RunBook::reversed("r"), "ben");
  EXPECT_EQ(world_.standing("ab"), "10000 0 0");
}

}  // namespace
}  // namespace quits::test
