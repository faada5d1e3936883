// Restatements: what closed periods would have been under corrected terms, announced, approved by a
// second person, posted as differences that later refunds give back.
#include <gtest/gtest.h>

#include "ledger/lines.h"
#include "service/simulation.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

Period month(const char* text) { return Period::parse(text).value(); }

Terms flat(const char* rate, Basis basis = Basis::per_event, Window window = Window::none) {
  return terms_of("EUR", {plan(Rule::flat, basis, bands({{"0", rate}}), window)});
}

RestatementProposed proposal(const Terms& terms, const char* from, const char* until,
                             std::uint32_t version = 1) {
  return {"nord", version, month(from), month(until), terms, "the rate was typed wrong", {}};
}

class Restatement : public testing::Test {
 protected:
  void open(const Terms& terms) {
    world_.open_program();
    world_.add_partner("NORD");
    world_.agree("nord", 1, "NORD", "2026-01-01", terms);
  }

  // Proposed by anna, approved by bert.
  void restate(const RestatementProposed& proposed, const std::string& id) {
    world_.must(proposed, id);
    world_.must(Approval{{"", id}}, "approve-" + id, "bert");
  }

  Code refused(const Fact& fact, const std::string& actor = "anna") {
    const auto receipt = world_.record(fact, "", actor);
    return receipt ? Code::usage : receipt.error().code;
  }

  // All that NORD earned, and in one posting period.
  std::int64_t earned(std::optional<Period> in = std::nullopt) {
    std::int64_t sum = 0;
    for (std::uint64_t sequence = 1; sequence <= world_.book().log().size(); ++sequence) {
      const ledger::Record record = world_.book().read({sequence});
      if (in && record.period != *in) continue;
      for (const ledger::Item& item : record.items) sum += item.amount_minor;
    }
    return sum;
  }

  ledger::Record last() { return world_.book().read({world_.book().log().size()}); }

  World world_;
};

TEST_F(Restatement, posts_only_differences_into_the_open_period) {
  open(flat("5 %"));
  world_.sell("NORD", "2026-01-10", "1000", "sale");
  world_.close("2026-01");
  const Sequence proposed = world_.must(proposal(flat("6 %"), "2026-01", "2026-01"), "again");
  EXPECT_EQ(earned(), 5000) << "a proposal posts nothing";
  const Fact recorded = FactCodec().decode(world_.book().read(proposed).fact).value();
  const std::vector<RestatedLine> lines{{"NORD", "ACME", "standard", 1, 5000, 6000}};
  EXPECT_EQ(std::get<RestatementProposed>(recorded).lines, lines);
  EXPECT_EQ(refused(Approval{{"", "again"}}), Code::same_person);
  world_.must(Approval{{"", "again"}}, "", "bert");
  EXPECT_EQ(earned(month("2026-01")), 5000) << "the closed month is as it was";
  EXPECT_EQ(earned(month("2026-02")), 1000);
  const ledger::Record posted = last();
  EXPECT_EQ(posted.effective, day("2026-01-10"));
  EXPECT_TRUE(posted.is_late());
  EXPECT_EQ(posted.items.at(0).trace.more->restatement,
            (ledger::RestatementTrace{proposed, 5000, 6000}));
  EXPECT_EQ(posted.relates_to, world_.book().find({"test", "sale"}));
  EXPECT_EQ(refused(Approval{{"", "again"}}, "bert"), Code::not_pending);
  world_.close("2026-02");
  world_.expect_clean();
}

class RestatedRate : public Restatement, public testing::WithParamInterface<const char*> {};

TEST_P(RestatedRate, refunds_before_and_after_leave_exactly_zero) {
  open(flat("5.1 %"));
  world_.sell("NORD", "2026-01-10", "777.77", "sale");
  world_.must(refund("sale", "2026-01-20", "111.11"), "first");
  world_.close("2026-01");
  world_.must(refund("sale", "2026-02-20", "222.22"), "second");
  restate(proposal(flat(GetParam()), "2026-01", "2026-01"), "again");
  world_.must(refund("sale", "2026-02-21", "100"), "third");
  world_.must(refund("sale", "2026-02-22", "344.44"), "last");
  EXPECT_EQ(earned(), 0);
  world_.must(reversal("last", "2026-02-23"));
  world_.must(reversal("sale", "2026-02-24"));
  EXPECT_EQ(earned(), 0);
  world_.expect_clean();
}

INSTANTIATE_TEST_SUITE_P(Rates, RestatedRate, testing::Values("6.7 %", "3.3 %", "0 %", "99 %"));

TEST_F(Restatement, refunds_leave_zero_while_the_window_is_open) {
  open(flat("5 %", Basis::cumulative, Window::year));
  world_.sell("NORD", "2026-01-10", "1000", "sale");
  world_.close("2026-01");
  world_.sell("NORD", "2026-02-10", "1000", "other");
  restate(proposal(flat("6 %", Basis::cumulative, Window::year), "2026-01", "2026-01"), "again");
  EXPECT_EQ(earned(), 11000);
  world_.must(refund("sale", "2026-02-11", "300"));
  EXPECT_EQ(earned(), 9200);
  world_.must(refund("sale", "2026-02-12", "700"));
  EXPECT_EQ(earned(), 5000) << "what the other sale earned";
  world_.expect_clean();
}

