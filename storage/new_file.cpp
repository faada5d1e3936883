#include "storage/new_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/failure.h"

namespace quits::storage {
namespace {

Failure exists_already(const std::filesystem::path& target) {
  return Failure(Code::already_exists, fmt::format("{} exists", target.string()),
                 "choose another name; no file is ever replaced");
}

}  // namespace

void require_free(const std::filesystem::path& target) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(target, ignored))) {
    throw exists_already(target);
  }
  const std::filesystem::path folder = std::filesystem::absolute(target).parent_path();
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

void require_no_companions(const std::filesystem::path& target) {
  for (const char* ending : {"-wal", "-shm", "-journal"}) {
    const std::string companion = target.string() + ending;
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(companion, ignored))) continue;
    throw Failure(
        Code::already_exists,
        fmt::format("{} belongs to a book that was here, and would become part of this one",
                    companion),
        "move it to where that book is now: it may hold its newest entries");
  }
}

void require_free_for_book(const std::filesystem::path& target) {
  require_free(target);
  require_no_companions(target);
}

PartialFile::PartialFile(const std::filesystem::path& target) {
  static std::atomic<unsigned> counter{0};
  path_ = fmt::format("{}.partial-{}-{}", target.string(), getpid(), ++counter);
  remove();
}

void PartialFile::remove() {
  std::error_code ignored;
  for (const char* companion : {"", "-wal", "-shm"}) {  // a book that was opened has them
    std::filesystem::remove(path_.string() + companion, ignored);
  }
}

void sync_file(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!synced) {
    throw Failure(error == ENOSPC ? Code::disk_full : Code::unavailable,
                  fmt::format("cannot sync {}: {}", path.string(), std::strerror(error)));
  }
}

// A hard link fails when the name is taken, where a rename would replace the file.
void give_name(const std::filesystem::path& path, const std::filesystem::path& target) {
  std::error_code error;
  std::filesystem::create_hard_link(path, target, error);
  if (error == std::errc::file_exists) throw exists_already(target);
  if (error) {  // a file system without hard links
    error.clear();
    if (renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) != 0)
      error.assign(errno, std::generic_category());
    if (error == std::errc::file_exists) throw exists_already(target);
  }
  if (error == std::errc::invalid_argument || error == std::errc::function_not_supported) {
    // Nor with that: look first, and rename.
    if (std::filesystem::exists(std::filesystem::symlink_status(target))) {
      throw exists_already(target);
    }
    std::filesystem::rename(path, target, error);
  }
  if (error) {
    throw Failure(Code::unavailable,
                  fmt::format("cannot name the new file {}: {}", target.string(), error.message()));
  }
  sync_file(std::filesystem::absolute(target).parent_path());
}

}  // namespace quits::storage
