// The partner's part of what both sides contributed.
#include <gtest/gtest.h>

#include "settlement/register.h"

namespace quits::settlement {
namespace {

TEST(Share, has_four_decimals_rounded_half_away_from_zero) {
  EXPECT_EQ(share_of_partner(5000, 5000), "0.5000");
  EXPECT_EQ(share_of_partner(1, 2), "0.3333");
  EXPECT_EQ(share_of_partner(2, 1), "0.6667");
  EXPECT_EQ(share_of_partner(1, 19'999), "0.0001");  // 0.00005 exactly
  EXPECT_EQ(share_of_partner(1, 20'001), "0.0000");
  EXPECT_EQ(share_of_partner(0, 150), "0.0000");
  EXPECT_EQ(share_of_partner(150, 0), "1.0000");
}

TEST(Share, is_empty_where_there_is_none) {
  EXPECT_EQ(share_of_partner(-1, 150), "");
  EXPECT_EQ(share_of_partner(0, 0), "");
  EXPECT_EQ(share_of_partner(100, -100), "");
  EXPECT_EQ(share_of_partner(100, -200), "");
  EXPECT_EQ(share_of_partner(150, -1), "") << "more than the whole is no part of it";
}

TEST(Share, of_extremes_does_not_overflow) {
  EXPECT_EQ(share_of_partner(INT64_MAX, INT64_MAX), "0.5000");
  EXPECT_EQ(share_of_partner(INT64_MAX, 0), "1.0000");
}

}  // namespace
}  // namespace quits::settlement
