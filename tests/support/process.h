// Runs programs the way a user's shell does: arguments, environment, standard input in; both
// outputs and the exit code out.
//
// Output goes to files in the system's temporary folder, not to pipes, so a program that writes a
// lot never waits for the test, and what it wrote before it was killed is still there.
//
//   Outcome outcome = run({quits_program(), "verify", book}, {.input = "..."});
//   EXPECT_EQ(outcome.exit_code, 0) << outcome;
//
//   Process server = Process::start({quits_program(), "serve", book});
//   ASSERT_TRUE(server.wait_for_output("listening", std::chrono::seconds(10)));
//   server.kill(SIGKILL);
//   Outcome end = server.wait();   // end.signal == SIGKILL
//
// A program that cannot be started is a failure of the world: std::runtime_error.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace quits::test {

struct ProcessOptions {
  std::string input{};                               // what the program reads, to the end of file
  std::map<std::string, std::string> environment{};  // added to ours, or in its place
  std::filesystem::path directory{};                 // working directory; empty is ours
  std::chrono::seconds limit{120};                   // then it is killed and `timed_out` is set
};

struct Outcome {
  int exit_code = -1;  // -1 when a signal ended it
  int signal = 0;      // 0 when it ended by itself
  bool timed_out = false;
  std::string output;
  std::string errors;
};

// Everything a reader of a failed test wants to see.
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

class Process {
 public:
  // arguments[0] is the program: a path, or a name looked up in PATH.
  static Process start(std::vector<std::string> arguments, ProcessOptions options = {});

  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  Process(Process&&) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process();  // kills and reaps what still runs

  pid_t id() const { return id_; }
  bool running();
  void kill(int signal = SIGKILL);

  // Waits for the end, or for the limit, which then kills it. May be called again: same outcome.
  Outcome wait();

  // What it has written so far.
  std::string output_so_far() const;
  std::string errors_so_far() const;

  // Waits until `text` stands in either output. False when it ended or the time passed without it.
  bool wait_for_output(std::string_view text, std::chrono::milliseconds time);

 private:
  using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  Process(pid_t id, File output, File errors, std::chrono::seconds limit);
  void reap(int status);

  pid_t id_;
  File output_;
  File errors_;
  std::chrono::steady_clock::time_point deadline_;
  bool ended_ = false;
  Outcome outcome_;
};

// start and wait.
Outcome run(std::vector<std::string> arguments, ProcessOptions options = {});

// The path of the quits program of this build.
std::string quits_program();

// True when `name` is found in PATH: for foreign judges that may be missing.
bool program_exists(std::string_view name);

}  // namespace quits::test
