#include "tests/storage/book.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

namespace quits::storage::test {

Thrown thrown_by(const std::function<void()>& call) {
  try {
    call();
    return {};
  } catch (const Failure& failure) {
    return {std::string(name_of(failure.code())), failure.what(), failure.hint()};
  }
}

std::ostream& operator<<(std::ostream& out, const Thrown& thrown) {
  return out << thrown.code << ": " << thrown.message << " (" << thrown.hint << ")";
}

::testing::AssertionResult fails_with(std::string_view code, const std::function<void()>& call) {
  const Thrown thrown = thrown_by(call);
  if (thrown.code == code) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "wanted " << code << ", got " << thrown;
}

std::unique_ptr<Database> create_lines(const std::filesystem::path& file, FaultPlan* faults) {
  auto database = open_database(file.string(), Mode::create, faults);
  database->execute("CREATE TABLE line (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT");
  return database;
}

void add_lines(Database& database, int count, std::string_view body) {
  const auto insert = database.prepare("INSERT INTO line (body) VALUES ($1)");
  Transaction transaction(database, Access::write);
  insert->bind_text(1, body);
  for (int i = 0; i < count; ++i) insert->run();
  transaction.commit();
}

std::int64_t count_lines(Database& database) {
  return integer_of(database, "SELECT count(*) FROM line");
}

std::int64_t integer_of(Database& database, std::string_view sql) {
  const auto select = database.prepare(sql);
  if (!select->step()) throw std::runtime_error("no row: " + std::string(sql));
  return select->integer(0);
}

int in_child(const std::function<int()>& call) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    int result = 1;
    try {
      result = call();
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "child: %s\n", failure.what());
    }
    std::_Exit(result);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace quits::storage::test
