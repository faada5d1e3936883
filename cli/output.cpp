#include "cli/output.h"

#include <google/protobuf/util/json_util.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "base/failure.h"

namespace quits::cli {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

Ink ink_for(int descriptor) {
  const char* terminal = std::getenv("TERM");
  const bool is_dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return isatty(descriptor) == 1 && !is_dumb && !is_set("NO_COLOR") ? Ink::coloured()
                                                                    : Ink::plain();
}

void write(std::FILE* stream, std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stream) != text.size()) {
    // Kept by the stream; flush() reports it.
    return;
  }
}

std::string place_of(const Place& place) {
  std::string text = place.file;
  if (place.line > 0) text += fmt::format("{}{}", text.empty() ? "line " : ":", place.line);
  if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
  if (place.field.empty()) return text;
  // What a command line named is an option, "--from", or a word, "KEY"; no field is written so.
  const bool is_field = place.field.front() >= 'a' && place.field.front() <= 'z';
  return text + (text.empty() ? "" : ", ") + (is_field ? "field " : "") + place.field;
}

}  // namespace

Output::Output()
    : ink_(ink_for(STDOUT_FILENO)),
      error_ink_(ink_for(STDERR_FILENO)),
      errors_on_terminal_(isatty(STDERR_FILENO) == 1) {}

void Output::print(std::string_view text) { write(stdout, text); }

void Output::print(const Table& table, std::size_t indent) {
  if (wants_text()) print(table.to_text(ink_, indent));
  if (wants_csv()) print(table.to_csv());
}

void Output::print_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  CHECK(status.ok(), "a view that is no JSON: {}", status.ToString());
  print(text);
}

void Output::say(std::string_view message) {
  if (quiet_) return;
  std::fflush(stdout);  // so that both read in order where they end in one place
  write(stderr, std::string(message) + "\n");
}

void Output::complain(const Error& error) {
  std::fflush(stdout);
  write(stderr, describe(error, error_ink_));
}

void Output::flush() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw Failure(Code::unavailable, "the results could not be written to the end",
                  "is the disk full, or the pipe closed?");
  }
}

std::string describe(const Error& error, Ink ink) {
  // Some messages are said of their field: "sale.amount is -5: ...".
  const std::string subject = error.message.starts_with("is ") ? error.place.field + " " : "";
  std::string text = fmt::format("{} {}{} ({})\n", ink.paint(Style::bad, "error:"), subject,
                                 error.message, name_of(error.code));
  if (const std::string place = place_of(error.place); !place.empty())
    text += fmt::format("   at: {}\n", place);
  if (!error.hint.empty()) text += fmt::format(" hint: {}\n", error.hint);
  return text;
}

}  // namespace quits::cli
