// A statement and the register tell the same story of a pair, however far the periods have come.
#include "settlement/statement.h"

#include <gtest/gtest.h>

#include "settlement/register.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using settlement::RegisterRow;
using settlement::StatementSection;

StatementSection section_of(World& world, const std::string& party, Period period) {
  auto statement = settlement::statement_of(world.book(), party, period);
  EXPECT_TRUE(statement);
  EXPECT_EQ(statement->sections.size(), 1U) << party << " in " << period.to_string();
  return statement->sections.empty() ? StatementSection{} : statement->sections.front();
}

void expect_statements_agree_with_the_register(World& world) {
  for (const RegisterRow& row : settlement::register_rows(world.database(), std::nullopt)) {
    const std::string where = row.partner + " in " + row.period.to_string();
    const StatementSection own = section_of(world, row.partner, row.period);
    EXPECT_EQ(own.opening_minor, row.opening_minor) << where;
    EXPECT_EQ(own.earnings_minor, row.earnings_minor) << where;
    EXPECT_EQ(own.charges_minor, row.charges_minor) << where;
    EXPECT_EQ(own.paid_minor, row.paid_minor) << where;
    EXPECT_EQ(own.closing_minor, row.carried_minor) << where;
  }
}

std::int64_t opening(World& world, const char* party, const char* period) {
  return section_of(world, party, Period::parse(period).value()).opening_minor;
}

TEST(Statement, opens_with_what_unsettled_periods_before_it_left) {
  World world;
  open_example(world);
  auto terms = example_terms(plan(program::Rule::flat, program::Basis::per_event, bands({{"0", "10 %"}})));
  terms.taxes.clear();
  terms.payment.collection = program::Collection::carry;
  world.add_partner("WEST");
  world.agree("west", 1, "WEST", "2026-01-01", terms);
  world.sell("WEST", "2026-03-02", "100");  // earns 10.00 and owes the fee of 150.00
  world.close("2026-03");
  world.settle("2026-03");
  EXPECT_EQ(opening(world, "WEST", "2026-04"), -140'00);
  world.sell("WEST", "2026-04-02", "200");
  EXPECT_EQ(opening(world, "WEST", "2026-05"), -120'00) << "an open period counts what it has so far";
  world.close("2026-04");
  world.sell("WEST", "2026-05-02", "300");
  EXPECT_EQ(opening(world, "WEST", "2026-05"), -270'00) << "closed, not settled";
  EXPECT_EQ(opening(world, "WEST", "2026-06"), -240'00) << "closed, then open";
  expect_statements_agree_with_the_register(world);
  world.settle("2026-04");
  EXPECT_EQ(opening(world, "WEST", "2026-05"), -270'00) << "settling changes no balance";
  expect_statements_agree_with_the_register(world);
}

TEST(Statement, agrees_with_the_register_in_every_stage) {
  World world;
  fill_example(world);
  expect_statements_agree_with_the_register(world);
  for (const char* period : {"2026-04", "2026-05"}) {
    world.sell("SUED", std::string(period) + "-30", "500");
    world.sell("NORD", std::string(period) + "-02", "12345");
    expect_statements_agree_with_the_register(world);
    world.close(period);
    expect_statements_agree_with_the_register(world);
  }
  world.settle("2026-04");
  expect_statements_agree_with_the_register(world);
  world.settle("2026-05");
  expect_statements_agree_with_the_register(world);
}

}  // namespace
}  // namespace quits::test
