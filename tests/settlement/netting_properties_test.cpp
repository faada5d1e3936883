// Random networks against a slow reference and everything that a netting promises.
#include "tests/settlement/netting_properties.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace quits::settlement {
namespace {

TEST(NettingProperties, small_networks_to_the_last_unit) {
  EXPECT_TRUE(rc::check("equal to the reference, tie-break included",
                        [] { check_properties(random_example(9), true); }));
}

}  // namespace
}  // namespace quits::settlement
