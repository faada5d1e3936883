// The n-th call to the database fails, for every n: the book has all of a batch or nothing of it,
// the same Book goes on working, and the same ids sent again give the right end.
#include <gtest/gtest.h>

#include "base/failure.h"
#include "settlement/register.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

// Everything that the log says apart from the times and roots: kinds, ids, dates, lines and
// postings.
std::string content_of(World& world) {
  std::string text;
  for (std::uint64_t sequence = 1; sequence <= world.book().log().size(); ++sequence) {
    const ledger::Record record = world.book().read({sequence});
    text +=
        std::to_string(sequence) + " " + record.id.to_string() + " " + record.period.to_string();
    for (const auto& item : record.items)
      text += " " + std::to_string(item.line.value) + ":" + std::to_string(item.amount_minor);
    for (const auto& posting : record.postings) text += " " + std::to_string(posting.amount_minor);
    text += "\n";
  }
  return text;
}

struct Step {
  const char* name;
  std::vector<ledger::Submission> facts;
};

// Mixed facts, a second batch that builds on them, the close, the settlement, and what comes after.
std::vector<Step> steps_of(World& world) {
  using namespace program;
  std::vector<Step> steps;
  steps.push_back({"mixed facts", mixed_facts(world)});
  steps.push_back(
      {"a new version and late comers",
       {world.submission("propose",
                         AgreementProposed{"nord", 2, "ACME", "NORD", day("2026-03-15"), "NORD",
                                           example_terms(plan(Rule::marginal, Basis::per_period,
                                                              bands({{"0", "6 %"}})))}),
        world.submission("accept", AgreementAccepted{"nord", 2, "ACME"}),
        world.submission("party", PartyRegistered{"WEST", "West Ltd", "", "", false}),
        world.submission("sale-9", World::sale("NORD", "2026-03-20", "1000"), "till"),
        world.submission("refund-9", refund("sale-9", "2026-03-21", "400"), "till")}});
  steps.push_back(
      {"close",
       {world.submission("close", PeriodClosed{Period::parse("2026-03").value(), 0, ""})}});
  steps.push_back({"settle",
                   {world.submission("settle", PeriodSettled{Period::parse("2026-03").value(),
                                                             day("2026-04-02"), 0})}});
  Payment payment;
  payment.payer = "SUED";
  payment.payee = "ACME";
  payment.amount = Decimal::parse("5").value();
  payment.currency = Currency::parse("EUR").value();
  payment.on = day("2026-04-20");
  payment.reference = "PAY-2026-03-00002";
  steps.push_back({"afterwards",
                   {world.submission("late", World::sale("SUED", "2026-03-31", "100")),
                    world.submission("pay", payment),
                    world.submission("back", reversal("pay", "2026-04-21"))}});
  return steps;
}

std::string expected_content() {
  World world;
  open_example(world);
  for (const Step& step : steps_of(world)) {
    const auto result = record_all(world, step.facts);
    EXPECT_TRUE(result.committed) << step.name << ": " << to_string(result.receipts.back().error());
  }
  world.expect_clean();
  return content_of(world);
}

struct Sweep {
  storage::FaultPlan plan;
  World world{&plan};

  // Fails the step's n-th call; true when the step has that many calls. `before` is the number of
  // entries before it.
  bool fail(const Step& step, std::uint64_t n, Code code) {
    const std::uint64_t before = world.book().log().size();
    plan = {.fail_at_call = n, .fail_with = code};
    bool failed = false;
    try {
      record_all(world, step.facts);
    } catch (const Failure& failure) {
      failed = true;
      EXPECT_EQ(failure.code(), code);
    }
    plan = {};
    if (failed) {
      EXPECT_FALSE(world.database().in_transaction());
      EXPECT_EQ(world.book().log().size(), before) << step.name << ", call " << n;
    }
    return failed;
  }
};

// On one book: every call of every step fails in its turn, then the step succeeds.
TEST(Faults, every_call_of_every_step_may_fail_and_the_same_book_goes_on) {
  const std::string expected = expected_content();
  Sweep sweep;
  open_example(sweep.world);
  for (const Step& step : steps_of(sweep.world)) {
    std::uint64_t n = 1;
    while (sweep.fail(step, n, n % 2 == 0 ? Code::disk_full : Code::unavailable)) {
      ASSERT_LT(++n, 5000U);
      if (n % 25 == 0) sweep.world.expect_clean();
    }
    EXPECT_GT(n, 8U) << step.name;  // the last round has recorded it
    const auto again = record_all(sweep.world, step.facts);
    EXPECT_EQ(again.repeated, step.facts.size()) << step.name;
    sweep.world.expect_clean();
  }
  EXPECT_EQ(content_of(sweep.world), expected);
  sweep.world.reopen();
  sweep.world.expect_clean();
}

// The same with a book that was opened just now: nothing is cached and every statement is still to
// be prepared.
TEST(Faults, a_freshly_opened_book_survives_them_too) {
  const std::string expected = expected_content();
  Sweep sweep;
  open_example(sweep.world);
  for (const Step& step : steps_of(sweep.world)) {
    std::uint64_t n = 1;
    do {
      sweep.world.reopen();
      sweep.plan.calls = 0;
      ASSERT_LT(n, 5000U);
    } while (sweep.fail(step, n++, Code::unavailable));
  }
  sweep.world.expect_clean();
  EXPECT_EQ(content_of(sweep.world), expected);
}

// A question that failed must not leave half an answer in memory: the facts recorded next would
// build on it.
TEST(Faults, a_failed_question_leaves_no_half_answer) {
  for (std::uint64_t n = 1; n <= 12; ++n) {
    Sweep sweep;
    open_example(sweep.world);
    ASSERT_TRUE(record_all(sweep.world, mixed_facts(sweep.world)).committed);
    const Sequence refund = *sweep.world.book().find({"shop", "refund-1"});
    sweep.world.reopen();
    sweep.plan = {.fail_at_call = n};
    try {
      sweep.world.book().find({"shop", "sale-1"});
      sweep.world.book().read(refund);
    } catch (const Failure&) {
    }
    sweep.plan = {};
    EXPECT_TRUE(sweep.world.book().find({"shop", "sale-1"}).has_value()) << "call " << n;
    sweep.world.sell("NORD", "2026-03-09", "100");
    sweep.world.expect_clean();
  }
}

// The answer to a commit is lost. The fact is there or it is not; sending it again settles that.
TEST(Faults, a_failed_commit_is_retried_with_the_same_ids) {
  Sweep sweep;
  open_example(sweep.world);
  const auto facts = mixed_facts(sweep.world);
  sweep.plan = {.fail_with = Code::disk_full, .fail_at_commit = 1};
  EXPECT_THROW(record_all(sweep.world, facts), Failure);
  sweep.plan = {};
  EXPECT_EQ(sweep.world.book().find({"shop", "sale-1"}), std::nullopt);
  EXPECT_TRUE(record_all(sweep.world, facts).committed);
  EXPECT_EQ(record_all(sweep.world, facts).repeated, facts.size());
  sweep.world.expect_clean();
}

}  // namespace
}  // namespace quits::test
