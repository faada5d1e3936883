#include "storage/sqlite_database.h"

#include <fmt/core.h>

#include <utility>

#include "base/check.h"
#include "storage/sqlite_failure.h"

namespace quits::storage {
namespace {

// Damage is reported in full up to here; beyond it nobody reads on.
constexpr int kProblemsMax = 20;

int step_once(sqlite3_stmt* statement) {
  const int result = sqlite3_step(statement);
  sqlite3_reset(statement);
  return result == SQLITE_DONE || result == SQLITE_ROW ? SQLITE_OK : result;
}

void step_to_row(sqlite3* connection, sqlite3_stmt* statement) {
  const int result = sqlite3_step(statement);
  if (result == SQLITE_ROW) return;
  throw sqlite_failure(result, connection, fmt::format("reading {}", sqlite3_sql(statement)));
}

std::string text_in(sqlite3_stmt* statement) {
  const void* data = sqlite3_column_text(statement, 0);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(statement, 0))};
}

}  // namespace

void execute_sqlite(sqlite3* connection, const std::string& script, std::string_view doing) {
  const int result = sqlite3_exec(connection, script.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) throw sqlite_failure(result, connection, doing);
}

std::int64_t integer_of_sqlite(sqlite3* connection, std::string_view sql) {
  const auto statement = prepare_sqlite(connection, sql);
  step_to_row(connection, statement.get());
  return sqlite3_column_int64(statement.get(), 0);
}

std::string text_of_sqlite(sqlite3* connection, std::string_view sql) {
  const auto statement = prepare_sqlite(connection, sql);
  step_to_row(connection, statement.get());
  return text_in(statement.get());
}

std::optional<std::string> check_sqlite_pages(sqlite3* connection, bool deep) {
  const char* pragma = deep ? "integrity_check" : "quick_check";
  const auto statement =
      prepare_sqlite(connection, fmt::format("PRAGMA {}({})", pragma, kProblemsMax));
  std::string problems;
  int result = SQLITE_OK;
  while ((result = sqlite3_step(statement.get())) == SQLITE_ROW) {
    const std::string line = text_in(statement.get());
    if (line != "ok") problems += (problems.empty() ? "" : "\n") + line;
  }
  if (result == SQLITE_DONE) return problems.empty() ? std::nullopt : std::optional(problems);
  const Failure failure = sqlite_failure(result, connection, "checking every page");
  // Damage can be such that the check itself cannot go on: that is an answer, too.
  if (failure.code() == Code::corrupt || failure.code() == Code::not_a_book) return failure.what();
  throw failure;
}

SqliteDatabase::SqliteDatabase(SqliteHandle handle, std::filesystem::path file)
    : file_(std::move(file)) {
  connection_.handle = std::move(handle);
  sqlite3* raw = connection_.handle.get();
  connection_.read_only = sqlite3_db_readonly(raw, "main") == 1;
  begin_read_ = prepare_sqlite(raw, "BEGIN");
  begin_write_ = prepare_sqlite(raw, "BEGIN IMMEDIATE");
  commit_ = prepare_sqlite(raw, "COMMIT");
  rollback_ = prepare_sqlite(raw, "ROLLBACK");
  data_version_ = prepare_sqlite(raw, "PRAGMA data_version");
}

std::unique_ptr<Statement> SqliteDatabase::prepare(std::string_view sql) {
  return std::make_unique<SqliteStatement>(connection_, sql);
}

void SqliteDatabase::execute(std::string_view script) {
  execute_sqlite(connection_.handle.get(), std::string(script), "running a script");
}

void SqliteDatabase::run(const SqliteStatementHandle& statement, const char* doing) {
  const int result = step_once(statement.get());
  if (result != SQLITE_OK) throw sqlite_failure(result, connection_.handle.get(), doing);
}

void SqliteDatabase::begin(Access access) {
  CHECK(!in_transaction(), "a transaction inside a transaction");
  if (access == Access::write) {
    run(begin_write_, "beginning a write transaction");
  } else {
    run(begin_read_, "beginning a read transaction");
  }
  connection_.writing = access == Access::write;
}

void SqliteDatabase::commit() {
  cut_running();
  run(commit_, "committing");
  connection_.writing = false;
}

void SqliteDatabase::rollback() {
  cut_running();
  connection_.writing = false;
  // After some failures SQLite has rolled back by itself.
  if (in_transaction()) run(rollback_, "rolling back");
}

bool SqliteDatabase::in_transaction() const {
  return sqlite3_get_autocommit(connection_.handle.get()) == 0;
}

void SqliteDatabase::cut_running() {
  while (!connection_.running.empty()) connection_.running.back()->cut();
}

std::uint64_t SqliteDatabase::foreign_changes() {
  sqlite3* raw = connection_.handle.get();
  const int result = sqlite3_step(data_version_.get());
  const std::int64_t value = sqlite3_column_int64(data_version_.get(), 0);
  sqlite3_reset(data_version_.get());
  if (result != SQLITE_ROW) throw sqlite_failure(result, raw, "asking for foreign changes");
  return static_cast<std::uint64_t>(value);
}

void SqliteDatabase::backup_to(const std::filesystem::path& target) {
  CHECK(!connection_.writing, "a backup inside a write transaction");
  backup_sqlite(connection_.handle.get(), target);
}

bool SqliteDatabase::has_table(std::string_view name) {
  const auto statement =
      prepare_sqlite(connection_.handle.get(),
                     "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1");
  sqlite3_bind_text64(statement.get(), 1, name.data(), name.size(), SQLITE_STATIC, SQLITE_UTF8);
  step_to_row(connection_.handle.get(), statement.get());
  return sqlite3_column_int(statement.get(), 0) != 0;
}

std::string SqliteDatabase::description() const {
  return fmt::format("SQLite {}, {}", sqlite3_libversion(), file_.string());
}

std::optional<std::string> SqliteDatabase::check_pages(bool deep) {
  return check_sqlite_pages(connection_.handle.get(), deep);
}

std::uint64_t SqliteDatabase::size_bytes() {
  sqlite3* raw = connection_.handle.get();
  return static_cast<std::uint64_t>(integer_of_sqlite(raw, "PRAGMA page_count") *
                                    integer_of_sqlite(raw, "PRAGMA page_size"));
}

}  // namespace quits::storage
