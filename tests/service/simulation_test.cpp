// The engine repeats a book exactly; simulations ask it what other terms would have paid.
#include "service/simulation.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "tests/service/example.h"
#include "tests/service/workload.h"

namespace quits::test {
namespace {

using namespace program;

Period month(const char* text) { return Period::parse(text).value(); }

std::string text_of(const ledger::Record* record) {
  if (record == nullptr) return "nothing";
  std::string text;
  for (const ledger::Item& item : record->items) {
    text += fmt::format("{} {} {} {} {} {} {};", item.key.creditor.value, item.key.debtor.value,
                        item.key.term, item.key.version.value, static_cast<int>(item.key.billing),
                        item.amount_minor, item.base.to_string());
  }
  return text;
}

// Every agreement as it is: each entry comes out as it was booked.
void expect_repeats(storage::Database& book) {
  const service::History history = service::History::of(book);
  std::set<std::string> all;
  for (const auto& [agreement, versions] : history.agreements()) all.insert(agreement);
  std::uint64_t entries = 0;
  const service::ReplayReport report =
      service::replay(book, history, history.plan_for(all),
                      [&](const ledger::Record* booked, const ledger::Record* replayed) {
                        ++entries;
                        EXPECT_EQ(text_of(booked), text_of(replayed))
                            << "entry " << (booked == nullptr ? 0 : booked->sequence.value);
                      });
  EXPECT_EQ(report.refused, 0U) << (report.reason ? to_string(*report.reason) : "");
  EXPECT_GT(entries, 0U);
}

std::string rows_of(const service::Simulation& simulation) {
  std::string text;
  for (const service::SimulatedRow& row : simulation.rows) {
    text += fmt::format("{} {} {} {}: {} {}\n", row.partner, row.agreement,
                        row.earned ? "earns" : "owes", row.term,
                        static_cast<std::int64_t>(row.booked_minor),
                        static_cast<std::int64_t>(row.simulated_minor));
  }
  return text;
}

TEST(Replay, repeats_the_example) {
  World world;
  fill_example(world);
  world.must(Refund{{"shop", "sale-3"}, day("2026-03-20"), Decimal::parse("100").value(), ""}, "late");
  expect_repeats(world.database());
}

TEST(Replay, repeats_random_programs) {
  for (std::uint64_t seed = 101; seed <= 102 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Workload workload(seed);
    workload.run({.batches = 10, .facts_per_batch_max = 12});
    expect_repeats(workload.world().database());
  }
}

TEST(Simulation, terms_that_pay_twice_as_much) {
  World world;
  open_example(world);
  world.sell("NORD", "2026-01-10", "800");
  world.sell("NORD", "2026-02-10", "1500");
  world.sell("SUED", "2026-02-10", "600");
  world.must(training("NORD", "2026-02-11", 1));
  world.close("2026-01");
  world.close("2026-02");
  const std::uint64_t size = world.book().log().size();
  const std::string root = to_hex(world.book().log().root());
  Terms terms = example_terms(
      plan(Rule::marginal, Basis::per_period, bands({{"0", "10 %"}, {"1000", "16 %"}})));
  const auto simulation =
      service::simulate(world.database(), {terms, month("2026-02"), month("2026-02")});
  ASSERT_TRUE(simulation) << to_string(simulation.error());
  EXPECT_EQ(rows_of(*simulation),
            "NORD nord earns standard: 9000 18000\n"
            "NORD nord owes course: 25000 25000\n"
            "NORD nord owes program fee: 15000 15000\n"
            "SUED sued earns standard: 3000 6000\n"
            "SUED sued owes program fee: 15000 15000\n");
  EXPECT_EQ(world.book().log().size(), size);
  EXPECT_EQ(to_hex(world.book().log().root()), root);
  const auto one = service::simulate(world.database(),
                                     {terms, month("2026-01"), month("2026-02"), {}, {"SUED"}});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->agreements, std::vector<std::string>{"sued"});
  terms.currency = Currency::parse("USD").value();
  const auto none =
      service::simulate(world.database(), {terms, month("2026-02"), month("2026-02")});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::no_agreement);
}

TEST(Simulation, the_volume_before_counts_on) {
  World world;
  open_example(world);
  world.sell("SUED", "2026-01-10", "900");
  world.sell("SUED", "2026-02-10", "200");
  const Terms terms = example_terms(plan(Rule::marginal, Basis::cumulative,
                                         bands({{"0", "5 %"}, {"1000", "10 %"}}), Window::year));
  const auto simulation = service::simulate(
      world.database(), {terms, month("2026-02"), month("2026-02"), {"sued"}, {}});
  ASSERT_TRUE(simulation);
  // Booked by the whole rule: 1,100 at 8 % less 900 at 5 %. Simulated: 100 at 5 %, 100 at 10 %.
  EXPECT_EQ(rows_of(*simulation), "SUED sued earns standard: 4300 1500\n");
}

TEST(Simulation, tells_what_the_terms_refuse) {
  World world;
  open_example(world);
  world.sell("NORD", "2026-01-10", "800");
  Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
  terms.plans.front().base = Base::gross;
  const auto simulation =
      service::simulate(world.database(), {terms, month("2026-01"), month("2026-01")});
  ASSERT_TRUE(simulation);
  EXPECT_EQ(simulation->replay.refused, 1U);
  EXPECT_EQ(simulation->replay.reason->code, Code::missing_field);
}

}  // namespace
}  // namespace quits::test
