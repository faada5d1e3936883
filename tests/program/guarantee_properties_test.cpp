// Guarantees and draws: what holds whatever the months bring.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>

#include "program/guarantees.h"

namespace quits::program {
namespace {

Guarantee any_guarantee(bool recoverable) {
  Guarantee guarantee;
  guarantee.name = "draw";
  guarantee.amount_minor = *rc::gen::inRange<std::int64_t>(0, 100'001);
  guarantee.recoverable = recoverable;
  return guarantee;
}

// Months often reach the guarantee to the cent, or miss it by one.
std::int64_t any_month(const Guarantee& guarantee) {
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return guarantee.amount_minor + *rc::gen::inRange<std::int64_t>(-1, 2);
    case 1:
      return *rc::gen::inRange<std::int64_t>(-20'000, 1);
    default:
      return *rc::gen::inRange<std::int64_t>(0, 250'000);
  }
}

TEST(GuaranteeProperties, A_draw_recovers_what_it_advanced_and_no_more) {
  EXPECT_TRUE(rc::check([] {
    const Guarantee draw = any_guarantee(true);
    std::int64_t outstanding = 0;
    std::int64_t drawn = 0;
    std::int64_t recovered = 0;
    for (int month = *rc::gen::inRange(1, 25); month > 0; --month) {
      const std::int64_t earned = any_month(draw);
      const Settled settled = settle(draw, earned, outstanding).value();
      (settled.amount_minor > 0 ? drawn : recovered) += std::abs(settled.amount_minor);
      outstanding = settled.outstanding_minor;
      RC_ASSERT(outstanding == drawn - recovered);
      RC_ASSERT(outstanding >= 0);
      // Nobody goes home with less than is guaranteed, nor pays back out of it.
      RC_ASSERT(earned + settled.amount_minor >= draw.amount_minor);
      // As long as anything is outstanding, nobody goes home with more.
      const bool has_more = earned + settled.amount_minor > draw.amount_minor;
      RC_ASSERT(outstanding == 0 || !has_more);
    }
    // Enough months that are good enough: all of it comes back, to the last cent.
    for (int month = 0; outstanding > 0; ++month) {
      RC_ASSERT(month < 5'000);
      const std::int64_t earned =
          draw.amount_minor + *rc::gen::inRange<std::int64_t>(1'000, 300'000);
      const Settled settled = settle(draw, earned, outstanding).value();
      RC_ASSERT(settled.amount_minor < 0);
      recovered -= settled.amount_minor;
      outstanding = settled.outstanding_minor;
    }
    RC_ASSERT(recovered == drawn);
    const Settled after = settle(draw, draw.amount_minor + 1'000'000, outstanding).value();
    RC_ASSERT(after.amount_minor == 0 && after.outstanding_minor == 0);
  }));
}

TEST(GuaranteeProperties, A_guarantee_tops_up_and_recovers_nothing) {
  EXPECT_TRUE(rc::check([] {
    const Guarantee guarantee = any_guarantee(false);
    const std::int64_t earned = any_month(guarantee);
    const Settled settled = settle(guarantee, earned, 0).value();
    RC_ASSERT(earned + settled.amount_minor == std::max(earned, guarantee.amount_minor));
    RC_ASSERT(settled.outstanding_minor == 0);
  }));
}

}  // namespace
}  // namespace quits::program
