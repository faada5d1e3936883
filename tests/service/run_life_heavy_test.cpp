// Many random lives of settlement runs, as many as fit into the time.
#include <gtest/gtest.h>

#include "base/clock.h"
#include "tests/service/run_life.h"

namespace quits::test {
namespace {

TEST(RunLivesHeavy, the_book_and_the_model_agree) {
  constexpr std::int64_t kMicrosMax = 30'000'000;
  const Stopwatch watch;
  std::uint64_t seed = 1'000;
  std::map<std::string, int> met;
  while (watch.micros() < kMicrosMax && !HasFailure()) {
    RunLife life(seed++);
    life.run(250);
    for (const auto& [what, times] : life.met()) met[what] += times;
  }
  RecordProperty("lives", static_cast<int>(seed - 1'000));
  std::string text;
  for (const auto& [what, times] : met) text += what + ": " + std::to_string(times) + "\n";
  if (HasFailure()) return;
  EXPECT_GT(met["failed"], 0) << text;
}

}  // namespace
}  // namespace quits::test
