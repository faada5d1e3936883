// The same over 2,000 networks of up to 60 parties.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/detail/Configuration.h>

#include "tests/settlement/netting_properties.h"

namespace quits::settlement {
namespace {

TEST(NettingPropertiesHeavy, two_thousand_networks) {
  rc::detail::TestParams many = rc::detail::configuration().testParams;
  many.maxSuccess = 2000;
  const auto property = rc::detail::toProperty([] { check_properties(random_example(60), true); });
  const auto result = rc::detail::checkProperty(property, {}, many);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << [&] {
    std::ostringstream text;
    rc::detail::printResultMessage(result, text);
    return text.str();
  }();
}

}  // namespace
}  // namespace quits::settlement
