// The life of a settlement run in a book: what it collects, who must say yes, what it posts, and how it is taken back.
#include <gtest/gtest.h>

#include "settlement/run_solution.h"
#include "settlement/runs.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;
using settlement::Invoice;
using settlement::RunState;

const Currency kEuro = Currency::parse("EUR").value();

// A owes B 100, B owes C 80, C owes A 70: 70 can be given up on each. ACME runs the book and is in none of it.
class Ring : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    for (const char* party : {"A", "B", "C"}) {
      world_.add_partner(party);
      Terms terms = terms_of("EUR", {});
      terms.settlement.netting = {NettingMode::multilateral, NettingMode::centre};
      terms.settlement.answers = party == std::string("B");
      terms.settlement.answer_days = 5;
      world_.agree(std::string("with ") + party, 1, party, "2026-01-01", terms);
    }
    debt("ab", "A", "B", "100");
    debt("bc", "B", "C", "80");
    debt("ca", "C", "A", "70");
  }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }

  void debt(const std::string& number, const std::string& debtor, const std::string& creditor, const char* amount) {
    ObligationReported reported;
    reported.number = number;
    reported.debtor = debtor;
    reported.creditor = creditor;
    reported.amount = Decimal::parse(amount).value();
    reported.currency = kEuro;
    reported.on = day("2026-03-01");
    reported.due_on = day("2026-03-31");
    reported.reported_by = creditor;
    world_.must(reported);
  }
  static RunOpened opened(const std::string& run, NettingMode mode = NettingMode::multilateral) {
    RunOpened fact;
    fact.run = run;
    fact.mode = mode;
    fact.on = day("2026-04-01");
    if (mode == NettingMode::centre) fact.centre = "ACME";
    return fact;
  }
  template <class Step>
  static Step step(const std::string& run) {
    Step fact;
    fact.run = run;
    return fact;
  }
  static RunReversed step_reversed(const std::string& run) {
    RunReversed fact;
    fact.run = run;
    fact.reason = "wrong cut-off";
    return fact;
  }
  // Up to a proposal, by anna.
  void propose(const std::string& run, NettingMode mode = NettingMode::multilateral) {
    world_.must(opened(run, mode));
    world_.must(step<RunCollected>(run));
    world_.must(step<RunProposed>(run));
  }
  void approve_and_post(const std::string& run, std::uint32_t proposal = 1) {
    world_.must(RunAnswered{run, "B", false, "", proposal});
    world_.must(RunApproved{run, proposal}, "", "ben");
    world_.must(step<RunPosted>(run));
  }
  settlement::RunRow row(const std::string& run) { return settlement::run_by_key(world_.database(), run).value(); }
  std::int64_t open(const std::string& number) { return settlement::invoice_by_number(world_.database(), number)->open_minor; }
  std::int64_t to_pay(const std::string& number) { return settlement::invoice_by_number(world_.database(), number)->to_pay_minor; }
  std::string code(const Fact& fact, const std::string& actor = "anna") {
    const auto answer = world_.record(fact, "", actor);
    return answer ? "recorded" : std::string(name_of(answer.error().code));
  }
  static Payment payment(const char* payer, const char* payee, const char* amount, const std::string& reference) {
    return {payer, payee, Decimal::parse(amount).value(), kEuro, day("2026-04-20"), reference, {}};
  }

  World world_;
};

