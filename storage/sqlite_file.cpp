#include "storage/sqlite_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/failure.h"
#include "storage/sqlite.h"

namespace quits::storage {
namespace {

constexpr std::size_t kHeaderBytes = 100;
constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr std::size_t kLayoutVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;

struct Header {
  std::array<unsigned char, kHeaderBytes> bytes{};
  std::size_t size = 0;

  std::int64_t number_at(std::size_t at) const {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = (number << 8U) | bytes[at + i];
    return static_cast<std::int32_t>(number);
  }

  bool is_sqlite() const {
    return size >= kMagic.size() && std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) == 0;
  }
};

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags)
      : value_(open(file.c_str(), flags, 0644)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  int value() const { return value_; }

 private:
  int value_;
};

Failure system_failure(int error, const std::string& doing) {
  const std::string message = fmt::format("{}: {}", doing, std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return Failure(Code::not_found, message, "check the path");
    case EEXIST:
      return Failure(Code::already_exists, message, "choose another name, or open what is there");
    case EROFS:
      return Failure(Code::read_only, message, "choose a folder that can be written");
    case ENOSPC:
    case EDQUOT:
      return Failure(Code::disk_full, message, "free some space, then try again");
    default:
      return Failure(Code::unavailable, message, "check the rights of the file and its folder");
  }
}

Header read_header(const std::filesystem::path& file) {
  const Descriptor descriptor(file, O_RDONLY | O_CLOEXEC);
  Header header;
  const ssize_t got = descriptor.value() < 0
                          ? -1
                          : pread(descriptor.value(), header.bytes.data(), header.bytes.size(), 0);
  if (got < 0) throw system_failure(errno, fmt::format("cannot read {}", file.string()));
  header.size = static_cast<std::size_t>(got);
  return header;
}

void require_regular(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    throw Failure(Code::not_found, fmt::format("there is no book at {}", file.string()),
                  "check the path, or create the book first");
  }
  if (error) throw system_failure(error.value(), fmt::format("cannot look at {}", file.string()));
  if (status.type() != std::filesystem::file_type::regular) {
    throw Failure(Code::not_a_book, fmt::format("{} is not a file", file.string()),
                  "give the path of a book file");
  }
}

}  // namespace

void require_identity(const std::filesystem::path& file, std::int64_t application_id,
                      std::int64_t layout_version) {
  if (application_id != kApplicationId) {
    throw Failure(Code::not_a_book,
                  fmt::format("{} is a database of another program", file.string()),
                  "check that this is the right file");
  }
  if (layout_version > kLayoutVersion) {
    throw Failure(Code::newer_book,
                  fmt::format("{} has layout {}, this program knows {}", file.string(),
                              layout_version, kLayoutVersion),
                  "use the newer program");
  }
}

void require_book(const std::filesystem::path& file) {
  require_regular(file);
  const Header header = read_header(file);
  if (header.size == 0) {
    throw Failure(Code::not_a_book, fmt::format("{} is empty", file.string()),
                  "if its creation was interrupted, delete it and create it again");
  }
  if (!header.is_sqlite()) {
    throw Failure(Code::not_a_book, fmt::format("{} is not a book", file.string()),
                  "check that this is the right file");
  }
  if (header.size < kHeaderBytes) {
    throw Failure(Code::corrupt, fmt::format("{} was cut off", file.string()),
                  "restore the last good backup");
  }
  require_identity(file, header.number_at(kApplicationIdAt), header.number_at(kLayoutVersionAt));
}

void create_file(const std::filesystem::path& file) {
  const Descriptor descriptor(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC);
  if (descriptor.value() < 0) {
    const int error = errno == EACCES || errno == EPERM ? EROFS : errno;  // no right is as bad
    throw system_failure(error, fmt::format("cannot create {}", file.string()));
  }
}

bool is_on_read_only_medium(const std::filesystem::path& file) {
  struct statvfs medium {};
  return statvfs(file.c_str(), &medium) == 0 && (medium.f_flag & ST_RDONLY) != 0;
}

}  // namespace quits::storage
