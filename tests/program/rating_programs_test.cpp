// Whole programs against the oracle: a quick part of what rating_programs_heavy_test.cpp runs.
#include "tests/program/rating_programs.h"

#include <gtest/gtest.h>

#include <set>

namespace quits::program::programs {
namespace {

TEST(RatingPrograms, Facts_one_by_one_book_what_whole_windows_owe) {
  std::set<std::string> kinds;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const Program program = any_program(seed);
    kinds.insert(kind_of(program));
    ASSERT_EQ(booked_one_by_one(program), owed_in_all(program)) << "seed " << seed << ", " << kind_of(program);
  }
  EXPECT_EQ(kinds.size(), 6U * 3U * 3U);  // every rule, base and basis
}

}  // namespace
}  // namespace quits::program::programs
