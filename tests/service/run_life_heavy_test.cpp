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
  // The lives go everywhere, or they prove nothing.
  for (const char* what : {"failed",
                           "report recorded",
                           "confirm recorded",
                           "flag held_by_run",
                           "hold recorded",
                           "collect recorded",
                           "collect not_found",
                           "collect run_state",
                           "propose recorded",
                           "propose run_state",
                           "answer recorded",
                           "answer proposal_changed",
                           "answer date_out_of_range",
                           "approve recorded",
                           "approve same_person",
                           "approve not_accepted",
                           "approve run_state",
                           "post recorded",
                           "post run_state",
                           "cancel recorded",
                           "cancel run_state",
                           "reverse recorded",
                           "reverse same_person",
                           "reverse not_reversible",
                           "pay recorded",
                           "pay held_by_run",
                           "take back recorded",
                           "take back already_reversed",
                           "dispute recorded",
                           "dispute held_by_run",
                           "resolve recorded",
                           "close recorded",
                           "settle recorded"})
    EXPECT_GT(met[what], 0) << what << "\n" << text;
}

}  // namespace
}  // namespace quits::test
