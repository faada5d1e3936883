#include "service/json_lines.h"

#include <cstddef>

namespace quits::service {
namespace {

// Reads the characters that matter: braces, strings, line ends.
class Scan {
 public:
  explicit Scan(std::string_view json) : json_(json) {}

  std::map<std::string, std::vector<int>> run() {
    for (; at_ < json_.size(); ++at_) {
      const char character = json_[at_];
      if (character == '\n') {
        ++line_;
      } else if (character == '"') {
        begin_element();
        read_string();
      } else if (character == '{' || character == '[') {
        begin_element();
        open(character);
      } else if (character == '}' || character == ']') {
        --depth_;
      } else if (character == ',') {
        expects_element_ = in_top_list();
      } else if (character > ' ' && character != ':') {
        begin_element();
      }
    }
    return std::move(lines_);
  }

 private:
  bool in_top_list() const { return depth_ == 2 && in_list_; }

  void open(char bracket) {
    ++depth_;
    if (depth_ == 2) in_list_ = bracket == '[';
    expects_element_ = in_top_list();
  }

  void begin_element() {
    if (expects_element_) lines_[key_].push_back(line_);
    expects_element_ = false;
  }

  // Leaves at_ on the closing quote.
  void read_string() {
    const std::size_t begin = ++at_;
    while (at_ < json_.size() && json_[at_] != '"') at_ += json_[at_] == '\\' ? 2U : 1U;
    if (depth_ == 1) key_ = std::string(json_.substr(begin, at_ - begin));
  }

  std::string_view json_;
  std::size_t at_ = 0;
  int line_ = 1;
  int depth_ = 0;
  bool in_list_ = false;
  bool expects_element_ = false;
  std::string key_;  // the last string of the top object
  std::map<std::string, std::vector<int>> lines_;
};

}  // namespace

std::map<std::string, std::vector<int>> lines_of_elements(std::string_view json) {
  return Scan(json).run();
}

}  // namespace quits::service
