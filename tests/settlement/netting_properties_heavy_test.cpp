// The same over 2,000 networks of up to 60 parties.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <sstream>

#include "tests/settlement/netting_properties.h"

namespace quits::settlement {
namespace {

TEST(NettingPropertiesHeavy, two_thousand_networks) {
  rc::detail::TestMetadata named;
  named.description = "equal to the reference, tie-break included";
  rc::detail::TestParams many = rc::detail::configuration().testParams;
  many.maxSuccess = 2000;
  const auto result =
      rc::detail::checkTestable([] { check_properties(random_example(60), true); }, named, many);
  std::ostringstream message;
  rc::detail::printResultMessage(result, message);
  EXPECT_TRUE(result.is<rc::detail::SuccessResult>()) << message.str();
}

}  // namespace
}  // namespace quits::settlement
