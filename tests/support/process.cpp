#include "tests/support/process.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace quits::test {
namespace {

constexpr std::chrono::milliseconds kPollInterval{2};

std::unique_ptr<std::FILE, int (*)(std::FILE*)> temporary_file() {
  std::FILE* file = std::tmpfile();
  if (file == nullptr) throw std::runtime_error("no temporary file");
  return {file, &std::fclose};
}

// Reads by position, because the program writes through the same open file and moves its offset.
std::string contents_of(std::FILE* file) {
  std::string text;
  char buffer[65536];
  for (;;) {
    const ssize_t count =
        ::pread(::fileno(file), buffer, sizeof buffer, static_cast<off_t>(text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::map<std::string, std::string> all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) all[text.substr(0, equals)] = text.substr(equals + 1);
  }
  for (const auto& [name, value] : added) all[name] = value;
  std::vector<std::string> lines;
  lines.reserve(all.size());
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// What the new program finds on its three first descriptors, and where it stands.
class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  void attach(std::FILE* file, int descriptor) {
    posix_spawn_file_actions_adddup2(&actions_, ::fileno(file), descriptor);
  }
  void change_directory(const std::filesystem::path& directory) {
    posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  out << "exit code " << outcome.exit_code;
  if (outcome.signal != 0) out << ", signal " << outcome.signal;
  if (outcome.timed_out) out << ", over its time limit";
  return out << "\n--- output\n" << outcome.output << "--- errors\n" << outcome.errors << "---\n";
}

Process::Process(pid_t id, File output, File errors, std::chrono::seconds limit)
    : id_(id),
      output_(std::move(output)),
      errors_(std::move(errors)),
      deadline_(std::chrono::steady_clock::now() + limit) {}

Process::Process(Process&& other) noexcept
    : id_(std::exchange(other.id_, -1)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      deadline_(other.deadline_),
      ended_(std::exchange(other.ended_, true)),
      outcome_(std::move(other.outcome_)) {}

Process::~Process() {
  if (ended_) return;
  ::kill(id_, SIGKILL);
  int status = 0;
  while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
}

Process Process::start(std::vector<std::string> arguments, ProcessOptions options) {
  if (arguments.empty()) throw std::runtime_error("no program to start");
  File input = temporary_file();
  File output = temporary_file();
  File errors = temporary_file();
  if (std::fwrite(options.input.data(), 1, options.input.size(), input.get()) !=
          options.input.size() ||
      std::fflush(input.get()) != 0) {
    throw std::runtime_error("cannot write the input of " + arguments[0]);
  }
  std::rewind(input.get());

  SpawnActions actions;
  actions.attach(input.get(), STDIN_FILENO);
  actions.attach(output.get(), STDOUT_FILENO);
  actions.attach(errors.get(), STDERR_FILENO);
  if (!options.directory.empty()) actions.change_directory(options.directory);

  std::vector<std::string> environment = environment_with(options.environment);
  pid_t id = -1;
  const int error = ::posix_spawnp(&id, arguments[0].c_str(), actions.get(), nullptr,
                                   pointers_to(arguments).data(), pointers_to(environment).data());
  if (error != 0) {
    throw std::runtime_error("cannot start " + arguments[0] + ": " + std::strerror(error));
  }
  return Process(id, std::move(output), std::move(errors), options.limit);
}

bool Process::running() {
  if (ended_) return false;
  int status = 0;
  const pid_t changed = ::waitpid(id_, &status, WNOHANG);
  if (changed == id_) reap(status);
  return !ended_;
}

void Process::reap(int status) {
  ended_ = true;
  if (WIFEXITED(status)) outcome_.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) outcome_.signal = WTERMSIG(status);
  outcome_.output = contents_of(output_.get());
  outcome_.errors = contents_of(errors_.get());
}

void Process::kill(int signal) {
  if (running()) ::kill(id_, signal);
}

Outcome Process::wait() {
  while (running()) {
    if (std::chrono::steady_clock::now() >= deadline_ && !outcome_.timed_out) {
      outcome_.timed_out = true;
      ::kill(id_, SIGKILL);
    }
    std::this_thread::sleep_for(kPollInterval);
  }
  return outcome_;
}

std::string Process::output_so_far() const { return contents_of(output_.get()); }
std::string Process::errors_so_far() const { return contents_of(errors_.get()); }

bool Process::wait_for_output(std::string_view text, std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  for (;;) {
    const bool alive = running();  // asked first: what it wrote last counts too
    if (output_so_far().find(text) != std::string::npos) return true;
    if (errors_so_far().find(text) != std::string::npos) return true;
    if (!alive || std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(kPollInterval);
  }
}

Outcome run(std::vector<std::string> arguments, ProcessOptions options) {
  return Process::start(std::move(arguments), std::move(options)).wait();
}

std::string quits_program() { return QUITS_PROGRAM; }

bool program_exists(std::string_view name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::filesystem::path file = std::filesystem::path(folder) / name;
    if (::access(file.c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace quits::test
