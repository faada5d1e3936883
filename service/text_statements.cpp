#include "service/text_statements.h"

namespace quits::service {
namespace {

constexpr int kDepthMax = 50;

bool is_word(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_' || character == '.' ||
         character == '-' || character == '+';
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::vector<Statement> run() {
    while (statement(-1, 0)) {
    }
    return std::move(found_);
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char here() const { return at_end() ? '\0' : text_[at_]; }

  void step() {
    constexpr int kTab = 8;
    const char character = text_[at_++];
    if (character == '\n') {
      position_ = {position_.line + 1, 1};
    } else {
      position_.column += character == '\t' ? kTab - (position_.column - 1) % kTab : 1;
    }
  }

  // White space and comments, and the separators that may end a statement.
  void skip() {
    while (!at_end()) {
      if (here() == '#') {
        while (!at_end() && here() != '\n') step();
      } else if (here() == ' ' || here() == '\t' || here() == '\r' || here() == '\n' ||
                 here() == ',' || here() == ';') {
        step();
      } else {
        return;
      }
    }
  }

  void mark(std::size_t index) {
    found_[index].end = at_;
    found_[index].until = position_;
  }

  bool statement(int parent, int depth) {
    skip();
    if (!is_word(here()) || depth > kDepthMax) return false;
    const std::size_t index = found_.size();
    Statement& added = found_.emplace_back();
    added.begin = at_;
    added.at = position_;
    added.parent = parent;
    while (is_word(here())) step();
    added.name = std::string(text_.substr(added.begin, at_ - added.begin));
    mark(index);
    skip();
    if (here() == ':') step();
    skip();
    return value(index, depth);
  }

  bool value(std::size_t index, int depth) {
    const char first = here();
    if (first == '{' || first == '<' || first == '[') return braces(index, depth);
    if (first == '"' || first == '\'') {
      while (here() == '"' || here() == '\'') {  // neighbouring texts are one
        string();
        mark(index);
        skip();
      }
      return true;
    }
    if (!is_word(first)) return false;
    while (is_word(here())) step();
    mark(index);
    return true;
  }

  void string() {
    const char quote = here();
    step();
    while (!at_end() && here() != quote && here() != '\n') {
      if (here() == '\\') step();
      if (!at_end()) step();
    }
    if (here() == quote) step();
  }

  bool braces(std::size_t index, int depth) {
    const bool is_list = here() == '[';
    const char close = is_list ? ']' : here() == '{' ? '}' : '>';
    step();
    if (is_list) {
      while (!at_end() && here() != close) {
        if (here() == '"' || here() == '\'') {
          string();
        } else {
          step();
        }
      }
    } else {
      while (statement(static_cast<int>(index), depth + 1)) {
      }
    }
    skip();
    if (here() != close) return false;
    step();
    mark(index);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  TextPosition position_;
  std::vector<Statement> found_;
};

}  // namespace

std::vector<Statement> statements_of(std::string_view text) { return Scan(text).run(); }

}  // namespace quits::service
