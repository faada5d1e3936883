// Bilateral set-off against its definition: both sides give up the same, the oldest due first, and
// the net stays.
#include "settlement/netting.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace quits::settlement {
namespace {

Date day(int number) { return Date::from_days(20'000 + number); }

OpenInvoice owed_to_partner(const char* number, std::int64_t open, int due) {
  return {number, true, open, day(due)};
}
OpenInvoice owed_by_partner(const char* number, std::int64_t open, int due) {
  return {number, false, open, day(due)};
}

const NettedInvoice& named(const BilateralNetting& netting, const std::string& number) {
  return *std::find_if(netting.invoices.begin(), netting.invoices.end(),
                       [&](const NettedInvoice& one) { return one.invoice.number == number; });
}

TEST(Netting, nothing_owed_is_nothing_netted) {
  const auto netting = net_bilaterally({});
  ASSERT_TRUE(netting);
  EXPECT_TRUE(netting->invoices.empty());
  EXPECT_EQ(netting->net_minor, 0);
}

TEST(Netting, equal_sides_leave_nothing) {
  const std::vector<OpenInvoice> open{owed_to_partner("P-1", 5000, 3),
                                      owed_by_partner("A-1", 2000, 1),
                                      owed_by_partner("A-2", 3000, 2)};
  const auto netting = net_bilaterally(open).value();
  EXPECT_EQ(netting.net_minor, 0);
  EXPECT_EQ(netting.gross_minor, 10'000);
  for (const NettedInvoice& one : netting.invoices) EXPECT_EQ(one.left_minor, 0);
}

TEST(Netting, the_oldest_due_goes_first_then_the_number) {
  const std::vector<OpenInvoice> open{
      owed_to_partner("P-3", 100, 9), owed_to_partner("P-2", 100, 4),
      owed_to_partner("P-1", 100, 4), owed_by_partner("A-1", 150, 1)};
  const auto netting = net_bilaterally(open).value();
  EXPECT_EQ(netting.net_minor, 150);
  EXPECT_EQ(named(netting, "P-1").set_off_minor, 100);
  EXPECT_EQ(named(netting, "P-2").set_off_minor, 50);
  EXPECT_EQ(named(netting, "P-3").set_off_minor, 0);
  EXPECT_EQ(netting.invoices.front().invoice.number, "A-1");
}

TEST(Netting, a_credit_note_counts_the_other_way) {
  const std::vector<OpenInvoice> open{owed_to_partner("P-1", -30, 1),
                                      owed_to_partner("P-2", 150, 2)};
  const auto netting = net_bilaterally(open).value();
  EXPECT_EQ(netting.net_minor, 120);
  EXPECT_EQ(named(netting, "P-1").set_off_minor, -30);
  EXPECT_EQ(named(netting, "P-2").set_off_minor, 30);
}

TEST(Netting, refuses_what_does_not_fit) {
  const std::vector<OpenInvoice> open{owed_to_partner("P-1", INT64_MAX, 1),
                                      owed_to_partner("P-2", 1, 2)};
  const auto refused = net_bilaterally(open);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::overflow);
  const std::vector<OpenInvoice> extremes{owed_to_partner("P-1", INT64_MIN, 1)};
  EXPECT_FALSE(net_bilaterally(extremes));
}

TEST(Netting, keeps_its_promises_for_any_invoices) {
  rc::check("any open invoices", [] {
    const auto count = *rc::gen::inRange(0, 12);
    std::vector<OpenInvoice> open;
    for (int i = 0; i < count; ++i) {
      open.push_back({"N-" + std::to_string(i), *rc::gen::arbitrary<bool>(),
                      *rc::gen::inRange<std::int64_t>(-500, 501), day(*rc::gen::inRange(0, 4))});
    }
    const auto netting = net_bilaterally(open).value();
    RC_ASSERT(netting.invoices.size() == open.size());
    std::int64_t net = 0;
    std::int64_t given_up = 0;
    bool is_left_to_partner = false;
    bool is_left_by_partner = false;
    for (const NettedInvoice& one : netting.invoices) {
      const std::int64_t sign = one.invoice.owed_to_partner ? 1 : -1;
      net += sign * one.invoice.open_minor;
      given_up += sign * one.set_off_minor;
      RC_ASSERT(one.left_minor + one.set_off_minor == one.invoice.open_minor);
      // A part of what was open, never more and never the other way.
      RC_ASSERT(one.set_off_minor * one.invoice.open_minor >= 0);
      RC_ASSERT(std::abs(one.set_off_minor) <= std::abs(one.invoice.open_minor));
      is_left_to_partner = is_left_to_partner || sign * one.left_minor > 0;
      is_left_by_partner = is_left_by_partner || sign * one.left_minor < 0;
    }
    RC_ASSERT(netting.net_minor == net);
    RC_ASSERT(given_up == 0);
    RC_ASSERT(!(is_left_to_partner && is_left_by_partner));
    // The order in which they are given does not matter.
    std::reverse(open.begin(), open.end());
    RC_ASSERT(net_bilaterally(open)->invoices == netting.invoices);
  });
}

}  // namespace
}  // namespace quits::settlement
