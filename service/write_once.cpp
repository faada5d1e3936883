#include "service/write_once.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/failure.h"
#include "storage/new_file.h"

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

// Nobody but the owner may look into the file before it has its mode.
void fill(const fs::path& file, std::string_view bytes, mode_t mode, const fs::path& target) {
  const Descriptor descriptor(
      open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (descriptor.value() < 0) throw failure(errno, "cannot create " + target.string());
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor.value(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw failure(errno, "cannot write " + target.string());
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fchmod(descriptor.value(), mode) != 0)
    throw failure(errno, "cannot protect " + target.string());
  if (fsync(descriptor.value()) != 0) throw failure(errno, "cannot sync " + target.string());
}

}  // namespace

Status write_once(const fs::path& target, std::string_view bytes, mode_t mode) {
  const fs::path absolute = fs::absolute(target);
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(absolute, ignored))) {
    return refuse(Code::already_exists, fmt::format("{} exists", target.string()),
                  "choose another name: it is never written over");
  }
  if (!fs::is_directory(absolute.parent_path(), ignored)) {
    return refuse(Code::not_found,
                  fmt::format("cannot create {}: there is no folder {}", target.string(),
                              absolute.parent_path().string()),
                  "check the path, or make the folder first");
  }
  storage::require_free(absolute);
  const storage::PartialFile partial(absolute);
  fill(partial.path(), bytes, mode, target);
  storage::give_name(partial.path(), absolute);
  return {};
}

}  // namespace quits::service
