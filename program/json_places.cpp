#include "program/json_places.h"

#include <algorithm>

#include "program/field_path.h"

namespace quits::program {
namespace {

// Reads the characters that matter: brackets, strings, what separates.
class Cursor {
 public:
  Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) { skip_space(); }

  std::size_t at() const { return at_; }
  bool is_at(char letter) const { return at_ < text_.size() && text_[at_] == letter; }

  // From the bracket that opens an object or a list: before its first element.
  void enter() { step(); }
  // Before an element; false at the end.
  bool has_element() const { return at_ < text_.size() && text_[at_] != '}' && text_[at_] != ']'; }

  // From a key to its value.
  std::string_view key() {
    const std::size_t begin = at_;
    skip_value();
    std::string_view word = text_.substr(begin, at_ - begin);
    if (word.starts_with('"') || word.starts_with('\'')) word.remove_prefix(1);
    word = word.substr(0, word.find_first_of("\"' \t\r\n:"));
    skip_space();
    if (is_at(':')) step();
    return word;
  }

  // From a value to the next element.
  void next() {
    skip_value();
    skip_space();
    if (is_at(',')) step();
  }

 private:
  void step() {
    ++at_;
    skip_space();
  }
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  // Ends behind the value; always moves on while there is text.
  void skip_value() {
    int depth = 0;
    do {
      const char letter = at_ < text_.size() ? text_[at_] : '\0';
      if (letter == '"' || letter == '\'') {
        skip_string(letter);
        continue;
      }
      if (letter == '{' || letter == '[') ++depth;
      if (letter == '}' || letter == ']') --depth;
      ++at_;
      if (depth == 0 && letter != '}' && letter != ']')
        at_ = std::min(text_.find_first_of(",:{}[]\"' \t\r\n", at_), text_.size());
    } while (depth > 0 && at_ < text_.size());
    at_ = std::min(at_, text_.size());
  }

  void skip_string(char quote) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != quote) at_ += text_[at_] == '\\' ? 2U : 1U;
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_;
};

// "productGroup" and "product_group".
bool same_name(std::string_view key, std::string_view field) {
  const auto plain = [](std::string_view name) {
    std::string letters;
    for (const char letter : name) {
      if (letter == '_') continue;
      letters += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return letters;
  };
  return key == field || plain(key) == plain(field);
}

// Moves from an object to the value of that key; where the key stands, or none.
std::size_t enter_field(Cursor& cursor, const std::string& name) {
  if (!cursor.is_at('{')) return std::string_view::npos;
  for (cursor.enter(); cursor.has_element(); cursor.next()) {
    const std::size_t begin = cursor.at();
    if (same_name(cursor.key(), name)) return begin;
  }
  return std::string_view::npos;
}

// Moves from a list to its element; where that stands, or none.
std::size_t enter_element(Cursor& cursor, int index) {
  if (!cursor.is_at('[')) return std::string_view::npos;
  for (cursor.enter(); cursor.has_element(); cursor.next()) {
    if (index-- == 0) return cursor.at();
  }
  return std::string_view::npos;
}

}  // namespace

JsonPlaces::JsonPlaces(std::string text) : text_(std::move(text)) {
  Cursor cursor(text_, 0);
  if (!cursor.is_at('{')) return;
  std::size_t counted = 0;
  int line = 1;
  for (cursor.enter(); cursor.has_element(); cursor.next()) {
    const std::string key(cursor.key());
    if (!cursor.is_at('[')) continue;
    Cursor list = cursor;
    for (list.enter(); list.has_element(); list.next()) {
      line += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted),
                                          text_.begin() + static_cast<std::ptrdiff_t>(list.at()),
                                          '\n'));
      counted = list.at();
      lists_[key].push_back({list.at(), line});
    }
  }
}

JsonPlaces::Spot JsonPlaces::spot_at(std::size_t offset, const Element& near) const {
  const std::string_view before(text_.data(), offset);
  const auto lines =
      std::count(before.begin() + static_cast<std::ptrdiff_t>(near.begin), before.end(), '\n');
  const std::size_t line_end = before.rfind('\n');
  return {near.line + static_cast<int>(lines),
          static_cast<int>(line_end == std::string_view::npos ? offset + 1 : offset - line_end)};
}

JsonPlaces::Spot JsonPlaces::find(std::string_view path) const {
  Element near{0, 1};
  std::vector<PathStep> steps = steps_of(path);
  Spot found;
  if (!steps.empty()) {
    const auto list = lists_.find(steps.front().name);
    const auto index = static_cast<std::size_t>(std::max(steps.front().index, 0));
    if (list != lists_.end() && steps.front().index >= 0 && index < list->second.size()) {
      near = list->second[index];
      found = spot_at(near.begin, near);
      steps.erase(steps.begin());
    }
  }
  Cursor cursor(text_, near.begin);
  for (const PathStep& step : steps) {
    const std::size_t field = enter_field(cursor, step.name);
    if (field == std::string_view::npos) break;
    found = spot_at(field, near);
    if (step.index < 0) continue;
    const std::size_t element = enter_element(cursor, step.index);
    if (element == std::string_view::npos) break;
    found = spot_at(element, near);
  }
  return found;
}

}  // namespace quits::program
