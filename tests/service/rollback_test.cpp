// What is rolled back leaves no trace, in no cache either.
#include <gtest/gtest.h>

#include "tests/service/world.h"

namespace quits::test {
namespace {

using namespace program;

Terms flat(const char* rate) { return terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", rate}}))}); }

std::vector<ledger::Submission> agreement_and_sale(World& world, const char* rate, const std::string& prefix) {
  return {world.submission(prefix + "/propose", AgreementProposed{"reseller", 1, "ACME", "P", Date::parse_iso("2026-01-01").value(), "ACME", flat(rate)}),
          world.submission(prefix + "/accept", AgreementAccepted{"reseller", 1, "P"}),
          world.submission(prefix + "/sale", World::sale("P", "2026-02-01", "100"))};
}

// The previewed version and the one recorded afterwards get the same sequence: the rate must be the second one's.
TEST(Rollback, a_preview_leaves_no_terms_behind) {
  World world;
  world.open_program();
  world.add_partner("P");
  ledger::RecordOptions options;
  options.actor = "anna";
  {
    const ledger::Book::Preview preview(world.book());
    const auto tried = world.book().record(agreement_and_sale(world, "50 %", "preview"), options);
    ASSERT_EQ(tried.refused, 0U);
    ASSERT_FALSE(tried.committed);
  }
  const auto recorded = world.book().record(agreement_and_sale(world, "10 %", "real"), options);
  ASSERT_TRUE(recorded.committed);
  EXPECT_EQ(world.booked(recorded.receipts.back()->sequence), 1'000);
  world.expect_clean();
}

}  // namespace
}  // namespace quits::test
