// A batch: all or nothing, or the good facts; a preview leaves nothing behind, not even in memory.
#include <gtest/gtest.h>

#include "program/agreements.h"
#include "settlement/register.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

std::string root_of(World& world) { return to_hex(world.book().log().root()); }

TEST(Batch, one_refusal_undoes_all_of_it) {
  World world;
  open_example(world);
  const std::string root = root_of(world);
  auto facts = mixed_facts(world);
  facts.push_back(world.submission("bad", World::sale("NOBODY", "2026-03-02", "1"), "shop"));
  facts.push_back(world.submission("never", World::sale("NORD", "2026-03-02", "1"), "shop"));
  const auto result = record_all(world, facts);
  EXPECT_FALSE(result.committed);
  EXPECT_EQ(result.refused, 1U);
  ASSERT_EQ(result.receipts.size(), facts.size() - 1) << "they end with the refused one";
  EXPECT_EQ(result.receipts.back().error().code, Code::unknown_party);
  EXPECT_EQ(root_of(world), root);
  EXPECT_EQ(world.book().find({"shop", "sale-1"}), std::nullopt);
  // The same facts without the bad one give what they would have given the first time.
  facts.resize(facts.size() - 2);
  EXPECT_TRUE(record_all(world, facts).committed);
  EXPECT_EQ(world.booked(*world.book().find({"shop", "sale-1"})), 45'00);
  world.expect_clean();
}

TEST(Batch, keep_going_records_the_good_facts_and_reports_each_bad_one) {
  World world;
  open_example(world);
  const auto sale = [&](const char* id, const char* seller, const char* amount) {
    return world.submission(id, World::sale(seller, "2026-03-02", amount), "shop");
  };
  const auto result = record_all(
      world,
      {sale("1", "NORD", "100"), sale("2", "NOBODY", "100"), sale("3", "NORD", "100"),
       sale("1", "NORD", "7"), world.submission("4", refund("3", "2026-03-03", "101"), "shop"),
       sale("5", "NORD", "100")},
      "anna", false, true);
  EXPECT_TRUE(result.committed);
  EXPECT_EQ(result.refused, 3U);
  ASSERT_EQ(result.receipts.size(), 6U);
  EXPECT_EQ(result.receipts[1].error().code, Code::unknown_party);
  EXPECT_EQ(result.receipts[3].error().code, Code::id_conflict);
  EXPECT_EQ(result.receipts[4].error().code, Code::refund_exceeds_sale);
  EXPECT_EQ(result.receipts[5]->sequence.value, result.receipts[0]->sequence.value + 2)
      << "sequences stay dense";
  world.expect_clean();
  world.reopen();
  world.expect_clean();
}

// A close that appended its fees and then finds an invoice too large cannot be left out alone.
TEST(Batch, a_fact_refused_midway_takes_its_batch_with_it) {
  World world;
  world.open_program();
  world.add_partner("P");
  Terms terms = terms_of("KWD", {});
  terms.fees.push_back(
      {"fee", Side::principal, 1'000, FeeWhen::every_period, Category::program_fee});
  terms.taxes.push_back(
      {Side::partner, Category::none, TaxCategory::s, Rate::parse("19 %").value(), ""});
  world.agree("p", 1, "P", "2026-01-01", terms);
  std::vector<ledger::Submission> facts;
  for (int i = 0; i < 1000; ++i) {
    facts.push_back(world.submission("huge-" + std::to_string(i),
                                     contribution("P", "2026-03-02", "9000000000000", false)));
  }
  ASSERT_TRUE(record_all(world, facts).committed)
      << "net it just fits into 64 bits, with tax it does not";
  const std::string root = root_of(world);
  const std::vector<ledger::Submission> month_end{
      world.submission("good", contribution("P", "2026-03-02", "1", false)),
      world.submission("close", PeriodClosed{Period::parse("2026-03").value(), 0, ""})};
  const auto result = record_all(world, month_end, "anna", false, true);
  EXPECT_FALSE(result.committed);
  ASSERT_EQ(result.receipts.size(), 2U);
  EXPECT_EQ(result.receipts[1].error().code, Code::overflow);
  EXPECT_EQ(root_of(world), root);
  EXPECT_TRUE(world.record(contribution("P", "2026-03-02", "1", false), "good"));
  world.expect_clean();
}

TEST(Preview, takes_the_same_path_and_leaves_nothing) {
  World world;
  open_example(world);
  const std::string root = root_of(world);
  const auto facts = mixed_facts(world);
  const auto preview = record_all(world, facts, "anna", true);
  EXPECT_FALSE(preview.committed);
  EXPECT_EQ(preview.refused, 0U);
  EXPECT_EQ(root_of(world), root);
  EXPECT_EQ(world.book().find({"shop", "sale-1"}), std::nullopt);
  world.expect_clean();
  const auto real = record_all(world, facts);
  ASSERT_TRUE(real.committed);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    EXPECT_EQ(real.receipts[i]->sequence, preview.receipts[i]->sequence);
    EXPECT_FALSE(real.receipts[i]->repeated);
  }
  world.expect_clean();
}

TEST(Preview, of_several_batches_shows_each_what_those_before_it_did) {
  World world;
  open_example(world);
  const std::string root = root_of(world);
  const auto sale = world.submission("sale", World::sale("NORD", "2026-03-02", "100"), "shop");
  const auto back = [&](const char* id, const char* amount) {
    return world.submission(id, refund("sale", "2026-03-03", amount), "shop");
  };
  {
    const ledger::Book::Preview preview(world.book());
    const auto sold = record_all(world, {sale});
    EXPECT_FALSE(sold.undone);
    EXPECT_FALSE(sold.committed);
    EXPECT_EQ(record_all(world, {back("back-1", "60")}).refused, 0U);
    const auto undone = record_all(world, {back("back-2", "30"), back("back-3", "30")});
    EXPECT_TRUE(undone.undone) << "90 and 30 are more than 100";
    EXPECT_EQ(record_all(world, {back("back-4", "40")}).refused, 0U)
        << "an undone batch leaves those before it as they were, and nothing of its own";
    EXPECT_EQ(record_all(world, {sale}).repeated, 1U);
  }
  EXPECT_EQ(root_of(world), root);
  EXPECT_EQ(record_all(world, {back("back-1", "60")}).refused, 1U) << "there is no sale";
  EXPECT_TRUE(record_all(world, {sale, back("back-1", "60")}).committed);
  world.expect_clean();
}

TEST(Preview, of_a_month_end_leaves_the_month_open) {
  World world;
  open_example(world);
  ASSERT_TRUE(record_all(world, mixed_facts(world)).committed);
  const std::vector<ledger::Submission> month_end{
      world.submission("close", PeriodClosed{Period::parse("2026-03").value(), 0, ""}),
      world.submission("settle",
                       PeriodSettled{Period::parse("2026-03").value(), day("2026-04-01"), 0})};
  EXPECT_EQ(record_all(world, month_end, "anna", true).refused, 0U);
  const Sequence sale = world.sell("NORD", "2026-03-30", "10");
  EXPECT_FALSE(world.book().read(sale).is_late()) << "the previewed close must not be remembered";
  EXPECT_TRUE(record_all(world, month_end).committed);
  EXPECT_TRUE(world.book().read(world.sell("NORD", "2026-03-30", "10")).is_late());
  world.expect_clean();
}

Terms flat_terms(const char* rate) {
  return terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", rate}}))});
}

// A preview and a refused batch must not teach the book terms that nobody agreed on.
TEST(Preview, of_an_agreement_is_forgotten_with_its_terms) {
  for (const bool refused : {false, true}) {
    World world;
    world.open_program();
    world.add_partner("P");
    const auto agreed = [&](const char* rate) {
      return std::vector<ledger::Submission>{
          world.submission("propose", AgreementProposed{"p", 1, "ACME", "P", day("2026-01-01"),
                                                        "ACME", flat_terms(rate)}),
          world.submission("accept", AgreementAccepted{"p", 1, "P"}),
          world.submission("sale", World::sale("P", "2026-03-02", "100"))};
    };
    auto tried = agreed("10 %");
    if (refused) tried.push_back(world.submission("bad", World::sale("NOBODY", "2026-03-02", "1")));
    EXPECT_FALSE(record_all(world, tried, "anna", !refused).committed);
    const auto real = record_all(world, agreed("20 %"));
    ASSERT_TRUE(real.committed);
    EXPECT_EQ(world.booked(real.receipts[2]->sequence), 20'00);
    world.expect_clean();
  }
}

TEST(Preview, of_a_party_is_forgotten) {
  World world;
  world.open_program();
  ASSERT_FALSE(record_all(world,
                          {world.submission("p", PartyRegistered{"P", "P Ltd", "", "", false})},
                          "anna", true)
                   .committed);
  const auto refused = world.record(
      AgreementProposed{"p", 1, "", "P", day("2026-01-01"), "ACME", flat_terms("1 %")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unknown_party);
  world.add_partner("P");
  world.agree("p", 1, "P", "2026-01-01", flat_terms("1 %"));
  world.expect_clean();
}

// Another connection's commits are seen, whatever was cached before.
TEST(Batch, two_openings_of_one_book_see_each_other) {
  World world;
  open_example(world);
  service::BookFile other(world.location(), storage::Mode::open, world.clock());
  ledger::RecordOptions options;
  options.actor = "carla";
  for (int round = 0; round < 5; ++round) {
    const std::string id = std::to_string(round);
    world.sell("NORD", "2026-03-02", "300", "mine-" + id);
    const std::vector facts{
        world.submission("yours-" + id, World::sale("NORD", "2026-03-02", "300"))};
    ASSERT_TRUE(other.book().record(facts, options).committed);
    EXPECT_TRUE(world.record(World::sale("NORD", "2026-03-02", "300"), "yours-" + id)->repeated);
  }
  const auto rows = settlement::register_rows(world.database(), Period::parse("2026-03").value());
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().earnings_minor, 50'00 + 160'00) << "5 % of 1,000 and 8 % of 2,000";
  world.expect_clean();
}

}  // namespace
}  // namespace quits::test
