// Levels in a whole book: what reviews find, what they change, and what they never touch.
#include "program/level_book.h"
#include "tests/service/world.h"

namespace quits::test {
namespace {

using program::LevelReviewed;

Date day(const char* text) { return Date::parse_iso(text).value(); }

// Silver 10 %, Gold 15 %: two certified people, and 1,000 sold in the six months before.
program::Terms levelled() {
  program::Terms terms = terms_of("EUR", {});
  for (const auto& [level, rate] : {std::pair("Gold", "15 %"), std::pair("Silver", "10 %")}) {
    auto made = plan(program::Rule::flat, program::Basis::per_event, bands({{"0", rate}}));
    made.name = level;
    made.covers.levels = {level};
    terms.plans.push_back(made);
  }
  program::Level silver;
  silver.name = "Silver";
  program::Level gold;
  gold.name = "Gold";
  gold.certified = 2;
  gold.sales_minor = 100'000;
  terms.levels = {silver, gold};
  terms.level_review = {{{1, 1}, {7, 1}}, 6};
  return terms;
}

class Levels : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    world_.add_partner("P");
    world_.add_partner("Q");
    world_.agree("p", 1, "P", "2026-01-01", levelled());
  }
  void TearDown() override { world_.expect_clean(); }

  void certify(const std::string& person, const char* on, std::optional<Date> until = {}) {
    world_.must(program::PersonCertified{"P", person, "basic", day(on), until, "list 7"});
  }
  std::int64_t sold(const char* on, const char* amount = "100") { return world_.booked(world_.sell("P", on, amount)); }
  std::size_t reviews() { return program::level_history(world_.database(), "p").size(); }
  Code refused(const program::Fact& fact) {
    const auto receipt = world_.record(fact);
    EXPECT_FALSE(receipt);
    return receipt ? Code::usage : receipt.error().code;
  }

  World world_;
};

