// A few random lives of settlement runs; the many are in run_life_heavy_test.cpp.
#include "tests/service/run_life.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace quits::test {
namespace {

// QUITS_SEED=n lives that one alone.
TEST(RunLives, the_book_and_the_model_agree) {
  if (const char* seed = std::getenv("QUITS_SEED")) {
    RunLife(std::strtoull(seed, nullptr, 10)).run(250);
    return;
  }
  for (std::uint64_t seed = 1; seed <= 3 && !HasFailure(); ++seed) RunLife(seed).run(140);
}

}  // namespace
}  // namespace quits::test
