// The life of a dispute: its amount leaves settlements, the rest settles, and it comes back or is given back.
#include "settlement/disputes.h"

#include <gtest/gtest.h>

#include "settlement/statement.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

constexpr const char* kBill = "ACME-2026-00001";  // to P: courses 500.00 + 95.00 tax, a kit 100.00 + 19.00 tax
constexpr const char* kEarned = "P-2026-00001";   // by P: commission 1,000.00

DisputeOpened disputed(const char* document, std::uint32_t line, const char* by, const char* amount = "") {
  DisputeOpened fact;
  fact.document = document;
  fact.line = line;
  if (*amount != 0) fact.amount = Decimal::parse(amount).value();
  fact.by = by;
  fact.on = day("2026-04-02");
  fact.reason = DisputeReason::price;
  fact.text = "agreed on less";
  return fact;
}

DisputeResolved resolved(DisputeOutcome outcome, const char* by, const char* on = "2026-04-10") {
  return {{"", "dispute"}, outcome, by, day(on), "that is so"};
}

Payment payment(const char* payer, const char* payee, const char* amount, const char* reference) {
  return {payer, payee, Decimal::parse(amount).value(), Currency::parse("EUR").value(), day("2026-04-20"), reference, {}};
}

class Disputes : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    world_.add_partner("P");
    world_.add_partner("Q");
    Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
    terms.prices.push_back({"course", Side::principal, Category::training, Decimal::parse("250").value(), "seat", ""});
    terms.prices.push_back({"kit", Side::principal, Category::training, Decimal::parse("100").value(), "piece", ""});
    terms.taxes.push_back({Side::principal, Category::none, TaxCategory::s, Rate::parse("19 %").value(), ""});
    terms.payment = {14, 0, Collection::collect};
    world_.agree("p", 1, "P", "2026-01-01", terms);
    world_.must(TrainingDelivered{"p", "P", "course", 2, day("2026-03-02"), ""});
    world_.must(TrainingDelivered{"p", "P", "kit", 1, day("2026-03-03"), ""});
    world_.sell("P", "2026-03-04", "10000");
    world_.close("2026-03");
  }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }

  Code refused(const Fact& fact, const std::string& actor = "anna") {
    const auto receipt = world_.record(fact, "", actor);
    return receipt ? Code::usage : receipt.error().code;
  }
  Sequence open(const DisputeOpened& fact) { return world_.must(fact, "dispute"); }
  settlement::Invoice document(const char* number) { return settlement::invoice_by_number(world_.database(), number).value(); }
  settlement::DisputeStory story(Sequence opened) {
    return settlement::story_of(world_.book(), settlement::dispute_opened_in(world_.database(), opened).value());
  }
  std::string state(Sequence opened) { return std::string(settlement::name_of(story(opened).numbered.dispute.state)); }
  // "opening, earnings, charges, paid, carried, disputed" in minor units, of P; the statement must say the same.
  std::string standing(const char* of) {
    const Period period = Period::parse(of).value();
    std::string text;
    for (const auto& row : settlement::register_rows(world_.database(), period)) {
      const auto statement = settlement::statement_of(world_.book(), "P", period);
      EXPECT_TRUE(statement && statement->sections.size() == 1);
      const auto& section = statement->sections.front();
      EXPECT_EQ(section.closing_minor, row.carried_minor);
      EXPECT_EQ(section.opening_minor, row.opening_minor);
      text += std::to_string(row.opening_minor) + " " + std::to_string(row.earnings_minor) + " " + std::to_string(row.charges_minor) + " " +
              std::to_string(row.paid_minor) + " " + std::to_string(row.carried_minor) + " " + std::to_string(row.disputed_minor);
    }
    return text;
  }

  World world_;
};

