// What the program says: results to standard output, messages to standard error.
//
//   output.print(table);                     // text or CSV, as asked for
//   if (output.wants_json()) return output.print_json(view);
//   output.note("wrote {} rows", 12);        // standard error; silent with --quiet
//
// Results are collected by the standard streams; a result that cannot be written (a full disk, a
// closed pipe) is a Failure(unavailable) when the program ends, so that a cut file is never a
// success.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/table.h"

namespace google::protobuf {
class Message;
}

namespace quits::cli {

enum class Format { text, csv, json };

class Output {
 public:
  Output();

  void set_format(Format format) { format_ = format; }
  void set_quiet(bool quiet) { quiet_ = quiet; }
  Format format() const { return format_; }
  bool wants_json() const { return format_ == Format::json; }
  bool wants_csv() const { return format_ == Format::csv; }
  bool wants_text() const { return format_ == Format::text; }

  // Colour on standard output only where a terminal shows it and NO_COLOR is not set.
  Ink ink() const { return ink_; }
  bool errors_on_terminal() const { return errors_on_terminal_; }

  // Standard output, as it is.
  void print(std::string_view text);
  // As text or CSV. Asked for JSON it prints nothing: the command prints its message.
  void print(const Table& table, std::size_t indent = 0);
  // protobuf JSON with the field names of the .proto file, empty fields included, on several lines.
  void print_json(const google::protobuf::Message& message);

  template <class... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    print(fmt::format(format, std::forward<Values>(values)...) + "\n");
  }

  // Standard error: what happened, in a sentence.
  template <class... Values>
  void note(fmt::format_string<Values...> format, Values&&... values) {
    say(fmt::format(format, std::forward<Values>(values)...));
  }
  void say(std::string_view message);

  // "error: ...", the place, "hint: ..." on standard error.
  void complain(const Error& error);

  // Hands everything to the operating system. Throws Failure(unavailable).
  void flush();

 private:
  Format format_ = Format::text;
  bool quiet_ = false;
  Ink ink_;
  Ink error_ink_;
  bool errors_on_terminal_;
};

// "error: sale.amount is -5: ... (bad_value)\n   at: march.txtpb:17:5, field sale.amount\n hint:
// ...\n".
std::string describe(const Error& error, Ink ink);

}  // namespace quits::cli
