#include "tests/support/process.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/scratch.h"

namespace quits::test {
namespace {

TEST(Process, gives_back_both_outputs_and_the_exit_code) {
  const Outcome outcome = run({"sh", "-c", "cat; echo wrong >&2; exit 3"}, {.input = "right\n"});
  EXPECT_EQ(outcome.exit_code, 3) << outcome;
  EXPECT_EQ(outcome.output, "right\n");
  EXPECT_EQ(outcome.errors, "wrong\n");
}

TEST(Process, takes_large_input_and_large_output) {
  const std::string input(3'000'000, 'x');
  EXPECT_EQ(run({"cat"}, {.input = input}).output, input);
}

TEST(Process, adds_to_the_environment_and_changes_the_directory) {
  const ScratchDirectory scratch;
  const Outcome outcome = run({"sh", "-c", "printf %s \"$COLOUR\"; pwd"},
                              {.environment = {{"COLOUR", "blue"}}, .directory = scratch.path()});
  EXPECT_EQ(outcome.output, "blue" + scratch.path().string() + "\n");
}

TEST(Process, is_killed_and_says_so) {
  Process process = Process::start({"sh", "-c", "echo ready; exec sleep 60"});
  ASSERT_TRUE(process.wait_for_output("ready", std::chrono::seconds(10)));
  EXPECT_TRUE(process.running());
  process.kill(SIGKILL);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.signal, SIGKILL);
  EXPECT_EQ(outcome.exit_code, -1);
  EXPECT_EQ(outcome.output, "ready\n");
}

TEST(Process, is_stopped_at_its_time_limit) {
  const Outcome outcome = run({"sleep", "60"}, {.limit = std::chrono::seconds(0)});
  EXPECT_TRUE(outcome.timed_out);
  EXPECT_EQ(outcome.signal, SIGKILL);
}

TEST(Process, that_is_missing_is_an_exception) {
  EXPECT_THROW(run({"no-such-program-anywhere"}), std::runtime_error);
  EXPECT_FALSE(program_exists("no-such-program-anywhere"));
  EXPECT_TRUE(program_exists("sh"));
}

TEST(ScratchDirectory, goes_away_with_its_contents) {
  std::filesystem::path path;
  {
    const ScratchDirectory scratch;
    path = scratch.path();
    EXPECT_EQ(read_file(scratch.write("deep/file", "text")), "text");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace quits::test