TEST_F(Ring, gives_up_the_most_and_asks_for_the_rest) {
  propose("2026-03");
  approve_and_post("2026-03");
  EXPECT_EQ(open("ab"), 30'00);
  EXPECT_EQ(open("bc"), 10'00);
  EXPECT_EQ(open("ca"), 0);
  EXPECT_EQ(to_pay("ab"), 30'00);
  EXPECT_EQ(row("2026-03").state, RunState::posted);
  const auto orders = settlement::orders_of_run(world_.database(), "2026-03");
  ASSERT_EQ(orders.size(), 2U);
  EXPECT_EQ(orders[0].order.payer, "A");
  EXPECT_EQ(orders[0].order.payee, "B");
  EXPECT_EQ(orders[0].order.amount_minor, 30'00);
  // In part, then whole; the last payment settles the run, and taking it back opens it again.
  world_.must(payment("A", "B", "10", orders[0].reference));
  world_.must(payment("A", "B", "20", orders[0].reference));
  EXPECT_EQ(row("2026-03").state, RunState::posted);
  world_.must(payment("B", "C", "10", orders[1].reference), "last");
  EXPECT_EQ(row("2026-03").state, RunState::settled);
  EXPECT_EQ(open("ab"), 0);
  world_.must(reversal("last", "2026-04-21"));
  EXPECT_EQ(row("2026-03").state, RunState::posted);
  EXPECT_EQ(open("bc"), 10'00);
}

TEST_F(Ring, at_a_centre_everybody_pays_it_once) {
  propose("c", NettingMode::centre);
  approve_and_post("c");
  for (const char* number : {"ab", "bc", "ca"}) EXPECT_EQ(open(number), 0) << number;
  const auto orders = settlement::orders_of_run(world_.database(), "c");
  ASSERT_EQ(orders.size(), 3U);
  std::int64_t to_centre = 0;
  std::int64_t from_centre = 0;
  for (const settlement::NamedOrder& named : orders) {
    (named.order.payee == "ACME" ? to_centre : from_centre) += named.order.amount_minor;
  }
  EXPECT_EQ(to_centre, 30'00) << "A is 30 down";
  EXPECT_EQ(from_centre, 30'00) << "B is 20 up and C 10";
  world_.must(step_reversed("c"), "", "ben");
  EXPECT_EQ(open("ab"), 100'00);
}

TEST_F(Ring, every_step_has_its_place) {
  EXPECT_EQ(code(step<RunCollected>("none")), "unknown_run");
  world_.must(opened("r"));
  EXPECT_EQ(code(opened("r")), "already_exists");
  EXPECT_EQ(code(step<RunProposed>("r")), "run_state");
  world_.must(step<RunCollected>("r"));
  EXPECT_EQ(code(step<RunCollected>("r")), "run_state");
  EXPECT_EQ(code(RunApproved{"r", 1}, "ben"), "run_state");
  world_.must(step<RunProposed>("r"));
  EXPECT_EQ(code(step<RunProposed>("r")), "run_state");
  EXPECT_EQ(code(RunApproved{"r", 1}, "ben"), "not_accepted") << "B has not answered";
  EXPECT_EQ(code(RunAnswered{"r", "A", false, "", 1}), "party_mismatch") << "nobody asks A";
  EXPECT_EQ(code(RunAnswered{"r", "B", false, "", 2}), "proposal_changed");
  world_.must(RunAnswered{"r", "B", false, "", 1});
  EXPECT_EQ(code(RunAnswered{"r", "B", true, "no", 1}), "already_accepted");
  EXPECT_EQ(code(RunApproved{"r", 1}, "anna"), "same_person");
  EXPECT_EQ(code(step<RunPosted>("r")), "run_state");
  world_.must(RunApproved{"r", 1}, "", "ben");
  world_.must(step<RunPosted>("r"));
  EXPECT_EQ(code(RunCancelled{"r", "late"}), "run_state");
  EXPECT_EQ(code(step_reversed("r"), "anna"), "same_person");
}

TEST_F(Ring, silence_means_what_the_terms_say) {
  propose("r");
  world_.clock().set(Timestamp::parse("2026-11-06T08:00:00Z").value());
  EXPECT_EQ(code(RunApproved{"r", 1}, "ben"), "not_accepted") << "the fifth day is still its own";
  world_.clock().set(Timestamp::parse("2026-11-07T08:00:00Z").value());
  EXPECT_EQ(code(RunAnswered{"r", "B", false, "", 1}), "date_out_of_range");
  world_.must(RunApproved{"r", 1}, "", "ben");
}

TEST_F(Ring, who_rejects_leaves_and_the_others_see_a_new_proposal) {
  debt("ac", "A", "C", "40");
  propose("r");
  world_.must(RunAnswered{"r", "B", true, "invoice 17 is not ours", 1});
  EXPECT_EQ(row("r").proposal, 2U);
  EXPECT_TRUE(settlement::invoice_by_number(world_.database(), "ab")->run.empty()) << "B's documents are free again";
  EXPECT_EQ(settlement::invoice_by_number(world_.database(), "ca")->run, "r");
  world_.must(RunApproved{"r", 2}, "", "ben");
  world_.must(step<RunPosted>("r"));
  EXPECT_EQ(open("ab"), 100'00);
  EXPECT_EQ(open("bc"), 80'00);
  EXPECT_EQ(open("ca"), 30'00) << "A and C set off 40";
  EXPECT_EQ(open("ac"), 0);
}

TEST_F(Ring, two_runs_never_hold_one_document) {
  propose("first");
  world_.must(opened("second"));
  EXPECT_EQ(code(step<RunCollected>("second")), "not_found");
  debt("new", "A", "B", "5");
  world_.must(step<RunCollected>("second"));
  const auto& document = settlement::invoice_by_number(world_.database(), "new");
  EXPECT_EQ(document->run, "second");
  EXPECT_EQ(code(payment("A", "B", "1", "ab")), "held_by_run");
  world_.must(RunCancelled{"first", "not now"});
  EXPECT_EQ(row("first").state, RunState::cancelled);
  world_.must(payment("A", "B", "1", "ab"));
  EXPECT_EQ(open("ab"), 99'00);
}

TEST_F(Ring, a_reversal_opens_everything_again_unless_somebody_paid) {
  propose("r");
  approve_and_post("r");
  const auto orders = settlement::orders_of_run(world_.database(), "r");
  world_.must(payment("A", "B", "30", orders[0].reference), "paid");
  EXPECT_EQ(code(step_reversed("r"), "ben"), "not_reversible");
  world_.must(reversal("paid", "2026-04-21"));
  world_.must(step_reversed("r"), "", "ben");
  EXPECT_EQ(open("ab"), 100'00);
  EXPECT_EQ(open("bc"), 80'00);
  EXPECT_EQ(open("ca"), 70'00);
  EXPECT_EQ(to_pay("ab"), 0);
  EXPECT_EQ(code(payment("A", "B", "30", orders[0].reference)), "unknown_payment") << "its payments are withdrawn";
  // The same documents settle again, to the same result.
  propose("again");
  approve_and_post("again");
  EXPECT_EQ(open("ab"), 30'00);
}

TEST_F(Ring, what_keeps_a_document_out_is_told) {
  world_.must(ObligationFlagged{"ab", {"assigned"}, "sold to a factor"});
  world_.must(PartyHeld{"C", HoldKind::insolvent, "court file 4711"});
  debt("ba", "B", "A", "1");
  world_.must(opened("r"));
  const Sequence entry = world_.must(step<RunCollected>("r"));
  FactCodec codec;
  const Fact fact = codec.decode(world_.book().read(entry).fact).value();
  const auto& collected = std::get<RunCollected>(fact);
  ASSERT_EQ(collected.documents.size(), 1U);
  EXPECT_EQ(collected.documents[0].number, "ba");
  const std::vector<RunExcluded> expected{{"ab", RunExclusion::assigned}, {"bc", RunExclusion::insolvent}, {"ca", RunExclusion::insolvent}};
  EXPECT_EQ(collected.excluded, expected);
  EXPECT_EQ(code(ObligationFlagged{"ba", {}, "mistake"}), "held_by_run");
  EXPECT_EQ(code(PartyHeld{"C", HoldKind::insolvent, "again"}), "already_exists");
}

TEST_F(Ring, a_party_that_never_agreed_takes_no_part) {
  world_.add_partner("D");
  world_.agree("with D", 1, "D", "2026-01-01", terms_of("EUR", {}));
  debt("da", "D", "A", "10");
  debt("ad", "A", "D", "10");
  propose("r");
  approve_and_post("r");
  EXPECT_EQ(open("da"), 10'00);
  // Between the two of them it needs no agreement with others.
  propose("b", NettingMode::bilateral);
  world_.must(RunApproved{"b", 1}, "", "ben");
  world_.must(step<RunPosted>("b"));
  EXPECT_EQ(open("da"), 0);
}

TEST_F(Ring, a_reported_debt_waits_for_the_other_side_where_its_terms_say_so) {
  world_.add_partner("E");
  Terms terms = terms_of("EUR", {});
  terms.settlement.confirms_obligations = true;
  world_.agree("with E", 1, "E", "2026-01-01", terms);
  debt("ea", "E", "A", "10");
  debt("ae", "A", "E", "10");  // E itself says so: A's terms ask for no more
  debt("ea2", "E", "A", "7");
  EXPECT_EQ(code(ObligationConfirmed{"ea", "A", false, ""}), "party_mismatch");
  world_.must(opened("b", NettingMode::bilateral));
  world_.must(ObligationConfirmed{"ea", "E", false, ""});
  world_.must(ObligationConfirmed{"ea2", "E", true, "never ordered"});
  EXPECT_EQ(open("ea2"), 0);
  world_.must(step<RunCollected>("b"));
  world_.must(step<RunProposed>("b"));
  world_.must(RunAnswered{"b", "B", false, "", 1});
  world_.must(RunApproved{"b", 1}, "", "ben");
  world_.must(step<RunPosted>("b"));
  EXPECT_EQ(open("ea"), 0);
  EXPECT_EQ(open("ae"), 0);
}

}  // namespace
}  // namespace quits::test
