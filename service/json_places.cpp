#include "service/json_places.h"

#include <utility>

namespace quits::service {
namespace {

constexpr int kDepthMax = 100;

std::string snake_case(std::string_view key) {
  std::string name;
  for (const char letter : key) {
    if (letter >= 'A' && letter <= 'Z') {
      name += '_';
      name += static_cast<char>(letter - 'A' + 'a');
    } else {
      name += letter;
    }
  }
  return name;
}

class Scan {
 public:
  explicit Scan(std::string_view json) : json_(json) {}

  std::map<std::string, TextPosition> run() {
    value("", 0);
    return std::move(places_);
  }

 private:
  bool at_end() const { return at_ >= json_.size(); }
  char here() const { return at_end() ? '\0' : json_[at_]; }

  void step() {
    if (json_[at_++] == '\n') {
      position_ = {position_.line + 1, 1};
    } else {
      ++position_.column;
    }
  }
  void skip() {
    while (!at_end() && (here() == ' ' || here() == '\t' || here() == '\r' || here() == '\n'))
      step();
  }

  std::string string() {
    const std::size_t begin = at_ + 1;
    step();
    while (!at_end() && here() != '"') {
      if (here() == '\\') step();
      if (!at_end()) step();
    }
    const std::string text(json_.substr(begin, at_ - begin));
    if (!at_end()) step();
    return text;
  }

  void value(const std::string& path, int depth) {
    skip();
    if (depth > kDepthMax) {
      at_ = json_.size();
    } else if (here() == '{') {
      object(path, depth);
    } else if (here() == '[') {
      list(path, depth);
    } else if (here() == '"') {
      string();
    } else {
      while (!at_end() && here() != ',' && here() != '}' && here() != ']') step();
    }
    skip();
  }

  void object(const std::string& path, int depth) {
    step();
    for (skip(); here() == '"'; skip()) {
      const TextPosition at = position_;
      const std::string name = snake_case(string());
      const std::string field = path.empty() ? name : path + "." + name;
      places_.emplace(field, at);
      skip();
      if (here() == ':') step();
      value(field, depth + 1);
      if (here() == ',') step();
    }
    if (!at_end()) step();
  }

  void list(const std::string& path, int depth) {
    step();
    skip();
    for (int index = 0; !at_end() && here() != ']'; ++index) {
      const std::string element = path + "[" + std::to_string(index) + "]";
      places_.emplace(element, position_);
      value(element, depth + 1);
      if (here() == ',') step();
      skip();
    }
    if (!at_end()) step();
  }

  std::string_view json_;
  std::size_t at_ = 0;
  TextPosition position_;
  std::map<std::string, TextPosition> places_;
};

}  // namespace

std::map<std::string, TextPosition> places_of_fields(std::string_view json) {
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  return Scan(json).run();
}

}  // namespace quits::service
