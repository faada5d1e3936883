// Payments that name an invoice instead of a payment order: what they confirm, and what they leave
// of a carried balance.
#include <gtest/gtest.h>

#include "settlement/statement.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

Payment payment(const char* payer, const char* payee, const char* amount, const char* reference) {
  return {payer,
          payee,
          Decimal::parse(amount).value(),
          Currency::parse("EUR").value(),
          day("2026-04-20"),
          reference,
          {}};
}

settlement::RegisterRow row_of(World& world, const char* period) {
  const auto rows = settlement::register_rows(world.database(), Period::parse(period).value());
  return rows.size() == 1 ? rows.front() : settlement::RegisterRow{};
}

// Opening, paid and closing of P's statement, which must be those of the register.
std::string standing(World& world, const char* period) {
  const auto statement = settlement::statement_of(world.book(), "P", Period::parse(period).value());
  const settlement::RegisterRow row = row_of(world, period);
  const auto text = [](std::int64_t opening, std::int64_t paid, std::int64_t closing) {
    return std::to_string(opening) + " " + std::to_string(paid) + " " + std::to_string(closing);
  };
  std::string answer = text(row.opening_minor, row.paid_minor, row.carried_minor);
  if (!statement || statement->sections.empty()) {
    EXPECT_EQ(answer, "0 0 0") << "the statement has no section";
    return answer;
  }
  const settlement::StatementSection& section = statement->sections.front();
  EXPECT_EQ(text(section.opening_minor, section.paid_minor, section.closing_minor), answer);
  return answer;
}

// P sells at 10 % and takes courses at 250; a net that it owes is carried.
class DirectPayment : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    world_.add_partner("P");
    Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
    terms.prices.push_back(
        {"course", Side::principal, Category::training, Decimal::parse("250").value(), "seat", ""});
    world_.agree("p", 1, "P", "2026-01-01", terms);
  }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }
  std::int64_t confirmed(const char* reference) {
    return settlement::settlement_with_reference(world_.database(), reference)->row.confirmed_minor;
  }

  World world_;
};

TEST_F(DirectPayment, of_an_invoice_on_a_payment_list_confirms_its_order) {
  world_.sell("P", "2026-03-02", "1000");
  world_.close("2026-03");
  world_.settle("2026-03");
  world_.must(payment("ACME", "P", "30", "P-2026-00001"), "direct");
  EXPECT_EQ(confirmed("PAY-2026-03-00001"), 30'00);
  world_.must(payment("ACME", "P", "70", "PAY-2026-03-00001"), "ordered");
  EXPECT_EQ(confirmed("PAY-2026-03-00001"), 100'00);
  world_.must(payment("ACME", "P", "1", "P-2026-00001"));
  EXPECT_EQ(confirmed("PAY-2026-03-00001"), 100'00) << "what is more is a credit (credits_test.cpp)";
  world_.must(reversal("direct", "2026-04-21"));
  EXPECT_EQ(confirmed("PAY-2026-03-00001"), 70'00);
  EXPECT_EQ(standing(world_, "2026-03"), "0 10000 0") << "what was ordered stays as it was settled";
}

TEST_F(DirectPayment, of_what_was_carried_is_in_the_next_opening) {
  world_.must(training("P", "2026-03-02", 1));
  world_.close("2026-03");
  world_.settle("2026-03");
  EXPECT_EQ(standing(world_, "2026-03"), "0 0 -25000");
  world_.sell("P", "2026-04-02", "1000");
  EXPECT_EQ(standing(world_, "2026-04"), "-25000 0 -15000");
  world_.must(payment("P", "ACME", "200", "ACME-2026-00001"), "direct");
  EXPECT_EQ(standing(world_, "2026-03"), "0 0 -25000") << "as it was settled";
  EXPECT_EQ(standing(world_, "2026-04"), "-5000 0 5000");
  world_.sell("P", "2026-05-02", "10");
  EXPECT_EQ(standing(world_, "2026-05"), "5000 0 5100") << "open periods stand on each other";
  world_.close("2026-04");
  EXPECT_EQ(standing(world_, "2026-04"), "-5000 0 5000");
  EXPECT_EQ(standing(world_, "2026-05"), "5000 0 5100");
  world_.settle("2026-04");
  EXPECT_EQ(standing(world_, "2026-04"), "-5000 5000 0") << "the order is over what is left";
  EXPECT_EQ(standing(world_, "2026-05"), "0 0 100");
  world_.must(reversal("direct", "2026-05-03"));
  EXPECT_EQ(standing(world_, "2026-04"), "-5000 5000 0");
  EXPECT_EQ(standing(world_, "2026-05"), "-20000 0 -19900") << "it did not arrive after all";
}

TEST_F(DirectPayment, of_all_that_was_carried_leaves_nothing_to_settle) {
  world_.must(training("P", "2026-03-02", 1));
  world_.close("2026-03");
  world_.settle("2026-03");
  world_.must(payment("P", "ACME", "250", "ACME-2026-00001"));
  world_.close("2026-04");
  EXPECT_EQ(standing(world_, "2026-04"), "0 0 0");
  world_.settle("2026-04");
  EXPECT_EQ(standing(world_, "2026-04"), "0 0 0");
  world_.must(training("P", "2026-05-02", 1));
  EXPECT_EQ(standing(world_, "2026-05"), "0 0 -25000");
}

// Taken back before it was there, the ageing of those days would show more than was ever open.
TEST_F(DirectPayment, is_not_taken_back_on_a_day_before_it) {
  world_.sell("P", "2026-03-02", "1000");
  world_.close("2026-03");
  world_.settle("2026-03");
  world_.must(payment("ACME", "P", "30", "P-2026-00001"), "direct");
  const auto early = world_.record(reversal("direct", "2026-04-19"));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, Code::date_out_of_range);
  EXPECT_EQ(early.error().place.field, "reversal.on");
  EXPECT_EQ(confirmed("PAY-2026-03-00001"), 30'00);
  world_.must(reversal("direct", "2026-04-20"));
  EXPECT_EQ(confirmed("PAY-2026-03-00001"), 0);
  // Dated ahead and taken back without a day: on its own.
  Payment ahead = payment("ACME", "P", "30", "P-2026-00001");
  ahead.on = day("2026-12-24");
  world_.must(ahead, "ahead");
  Reversal back = reversal("ahead", "2026-12-24");
  back.on.reset();
  EXPECT_EQ(world_.book().read(world_.must(back)).effective, day("2026-12-24"));
}

// Paid between the close and the settlement: the payment list asks for the rest and no more.
TEST_F(DirectPayment, of_an_invoice_that_waits_for_its_settlement_is_not_ordered_again) {
  world_.must(training("P", "2026-03-02", 1));
  world_.sell("P", "2026-03-02", "10000");
  world_.close("2026-03");
  world_.must(payment("P", "ACME", "100", "ACME-2026-00001"));
  world_.must(payment("ACME", "P", "400", "P-2026-00001"));
  EXPECT_EQ(standing(world_, "2026-03"), "-30000 0 45000");
  world_.settle("2026-03");
  EXPECT_EQ(standing(world_, "2026-03"), "-30000 45000 0");
  const auto order = settlement::settlement_with_reference(world_.database(), "PAY-2026-03-00001");
  EXPECT_EQ(order->row.paid_minor, 450'00) << "600 are open of the one, 150 of the other";
  world_.must(payment("ACME", "P", "450", "PAY-2026-03-00001"));
  EXPECT_EQ(confirmed("PAY-2026-03-00001"), 450'00);
}

}  // namespace
}  // namespace quits::test
