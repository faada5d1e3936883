#include "exchange/mapping_text.h"

#include <fmt/core.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"

namespace quits::exchange {

namespace {

namespace pb = google::protobuf;

// Keeps the first error: what follows is often its echo.
class FirstError final : public pb::io::ErrorCollector {
 public:
  // Lines and columns are counted from 0.
  void AddError(int line, pb::io::ColumnNumber column, const std::string& message) override {
    if (!error_)
      error_ = Error{Code::malformed_text, message, {}, Place{{}, line + 1, column + 1, {}}};
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<Error> error_;
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

// 'Message type "quits.v1.Mapping" has no field named "sorce".' says which name was meant.
void suggest_field(Error& error) {
  if (error.message.find("has no field named") == std::string::npos) return;
  std::size_t from = 0;
  const std::string type = between_quotes(error.message, from);
  const std::string name = between_quotes(error.message, from);
  const auto* message = pb::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (message == nullptr) return;
  std::vector<std::string_view> known;
  known.reserve(static_cast<std::size_t>(message->field_count()));
  for (int i = 0; i < message->field_count(); ++i) known.emplace_back(message->field(i)->name());
  const std::string meant = closest(name, known);
  error.code = Code::unknown_field;
  error.message = fmt::format("a {} has no field {}", message->name(), quoted(name));
  error.hint = meant.empty() ? fmt::format("use {}", listed(known))
                             : fmt::format("did you mean {}?", quoted(meant));
}

struct PathStep {
  std::string name;
  int index = -1;  // of a repeated field
};

// "map[2].column"
std::vector<PathStep> steps_of(std::string_view path) {
  std::vector<PathStep> steps;
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    const std::size_t bracket = step.find('[');
    PathStep& added = steps.emplace_back(PathStep{std::string(step.substr(0, bracket)), -1});
    if (bracket != std::string_view::npos) {
      std::from_chars(step.data() + bracket + 1, step.data() + step.size(), added.index);
    }
  }
  return steps;
}

}  // namespace

Status MappingText::parse_protobuf(std::string_view text) {
  FirstError errors;
  places_ = std::make_unique<pb::TextFormat::ParseInfoTree>();
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(places_.get());
  pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  if (parser.Parse(&stream, &message_)) return {};
  Error error = errors.error().value_or(
      Error{Code::malformed_text, "this is not a mapping in protobuf text", {}, {}});
  suggest_field(error);
  error.place.file = name_;
  return refuse(std::move(error));
}

Status MappingText::parse_json(std::string_view text) {
  const auto status =
      pb::util::JsonStringToMessage(pb::StringPiece(text.data(), text.size()), &message_);
  if (status.ok()) return {};
  const std::string message(status.message().data(), status.message().size());
  return refuse(Error{Code::malformed_text,
                      "this is not a mapping in JSON: " + message,
                      {},
                      Place{name_, 0, 0, {}}});
}

Result<MappingText> MappingText::parse(std::string_view text, MappingSyntax syntax,
                                       const std::string& name) {
  constexpr std::size_t kBytesMax = std::size_t{1024} * 1024;
  if (text.size() > kBytesMax) {
    return refuse(Error{Code::too_large, fmt::format("a mapping has at most {} bytes", kBytesMax),
                        "this is probably another file", Place{name, 0, 0, {}}});
  }
  MappingText parsed(name);
  if (syntax == MappingSyntax::json) {
    TRY_STATUS(parsed.parse_json(text));
  } else {
    TRY_STATUS(parsed.parse_protobuf(text));
  }
  return parsed;
}

Place MappingText::place_of(const std::string& path) const {
  Place place{name_, 0, 0, path};
  const pb::TextFormat::ParseInfoTree* tree = places_.get();
  const pb::Descriptor* message = v1::Mapping::descriptor();
  for (const PathStep& step : steps_of(path)) {
    if (tree == nullptr || message == nullptr) break;
    const pb::FieldDescriptor* field = message->FindFieldByName(step.name);
    if (field == nullptr || field->is_repeated() != (step.index >= 0)) break;
    const auto location = tree->GetLocation(field, step.index);
    if (location.line < 0) break;
    place.line = location.line + 1;
    place.column = location.column + 1;
    message = field->message_type();
    tree = message == nullptr ? nullptr : tree->GetTreeForNested(field, step.index);
  }
  return place;
}

}  // namespace quits::exchange
