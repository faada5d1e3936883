// A prepared SQLite statement, and what the statements of one connection share.
//
// SQLite takes $1 for a name, not for a number, and numbers parameters by their first appearance.
// So the number is translated, by a table made once at prepare. The first step of a use registers
// the statement as running; the end of a transaction resets all that still run, because one
// forgotten row would hold the old snapshot and keep the log growing.
#pragma once

#include <sqlite3.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "storage/database.h"

namespace quits::storage {

class SqliteStatement;

struct CloseSqlite {
  void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqlite>;
using SqliteStatementHandle = std::unique_ptr<sqlite3_stmt, CloseSqlite>;

struct SqliteConnection {
  SqliteHandle handle;
  bool read_only = false;
  bool writing = false;                   // a write transaction is open
  std::vector<SqliteStatement*> running;  // statements between their first row and their end
};

// Throws Failure(internal_mismatch) when SQLite does not accept it or it holds more than one.
SqliteStatementHandle prepare_sqlite(sqlite3* connection, std::string_view sql);

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(SqliteConnection& connection, std::string_view sql);
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement() override;

  Statement& bind(int number, std::int64_t value) override;
  Statement& bind_text(int number, std::string_view value) override;
  Statement& bind_blob(int number, std::span<const std::byte> value) override;
  Statement& bind_null(int number) override;
  bool step() override;
  void reset() override;
  std::int64_t integer(int column) override;
  std::string_view text(int column) override;
  std::span<const std::byte> blob(int column) override;
  bool is_null(int column) override;
  std::int64_t changes() override { return changes_; }

  // The transaction has ended under this statement.
  void cut();

 private:
  enum class State : std::uint8_t { ready, running, cut };
  static constexpr int kParametersMax = 64;

  void number_parameters(std::string_view sql);
  int index_of(int number);
  int existing(int column) const;
  void require(int result);
  void require_allowed();
  void begin_rows();
  void end_use();

  SqliteConnection& connection_;
  SqliteStatementHandle handle_;
  std::int64_t changes_ = 0;
  int columns_ = 0;
  int parameters_ = 0;
  State state_ = State::ready;
  bool writes_ = false;
  std::array<std::uint8_t, kParametersMax + 1> indexes_{};  // by number
};

}  // namespace quits::storage
