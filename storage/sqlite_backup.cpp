// The copy is made beside its target under another name, checked, synced, and only then given the
// target's name: whoever sees the target sees a complete book.
#include <fmt/core.h>

#include "storage/new_file.h"
#include "storage/sqlite_database.h"
#include "storage/sqlite_failure.h"

namespace quits::storage {
namespace {

SqliteHandle open_copy(const std::filesystem::path& path) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(
      path.c_str(), &raw,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      nullptr);
  SqliteHandle handle(raw);
  if (result != SQLITE_OK) throw sqlite_failure(result, raw, "creating " + path.string());
  return handle;
}

void copy_pages(sqlite3* source, const std::filesystem::path& path) {
  const SqliteHandle copy = open_copy(path);
  // A file that is thrown away after a failure needs no journal; it is synced at the end.
  execute_sqlite(copy.get(), "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF",
                 "beginning a backup");
  sqlite3_backup* backup = sqlite3_backup_init(copy.get(), "main", source, "main");
  if (backup == nullptr) {
    throw sqlite_failure(sqlite3_extended_errcode(copy.get()), copy.get(), "beginning a backup");
  }
  // All pages in one step, which holds one snapshot. Between two steps every commit of another
  // connection would make the backup begin again, and under steady writing it would never end.
  const int result = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (result != SQLITE_DONE) throw sqlite_failure(result, copy.get(), "copying the book");
}

// The pages say "with a log", as their source does. A backup is one file, readable from a medium
// that cannot be written; opening it to write gives it a log again.
void leave_log(sqlite3* copy, const std::filesystem::path& path) {
  const std::string mode = text_of_sqlite(copy, "PRAGMA journal_mode = DELETE");
  if (mode == "delete") return;
  throw Failure(Code::unavailable, fmt::format("{} keeps its log: {}", path.string(), mode));
}

void check_copy(const std::filesystem::path& path) {
  const SqliteHandle copy = open_copy(path);
  leave_log(copy.get(), path);
  if (const auto problems = check_sqlite_pages(copy.get(), false)) {
    throw Failure(Code::corrupt, "the copy is damaged, and the book may be: " + *problems,
                  "check the book");
  }
}

// Says what is wrong with the place before SQLite says that something is.
void require_place(const std::filesystem::path& target, const std::filesystem::path& book) {
  std::error_code ignored;
  if (std::filesystem::equivalent(target, book, ignored)) {
    throw Failure(Code::already_exists, fmt::format("{} is the book itself", target.string()),
                  "give the copy a name of its own");
  }
  require_free_for_book(target);
}

}  // namespace

void make_single_file(const std::filesystem::path& book) {
  leave_log(open_copy(book).get(), book);
  std::error_code error;
  const auto left = std::filesystem::file_size(book.string() + "-wal", error);
  if (error || left == 0) return;
  throw Failure(Code::unavailable, fmt::format("{} keeps its log beside it", book.string()));
}

void backup_sqlite(sqlite3* source, const std::filesystem::path& target) {
  const std::filesystem::path absolute = std::filesystem::absolute(target);
  require_place(absolute, sqlite3_db_filename(source, "main"));
  const PartialFile partial(absolute);
  copy_pages(source, partial.path());
  check_copy(partial.path());
  sync_file(partial.path());
  give_name(partial.path(), absolute);
}

}  // namespace quits::storage
