// One id, one content, one receipt, for ever.
#include <gtest/gtest.h>

#include "tests/service/example.h"

namespace quits::test {
namespace {

Result<ledger::Receipt> submit(World& world, const std::string& id, const program::Fact& fact,
                               const std::string& source = "test",
                               const std::string& actor = "anna") {
  return record_all(world, {world.submission(id, fact, source)}, actor).receipts.at(0);
}

TEST(Idempotency, the_same_fact_gets_its_first_receipt_for_ever) {
  World world;
  open_example(world);
  const auto fact = World::sale("NORD", "2026-03-02", "100");
  const auto first = submit(world, "a", fact);
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->repeated);
  world.sell("NORD", "2026-03-03", "5");
  const auto check = [&] {
    const std::uint64_t size = world.book().log().size();
    // Whoever sends it again, however often, whatever has happened since.
    for (const char* actor : {"anna", "bert"}) {
      const auto again = submit(world, "a", fact, "test", actor);
      ASSERT_TRUE(again);
      EXPECT_TRUE(again->repeated);
      EXPECT_EQ(again->sequence, first->sequence);
    }
    EXPECT_EQ(world.book().log().size(), size);
  };
  check();
  world.reopen();
  check();
  world.close("2026-03");
  check();
  world.settle("2026-03");
  world.reopen();
  check();
  world.expect_clean();
}

// The book fills the number in; whoever sends the debt again does not know it.
TEST(Idempotency, a_debt_without_a_number_is_the_same_debt_again) {
  World world;
  open_example(world);
  program::ObligationReported debt;
  debt.debtor = "NORD";
  debt.creditor = "SUED";
  debt.amount = Decimal::parse("40").value();
  debt.currency = Currency::parse("EUR").value();
  debt.on = day("2026-03-01");
  debt.reported_by = "SUED";
  const auto first = submit(world, "bill 7", debt);
  ASSERT_TRUE(first) << to_string(first.error());
  const auto again = submit(world, "bill 7", debt);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->sequence, first->sequence);
  debt.number = "bill 7";
  EXPECT_TRUE(submit(world, "bill 7", debt)) << "said in full it is the same";
  debt.number = "bill 8";
  EXPECT_FALSE(submit(world, "bill 7", debt));
  debt.number.clear();
  debt.amount = Decimal::parse("41").value();
  EXPECT_FALSE(submit(world, "bill 7", debt));
  world.expect_clean();
}

TEST(Idempotency, the_same_id_with_other_content_is_a_conflict_that_changes_nothing) {
  World world;
  open_example(world);
  ASSERT_TRUE(submit(world, "a", World::sale("NORD", "2026-03-02", "100")));
  for (int round = 0; round < 2; ++round) {
    const std::uint64_t size = world.book().log().size();
    const program::Fact others[] = {World::sale("NORD", "2026-03-02", "100.000001"),
                                    World::sale("NORD", "2026-03-03", "100"),
                                    World::sale("SUED", "2026-03-02", "100"),
                                    program::Credit{World::sale("NORD", "2026-03-02", "100")},
                                    training("NORD", "2026-03-02", 1)};
    for (const program::Fact& other : others) {
      const auto refused = submit(world, "a", other);
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().code, Code::id_conflict);
    }
    EXPECT_EQ(world.book().log().size(), size);
    world.reopen();
  }
  world.expect_clean();
}

TEST(Idempotency, ids_are_known_by_their_source) {
  World world;
  open_example(world);
  const auto one = submit(world, "7", World::sale("NORD", "2026-03-02", "100"), "shop");
  const auto other = submit(world, "7", World::sale("NORD", "2026-03-02", "100"), "till");
  ASSERT_TRUE(one && other);
  EXPECT_NE(one->sequence, other->sequence);
  EXPECT_EQ(world.book().find({"shop", "7"}), one->sequence);
  EXPECT_EQ(world.book().find({"till", "7"}), other->sequence);
  EXPECT_EQ(world.book().find({"till", "8"}), std::nullopt);
  EXPECT_EQ(world.book().find({"nobody", "7"}), std::nullopt);
}

