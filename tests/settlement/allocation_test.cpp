// How a pair's set-off reaches its invoices, and whole invoices only.
#include "settlement/netting/allocation.h"

#include <gmock/gmock.h>

#include "settlement/netting/bilateral.h"
#include "settlement/netting/multilateral.h"
#include "settlement/netting/whole.h"
#include "tests/settlement/example_network.h"

namespace quits::settlement {
namespace {

using testing::ElementsAre;

constexpr const char* kInvoices =
    "A B 300 I1 2026-01-31\nA B 500 I2 2026-02-28\nA B 200 I3 2026-01-15\nB A 600 I4 2026-01-20\n";

TEST(Allocation, four_orders) {
  const Network network = network_of(kInvoices);
  const auto allocated = [&](AllocationOrder order) {
    const SetOff bilateral = set_off_bilaterally(network, order);
    const SetOff multilateral = set_off_multilaterally(network, order);
    expect_proven(network, bilateral);
    expect_proven(network, multilateral);
    EXPECT_EQ(bilateral.amounts, multilateral.amounts);
    return bilateral.amounts;
  };
  EXPECT_THAT(allocated(AllocationOrder::oldest), ElementsAre(300, 100, 200, 600));
  EXPECT_THAT(allocated(AllocationOrder::newest), ElementsAre(100, 500, 0, 600));
  EXPECT_THAT(allocated(AllocationOrder::largest), ElementsAre(100, 500, 0, 600));
  EXPECT_THAT(allocated(AllocationOrder::smallest), ElementsAre(300, 100, 200, 600));
}

TEST(Allocation, names_of_orders_and_modes) {
  EXPECT_EQ(order_named("newest"), AllocationOrder::newest);
  EXPECT_EQ(mode_named("centre"), NettingMode::centre);
  EXPECT_EQ(mode_named("center"), std::nullopt);
  EXPECT_EQ(name_of(AllocationOrder::smallest), "smallest");
}

TEST(Whole, no_invoice_is_split) {
  const Network network = network_of("A B 100\nA B 50\nB A 120\nB A 100\n");
  for (const NettingMode mode : {NettingMode::bilateral, NettingMode::multilateral}) {
    const SetOff whole = set_off_whole(network, mode);
    EXPECT_THAT(whole.amounts, ElementsAre(100, 0, 0, 100));
    const Checked checked = check_set_off(network, whole).value();
    EXPECT_FALSE(checked.optimal);
    EXPECT_EQ(checked.bound_minor - checked.set_off_minor, 100);
  }
}

TEST(Whole, what_fits_as_a_whole_reaches_the_bound) {
  const Network network = network_of("A B 10\nB C 10\nC A 10\nA C 5\n");
  const SetOff whole = set_off_whole(network, NettingMode::multilateral);
  EXPECT_TRUE(check_set_off(network, whole)->optimal);
  EXPECT_EQ(total_of(whole), 30);
}

}  // namespace
}  // namespace quits::settlement
