// Ten thousand random programs against the oracle.
#include <gtest/gtest.h>

#include <map>

#include "tests/program/rating_programs.h"

namespace quits::program::programs {
namespace {

TEST(RatingPrograms, Heavy_ten_thousand_programs_book_what_their_windows_owe) {
  std::map<std::string, int> kinds;
  for (std::uint64_t seed = 1'000'001; seed <= 1'010'000; ++seed) {
    const Program program = any_program(seed);
    ++kinds[kind_of(program)];
    ASSERT_EQ(booked_one_by_one(program), owed_in_all(program)) << "seed " << seed << ", " << kind_of(program);
  }
  ASSERT_EQ(kinds.size(), 6U * 3U * 3U);
  for (const auto& [kind, programs] : kinds) EXPECT_GT(programs, 100) << kind;
}

}  // namespace
}  // namespace quits::program::programs