TEST_F(Disputes, only_the_line_leaves_and_the_rest_settles) {
  const Sequence opened = open(disputed(kBill, 1, "P"));
  EXPECT_EQ(document(kBill).disputed_minor, 595'00) << "tax included";
  EXPECT_EQ(standing("2026-03"), "0 100000 71400 0 28600 -59500");
  world_.settle("2026-03");
  EXPECT_EQ(standing("2026-03"), "0 100000 71400 88100 -59500 -59500") << "the kit is set off, the course waits";
  EXPECT_EQ(document(kBill).open_minor, 595'00);
  const auto order = settlement::settlement_with_reference(world_.database(), "PAY-2026-03-00001");
  EXPECT_EQ(order->row.because, "595.00 EUR is disputed");
  EXPECT_EQ(state(opened), "open");
  EXPECT_EQ(story(opened).numbered.dispute.answer_until, day("2026-05-02")) << "30 days where the terms say nothing";
  EXPECT_EQ(story(opened).description, "course");
}

TEST_F(Disputes, rejected_it_is_in_the_next_settlement) {
  const Sequence opened = open(disputed(kBill, 1, "P"));
  world_.settle("2026-03");
  world_.must(DisputeAnswered{{"", "dispute"}, "ACME", day("2026-04-03"), "the list says 250"});
  world_.must(DisputeAnswered{{"", "dispute"}, "P", day("2026-04-04"), "which list?"});
  EXPECT_EQ(refused(resolved(DisputeOutcome::rejected, "ACME")), Code::same_person);
  EXPECT_EQ(refused(resolved(DisputeOutcome::rejected, "P"), "bert"), Code::party_mismatch);
  world_.must(resolved(DisputeOutcome::rejected, "ACME"), "", "bert");
  EXPECT_EQ(state(opened), "rejected");
  EXPECT_EQ(document(kBill).disputed_minor, 0);
  world_.sell("P", "2026-04-05", "10000");
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(standing("2026-04"), "-59500 100000 0 40500 0 0");
  EXPECT_EQ(document(kBill).open_minor, 0);
  std::string said;
  for (const auto& event : story(opened).events) said += event.what + " by " + event.by + " (" + event.actor + "): " + event.text + "; ";
  EXPECT_EQ(said,
            "opened by P (anna): agreed on less; answered by ACME (anna): the list says 250; answered by P (anna): which list?; "
            "rejected by ACME (bert): that is so; ");
}

TEST_F(Disputes, upheld_it_is_given_back_and_both_are_set_off) {
  const Sequence opened = open(disputed(kBill, 1, "P"));
  world_.settle("2026-03");
  EXPECT_EQ(refused(resolved(DisputeOutcome::upheld, "ACME")), Code::same_person);
  EXPECT_EQ(refused(resolved(DisputeOutcome::upheld, "P"), "bert"), Code::party_mismatch);
  const Sequence upheld = world_.must(resolved(DisputeOutcome::upheld, "ACME", "2026-05-03"), "", "bert");
  const ledger::Record entry = world_.book().read(upheld);
  EXPECT_EQ(entry.period.to_string(), "2026-04") << "the oldest open one";
  EXPECT_EQ(entry.relates_to, opened);
  ASSERT_EQ(entry.items.size(), 1U);
  EXPECT_EQ(entry.items.front().amount_minor, -500'00);
  EXPECT_EQ(entry.items.front().key.category, Category::training);
  EXPECT_EQ(entry.items.front().key.tax_category, TaxCategory::s);
  EXPECT_EQ(state(opened), "waiting");
  EXPECT_EQ(document(kBill).disputed_minor, 595'00) << "until the credit note is there";
  world_.expect_clean();
  world_.sell("P", "2026-04-05", "10000");
  world_.close("2026-04");
  EXPECT_EQ(document("ACME-2026-00002").gross_minor, -595'00);
  EXPECT_EQ(document(kBill).disputed_minor, 0);
  EXPECT_EQ(state(opened), "upheld");
  world_.settle("2026-04");
  EXPECT_EQ(standing("2026-04"), "-59500 100000 -59500 100000 0 0");
  EXPECT_EQ(document(kBill).open_minor, 0);
  EXPECT_EQ(document("ACME-2026-00002").open_minor, 0);
}

TEST_F(Disputes, withdrawn_by_who_disputed_alone) {
  const Sequence opened = open(disputed(kBill, 2, "P"));
  EXPECT_EQ(document(kBill).disputed_minor, 119'00);
  EXPECT_EQ(refused(resolved(DisputeOutcome::withdrawn, "ACME"), "bert"), Code::party_mismatch);
  world_.must(resolved(DisputeOutcome::withdrawn, "P"));
  EXPECT_EQ(state(opened), "withdrawn");
  world_.settle("2026-03");
  EXPECT_EQ(standing("2026-03"), "0 100000 71400 28600 0 0") << "as if nothing had been";
  EXPECT_EQ(refused(resolved(DisputeOutcome::withdrawn, "P")), Code::not_pending);
  EXPECT_EQ(refused(DisputeAnswered{{"", "dispute"}, "P", day("2026-04-12"), "and yet"}), Code::not_pending);
}

TEST_F(Disputes, the_operator_disputes_what_a_partner_billed) {
  open(disputed(kEarned, 1, "ACME", "400"));
  EXPECT_EQ(document(kEarned).disputed_minor, 400'00);
  EXPECT_EQ(standing("2026-03"), "0 100000 71400 0 28600 40000");
  world_.settle("2026-03");
  EXPECT_EQ(standing("2026-03"), "0 100000 71400 -11400 40000 40000") << "600 less 714: the partner pays 114";
}

TEST_F(Disputes, an_amount_is_part_of_what_is_free) {
  EXPECT_EQ(refused(disputed("ACME-2026-00009", 1, "P")), Code::unknown_invoice);
  EXPECT_EQ(refused(disputed(kBill, 1, "Q")), Code::party_mismatch);
  EXPECT_EQ(refused(disputed(kBill, 3, "P")), Code::bad_value);
  EXPECT_EQ(refused(disputed(kBill, 1, "P", "595.01")), Code::bad_value);
  open(disputed(kBill, 1, "P", "500"));
  EXPECT_EQ(refused(disputed(kBill, 1, "P", "95.01")), Code::bad_value) << "of the line 95.00 are left";
  EXPECT_EQ(refused(disputed(kBill, 0, "P", "214.01")), Code::bad_value) << "of the document 214.00 are left";
  world_.must(disputed(kBill, 0, "P", "214"));
  EXPECT_EQ(document(kBill).disputed_minor, 714'00);
  EXPECT_EQ(refused(disputed(kBill, 2, "P")), Code::bad_value) << "nothing is left";
  world_.settle("2026-03");
  EXPECT_EQ(refused(disputed(kEarned, 1, "ACME")), Code::bad_value) << "it is on a payment list";
  DisputeOpened early = disputed(kBill, 1, "P");
  early.on = day("2026-03-30");
  EXPECT_EQ(refused(early), Code::date_out_of_range) << "before it was issued";
  EXPECT_EQ(refused(DisputeAnswered{{"", "nothing"}, "P", day("2026-04-12"), "?"}), Code::unknown_dispute);
}

TEST_F(Disputes, nobody_answered_in_time) {
  const Sequence opened = open(disputed(kBill, 1, "P"));
  const auto overdue = [&](const char* on) { return settlement::is_overdue(story(opened).numbered.dispute, day(on)); };
  EXPECT_FALSE(overdue("2026-05-02"));
  EXPECT_TRUE(overdue("2026-05-03"));
  world_.must(DisputeAnswered{{"", "dispute"}, "P", day("2026-04-12"), "hello?"});
  EXPECT_TRUE(overdue("2026-05-03")) << "the other side answers";
  world_.must(DisputeAnswered{{"", "dispute"}, "ACME", day("2026-05-12"), "we look at it"});
  EXPECT_FALSE(overdue("2026-06-03"));
}

TEST_F(Disputes, a_payment_by_number_may_pay_what_is_disputed) {
  const Sequence opened = open(disputed(kBill, 1, "P"));
  world_.must(payment("P", "ACME", "700", kBill), "paid");
  EXPECT_EQ(document(kBill).open_minor, 14'00);
  EXPECT_EQ(document(kBill).disputed_minor, 14'00) << "never more than is open";
  EXPECT_EQ(story(opened).kept_out_minor, 14'00);
  world_.expect_clean();
  world_.must(reversal("paid", "2026-04-21"));
  EXPECT_EQ(document(kBill).disputed_minor, 595'00);
  world_.must(payment("P", "ACME", "714", kBill), "paid again");
  world_.must(resolved(DisputeOutcome::upheld, "ACME"), "", "bert");
  world_.settle("2026-03");
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(standing("2026-04"), "0 0 -59500 59500 0 0") << "it comes back as money";
}

TEST_F(Disputes, a_whole_document_is_given_back_line_by_line) {
  open(disputed(kBill, 0, "P", "100"));
  const ledger::Record entry = world_.book().read(world_.must(resolved(DisputeOutcome::upheld, "ACME"), "", "bert"));
  std::int64_t net = 0;
  for (const ledger::Item& item : entry.items) net += item.amount_minor;
  EXPECT_EQ(net, -84'03) << "83.33 / 1.19 and 16.67 / 1.19";
  world_.close("2026-04");
  EXPECT_EQ(document("ACME-2026-00002").gross_minor, -100'00);
}

TEST_F(Disputes, a_statement_shows_the_exchange) {
  open(disputed(kBill, 1, "P"));
  world_.settle("2026-03");
  world_.close("2026-04");
  for (const char* period : {"2026-03", "2026-04"}) {
    const auto statement = settlement::statement_of(world_.book(), "P", Period::parse(period).value());
    ASSERT_TRUE(statement && statement->sections.size() == 1) << period;
    ASSERT_EQ(statement->sections.front().disputes.size(), 1U) << period;
    EXPECT_EQ(statement->sections.front().disputed_minor, -595'00);
    EXPECT_EQ(statement->sections.front().disputes.front().events.front().text, "agreed on less");
  }
  world_.must(resolved(DisputeOutcome::withdrawn, "P"));
  const auto later = settlement::statement_of(world_.book(), "P", Period::parse("2026-04").value());
  EXPECT_TRUE(later->sections.front().disputes.empty()) << "it belongs to March";
  const auto own = settlement::statement_of(world_.book(), "ACME", Period::parse("2026-03").value());
  EXPECT_EQ(own->sections.front().disputes.front().events.back().what, "withdrawn");
}

}  // namespace
}  // namespace quits::test
