#include "exchange/rejects.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/failure.h"

namespace quits::exchange {

namespace {
constexpr std::string_view kHeader = "file,line,field,value,expected,code,row";
}

void append_csv_field(std::string& line, std::string_view field) {
  // A leading space is kept by RFC 4180, but not by everybody.
  if (field.find_first_of("\",\r\n ") == std::string_view::npos) {
    line += field;
    return;
  }
  line += '"';
  for (const char byte : field) {
    if (byte == '"') line += '"';
    line += byte;
  }
  line += '"';
}

Result<RejectsFile> RejectsFile::at(std::string path) {
  std::ifstream earlier(path, std::ios::binary);
  if (earlier) {
    std::string header(kHeader.size(), '\0');
    earlier.read(header.data(), static_cast<std::streamsize>(header.size()));
    if (header != kHeader) {
      return refuse(Error{Code::already_exists,
                          "the file for rejected rows exists and does not hold rejects",
                          "name another file", Place{path, 0, 0, {}}});
    }
    std::error_code ignored;  // if it stays, the first reject writes over it
    std::filesystem::remove(path, ignored);
  }
  return RejectsFile(std::move(path));
}

void RejectsFile::add(const Reject& reject) {
  const Error& error = reject.error;
  if (!out_.is_open()) {
    out_.open(path_, std::ios::binary | std::ios::trunc);
    if (!out_) {
      throw Failure(Code::unavailable,
                    fmt::format("{} cannot be made: {}", path_, std::strerror(errno)),
                    "name a file for rejects in a folder that exists");
    }
    out_ << kHeader << '\n';
  }
  std::string line;
  append_csv_field(line, error.place.file);
  line += fmt::format(",{},", error.place.line);
  append_csv_field(line, error.place.field);
  line += ',';
  append_csv_field(line, reject.value);
  line += ',';
  append_csv_field(line, error.hint.empty()
                             ? error.message
                             : fmt::format("{} (try: {})", error.message, error.hint));
  line += ',';
  line += name_of(error.code);
  line += ',';
  append_csv_field(line, reject.row);
  line += '\n';
  out_ << line;
  ++count_;
  if (!out_) flush();
}

void RejectsFile::flush() {
  if (!out_.is_open()) return;
  out_.flush();
  if (!out_) {
    throw Failure(Code::disk_full, fmt::format("{} cannot be written", path_),
                  "free some space or name another file for rejects");
  }
}

}  // namespace quits::exchange