TEST(Idempotency, within_one_batch_as_between_batches) {
  World world;
  open_example(world);
  const auto sale = World::sale("NORD", "2026-03-02", "100");
  const auto twice = record_all(world, {world.submission("a", sale), world.submission("b", sale),
                                        world.submission("a", sale)});
  ASSERT_TRUE(twice.committed);
  EXPECT_EQ(twice.repeated, 1U);
  EXPECT_TRUE(twice.receipts[2]->repeated);
  EXPECT_EQ(twice.receipts[2]->sequence, twice.receipts[0]->sequence);
  EXPECT_NE(twice.receipts[1]->sequence, twice.receipts[0]->sequence);

  const auto other = World::sale("NORD", "2026-03-02", "101");
  const auto conflict =
      record_all(world, {world.submission("c", sale), world.submission("c", other)});
  EXPECT_FALSE(conflict.committed);
  ASSERT_EQ(conflict.receipts.size(), 2U);
  EXPECT_EQ(conflict.receipts[1].error().code, Code::id_conflict);
  EXPECT_EQ(world.book().find({"test", "c"}), std::nullopt);
  world.expect_clean();
}

// What the book fills in (roots, pairs, applied invoices) is no difference in content.
TEST(Idempotency, facts_that_the_book_completes_repeat_as_well) {
  World world;
  open_example(world);
  world.sell("NORD", "2026-03-02", "20000");
  const program::PeriodClosed closing{Period::parse("2026-03").value(), 0, ""};
  const program::PeriodSettled settling{Period::parse("2026-03").value(), day("2026-04-05"), 0};
  const program::AgreementProposed proposal{
      "nord",
      2,
      "",
      "NORD",
      day("2026-05-01"),
      "NORD",
      example_terms(plan(program::Rule::flat, program::Basis::per_event, bands({{"0", "3 %"}})))};
  program::Payment payment;
  payment.payer = "ACME";
  payment.payee = "NORD";
  payment.amount = Decimal::parse("10").value();
  payment.currency = Currency::parse("EUR").value();
  payment.on = day("2026-04-20");
  payment.reference = "PAY-2026-03-00001";
  program::Reversal back = reversal("pay", "2026-04-21");
  const std::vector<std::pair<std::string, program::Fact>> facts{{"close", closing},
                                                                 {"settle", settling},
                                                                 {"propose", proposal},
                                                                 {"pay", payment},
                                                                 {"back", back}};
  for (const auto& [id, fact] : facts) {
    const auto first = submit(world, id, fact);
    ASSERT_TRUE(first) << to_string(first.error());
    const auto again = submit(world, id, fact);
    ASSERT_TRUE(again) << id << ": " << to_string(again.error());
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(again->sequence, first->sequence);
  }
  world.reopen();
  for (const auto& [id, fact] : facts) EXPECT_TRUE(submit(world, id, fact)->repeated) << id;
  world.expect_clean();
}

TEST(Idempotency, a_refused_id_is_free_again) {
  World world;
  open_example(world);
  for (const bool keep_going : {false, true}) {
    const auto refused = record_all(
        world, {world.submission("x", World::sale("NOBODY", "2026-03-02", "1"), "new source")},
        "anna", false, keep_going);
    EXPECT_EQ(refused.refused, 1U);
    EXPECT_EQ(world.book().find({"new source", "x"}), std::nullopt);
  }
  ASSERT_TRUE(submit(world, "x", World::sale("NORD", "2026-03-02", "1"), "new source"));
  world.expect_clean();
}

TEST(Idempotency, the_books_own_source_and_bad_ids_are_refused) {
  World world;
  open_example(world);
  const auto sale = World::sale("NORD", "2026-03-02", "1");
  EXPECT_EQ(submit(world, "x", sale, "quits").error().code, Code::bad_value);
  EXPECT_EQ(submit(world, "", sale).error().code, Code::missing_field);
  EXPECT_EQ(submit(world, "x", sale, "").error().code, Code::missing_field);
  EXPECT_EQ(submit(world, std::string(129, 'x'), sale).error().code, Code::too_large);
  EXPECT_EQ(submit(world, "\xFF", sale).error().code, Code::malformed_text);
}

}  // namespace
}  // namespace quits::test
