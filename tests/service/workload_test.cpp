// A few random programs; the many are in workload_heavy_test.cpp.
#include "tests/service/workload.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace quits::test {
namespace {

// QUITS_SEED=n runs that one alone.
TEST(Workload, the_book_and_the_model_agree) {
  if (const char* seed = std::getenv("QUITS_SEED")) {
    Workload(std::strtoull(seed, nullptr, 10)).run({});
    return;
  }
  for (std::uint64_t seed = 1; seed <= 8 && !HasFailure(); ++seed)
    Workload(seed).run({.batches = 22, .facts_per_batch_max = 12});
}

}  // namespace
}  // namespace quits::test
