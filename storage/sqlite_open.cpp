#include <fmt/core.h>

#include <optional>

#include "storage/new_file.h"
#include "storage/sqlite.h"
#include "storage/sqlite_database.h"
#include "storage/sqlite_failure.h"
#include "storage/sqlite_file.h"

namespace quits::storage {
namespace {

std::string log_of(const std::filesystem::path& file) { return file.string() + "-wal"; }

bool has_log(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(log_of(file), error);
  return !error && size > 0;
}

SqliteHandle connect(const std::string& name, int flags) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(name.c_str(), &raw,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  SqliteHandle handle(raw);
  if (result != SQLITE_OK) throw sqlite_failure(result, raw, "opening " + name);
  return handle;
}

// `immutable` reads without locks and without a log: right only where nobody can write.
SqliteHandle connect_immutable(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char letter : file.string()) {
    const bool plain = letter == '/' || letter == '.' || letter == '-' || letter == '_' ||
                       (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                       (letter >= 'A' && letter <= 'Z');
    uri +=
        plain ? std::string(1, letter) : fmt::format("%{:02x}", static_cast<unsigned char>(letter));
  }
  return connect(uri + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

// What holds for one connection and is not stored in the file.
void configure(sqlite3* connection, std::chrono::milliseconds lock_wait) {
  sqlite3_busy_timeout(connection, static_cast<int>(lock_wait.count()));
  // A misspelt column in quotes is an error, not a text; nothing may rewrite the schema's own
  // table.
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  execute_sqlite(connection,
                 fmt::format("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                             "PRAGMA foreign_keys = OFF; PRAGMA recursive_triggers = ON;"
                             "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{};"
                             "PRAGMA mmap_size = {}; PRAGMA secure_delete = OFF;"
                             "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {};"
                             "PRAGMA journal_size_limit = {}",
                             kCacheKibibytes, kMemoryMapBytes, kLogPages, kLogBytesKept),
                 "configuring the connection");
}

void use_log(sqlite3* connection, const std::filesystem::path& file) {
  const std::string mode = text_of_sqlite(connection, "PRAGMA journal_mode = WAL");
  if (mode == "wal") return;
  throw Failure(Code::unavailable,
                fmt::format("{} cannot have a write-ahead log here", file.string()),
                "keep the book on a local disk");
}

// SQLite compares whole pages when it first reads; the last page may still be cut short.
void require_complete(sqlite3* connection, const std::filesystem::path& file) {
  const auto wanted =
      static_cast<std::uintmax_t>(integer_of_sqlite(connection, "PRAGMA page_count") *
                                  integer_of_sqlite(connection, "PRAGMA page_size"));
  // With a log the file may be behind. Without one, our open transaction keeps it as it is.
  if (has_log(file) || std::filesystem::file_size(file) >= wanted) return;
  throw Failure(Code::corrupt, fmt::format("{} was cut off", file.string()),
                "restore the last good backup");
}

// The first read: finds out whether SQLite can use the file at all.
void check(sqlite3* connection, const std::filesystem::path& file) {
  execute_sqlite(connection, "BEGIN", "opening " + file.string());
  require_identity(file, integer_of_sqlite(connection, "PRAGMA application_id"),
                   integer_of_sqlite(connection, "PRAGMA user_version"));
  integer_of_sqlite(connection, "SELECT count(*) FROM sqlite_schema");
  require_complete(connection, file);
  execute_sqlite(connection, "COMMIT", "opening " + file.string());
}

SqliteHandle create_book(const std::filesystem::path& file, std::chrono::milliseconds lock_wait) {
  require_no_companions(file);
  create_file(file);
  try {
    SqliteHandle handle = connect(file.string(), SQLITE_OPEN_READWRITE);
    configure(handle.get(), lock_wait);
    // The identity goes into the file itself before there is a log.
    execute_sqlite(handle.get(),
                   fmt::format("PRAGMA page_size = {}; BEGIN; PRAGMA application_id = {};"
                               "PRAGMA user_version = {}; COMMIT",
                               kPageBytes, kApplicationId, kLayoutVersion),
                   "creating " + file.string());
    use_log(handle.get(), file);
    return handle;
  } catch (const Failure&) {
    std::error_code ignored;  // the failure is what the caller needs to hear
    std::filesystem::remove(file, ignored);
    throw;
  }
}

SqliteHandle open_to_write(const std::filesystem::path& file, std::chrono::milliseconds lock_wait) {
  SqliteHandle handle = connect(file.string(), SQLITE_OPEN_READWRITE);
  if (sqlite3_db_readonly(handle.get(), "main") == 1) {
    throw Failure(Code::read_only, fmt::format("{} cannot be written", file.string()),
                  "allow writing to the file, or open it for reading");
  }
  configure(handle.get(), lock_wait);
  check(handle.get(), file);
  use_log(handle.get(), file);
  return handle;
}

SqliteHandle open_to_read(const std::filesystem::path& file, std::chrono::milliseconds lock_wait) {
  const bool immutable = is_on_read_only_medium(file) && !has_log(file);
  SqliteHandle handle =
      immutable ? connect_immutable(file) : connect(file.string(), SQLITE_OPEN_READONLY);
  configure(handle.get(), lock_wait);
  check(handle.get(), file);
  return handle;
}

// The same failure in the words of somebody who opens a book. The file begins like one, so what
// SQLite does not take for a database is damaged.
Failure explained(const Failure& failure, const std::filesystem::path& file, Mode mode) {
  if (failure.code() == Code::not_a_book) {
    return Failure(Code::corrupt, fmt::format("{}: {}", file.string(), failure.what()),
                   "keep this file and restore the last good backup");
  }
  if (failure.code() == Code::read_only && mode == Mode::open_read_only) {
    return Failure(Code::read_only,
                   fmt::format("cannot read {}: {}", file.string(), failure.what()),
                   "reading a book in use needs a folder that can be written; read a backup");
  }
  return failure;
}

SqliteHandle open_book(const std::filesystem::path& file, Mode mode,
                       std::chrono::milliseconds lock_wait) {
  require_book(file);
  try {
    return mode == Mode::open ? open_to_write(file, lock_wait) : open_to_read(file, lock_wait);
  } catch (const Failure& failure) {
    throw explained(failure, file, mode);
  }
}

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::filesystem::path& file, Mode mode,
                                      std::chrono::milliseconds lock_wait) {
  // SQLite gives ":memory:" and "file:" a meaning of their own; an absolute path has only one.
  const std::filesystem::path absolute = std::filesystem::absolute(file);
  SqliteHandle handle = mode == Mode::create ? create_book(absolute, lock_wait)
                                             : open_book(absolute, mode, lock_wait);
  return std::make_unique<SqliteDatabase>(std::move(handle), absolute);
}

}  // namespace quits::storage
