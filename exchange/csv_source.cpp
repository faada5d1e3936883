#include "exchange/csv_source.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/failure.h"

namespace quits::exchange {

CsvSource::CsvSource(std::string path, int descriptor, std::uint64_t bytes_total,
                     std::size_t chunk_bytes)
    : path_(std::move(path)),
      descriptor_(descriptor),
      bytes_total_(bytes_total),
      chunk_bytes_(chunk_bytes) {}

CsvSource::CsvSource(CsvSource&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_total_(other.bytes_total_),
      bytes_read_(other.bytes_read_),
      chunk_bytes_(other.chunk_bytes_),
      buffer_(std::move(other.buffer_)),
      begin_(other.begin_),
      end_(other.end_) {}

CsvSource::~CsvSource() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<CsvSource> CsvSource::open(const std::string& path, std::size_t chunk_bytes) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return refuse(Error{Code::not_found,
                        fmt::format("the file cannot be opened: {}", std::strerror(errno)),
                        "check the path and the permissions", Place{path, 0, 0, {}}});
  }
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0;
  const bool sized = known && S_ISREG(status.st_mode);
  CsvSource source(path, descriptor, sized ? static_cast<std::uint64_t>(status.st_size) : 0,
                   chunk_bytes);
  if (known && S_ISDIR(status.st_mode)) {
    return refuse(Error{Code::bad_value, "this is a folder, a CSV file was expected",
                        "name the files one by one", Place{path, 0, 0, {}}});
  }
  return source;
}

bool CsvSource::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < end_ + chunk_bytes_) buffer_.resize(2 * end_ + chunk_bytes_);
  for (;;) {
    const ssize_t got = ::read(descriptor_, buffer_.data() + end_, chunk_bytes_);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      throw Failure(Code::unavailable,
                    fmt::format("{} cannot be read: {}", path_, std::strerror(errno)),
                    "check the disk and try again");
    }
    end_ += static_cast<std::size_t>(got);
    bytes_read_ += static_cast<std::uint64_t>(got);
    return got > 0;
  }
}

}  // namespace quits::exchange
