// One open book as the Database interface sees it. Opening is in sqlite_open.cpp, copying in
// sqlite_backup.cpp.
#pragma once

#include <string>

#include "storage/database.h"
#include "storage/sqlite_statement.h"

namespace quits::storage {

class SqliteDatabase final : public Database {
 public:
  // `handle` is open, configured and checked.
  SqliteDatabase(SqliteHandle handle, std::filesystem::path file);

  std::unique_ptr<Statement> prepare(std::string_view sql) override;
  void execute(std::string_view script) override;
  void begin(Access access) override;
  void commit() override;
  void rollback() override;
  bool in_transaction() const override;
  std::uint64_t foreign_changes() override;
  void backup_to(const std::filesystem::path& target) override;
  bool has_table(std::string_view name) override;
  bool is_read_only() const override { return connection_.read_only; }
  std::string description() const override;
  std::optional<std::string> check_pages(bool deep) override;
  std::uint64_t size_bytes() override;

 private:
  void cut_running();
  void run(const SqliteStatementHandle& statement, const char* doing);

  // Statements are below the connection, so that they are gone before it closes.
  SqliteConnection connection_;
  std::filesystem::path file_;
  SqliteStatementHandle begin_read_;
  SqliteStatementHandle begin_write_;
  SqliteStatementHandle commit_;
  SqliteStatementHandle rollback_;
  SqliteStatementHandle data_version_;
};

// Runs statements without rows; `doing` as in sqlite_failure.
void execute_sqlite(sqlite3* connection, const std::string& script, std::string_view doing);

// The first column of the first row.
std::int64_t integer_of_sqlite(sqlite3* connection, std::string_view sql);
std::string text_of_sqlite(sqlite3* connection, std::string_view sql);

// Every row of quick_check or integrity_check that is not "ok", or nothing.
std::optional<std::string> check_sqlite_pages(sqlite3* connection, bool deep);

// Copies what `source` reads now into the new file `target`.
void backup_sqlite(sqlite3* source, const std::filesystem::path& target);

}  // namespace quits::storage
