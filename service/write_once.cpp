#include "service/write_once.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/failure.h"

namespace quits::service {
namespace {

namespace fs = std::filesystem;

Failure failure(int error, const std::string& what) {
  const Code code = error == ENOSPC || error == EDQUOT                    ? Code::disk_full
                    : error == EACCES || error == EPERM || error == EROFS ? Code::read_only
                                                                          : Code::unavailable;
  return Failure(code, fmt::format("{}: {}", what, std::strerror(error)));
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  int value() const { return value_; }

 private:
  int value_;
};

// A new file beside the target; removed again unless it got the target's name.
class Beside {
 public:
  Beside(const fs::path& target, mode_t mode) : path_(name_beside(target)) {
    const Descriptor file(open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (file.value() < 0) throw failure(errno, "cannot create " + target.string());
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  ~Beside() { unlink(path_.c_str()); }
  const fs::path& path() const { return path_; }

 private:
  static fs::path name_beside(const fs::path& target) {
    static std::atomic<unsigned> counter{0};
    return target.parent_path() /
           fmt::format(".{}.partial-{}-{}", target.filename().string(), getpid(), ++counter);
  }
  fs::path path_;
};

void write_all(int file, std::string_view bytes, const fs::path& target) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw failure(errno, "cannot write " + target.string());
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fsync(file) != 0) throw failure(errno, "cannot sync " + target.string());
}

void sync_folder(const fs::path& folder) {
  const Descriptor descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.value() < 0 || fsync(descriptor.value()) != 0)
    throw failure(errno, "cannot sync " + folder.string());
}

// False when the name is taken. Not every file system has both ways.
bool give_name(const fs::path& from, const fs::path& target) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0)
    return true;
  if (errno == EEXIST) return false;
  if (link(from.c_str(), target.c_str()) == 0) return true;
  if (errno == EEXIST) return false;
  throw failure(errno, "cannot name " + target.string());
}

}  // namespace

Status write_once(const fs::path& target, std::string_view bytes, mode_t mode) {
  const fs::path absolute = fs::absolute(target);
  const auto taken = [&target] {
    return refuse(Code::already_exists, fmt::format("{} exists", target.string()),
                  "choose another name: it is never written over");
  };
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(absolute, ignored))) return taken();
  if (!fs::is_directory(absolute.parent_path(), ignored)) {
    return refuse(Code::not_found,
                  fmt::format("cannot create {}: there is no folder {}", target.string(),
                              absolute.parent_path().string()),
                  "check the path, or make the folder first");
  }
  const Beside beside(absolute, mode | S_IWUSR);
  {
    const Descriptor file(open(beside.path().c_str(), O_WRONLY | O_CLOEXEC));
    if (file.value() < 0) throw failure(errno, "cannot write " + target.string());
    write_all(file.value(), bytes, target);
    // Exactly this mode, whatever the umask.
    if (fchmod(file.value(), mode) != 0) throw failure(errno, "cannot protect " + target.string());
  }
  if (!give_name(beside.path(), absolute)) return taken();
  sync_folder(absolute.parent_path());
  return {};
}

}  // namespace quits::service
