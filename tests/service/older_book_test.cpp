// A book written before some tables were there gets them, filled from its log, when it is opened.
#include <gtest/gtest.h>

#include "tests/service/example.h"

namespace quits::test {
namespace {

TEST(OlderBook, gets_the_tables_of_plans_filled_from_its_log) {
  World world;
  world.open_program();
  world.add_partner("NORD");
  auto plan = test::plan(program::Rule::flat, program::Basis::per_event, bands({{"0", "10 %"}}));
  program::Limit limit;
  limit.scope = program::LimitScope::customer_period;
  limit.at_most_minor = 150'00;
  plan.limits = {limit};
  plan.recurring_months = 2;
  auto terms = terms_of("EUR", {plan});
  terms.fees.push_back({"program fee", program::Side::principal, 5'00, program::FeeWhen::active, program::Category::program_fee});
  world.agree("nord", 1, "NORD", "2026-01-01", terms);
  const auto sell = [&](const char* on, const char* amount) {
    program::Sale sale = World::sale("NORD", on, amount);
    sale.customer = "C-1";
    return world.booked(world.must(sale));
  };
  EXPECT_EQ(sell("2026-03-02", "1000"), 100'00);

  world.database().execute(
      "DROP TABLE list_payment; DROP TABLE write_off; DROP INDEX invoice_credit; DROP TABLE limit_use; DROP TABLE plan_customer; DROP TABLE activity; DROP TABLE agreement_end; "
      "DROP TABLE assignment; DROP TABLE sale_course; DROP TABLE person_place; DROP TABLE certificate; "
      "DROP TABLE level_change; DROP TABLE level_sale; DROP TABLE floor; DROP TABLE draw; DROP TABLE fund_request; "
      "DROP TABLE signing_key; DROP TABLE checkpoint; DROP TABLE cosignature; DROP TABLE restated; DROP TABLE calendar; DROP TABLE dispute; "
      "DROP TABLE dispute_event; DROP TABLE tree_node; ALTER TABLE invoice DROP COLUMN disputed; "
      "DROP TABLE run; DROP TABLE run_party; DROP TABLE run_payment; DROP TABLE party_hold; "
      "ALTER TABLE invoice DROP COLUMN kind; ALTER TABLE invoice DROP COLUMN run; "
      "ALTER TABLE invoice DROP COLUMN waits; ALTER TABLE invoice DROP COLUMN flags; "
      "DELETE FROM migration WHERE number >= 4");
  world.reopen();
  EXPECT_EQ(sell("2026-03-20", "1000"), 50'00) << "100 of 150 are used";
  EXPECT_EQ(sell("2026-05-02", "1000"), 0) << "two months after the first sale";
  world.expect_clean();
  world.close("2026-03");
  world.expect_clean();
}

}  // namespace
}  // namespace quits::test
