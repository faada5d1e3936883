// Many random programs, and a few long ones.
#include <gtest/gtest.h>

#include "base/clock.h"
#include "tests/service/workload.h"

namespace quits::test {
namespace {

constexpr std::int64_t kMicrosMax = 25'000'000;

// As many as fit into the time.
TEST(WorkloadHeavy, many_short_programs) {
  const Stopwatch watch;
  std::uint64_t seed = 1'000;
  while (watch.micros() < kMicrosMax && !HasFailure())
    Workload(seed++).run({.batches = 25, .facts_per_batch_max = 15});
  RecordProperty("programs", static_cast<int>(seed - 1'000));
}

TEST(WorkloadHeavy, long_programs) {
  const Stopwatch watch;
  std::uint64_t seed = 5'000'000;
  while (watch.micros() < kMicrosMax && !HasFailure())
    Workload(seed++).run({.batches = 80, .facts_per_batch_max = 40});
}

}  // namespace
}  // namespace quits::test
