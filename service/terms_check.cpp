#include "service/terms_check.h"

#include <quits/v1/terms.pb.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "program/encoding.h"
#include "program/json_places.h"

namespace quits::service {
namespace {

constexpr std::size_t kTakenOutMax = 100;
constexpr TextPosition kNowhere{0, 0};

bool is_json(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

// The last word that the message quotes, in quotation marks of either kind: the field it is about.
std::string last_quoted(const std::string& message) {
  const std::size_t end = message.find_last_of("\"'");
  if (end == std::string::npos || end == 0) return {};
  const std::size_t begin = message.rfind(message[end], end - 1);
  return begin == std::string::npos ? std::string() : message.substr(begin + 1, end - begin - 1);
}

// The statement that an error is about: the last one of the name it quotes that begins before its
// place, else the innermost one around its place. The place of an error may be that of the token
// after the field.
const Statement* blamed(const std::vector<Statement>& statements, const Error& error) {
  const TextPosition at{error.place.line, error.place.column};
  const std::string name = last_quoted(error.message);
  const Statement* named = nullptr;
  const Statement* around = nullptr;
  for (const Statement& statement : statements) {
    if (statement.at > at) break;
    if (statement.name == name) named = &statement;
    if (at < statement.until) around = &statement;
  }
  return named != nullptr ? named : around;
}

// 'Unknown enumeration value of "RULE_MARGNAL" for field "rule".' gets the value that was meant.
void suggest_value(Error& error) {
  constexpr std::string_view kUnknown = "Unknown enumeration value of \"";
  if (!error.message.starts_with(kUnknown)) return;
  const std::size_t begin = kUnknown.size();
  const std::string value = error.message.substr(begin, error.message.find('"', begin) - begin);
  std::vector<std::string_view> known;
  const auto* file = v1::Terms::descriptor()->file();
  for (int i = 0; i < file->enum_type_count(); ++i) {
    for (int j = 0; j < file->enum_type(i)->value_count(); ++j)
      known.push_back(file->enum_type(i)->value(j)->name());
  }
  const std::string near = closest(value, known);
  if (!near.empty()) error.hint = "did you mean " + near + "?";
}

// What protobuf says of a value: "(plan[0].rule): invalid value ...".
void place_in_json(const std::string& text, Error& error) {
  const std::size_t close = error.message.find(')');
  if (error.place.line != 0 || !error.message.starts_with('(') || close == std::string::npos) return;
  const std::string path = error.message.substr(1, close - 1);
  const auto spot = program::JsonPlaces(text).find(path);
  error.place.line = spot.line;
  error.place.column = spot.column;
  error.place.field = path;
}

void blank(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end && i < text.size(); ++i) {
    if (text[i] != '\n' && text[i] != '\t') text[i] = ' ';
  }
}

}  // namespace

TermsCheck TermsCheck::of(std::string_view text, const std::string& name) {
  TermsCheck check(name);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  check.read(std::string(text));
  std::stable_sort(check.problems_.begin(), check.problems_.end(),
                   [](const Error& left, const Error& right) {
                     return std::tie(left.place.line, left.place.column) <
                            std::tie(right.place.line, right.place.column);
                   });
  return check;
}

void TermsCheck::read(std::string text) {
  v1::Terms message;
  const bool json = is_json(text);
  while (!text_) {
    auto parsed = program::MessageText::parse(text, name_, message);
    if (parsed) {
      text_ = std::move(*parsed);
      break;
    }
    Error error = std::move(parsed).error();
    if (json) place_in_json(text, error);
    const bool goes_on = !json && take_out(error, text);
    problems_.push_back(std::move(error));
    if (!goes_on) return;
  }
  for (Error& error : program::all_faults(
           message, terms_, [&](const std::string& field) { return was_taken_out(field); })) {
    error.place = place_of(error.place.field);
    problems_.push_back(std::move(error));
  }
}

bool TermsCheck::take_out(Error& error, std::string& text) {
  if (error.place.line == 0 || taken_out_.size() >= kTakenOutMax) return false;
  const std::vector<Statement> statements = statements_of(text);
  const Statement* statement = blamed(statements, error);
  if (statement == nullptr) return false;
  // A brace or a quotation mark that is missing would take everything behind it out.
  const bool is_readable = error.code == Code::unknown_field ||
                           last_quoted(error.message) == statement->name ||
                           statement->at.line == statement->until.line;
  if (!is_readable) return false;
  error.place.line = statement->at.line;
  error.place.column = statement->at.column;
  const auto around =
      statement->parent < 0 ? kNowhere : statements[static_cast<std::size_t>(statement->parent)].at;
  suggest_value(error);
  taken_out_.push_back({statement->name, around});
  blank(text, statement->begin, statement->end);
  return true;
}

bool TermsCheck::was_taken_out(const std::string& field) const {
  if (taken_out_.empty()) return false;
  const std::size_t dot = field.rfind('.');
  const std::string parent = dot == std::string::npos ? std::string() : field.substr(0, dot);
  const std::string name = dot == std::string::npos ? field : field.substr(dot + 1);
  const Place place = place_of(parent);
  const TextPosition around = parent.empty() ? kNowhere : TextPosition{place.line, place.column};
  return std::any_of(taken_out_.begin(), taken_out_.end(), [&](const TakenOut& taken) {
    return taken.name == name && taken.around == around;
  });
}

Place TermsCheck::place_of(const std::string& field) const {
  return text_ ? text_->place_of(field) : Place{name_, 0, 0, field};
}

}  // namespace quits::service
