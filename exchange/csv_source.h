// A file as a window that slides over its bytes: what CSV rows are cut out of.
//
// [begin, end) is in memory; fill() appends one chunk and forgets what lies before begin. Memory is
// the longest piece that the user keeps in the window plus one chunk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace quits::exchange {

class CsvSource {
 public:
  // Refuses: not_found, bad_value (a folder).
  static Result<CsvSource> open(const std::string& path, std::size_t chunk_bytes);

  CsvSource(const CsvSource&) = delete;
  CsvSource& operator=(const CsvSource&) = delete;
  CsvSource(CsvSource&& other) noexcept;
  CsvSource& operator=(CsvSource&&) = delete;
  ~CsvSource();

  std::string_view window() const { return {buffer_.data() + begin_, end_ - begin_}; }
  // Moves the beginning of the window behind `bytes` bytes.
  void drop(std::size_t bytes) { begin_ += bytes; }
  // False at the end of the file. Views of the window are void. Throws Failure(unavailable).
  bool fill();

  std::uint64_t bytes_read() const { return bytes_read_; }
  std::uint64_t bytes_total() const { return bytes_total_; }

 private:
  CsvSource(std::string path, int descriptor, std::uint64_t bytes_total, std::size_t chunk_bytes);

  std::string path_;
  int descriptor_;
  std::uint64_t bytes_total_;
  std::uint64_t bytes_read_ = 0;
  std::size_t chunk_bytes_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace quits::exchange
