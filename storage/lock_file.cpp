#include "storage/lock_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/failure.h"

namespace quits::storage {
namespace {

// Whoever held the lock removes the file: what we locked may have no name any more.
bool has_name(int descriptor, const std::filesystem::path& path) {
  struct stat held {};
  struct stat named {};
  return fstat(descriptor, &held) == 0 && stat(path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

}  // namespace

LockFile::LockFile(std::filesystem::path path) : path_(std::move(path)) {
  for (;;) {
    const int descriptor = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
      throw Failure(Code::unavailable,
                    fmt::format("cannot make {}: {}", path_.string(), std::strerror(errno)));
    }
    const bool locked = flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    if (locked && has_name(descriptor, path_)) {
      descriptor_ = descriptor;
      return;
    }
    const int error = locked ? 0 : errno;
    close(descriptor);
    if (error == EWOULDBLOCK) return;
    if (error != 0 && error != EINTR) {
      throw Failure(Code::unavailable,
                    fmt::format("cannot lock {}: {}", path_.string(), std::strerror(error)));
    }
  }
}

LockFile::~LockFile() {
  if (descriptor_ < 0) return;
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);  // while it is ours
  close(descriptor_);
}

}  // namespace quits::storage