TEST_F(Levels, a_review_day_lifts_the_level_of_the_sales_from_then_on) {
  certify("ann", "2026-02-01");
  certify("bob", "2026-02-01");
  EXPECT_EQ(sold("2026-06-30", "1000"), 10'000);
  EXPECT_EQ(reviews(), 0U);
  EXPECT_EQ(sold("2026-07-01"), 1'500);
  EXPECT_EQ(reviews(), 1U);
  EXPECT_EQ(sold("2026-06-30"), 1'000) << "a late sale keeps the level of its day";
  EXPECT_EQ(sold("2026-08-01"), 1'500);
  EXPECT_EQ(reviews(), 1U);
}

TEST_F(Levels, a_cent_or_a_person_less_is_not_enough) {
  certify("ann", "2026-02-01");
  certify("bob", "2026-02-01", day("2026-06-30"));
  EXPECT_EQ(sold("2026-06-30", "999.99"), 10'000);
  EXPECT_EQ(sold("2026-07-01"), 1'000);
  // One of two reasons goes away, then the other.
  certify("bob", "2026-06-30");
  world_.must(LevelReviewed{"p", day("2026-07-01"), "", "", {}, {}, "recertified"});
  EXPECT_EQ(sold("2026-07-02"), 1'000);
  sold("2026-06-29", "0.01");
  world_.must(LevelReviewed{"p", day("2026-07-01"), "", "", {}, {}, "a late sale"});
  EXPECT_EQ(sold("2026-07-02"), 1'500);
}

TEST_F(Levels, who_leaves_takes_the_certificate_along_and_the_level_falls_at_once) {
  certify("ann", "2026-02-01");
  certify("bob", "2026-02-01");
  sold("2026-03-01", "1000");
  EXPECT_EQ(sold("2026-07-02"), 1'500);
  world_.agree("q", 1, "Q", "2026-01-01", levelled());
  world_.must(program::PersonLeft{"P", "bob", day("2026-08-10"), "Q"});
  EXPECT_EQ(sold("2026-08-09"), 1'500);
  EXPECT_EQ(sold("2026-08-10"), 1'000);
  EXPECT_EQ(refused(program::PersonLeft{"P", "bob", day("2026-08-11"), ""}), Code::not_found);
  EXPECT_EQ(refused(program::PersonCertified{"P", "bob", "basic", day("2026-09-01"), {}, "x"}), Code::party_mismatch);
  world_.must(program::PersonCertified{"Q", "bob", "expert", day("2026-09-01"), {}, "x"});
}

TEST_F(Levels, a_refund_takes_the_sale_out_of_its_window) {
  certify("ann", "2026-02-01");
  certify("bob", "2026-02-01");
  world_.sell("P", "2026-03-01", "1000", "big");
  program::Refund refund;
  refund.sale.id = "big";
  refund.on = day("2026-03-05");
  refund.amount = Decimal::parse("0.01").value();
  world_.must(refund);
  EXPECT_EQ(sold("2026-07-02"), 1'000);
}

TEST_F(Levels, a_grant_holds_once_another_person_approves_it) {
  world_.must(program::LevelGranted{"p", "Gold", day("2026-02-01"), "a promise", ""}, "grant");
  EXPECT_EQ(sold("2026-02-01"), 1'000);
  program::Approval approval;
  approval.of.id = "grant";
  const auto by_the_same = world_.record(approval);
  ASSERT_FALSE(by_the_same);
  EXPECT_EQ(by_the_same.error().code, Code::same_person);
  world_.must(approval, "yes", "bert");
  EXPECT_EQ(sold("2026-02-01"), 1'500);
  EXPECT_EQ(sold("2026-07-01"), 1'000) << "until the next review day";
  program::Reversal reversal;
  reversal.of.id = "yes";
  reversal.reason = "no";
  EXPECT_EQ(refused(reversal), Code::not_reversible);
}

TEST_F(Levels, the_close_carries_out_the_review_of_the_day_after) {
  sold("2026-06-15");
  world_.close("2026-06");
  EXPECT_EQ(reviews(), 1U);
  EXPECT_EQ(refused(LevelReviewed{"p", day("2026-06-30"), "", "", {}, {}, "too late"}), Code::period_closed);
  EXPECT_EQ(refused(program::LevelGranted{"p", "Gold", day("2026-06-30"), "too late", ""}), Code::period_closed);
}

TEST_F(Levels, what_makes_no_sense_is_refused) {
  EXPECT_EQ(refused(LevelReviewed{"p", day("2026-07-01"), "", "", {}, {}, ""}), Code::reason_missing);
  EXPECT_EQ(refused(LevelReviewed{"p", day("2026-12-01"), "", "", {}, {}, "early"}), Code::date_out_of_range);
  EXPECT_EQ(refused(program::LevelGranted{"p", "Tin", day("2026-07-01"), "x", ""}), Code::not_found);
  EXPECT_EQ(refused(program::PersonCertified{"X", "ann", "basic", day("2026-02-01"), {}, "x"}), Code::unknown_party);
  EXPECT_EQ(refused(program::PersonCertified{"P", "ann", "basic", day("2026-02-01"), day("2026-01-31"), "x"}), Code::date_out_of_range);
}

// The review of July was carried out under the terms before; the new ones, from June on, have other levels.
TEST_F(Levels, terms_accepted_after_a_review_look_again_at_levels_that_they_do_not_know) {
  certify("ann", "2026-02-01");
  certify("bob", "2026-02-01");
  sold("2026-03-01", "1000");
  world_.must(LevelReviewed{"p", day("2026-06-01"), "", "", {}, {}, "early"});
  EXPECT_EQ(sold("2026-07-02"), 1'500);
  EXPECT_EQ(reviews(), 2U);
  program::Terms other = levelled();
  other.levels[0].name = "Bronze";
  other.levels[1].name = "Diamond";
  other.plans[0].covers.levels = {"Diamond"};
  other.plans[1].covers.levels = {"Bronze"};
  world_.agree("p", 2, "P", "2026-06-15", other);
  EXPECT_EQ(sold("2026-06-14"), 1'500);
  EXPECT_EQ(sold("2026-06-15"), 1'500);
  EXPECT_EQ(reviews(), 3U) << "on the first day of the new terms";
  EXPECT_EQ(sold("2026-07-02"), 1'500);
  EXPECT_EQ(reviews(), 4U) << "and 1 July again";
  EXPECT_EQ(sold("2026-07-03"), 1'500);
  EXPECT_EQ(reviews(), 4U);
}

TEST_F(Levels, a_grant_is_not_approved_when_newer_terms_do_not_know_it) {
  world_.must(program::LevelGranted{"p", "Gold", day("2026-08-01"), "a promise", ""}, "grant");
  program::Terms other = levelled();
  other.levels[1].name = "Diamond";
  other.plans[0].covers.levels = {"Diamond"};
  world_.agree("p", 2, "P", "2026-07-15", other);
  program::Approval approval;
  approval.of.id = "grant";
  const auto refused = world_.record(approval, "yes", "bert");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::not_found);
}

// A refused sale does not take the batch with it because a review was due.
TEST_F(Levels, a_due_review_stays_when_its_sale_is_refused) {
  program::Sale dollars = World::sale("P", "2026-07-02", "1");
  dollars.currency = Currency::parse("USD").value();
  program::Sale far = World::sale("P", "2028-07-02", "1");
  const std::vector facts{world_.submission("far", far), world_.submission("usd", dollars),
                          world_.submission("good", World::sale("P", "2026-07-02", "1"))};
  ledger::RecordOptions options;
  options.actor = "anna";
  options.keep_going = true;
  const auto result = world_.book().record(facts, options);
  EXPECT_TRUE(result.committed);
  EXPECT_EQ(result.refused, 2U);
  EXPECT_EQ(reviews(), 1U);
}

}  // namespace
}  // namespace quits::test
