// The copy is made beside its target under another name, checked, synced, and only then given the
// target's name: whoever sees the target sees a complete book.
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "storage/sqlite_database.h"
#include "storage/sqlite_failure.h"

namespace quits::storage {
namespace {

// Removes what an unsuccessful backup leaves.
class PartialFile {
 public:
  explicit PartialFile(const std::filesystem::path& target) {
    static std::atomic<unsigned> counter{0};
    path_ = fmt::format("{}.partial-{}-{}", target.string(), getpid(), ++counter);
    remove();
  }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile() { remove(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  void remove() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  std::filesystem::path path_;
};

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
void make_single(const std::filesystem::path& path) {
  const SqliteHandle copy = open_copy(path);
  const std::string mode = text_of_sqlite(copy.get(), "PRAGMA journal_mode = DELETE");
  if (mode != "delete") throw Failure(Code::unavailable, "the copy keeps its log: " + mode);
  if (const auto problems = check_sqlite_pages(copy.get(), false)) {
    throw Failure(Code::corrupt, "the copy is damaged, and the book may be: " + *problems,
                  "check the book");
  }
}

void sync(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!synced) {
    throw Failure(error == ENOSPC ? Code::disk_full : Code::unavailable,
                  fmt::format("cannot sync {}: {}", path.string(), std::strerror(error)));
  }
}

Failure exists_already(const std::filesystem::path& target) {
  return Failure(Code::already_exists, fmt::format("{} exists", target.string()),
                 "choose another name; a backup never replaces a file");
}

// Says what is wrong with the place before SQLite says that something is.
void require_place(const std::filesystem::path& target, const std::filesystem::path& book) {
  std::error_code ignored;
  if (std::filesystem::equivalent(target, book, ignored)) {
    throw Failure(Code::already_exists, fmt::format("{} is the book itself", target.string()),
                  "give the copy a name of its own");
  }
  if (std::filesystem::exists(std::filesystem::symlink_status(target, ignored))) {
    throw exists_already(target);
  }
  const std::filesystem::path folder = target.parent_path();
  if (!std::filesystem::is_directory(folder, ignored)) {
    throw Failure(
        Code::not_found,
        fmt::format("cannot create {}: there is no folder {}", target.string(), folder.string()),
        "check the path, or make the folder first");
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw Failure(Code::read_only,
                  fmt::format("cannot create {}: {}", target.string(), std::strerror(errno)),
                  "choose a folder that can be written");
  }
}

// A hard link fails when the name is taken, where a rename would replace the file.
void give_name(const std::filesystem::path& path, const std::filesystem::path& target) {
  std::error_code error;
  std::filesystem::create_hard_link(path, target, error);
  if (error == std::errc::file_exists) throw exists_already(target);
  if (error) {  // a file system without hard links
    if (std::filesystem::exists(std::filesystem::symlink_status(target))) {
      throw exists_already(target);
    }
    std::filesystem::rename(path, target, error);
  }
  if (error) {
    throw Failure(Code::unavailable,
                  fmt::format("cannot name the backup {}: {}", target.string(), error.message()));
  }
  sync(target.parent_path());
}

}  // namespace

void backup_sqlite(sqlite3* source, const std::filesystem::path& target) {
  const std::filesystem::path absolute = std::filesystem::absolute(target);
  require_place(absolute, sqlite3_db_filename(source, "main"));
  const PartialFile partial(absolute);
  copy_pages(source, partial.path());
  make_single(partial.path());
  sync(partial.path());
  give_name(partial.path(), absolute);
}

}  // namespace quits::storage
