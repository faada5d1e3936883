// Which plan can never apply because an earlier one covers all its sales.
#include "program/reach.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "program/rating.h"
#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

bool contains(const Coverage& wide, const Coverage& narrow) { return Reach(wide).contains(Reach(narrow)); }
bool contains(std::string_view wide, std::string_view narrow) {
  return contains(samples::coverage(wide), samples::coverage(narrow));
}

bool is_empty(std::string_view text) {
  const Coverage covers = samples::coverage(text);
  return Reach(covers).is_empty();
}

TEST(Reach, A_plan_without_restrictions_contains_every_other) {
  EXPECT_TRUE(contains("", ""));
  EXPECT_TRUE(contains("", "product a"));
  EXPECT_TRUE(contains("", "except_product a, region DE"));
  EXPECT_FALSE(contains("product a", ""));
  EXPECT_FALSE(contains("except_product a", ""));
}

TEST(Reach, Each_list_is_asked_for_itself) {
  EXPECT_TRUE(contains("product b, product a, product a", "product a"));
  EXPECT_FALSE(contains("product a", "product a, product b"));
  EXPECT_TRUE(contains("product a", "product a, product b, except_product b"));
  EXPECT_FALSE(contains("product a", "product_group a"));
  EXPECT_FALSE(contains("product a, segment retail", "product a"));
  EXPECT_TRUE(contains("segment retail", "product a, segment retail"));
  EXPECT_FALSE(contains("region DE", "region DE, region FR"));
}

TEST(Reach, Exceptions_must_be_exceptions_there_too) {
  EXPECT_FALSE(contains("except_product a", "product a, product b"));
  EXPECT_TRUE(contains("except_product c", "product a, product b"));
  EXPECT_TRUE(contains("except_product a", "except_product a, except_product b"));
  EXPECT_FALSE(contains("except_product a, except_product b", "except_product a"));
  EXPECT_TRUE(contains("except_product_group x", "product_group y"));
  // Every product there is today, listed one by one, is not every product.
  EXPECT_FALSE(contains("product a, product b", "except_product c"));
}

TEST(Reach, What_covers_no_sale_is_empty) {
  EXPECT_TRUE(is_empty("product a, except_product a"));
  EXPECT_TRUE(is_empty("product_group a, product_group b, except_product_group b, except_product_group a, except_product_group c"));
  EXPECT_FALSE(is_empty("product a, product b, except_product a"));
  EXPECT_FALSE(is_empty("except_product a"));
  EXPECT_FALSE(is_empty(""));
}

std::vector<std::string> any_names() {
  std::vector<std::string> names;
  if (*rc::gen::inRange(0, 2) == 0) return names;
  for (const char* name : {"a", "b", "c", ""}) {
    if (*rc::gen::inRange(0, 2) == 0) names.emplace_back(name);
  }
  return names;
}

Coverage any_coverage() {
  return {any_names(), any_names(), any_names(), any_names(), any_names(), any_names()};
}

// Every sale over the names of the lists and one more, which stands for all others.
TEST(Reach, Agrees_with_every_sale_there_can_be) {
  EXPECT_TRUE(rc::check([] {
    const Coverage wide = any_coverage();
    const Coverage narrow = any_coverage();
    bool is_empty = true;
    bool is_contained = true;
    const std::array<const char*, 5> names = {"a", "b", "c", "", "other"};
    Sale sale;
    for (const char* product : names) {
      for (const char* group : names) {
        for (const char* segment : names) {
          for (const char* region : names) {
            sale.product = product;
            sale.product_group = group;
            sale.segment = segment;
            sale.region = region;
            if (!covers(narrow, sale)) continue;
            is_empty = false;
            is_contained = is_contained && covers(wide, sale);
          }
        }
      }
    }
    RC_ASSERT(Reach(narrow).is_empty() == is_empty);
    RC_ASSERT(contains(wide, narrow) == is_contained);
  }));
}

}  // namespace
}  // namespace quits::program
