// The rows that were not recorded, as a CSV file that a person can read, repair and import.
//
//   RejectsFile rejects("sales.rejects.csv");
//   rejects.add(Reject{error, "1,5", row_text});
//
// Columns: file, line, field, value, expected, code, row (the original row, whole). The file is
// made with the first reject: no rejects, no file.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "base/result.h"

namespace quits::exchange {

struct Reject {
  const Error& error;      // its place says file, line and field
  std::string_view value;  // of the field
  std::string_view row;
};

class RejectsFile {
 public:
  // Rejects of an earlier run are removed; any other file of that name is refused (already_exists).
  static Result<RejectsFile> at(std::string path);

  // Throws Failure: unavailable when the file cannot be made, disk_full when it cannot be written.
  void add(const Reject& reject);
  // Hands everything to the operating system. Throws Failure(disk_full).
  void flush();

  const std::string& path() const { return path_; }
  std::uint64_t count() const { return count_; }

 private:
  explicit RejectsFile(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::ofstream out_;
  std::uint64_t count_ = 0;
};

// One field as CSV writes it: in quotes where it needs them.
void append_csv_field(std::string& line, std::string_view field);

}  // namespace quits::exchange
