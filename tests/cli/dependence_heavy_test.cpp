// quits dependence on more than it can compute: minutes of work are refused, not begun.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

TEST(DependenceCommandHeavy, what_takes_too_long_is_refused_and_says_so) {
  const Desk desk;
  // Everybody owes everybody, and nobody has a cushion: all fall together, with endless fractions.
  std::string debts = "debtor,creditor,amount\n";
  constexpr int kParties = 400;
  std::uint64_t seed = 7;
  for (int debtor = 0; debtor < kParties; ++debtor) {
    for (int creditor = 0; creditor < kParties; ++creditor) {
      seed = seed * 6364136223846793005U + 1442695040888963407U;
      if (debtor != creditor)
        debts += "P" + std::to_string(debtor) + ",P" + std::to_string(creditor) + "," +
                 std::to_string(1 + seed % 1'000'000'007U) + "\n";
    }
  }
  desk.write("debts.csv", debts);
  const Outcome outcome = desk.quits("dependence debts.csv");
  EXPECT_EQ(outcome.exit_code, 3) << outcome;
  EXPECT_EQ(outcome.output, "");
  for (const char* piece : {"too_large", "too long", "hint"})
    EXPECT_NE(outcome.errors.find(piece), std::string::npos) << outcome.errors;
}

}  // namespace
}  // namespace quits::test
