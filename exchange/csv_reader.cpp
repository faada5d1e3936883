#include "exchange/csv_reader.h"

#include <csv.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <unordered_set>
#include <utility>

#include "base/failure.h"
#include "base/text.h"
#include "exchange/csv_source.h"

namespace quits::exchange {

namespace {

int to_int(std::uint64_t number) {
  return static_cast<int>(std::min<std::uint64_t>(number, std::numeric_limits<int>::max()));
}

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string counted(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

// Finds the end of a row that the strict grammar refuses: the first LF outside quotes.
class RowEnd {
 public:
  explicit RowEnd(char delimiter) : delimiter_(delimiter) {}

  // True when `byte` ends the row.
  bool is_after(char byte) {
    if (byte == '\n' && state_ != State::quoted) return true;
    if (state_ == State::quoted) {
      if (byte == '"') state_ = State::quote_in_quoted;
    } else if (byte == delimiter_) {
      state_ = State::field_start;
    } else if (byte == '"' && state_ != State::plain) {
      state_ = State::quoted;  // opens a field, or is the second of two
    } else {
      state_ = State::plain;
    }
    return false;
  }

 private:
  enum class State : std::uint8_t { field_start, plain, quoted, quote_in_quoted };

  char delimiter_;
  State state_ = State::field_start;
};

}  // namespace

// The strict grammar is libcsv's. It is fed one line at a time, the line end by itself: so a row
// that ends before its line does was ended by a stray CR, and the text of every row is known.
class CsvReader::Parser {
 public:
  Parser(CsvSource source, std::string path, const CsvOptions& options);
  ~Parser() { csv_free(&csv_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  Status read_header();
  std::optional<Result<CsvRow>> next();

  const CsvSource& source() const { return source_; }
  const std::vector<std::string>& header() const { return header_; }
  const std::string& file_name() const { return file_name_; }
  const CsvRow& current() const { return row_; }

 private:
  static constexpr std::size_t kNothing = std::string_view::npos;

  void start_grammar();
  void on_field(std::string_view field);
  std::size_t line_bytes(std::size_t from);
  bool pass_empty_lines();
  void begin_row();
  Status read_row();
  Status feed(std::string_view bytes);
  Status feed_line(std::string_view line);
  Status finish_row(std::size_t bytes);
  Status check_row();
  void pass_malformed_row();
  Error malformed(Code code, std::string message, std::string hint = {},
                  std::size_t column = kNothing);

  CsvSource source_;
  std::string path_;
  std::string file_name_;
  CsvOptions options_;
  csv_parser csv_{};
  std::vector<std::string> header_;
  std::uint64_t line_ = 1;  // at the beginning of the window

  // The row being read.
  std::string values_;             // all fields, one behind the other
  std::vector<std::size_t> ends_;  // of each field in values_
  std::vector<std::string_view> fields_;
  std::size_t rows_ended_ = 0;  // reported by the grammar since begin_row
  bool fields_too_large_ = false;
  std::size_t row_bytes_ = 0;  // in the window, to be dropped before the next row
  std::string refused_text_;
  CsvRow row_;
};

CsvReader::Parser::Parser(CsvSource source, std::string path, const CsvOptions& options)
    : source_(std::move(source)),
      path_(std::move(path)),
      file_name_(std::filesystem::path(path_).filename().string()),
      options_(options) {
  start_grammar();
}

void CsvReader::Parser::start_grammar() {
  csv_free(&csv_);
  if (csv_init(&csv_, CSV_STRICT | CSV_STRICT_FINI) != 0) {
    throw Failure(Code::unavailable, "the CSV parser cannot be started");
  }
  csv_set_delim(&csv_, static_cast<unsigned char>(options_.delimiter));
  csv_set_space_func(&csv_, [](unsigned char) { return 0; });
  csv_set_blk_size(&csv_, 4096);
}

void CsvReader::Parser::on_field(std::string_view field) {
  if (field.size() > kFieldBytesMax || ends_.size() >= kColumnsMax) {
    fields_too_large_ = true;
    return;
  }
  values_.append(field);
  ends_.push_back(values_.size());
}

// Bytes of the line that starts at `from` of the window, its end included; zero at the end of the
// file; kNothing when the row would grow beyond its limit.
std::size_t CsvReader::Parser::line_bytes(std::size_t from) {
  std::size_t searched = from;
  for (;;) {
    const std::string_view window = source_.window();
    const std::size_t end = window.find('\n', searched);
    const std::size_t bytes = end == kNothing ? window.size() : end + 1;
    if (bytes > kRowBytesMax) return kNothing;
    if (end != kNothing) return bytes - from;
    searched = window.size();
    if (!source_.fill()) return bytes - from;
  }
}

// False at the end of the file.
bool CsvReader::Parser::pass_empty_lines() {
  for (;;) {
    const std::size_t bytes = line_bytes(0);
    if (bytes == 0) return false;
    if (bytes > 2 || !without_line_end(source_.window().substr(0, bytes)).empty()) return true;
    source_.drop(bytes);
    ++line_;
  }
}

void CsvReader::Parser::begin_row() {
  values_.clear();
  ends_.clear();
  fields_.clear();
  rows_ended_ = 0;
  fields_too_large_ = false;
  row_.fields = {};
  row_.text = {};
  row_.line = line_;
}

Status CsvReader::Parser::feed(std::string_view bytes) {
  const auto on_field = [](void* field, std::size_t size, void* parser) {
    static_cast<Parser*>(parser)->on_field({static_cast<const char*>(field), size});
  };
  const auto on_row = [](int, void* parser) { ++static_cast<Parser*>(parser)->rows_ended_; };
  // Nothing to feed is the end of the file.
  const bool good = bytes.empty() ? csv_fini(&csv_, on_field, on_row, this) == 0
                                  : csv_parse(&csv_, bytes.data(), bytes.size(), on_field, on_row,
                                              this) == bytes.size();
  if (good) return {};
  if (csv_error(&csv_) != CSV_EPARSE) {
    throw Failure(Code::unavailable, csv_strerror(csv_error(&csv_)), "free some memory");
  }
  if (bytes.empty()) {
    return refuse(malformed(Code::malformed_text, "a quote is opened here and never closed",
                            "close it, or double every quote inside a quoted field", ends_.size()));
  }
  return refuse(malformed(Code::malformed_text, "a quote stands where none may stand",
                          "put the whole field in quotes and double every quote inside it",
                          ends_.size()));
}

Status CsvReader::Parser::feed_line(std::string_view line) {
  const std::string_view body = without_line_end(line);
  if (!body.empty()) TRY_STATUS(feed(body));
  // The grammar ends a row there, or passes over it where no row has begun.
  if (rows_ended_ > 0 || source_.window().front() == '\r') {
    return refuse(malformed(Code::malformed_text, "a carriage return stands outside quotes",
                            "end rows with LF or CRLF, and quote fields that hold line ends"));
  }
  const std::string_view line_end = line.substr(body.size());
  return line_end.empty() ? Status() : feed(line_end);
}

Status CsvReader::Parser::read_row() {
  std::size_t row_bytes = 0;
  while (rows_ended_ == 0) {
    const std::size_t bytes = line_bytes(row_bytes);
    if (bytes == kNothing) {
      return refuse(malformed(Code::too_large,
                              fmt::format("the row is longer than {} bytes", kRowBytesMax),
                              "look for a quote that is opened and not closed"));
    }
    if (bytes > 0) {
      TRY_STATUS(feed_line(source_.window().substr(row_bytes, bytes)));
      row_bytes += bytes;
      if (source_.window()[row_bytes - 1] == '\n') ++line_;
    } else {
      TRY_STATUS(feed({}));
    }
  }
  return finish_row(row_bytes);
}

Status CsvReader::Parser::finish_row(std::size_t bytes) {
  row_bytes_ = bytes;
  row_.text = without_line_end(source_.window().substr(0, bytes));
  std::size_t begin = 0;
  for (const std::size_t end : ends_) {
    fields_.push_back(std::string_view(values_).substr(begin, end - begin));
    begin = end;
  }
  row_.fields = fields_;
  return check_row();
}

Status CsvReader::Parser::check_row() {
  if (fields_too_large_) {
    return refuse(malformed(Code::too_large, fmt::format("a row has at most {} columns of {} bytes",
                                                         kColumnsMax, kFieldBytesMax)));
  }
  if (row_.text.find('\0') != kNothing) {
    return refuse(malformed(Code::malformed_text, "the row holds a NUL byte, text was expected",
                            "save the file as UTF-8"));
  }
  if (!is_valid_utf8(row_.text)) {
    const auto bad = std::ranges::find_if_not(fields_, is_valid_utf8);
    return refuse(malformed(Code::malformed_text, fmt::format("{} is not UTF-8", in_quotes(*bad)),
                            "save the file as UTF-8",
                            static_cast<std::size_t>(bad - fields_.begin())));
  }
  if (!header_.empty() && fields_.size() != header_.size()) {
    return refuse(malformed(Code::malformed_text,
                            fmt::format("the row has {}, the header {}",
                                        counted(fields_.size(), "field"), header_.size()),
                            "quote fields that hold the delimiter or a line end"));
  }
  return {};
}

// The grammar has lost its place: finds the end of the row by its quotes, from its beginning on.
void CsvReader::Parser::pass_malformed_row() {
  refused_text_.clear();
  line_ = row_.line;
  RowEnd end(options_.delimiter);
  for (bool ended = false; !ended;) {
    if (source_.window().empty() && !source_.fill()) break;
    const std::string_view window = source_.window();
    std::size_t passed = 0;
    while (passed < window.size() && !ended) {
      const char byte = window[passed++];
      if (byte == '\n') ++line_;
      ended = end.is_after(byte);
    }
    const std::size_t room = kRowBytesMax - refused_text_.size();
    refused_text_.append(window.substr(0, std::min(passed, room)));
    source_.drop(passed);
  }
  row_.text = without_line_end(refused_text_);
  row_.fields = {};
  row_bytes_ = 0;
  start_grammar();
}

Error CsvReader::Parser::malformed(Code code, std::string message, std::string hint,
                                   std::size_t column) {
  Place place{path_, to_int(row_.line), 0, {}};
  if (column != kNothing) {
    place.column = to_int(column + 1);
    if (column < header_.size()) place.field = header_[column];
  }
  return Error{code, std::move(message), std::move(hint), std::move(place)};
}

std::optional<Result<CsvRow>> CsvReader::Parser::next() {
  source_.drop(std::exchange(row_bytes_, 0));
  if (!pass_empty_lines()) return std::nullopt;
  begin_row();
  ++row_.number;
  Status read = read_row();
  if (read) return row_;
  // A row that came out whole but is refused for its content ends where the grammar says.
  if (!row_.text.empty()) {
    row_.fields = {};
  } else {
    pass_malformed_row();
    const std::uint64_t lines = line_ - row_.line;
    if (lines > 1) {
      read.error().message += fmt::format("; the row was read to the end of line {}", line_ - 1);
    }
  }
  return Result<CsvRow>(refuse(std::move(read).error()));
}

Status CsvReader::Parser::read_header() {
  while (source_.window().size() < 3 && source_.fill()) {
  }
  if (source_.window().starts_with("\xEF\xBB\xBF")) source_.drop(3);
  if (source_.window().starts_with("\xFF\xFE") || source_.window().starts_with("\xFE\xFF")) {
    return refuse(malformed(Code::malformed_text, "the file is UTF-16, UTF-8 was expected",
                            "save it as \"CSV UTF-8\""));
  }
  for (std::uint32_t i = 0; i < options_.skip_lines; ++i) {
    const std::size_t bytes = line_bytes(0);
    source_.drop(bytes == kNothing ? 0 : bytes);
    ++line_;
  }
  auto names = next();
  if (!names) {
    return refuse(malformed(Code::missing_field, "the file is empty, a header was expected"));
  }
  if (!*names) return refuse(std::move(*names).error());
  row_.number = 0;
  std::vector<std::string> header;
  std::unordered_set<std::string_view> seen;
  for (const std::string_view name : (*names)->fields) {
    if (name.empty()) {
      return refuse(malformed(Code::missing_field, "the header names no column here",
                              "give every column a name", header.size()));
    }
    if (!seen.insert(name).second) {
      return refuse(malformed(Code::already_exists,
                              fmt::format("the header names the column {} twice", in_quotes(name)),
                              "give every column a name of its own", header.size()));
    }
    header.emplace_back(name);
  }
  header_ = std::move(header);
  return {};
}

bool can_delimit(char delimiter) {
  const auto byte = static_cast<unsigned char>(delimiter);
  return byte < 0x80 && delimiter != '"' && (byte >= 0x20 || delimiter == '\t');
}

CsvReader::CsvReader(std::unique_ptr<Parser> parser) : parser_(std::move(parser)) {}
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;
CsvReader::~CsvReader() = default;

Result<CsvReader> CsvReader::open(const std::string& path, const CsvOptions& options) {
  if (!can_delimit(options.delimiter)) {
    return refuse_field(
        "delimiter", Code::bad_value,
        fmt::format("{} cannot separate columns", in_quotes(std::string_view(&options.delimiter, 1))),
        "use ',' ';' '|' or a tab");
  }
  TRY(auto source, CsvSource::open(path, options.chunk_bytes));
  CsvReader reader(std::make_unique<Parser>(std::move(source), path, options));
  TRY_STATUS(reader.parser_->read_header());
  return reader;
}

const std::vector<std::string>& CsvReader::header() const { return parser_->header(); }
const std::string& CsvReader::file_name() const { return parser_->file_name(); }
std::optional<Result<CsvRow>> CsvReader::next() { return parser_->next(); }
const CsvRow& CsvReader::current() const { return parser_->current(); }
std::uint64_t CsvReader::bytes_read() const { return parser_->source().bytes_read(); }
std::uint64_t CsvReader::bytes_total() const { return parser_->source().bytes_total(); }

}  // namespace quits::exchange