TEST_F(Restatement, a_second_one_works_on_top_of_the_first) {
  open(flat("5 %"));
  world_.sell("NORD", "2026-01-10", "1000", "january");
  world_.sell("NORD", "2026-02-10", "1000", "february");
  world_.close("2026-01");
  world_.close("2026-02");
  restate(proposal(flat("6 %"), "2026-01", "2026-01"), "one");
  EXPECT_EQ(earned(), 11000);
  restate(proposal(flat("8 %"), "2026-02", "2026-02"), "two");
  EXPECT_EQ(earned(), 14000) << "January stays as restated";
  restate(proposal(flat("7 %"), "2026-01", "2026-02"), "three");
  EXPECT_EQ(earned(), 14000);
  EXPECT_EQ(refused(proposal(flat("7 %"), "2026-01", "2026-02")), Code::bad_value)
      << "nothing changes";
  world_.must(refund("january", "2026-03-01", "1000"));
  world_.must(refund("february", "2026-03-01", "1000"));
  EXPECT_EQ(earned(), 0);
  world_.expect_clean();
}

TEST_F(Restatement, prices_and_fees_are_restated_too) {
  Terms before = example_terms(plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}})));
  Terms after = before;
  after.prices.front().unit_price = Decimal::parse("200").value();
  after.fees.push_back(
      {"portal", Side::principal, 2500, FeeWhen::every_period, Category::program_fee});
  after.fees.front().amount_minor = 10'000;
  open(before);
  world_.sell("NORD", "2026-01-10", "1000", "sale");
  world_.must(training("NORD", "2026-01-11", 2), "course");
  world_.close("2026-01");
  const std::int64_t booked = earned();
  restate(proposal(after, "2026-01", "2026-01"), "again");
  EXPECT_EQ(earned() - booked, -10000 - 5000 + 2500);
  world_.must(reversal("course", "2026-02-01"));
  EXPECT_EQ(earned() - booked, -10000 - 5000 + 2500 - 40000);
  world_.close("2026-02");
  world_.expect_clean();
}

TEST_F(Restatement, a_sale_that_no_plan_covered_earns_after_all) {
  Terms before = flat("10 %");
  before.plans.front().covers.products = {"A"};
  open(before);
  world_.sell("NORD", "2026-01-10", "1000", "sale");
  world_.close("2026-01");
  restate(proposal(flat("10 %"), "2026-01", "2026-01"), "again");
  EXPECT_EQ(earned(), 10000);
  world_.must(refund("sale", "2026-02-01", "400"));
  EXPECT_EQ(earned(), 6000);
  world_.must(refund("sale", "2026-02-01", "600"));
  EXPECT_EQ(earned(), 0);
  world_.close("2026-02");
  world_.expect_clean();
}

TEST_F(Restatement, is_refused_once_the_book_has_changed) {
  open(flat("5 %"));
  world_.sell("NORD", "2026-01-10", "1000", "sale");
  world_.close("2026-01");
  world_.must(proposal(flat("6 %"), "2026-01", "2026-01"), "again");
  world_.must(refund("sale", "2026-02-01", "500"));
  EXPECT_EQ(refused(Approval{{"", "again"}}, "bert"), Code::not_pending);
  restate(proposal(flat("6 %"), "2026-01", "2026-01"), "once more");
  EXPECT_EQ(earned(), 3000);
  world_.expect_clean();
}

TEST_F(Restatement, says_what_cannot_be_restated) {
  open(flat("5 %"));
  world_.sell("NORD", "2026-01-10", "1000", "sale");
  const Terms six = flat("6 %");
  EXPECT_EQ(refused(proposal(six, "2026-01", "2026-01")), Code::period_order);
  world_.close("2026-01");
  EXPECT_EQ(refused(proposal(six, "2026-01", "2026-02")), Code::period_order);
  EXPECT_EQ(refused(proposal(six, "2026-01", "2025-12")), Code::date_out_of_range);
  EXPECT_EQ(refused(proposal(six, "2025-12", "2025-12")), Code::date_out_of_range);
  EXPECT_EQ(refused(proposal(six, "2026-01", "2026-01", 2)), Code::unknown_version);
  EXPECT_EQ(refused(proposal(terms_of("USD", six.plans), "2026-01", "2026-01")),
            Code::currency_mismatch);
  EXPECT_EQ(refused(proposal(flat("5 %"), "2026-01", "2026-01")), Code::bad_value);
  EXPECT_EQ(refused(proposal(flat("6 %", Basis::cumulative, Window::year), "2026-01", "2026-01")),
            Code::terms_invalid)
      << "the year would have to count what it had not";
  Terms gross = six;
  gross.plans.front().base = Base::gross;
  EXPECT_EQ(refused(proposal(gross, "2026-01", "2026-01")), Code::missing_field)
      << "the sale has no gross amount";
  RestatementProposed silent = proposal(six, "2026-01", "2026-01");
  silent.reason.clear();
  EXPECT_EQ(refused(silent), Code::reason_missing);
  silent = proposal(six, "2026-01", "2026-01");
  silent.agreement = "nort";
  EXPECT_EQ(refused(silent), Code::unknown_agreement);
  world_.expect_clean();
}

TEST_F(Restatement, is_found_when_the_table_was_changed) {
  open(flat("5 %"));
  world_.sell("NORD", "2026-01-10", "1000", "sale");
  world_.close("2026-01");
  restate(proposal(flat("6 %"), "2026-01", "2026-01"), "again");
  for (const char* change : {"UPDATE restated SET difference = 7", "DELETE FROM restated",
                             "UPDATE restated SET item = 3"}) {
    storage::Transaction transaction(world_.database(), storage::Access::write);
    world_.database().execute("CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM restated");
    world_.database().execute(change);
    transaction.commit();
    EXPECT_FALSE(world_.file().verify(false).clean()) << change;
    storage::Transaction back(world_.database(), storage::Access::write);
    world_.database().execute("DELETE FROM restated; INSERT INTO restated SELECT * FROM kept");
    back.commit();
  }
  world_.expect_clean();
}

}  // namespace
}  // namespace quits::test
