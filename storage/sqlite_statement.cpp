#include "storage/sqlite_statement.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "storage/sqlite_failure.h"

namespace quits::storage {
namespace {

constexpr std::size_t kQuotedSqlMax = 200;

std::string in_quotes(std::string_view sql) {
  return fmt::format("preparing: {}", sql.substr(0, kQuotedSqlMax));
}

Failure unfit(std::string_view what, std::string_view sql) {
  return Failure(Code::internal_mismatch, fmt::format("{} ({})", what, in_quotes(sql)));
}

// A file of one statement may end with a semicolon and a comment.
bool holds_statement(sqlite3* connection, std::string_view rest) {
  if (rest.find_first_not_of(" \t\r\n;") == std::string_view::npos) return false;
  sqlite3_stmt* handle = nullptr;
  const int result = sqlite3_prepare_v3(connection, rest.data(), static_cast<int>(rest.size()), 0,
                                        &handle, nullptr);
  sqlite3_finalize(handle);
  return result != SQLITE_OK || handle != nullptr;
}

// "$12" is 12; anything else is 0.
int number_in(const char* name) {
  if (name == nullptr || name[0] != '$') return 0;
  const std::string_view digits(name + 1);
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

}  // namespace

SqliteStatementHandle prepare_sqlite(sqlite3* connection, std::string_view sql) {
  if (sql.empty()) throw unfit("there is no statement in this SQL", sql);
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  const int result = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, &rest);
  SqliteStatementHandle owned(handle);
  if (result != SQLITE_OK) throw sqlite_failure(result, connection, in_quotes(sql));
  if (handle == nullptr) throw unfit("there is no statement in this SQL", sql);
  const auto used = static_cast<std::size_t>(rest - sql.data());
  if (holds_statement(connection, sql.substr(used))) throw unfit("more than one statement", sql);
  return owned;
}

SqliteStatement::SqliteStatement(SqliteConnection& connection, std::string_view sql)
    : connection_(connection), handle_(prepare_sqlite(connection.handle.get(), sql)) {
  columns_ = sqlite3_column_count(handle_.get());
  writes_ = sqlite3_stmt_readonly(handle_.get()) == 0;
  number_parameters(sql);
}

SqliteStatement::~SqliteStatement() { end_use(); }

void SqliteStatement::number_parameters(std::string_view sql) {
  const int count = sqlite3_bind_parameter_count(handle_.get());
  if (count > kParametersMax) throw unfit("more than 64 parameters", sql);
  for (int index = 1; index <= count; ++index) {
    const int number = number_in(sqlite3_bind_parameter_name(handle_.get(), index));
    // Each name has one index, so numbers within 1..count are all of them, without a gap.
    if (number < 1 || number > count) {
      throw unfit("parameters must be $1, $2 ... without a gap", sql);
    }
    indexes_[static_cast<std::size_t>(number)] = static_cast<std::uint8_t>(index);
  }
  parameters_ = count;
}

int SqliteStatement::index_of(int number) {
  CHECK(number >= 1 && number <= parameters_, "no parameter ${} in: {}", number,
        sqlite3_sql(handle_.get()));
  if (state_ != State::ready) reset();
  return indexes_[static_cast<std::size_t>(number)];
}

void SqliteStatement::require(int result) {
  if (result != SQLITE_OK) {
    throw sqlite_failure(result, connection_.handle.get(), "binding a parameter");
  }
}

Statement& SqliteStatement::bind(int number, std::int64_t value) {
  require(sqlite3_bind_int64(handle_.get(), index_of(number), value));
  return *this;
}

Statement& SqliteStatement::bind_text(int number, std::string_view value) {
  // A null pointer would bind NULL; an empty text is not NULL.
  const char* data = value.data() == nullptr ? "" : value.data();
  require(sqlite3_bind_text64(handle_.get(), index_of(number), data, value.size(), SQLITE_STATIC,
                              SQLITE_UTF8));
  return *this;
}

Statement& SqliteStatement::bind_blob(int number, std::span<const std::byte> value) {
  static constexpr std::byte kEmpty{};
  const std::byte* data = value.empty() ? &kEmpty : value.data();
  require(sqlite3_bind_blob64(handle_.get(), index_of(number), data, value.size(), SQLITE_STATIC));
  return *this;
}

Statement& SqliteStatement::bind_null(int number) {
  require(sqlite3_bind_null(handle_.get(), index_of(number)));
  return *this;
}

bool SqliteStatement::step() {
  if (state_ != State::running) require_allowed();
  const int result = sqlite3_step(handle_.get());
  if (result == SQLITE_ROW) {
    if (state_ != State::running) begin_rows();
    return true;
  }
  if (result != SQLITE_DONE) {
    const Failure failure = sqlite_failure(result, connection_.handle.get(), "running a statement");
    end_use();
    throw failure;
  }
  if (writes_) changes_ = sqlite3_changes64(connection_.handle.get());
  end_use();
  return false;
}

void SqliteStatement::require_allowed() {
  CHECK(state_ != State::cut, "the transaction of this statement has ended: {}",
        sqlite3_sql(handle_.get()));
  // A read-only book is left to SQLite, which refuses with a message for the user.
  CHECK(!writes_ || connection_.writing || connection_.read_only,
        "a change outside a write transaction: {}", sqlite3_sql(handle_.get()));
}

void SqliteStatement::begin_rows() {
  connection_.running.push_back(this);
  state_ = State::running;
}

void SqliteStatement::end_use() {
  if (state_ == State::running) {
    auto& running = connection_.running;
    // Nearly always the last one: uses nest.
    if (running.back() != this) {
      std::iter_swap(std::find(running.begin(), running.end(), this), running.end() - 1);
    }
    running.pop_back();
  }
  // The result repeats the failure of the step before, which was reported.
  sqlite3_reset(handle_.get());
  state_ = State::ready;
}

void SqliteStatement::reset() { end_use(); }

void SqliteStatement::cut() {
  end_use();
  state_ = State::cut;
}

int SqliteStatement::existing(int column) const {
  CHECK(state_ == State::running && column >= 0 && column < columns_, "no row with column {}: {}",
        column, sqlite3_sql(handle_.get()));
  return column;
}

std::int64_t SqliteStatement::integer(int column) {
  const int type = sqlite3_column_type(handle_.get(), existing(column));
  if (type != SQLITE_INTEGER && type != SQLITE_NULL) {
    throw Failure(Code::corrupt,
                  fmt::format("column {} is no integer: {}", column, sqlite3_sql(handle_.get())));
  }
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view SqliteStatement::text(int column) {
  const void* data = sqlite3_column_text(handle_.get(), existing(column));
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::span<const std::byte> SqliteStatement::blob(int column) {
  const void* data = sqlite3_column_blob(handle_.get(), existing(column));
  if (data == nullptr) return {};
  return {static_cast<const std::byte*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

bool SqliteStatement::is_null(int column) {
  return sqlite3_column_type(handle_.get(), existing(column)) == SQLITE_NULL;
}

}  // namespace quits::storage
