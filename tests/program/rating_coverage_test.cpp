// Which plan a sale falls under.
#include <gtest/gtest.h>

#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

Sale sale_of(const char* product, const char* group, const char* segment, const char* region) {
  Sale sale;
  sale.product = product;
  sale.product_group = group;
  sale.segment = segment;
  sale.region = region;
  return sale;
}

TEST(RatingCoverage, Every_list_that_is_not_empty_must_match) {
  const Coverage all;
  EXPECT_TRUE(covers(all, sale_of("", "", "", "")));

  Coverage some;
  some.products = {"P1", "P2"};
  some.segments = {"retail"};
  some.regions = {"DE"};
  EXPECT_TRUE(covers(some, sale_of("P2", "", "retail", "DE")));
  EXPECT_FALSE(covers(some, sale_of("P3", "", "retail", "DE")));
  EXPECT_FALSE(covers(some, sale_of("P2", "", "trade", "DE")));
  EXPECT_FALSE(covers(some, sale_of("P2", "", "retail", "")));
  EXPECT_FALSE(covers(some, sale_of("p2", "", "retail", "DE")));
}

TEST(RatingCoverage, Exceptions_win) {
  Coverage groups;
  groups.product_groups = {"toys"};
  groups.except_products = {"POST"};
  groups.except_product_groups = {"samples"};
  EXPECT_TRUE(covers(groups, sale_of("bear", "toys", "", "")));
  EXPECT_FALSE(covers(groups, sale_of("POST", "toys", "", "")));
  EXPECT_FALSE(covers(groups, sale_of("bear", "samples", "", "")));
  groups.product_groups.clear();
  EXPECT_TRUE(covers(groups, sale_of("bear", "games", "", "")));
  EXPECT_FALSE(covers(groups, sale_of("bear", "samples", "", "")));
}

TEST(RatingCoverage, The_first_plan_in_the_order_written_applies) {
  Terms terms;
  terms.plans.resize(3);
  terms.plans[0].covers.products = {"P1"};
  terms.plans[1].covers.regions = {"DE"};
  terms.plans[2].covers.products = {"P1", "P2"};
  EXPECT_EQ(plan_for(terms, sale_of("P1", "", "", "DE")), &terms.plans[0]);
  EXPECT_EQ(plan_for(terms, sale_of("P2", "", "", "DE")), &terms.plans[1]);
  EXPECT_EQ(plan_for(terms, sale_of("P2", "", "", "FR")), &terms.plans[2]);
  EXPECT_EQ(plan_for(terms, sale_of("P3", "", "", "FR")), nullptr);
}

}  // namespace
}  // namespace quits::program
