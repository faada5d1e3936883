// Reads CSV (RFC 4180) of any size, row by row, in bounded memory.
//
//   TRY(auto reader, CsvReader::open("sales.csv", {}));
//   while (auto next = reader.next()) {
//     if (*next) use((*next)->fields); else report(next->error());
//   }
//
// The first row is the header: names that are unique and not empty. Rows end with LF or CRLF; a
// byte order mark and empty lines are passed over; spaces belong to their field; a quoted field may
// hold delimiters, doubled quotes and line ends.
//
// A malformed row is an Error and reading goes on behind it. Where it ends is decided by its quotes
// alone, so that text inside a quoted field is never taken for a row: an opening quote that nobody
// closes takes what follows with it, and the error says how many lines.
//
// Place.column is the number of the CSV column, from 1. One thread at a time. About 0.5 us for a
// row of eight fields, no allocation per row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace quits::exchange {

struct CsvOptions {
  char delimiter = ',';
  std::uint32_t skip_lines = 0;                       // lines before the header
  std::size_t chunk_bytes = std::size_t{256} * 1024;  // read at once
};

// One ASCII character that is neither a quote nor part of a line end.
bool can_delimit(char delimiter);

// Views are valid until the next call of CsvReader::next.
struct CsvRow {
  std::span<const std::string_view> fields;
  std::string_view text;     // the row as it stands in the file, without its line end
  std::uint64_t line = 0;    // on which it starts, from 1
  std::uint64_t number = 0;  // of the data row, from 1: without header and empty lines
};

class CsvReader {
 public:
  static constexpr std::size_t kFieldBytesMax = std::size_t{1024} * 1024;
  static constexpr std::size_t kRowBytesMax = 4 * kFieldBytesMax;
  static constexpr std::size_t kColumnsMax = 1000;

  // Refuses: not_found, bad_value (a folder, a delimiter that cannot be one), and a header that is
  // none (malformed_text, missing_field, already_exists). Here and in next(), a file that can be
  // opened but not read throws Failure(unavailable).
  static Result<CsvReader> open(const std::string& path, const CsvOptions& options);

  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;
  ~CsvReader();

  const std::vector<std::string>& header() const;
  // The file's name without folders.
  const std::string& file_name() const;

  // The next row, why it is none (malformed_text, too_large), or nothing at the end of the file.
  std::optional<Result<CsvRow>> next();

  // Of the row that next() gave or refused; `fields` is empty if it was refused. The text of a
  // refused row is cut after kRowBytesMax.
  const CsvRow& current() const;

  std::uint64_t bytes_read() const;
  // Zero for what has no size (a pipe).
  std::uint64_t bytes_total() const;

 private:
  class Parser;
  explicit CsvReader(std::unique_ptr<Parser> parser);

  std::unique_ptr<Parser> parser_;
};

}  // namespace quits::exchange
