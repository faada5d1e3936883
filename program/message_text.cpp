#include "program/message_text.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "program/field_path.h"

namespace quits::program {
namespace {

namespace pb = google::protobuf;

// Keeps the first error: what follows is often its echo.
class FirstError final : public pb::io::ErrorCollector {
 public:
  // Lines and columns count from 0.
  void AddError(int line, pb::io::ColumnNumber column, const std::string& message) override {
    if (!error)
      error = Error{Code::malformed_text, message, {}, Place{{}, line + 1, column + 1, {}}};
  }

  std::optional<Error> error;
};

// What stands between the next pair of double quotes from `from` on; moves `from` behind it.
std::string between_quotes(const std::string& text, std::size_t& from) {
  const std::size_t begin = text.find('"', from);
  if (begin == std::string::npos) return {};
  const std::size_t end = text.find('"', begin + 1);
  if (end == std::string::npos) return {};
  from = end + 1;
  return text.substr(begin + 1, end - begin - 1);
}

void collect_fields(const pb::Descriptor* type, std::set<const pb::Descriptor*>& seen,
                    std::set<std::string_view>& names) {
  if (type == nullptr || !seen.insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    names.insert(type->field(i)->name());
    collect_fields(type->field(i)->message_type(), seen, names);
  }
}

// "did you mean ...?", or empty.
std::string suggestion(const std::string& name, const std::set<std::string_view>& known) {
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string near = closest(name, names);
  return near.empty() ? "" : fmt::format("did you mean {}?", near);
}

// 'Message type "quits.v1.Sale" has no field named "selller".'
void explain_unknown_field(Error& error) {
  if (error.message.find("has no field named") == std::string::npos) return;
  std::size_t from = 0;
  const std::string type_name = between_quotes(error.message, from);
  const std::string name = between_quotes(error.message, from);
  const pb::Descriptor* type =
      pb::DescriptorPool::generated_pool()->FindMessageTypeByName(type_name);
  if (type == nullptr) return;
  std::set<std::string_view> own;
  for (int i = 0; i < type->field_count(); ++i) own.insert(type->field(i)->name());
  error.code = Code::unknown_field;
  error.message = fmt::format("{} has no field {}", type->name(), in_quotes(name));
  error.hint = suggestion(name, own);
  if (error.hint.empty()) error.hint = fmt::format("its fields: {}", fmt::join(own, ", "));
}

// "(fact[0].sale) selller: Cannot find field."; the path that it names, or none.
std::optional<std::string> explain_unknown_json_field(Error& error, const pb::Descriptor* type) {
  const std::size_t end = error.message.find(": Cannot find field");
  if (end == std::string::npos) return std::nullopt;
  const std::size_t begin = error.message.find_last_of(" )", end) + 1;  // 0 where there is none
  const std::string name = error.message.substr(begin, end - begin);
  const std::size_t open = error.message.find('(');
  const std::size_t close = error.message.find(')');
  const std::string around =
      open < close && close < end ? error.message.substr(open + 1, close - open - 1) : "";
  std::set<const pb::Descriptor*> seen;
  std::set<std::string_view> known;
  collect_fields(type, seen, known);
  error.code = Code::unknown_field;
  error.message = fmt::format("there is no field {}", in_quotes(name));
  error.hint = suggestion(name, known);
  return around.empty() ? name : around + "." + name;
}

// The parser names a word in its message when it is past it: the place of that word.
void point_at_word(std::string_view text, Error& error) {
  pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  FirstError ignored;
  pb::io::Tokenizer tokenizer(&stream, &ignored);
  tokenizer.set_comment_style(pb::io::Tokenizer::SH_COMMENT_STYLE);
  const auto is_before = [&](const pb::io::Tokenizer::Token& token) {
    return std::pair(token.line + 1, token.column + 1) <
           std::pair(error.place.line, error.place.column);
  };
  while (tokenizer.Next() && is_before(tokenizer.current())) {
  }
  const pb::io::Tokenizer::Token& word = tokenizer.previous();
  if (word.text.empty() || error.message.find('"' + word.text + '"') == std::string::npos) return;
  error.place.line = word.line + 1;
  error.place.column = word.column + 1;
}

int line_of_first_bad_byte(std::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!is_valid_utf8(text.substr(0, end))) break;
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
  }
  return line;
}

Status check_bytes(std::string_view text, const std::string& name) {
  if (text.size() > MessageText::kBytesMax) {
    return refuse(Error{Code::too_large,
                        fmt::format("the text has {} bytes, more than {} MiB", text.size(),
                                    MessageText::kBytesMax >> 20),
                        "split it into several files", Place{name, 0, 0, {}}});
  }
  if (!is_valid_utf8(text)) {
    return refuse(Error{Code::malformed_text, "the text is not UTF-8", "save it as UTF-8",
                        Place{name, line_of_first_bad_byte(text), 0, {}}});
  }
  return {};
}

bool is_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

Result<MessageText> MessageText::parse(std::string_view text, const std::string& name,
                                       pb::Message& message) {
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);  // the mark that some editors put first
  TRY_STATUS(check_bytes(text, name));
  message.Clear();
  MessageText parsed(name, message.GetDescriptor());
  if (is_json(text)) {
    TRY_STATUS(parsed.parse_json(text, message));
  } else {
    TRY_STATUS(parsed.parse_protobuf(text, message));
  }
  return parsed;
}

Status MessageText::parse_protobuf(std::string_view text, pb::Message& message) {
  FirstError errors;
  tree_ = std::make_unique<pb::TextFormat::ParseInfoTree>();
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(tree_.get());
  pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  if (parser.Parse(&stream, &message)) return {};
  Error error =
      errors.error.value_or(Error{Code::malformed_text, "this is not protobuf text", {}, {}});
  point_at_word(text, error);
  explain_unknown_field(error);
  error.place.file = name_;
  return refuse(std::move(error));
}

Status MessageText::parse_json(std::string_view text, pb::Message& message) {
  const auto status =
      pb::util::JsonStringToMessage(pb::StringPiece(text.data(), text.size()), &message);
  if (!status.ok()) {
    const std::string said(status.message().data(), status.message().size());
    Error error{Code::malformed_text, said.substr(0, said.find('\n')), {}, Place{name_, 0, 0, {}}};
    if (const auto path = explain_unknown_json_field(error, type_)) {
      const JsonPlaces::Spot spot = JsonPlaces(std::string(text)).find(*path);
      error.place = Place{name_, spot.line, spot.column, {}};
    }
    return refuse(std::move(error));
  }
  json_.emplace(std::string(text));
  return {};
}

Place MessageText::place_of(const std::string& path) const {
  Place place{name_, 0, 0, path};
  if (json_) {
    const JsonPlaces::Spot spot = json_->find(path);
    place.line = spot.line;
    place.column = spot.column;
  }
  const pb::TextFormat::ParseInfoTree* tree = tree_.get();
  const pb::Descriptor* type = type_;
  for (const PathStep& step : steps_of(path)) {
    if (tree == nullptr || type == nullptr) break;
    const pb::FieldDescriptor* field = type->FindFieldByName(step.name);
    if (field == nullptr || field->is_repeated() != (step.index >= 0)) break;
    const auto location = tree->GetLocation(field, step.index);
    if (location.line < 0) break;
    place.line = location.line + 1;
    place.column = location.column + 1;
    type = field->message_type();
    tree = type == nullptr ? nullptr : tree->GetTreeForNested(field, step.index);
  }
  return place;
}

}  // namespace quits::program
