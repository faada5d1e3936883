// A log as a file: the stored bytes of each record, behind their number as a varint (seven bits a
// byte, the lowest first; the top bit says that another byte follows). Nothing else: no header, no
// end. It is what protobuf libraries call delimited messages, and the file of a longer log begins
// with the file of a shorter one.
//
//   LogFileReader reader("acme.log");
//   for (std::string record; reader.next(record);) ...
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

#include "base/digest.h"
#include "base/id.h"
#include "base/result.h"
#include "ledger/merkle.h"

namespace quits::service {

// No record is larger; what says so is no log.
inline constexpr std::uint64_t kLogRecordBytesMax = std::uint64_t{1} << 30U;

// A record as it stands in the file.
void append_framed(std::span<const std::byte> record, std::string& out);

class LogFileReader {
 public:
  // Throws Failure(not_found, unavailable).
  explicit LogFileReader(const std::filesystem::path& file);

  // False at the end of the file. Throws Failure(corrupt) where it ends in the middle of a record,
  // or holds no length.
  bool next(std::string& record);

  std::uint64_t offset() const { return offset_; }  // where the next record begins
  std::uint64_t size() const { return size_; }      // of the file when it was opened

 private:
  struct Length {
    std::uint64_t record = 0;
    std::uint64_t framed = 0;  // with what says the length
  };

  Length read_length();

  std::filesystem::path path_;
  std::ifstream in_;
  std::uint64_t offset_ = 0;
  std::uint64_t size_ = 0;
};

// What a file says of itself, read once from its beginning to its end.
struct LogFileSummary {
  std::uint64_t entries = 0;
  Hash root{};
  std::uint64_t bytes = 0;
  std::uint64_t vouched = 0;  // entries under the newest root that was recorded at a close
};

// Every record can be read, says its own sequence, from 1 without a gap, and every root that was
// recorded at a close is that of the records before it. Refuses (corrupt) naming the first record
// at fault and what is good before it. `progress` may be empty.
Result<LogFileSummary> inspect_log_file(
    const std::filesystem::path& file,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress);

}  // namespace quits::service
