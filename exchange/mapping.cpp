#include "exchange/mapping.h"

#include <fmt/core.h>
#include <quits/v1/mapping.pb.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/id.h"
#include "base/text.h"
#include "exchange/field_values.h"
#include "program/message_text.h"

namespace quits::exchange {

namespace {

std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> known) {
  const std::string meant = closest(wanted, known);
  return meant.empty() ? fmt::format("use {}", listed(known))
                       : fmt::format("did you mean {}?", in_quotes(meant));
}

// Turns the message into a Mapping, part by part; every part is named by its path in the message.
class MappingReader {
 public:
  MappingReader(const v1::Mapping& message, const program::MessageText& text)
      : text_(text), message_(message) {}

  Result<Mapping> read() &&;

 private:
  Status read_source();
  Status read_fact();
  Status read_layout();
  Status read_identity();
  Status read_field(const v1::FieldMapping& from, const std::string& path);
  Status read_target(const v1::FieldMapping& from, const std::string& path, MappedField& to);
  Status read_origin(const v1::FieldMapping& from, const std::string& path, MappedField& to);
  Status read_column(const v1::FieldMapping& from, const std::string& path, MappedField& to);
  Status read_product(const v1::FieldMapping& from, const std::string& path, MappedField& to);
  Status read_formats(const v1::FieldMapping& from, const std::string& path, MappedField& to);
  Status check_values(const MappedField& mapped, const std::string& path);
  Status check_fields();
  Status read_filter(const v1::Filter& from, const std::string& path);

  [[gnu::cold]] tl::unexpected<Error> refuse_at(const std::string& path, Code code,
                                                std::string message, std::string hint = {}) const {
    return refuse(Error{code, std::move(message), std::move(hint), text_.place_of(path)});
  }
  // The same refusal, with the place in the mapping.
  [[gnu::cold]] tl::unexpected<Error> refuse_at(const std::string& path, Error error) const {
    error.place = text_.place_of(path);
    return refuse(std::move(error));
  }
  Status expect_text(const std::string& path, const std::string& text) const;
  Status expect_name(const std::string& path, const std::string& name) const;
  bool is_mapped(std::string_view field) const;

  const program::MessageText& text_;
  const v1::Mapping& message_;
  Mapping mapping_;
};

Status MappingReader::expect_text(const std::string& path, const std::string& text) const {
  if (is_valid_utf8(text)) return {};
  return refuse_at(path, Code::malformed_text, fmt::format("{} is not UTF-8", in_quotes(text)),
                   "save the mapping as UTF-8");
}

// The name of a column.
Status MappingReader::expect_name(const std::string& path, const std::string& name) const {
  if (!name.empty()) return {};
  return refuse_at(path, Code::missing_field, "a column of the file was expected",
                   "write its name as it stands in the header");
}

bool MappingReader::is_mapped(std::string_view field) const {
  return std::ranges::any_of(
      mapping_.fields, [field](const MappedField& mapped) { return mapped.field->name == field; });
}

Status MappingReader::read_source() {
  auto id = check_fact_id(FactId{message_.source(), "1"});
  if (!id) return refuse_at("source", std::move(id).error());
  mapping_.source = message_.source();
  return {};
}

Status MappingReader::read_fact() {
  std::vector<std::string_view> known;
  for (const FactShape& shape : all_fact_shapes()) known.push_back(shape.name);
  if (message_.fact().empty()) {
    return refuse_at("fact", Code::missing_field, "the kind of fact that rows become is missing",
                     fmt::format("use {}", listed(known)));
  }
  mapping_.fact = fact_shape(message_.fact());
  if (mapping_.fact == nullptr) {
    return refuse_at("fact", Code::bad_value,
                     fmt::format("rows cannot become {}", in_quotes(message_.fact())),
                     did_you_mean(message_.fact(), known));
  }
  const std::string& negative = message_.negative_amount();
  if (negative.empty()) return {};
  if (negative != "credit" || mapping_.fact->name != "sale") {
    return refuse_at("negative_amount", Code::bad_value,
                     fmt::format("a {} with a negative amount cannot become {}",
                                 mapping_.fact->name, in_quotes(negative)),
                     "only a sale can become a \"credit\"; leave it out otherwise");
  }
  mapping_.negative_amount_is_credit = true;
  return {};
}

Status MappingReader::read_layout() {
  const std::string& delimiter = message_.delimiter();
  if (delimiter.size() > 1 || (!delimiter.empty() && !can_delimit(delimiter.front()))) {
    return refuse_at("delimiter", Code::bad_value,
                     fmt::format("{} cannot separate columns", in_quotes(delimiter)),
                     R"(use "," ";" "|" or "\t")");
  }
  if (!delimiter.empty()) mapping_.csv.delimiter = delimiter.front();
  mapping_.csv.skip_lines = message_.skip_lines();
  return {};
}

Status MappingReader::read_identity() {
  const v1::Identity& identity = message_.identity();
  mapping_.identity_place = text_.place_of("identity");
  if (identity.column().empty() && !identity.file_and_row()) {
    return refuse_at("identity", Code::missing_field, "nothing says what identifies a row",
                     "name the columns of its id, or write file_and_row: true; without an id the "
                     "same file could be recorded twice");
  }
  if (!identity.column().empty() && identity.file_and_row()) {
    return refuse_at("identity.file_and_row", Code::bad_value,
                     "columns and file_and_row cannot both identify a row", "keep one of the two");
  }
  for (int i = 0; i < identity.column_size(); ++i) {
    const std::string path = fmt::format("identity.column[{}]", i);
    TRY_STATUS(expect_name(path, identity.column(i)));
    auto& columns = mapping_.identity_columns;
    if (std::ranges::find(columns, identity.column(i)) != columns.end()) {
      return refuse_at(path, Code::already_exists,
                       fmt::format("the column {} is named twice", in_quotes(identity.column(i))));
    }
    columns.push_back(identity.column(i));
  }
  return {};
}

Status MappingReader::read_target(const v1::FieldMapping& from, const std::string& path,
                                  MappedField& to) {
  const auto names = mapping_.fact->field_names();
  if (from.field().empty()) {
    return refuse_at(path, Code::missing_field, "the field of the fact is missing",
                     fmt::format("use {}", listed(names)));
  }
  to.field = mapping_.fact->find(from.field());
  if (to.field == nullptr) {
    return refuse_at(path + ".field", Code::unknown_field,
                     fmt::format("a {} has no field {}", mapping_.fact->name, in_quotes(from.field())),
                     did_you_mean(from.field(), names));
  }
  if (is_mapped(from.field())) {
    return refuse_at(path + ".field", Code::already_exists,
                     fmt::format("the field {} is mapped twice", from.field()),
                     "keep one of the two");
  }
  return {};
}

Status MappingReader::read_column(const v1::FieldMapping& from, const std::string& path,
                                  MappedField& to) {
  TRY_STATUS(expect_name(path + ".column", from.column()));
  FromColumn column{from.column(), {}, from.prefix(), from.suffix()};
  for (int i = 0; i < from.replace_size(); ++i) {
    const v1::Replacement& replacement = from.replace(i);
    const std::string place = fmt::format("{}.replace[{}]", path, i);
    TRY_STATUS(expect_text(place + ".to", replacement.to()));
    if (!column.replace.emplace(replacement.from(), replacement.to()).second) {
      return refuse_at(place, Code::already_exists,
                       fmt::format("{} is replaced twice", in_quotes(replacement.from())),
                       "keep one of the two");
    }
  }
  to.from = std::move(column);
  return {};
}

Status MappingReader::read_product(const v1::FieldMapping& from, const std::string& path,
                                   MappedField& to) {
  TRY_STATUS(expect_name(path + ".product.left", from.product().left()));
  TRY_STATUS(expect_name(path + ".product.right", from.product().right()));
  if (!to.field->is_number()) {
    return refuse_at(path + ".product", Code::bad_value,
                     fmt::format("the field {} is not a number", to.field->name),
                     "a product can only be a number");
  }
  to.from = FromProduct{from.product().left(), from.product().right()};
  return {};
}

Status MappingReader::read_origin(const v1::FieldMapping& from, const std::string& path,
                                  MappedField& to) {
  const bool edits = from.replace_size() > 0 || !from.prefix().empty() || !from.suffix().empty();
  if (edits && !from.has_column()) {
    return refuse_at(path, Code::bad_value, "replace, prefix and suffix need a column",
                     "leave them out");
  }
  switch (from.from_case()) {
    case v1::FieldMapping::kColumn:
      return read_column(from, path, to);
    case v1::FieldMapping::kProduct:
      return read_product(from, path, to);
    case v1::FieldMapping::kConstant:
      if (from.constant().empty() || !from.when_empty().empty()) {
        return refuse_at(path, Code::bad_value, "a constant is one text, never empty",
                         "leave out the field, or when_empty");
      }
      to.from = FromConstant{from.constant()};
      return {};
    case v1::FieldMapping::FROM_NOT_SET:
      break;
  }
  return refuse_at(path, Code::missing_field,
                   fmt::format("nothing says where {} comes from", from.field()),
                   "give column, constant or product");
}

Status MappingReader::read_formats(const v1::FieldMapping& from, const std::string& path,
                                   MappedField& to) {
  if (!from.date_format().empty() && !to.field->is_date()) {
    return refuse_at(path + ".date_format", Code::bad_value,
                     fmt::format("the field {} is not a date", to.field->name), "leave it out");
  }
  if (!from.decimal_separator().empty() && !to.field->is_number()) {
    return refuse_at(path + ".decimal_separator", Code::bad_value,
                     fmt::format("the field {} is not a number", to.field->name), "leave it out");
  }
  if (to.field->is_date()) {
    to.date_format_declared = !from.date_format().empty();
    auto format = DateFormat::named(to.date_format_declared ? from.date_format() : "ISO");
    if (!format) return refuse_at(path + ".date_format", std::move(format).error());
    to.date_format = *std::move(format);
  }
  auto style = NumberStyle::declared(from.decimal_separator());
  if (!style) return refuse_at(path + ".decimal_separator", std::move(style).error());
  to.number_style = *style;
  return {};
}

// The values that the mapping itself gives must fit the field.
Status MappingReader::check_values(const MappedField& mapped, const std::string& path) {
  program::Fact scratch = mapping_.fact->blank;
  const auto check = [&](const std::string& part, const std::string& value) -> Status {
    TRY_STATUS(expect_text(path + part, value));
    if (auto set = set_field(mapped, value, scratch); !set) {
      return refuse_at(path + part, std::move(set).error());
    }
    return {};
  };
  if (const auto* constant = std::get_if<FromConstant>(&mapped.from)) {
    return check(".constant", constant->text);
  }
  const auto* column = std::get_if<FromColumn>(&mapped.from);
  const std::string prefix = column == nullptr ? "" : column->prefix;
  const std::string suffix = column == nullptr ? "" : column->suffix;
  TRY_STATUS(expect_text(path + ".prefix", prefix));
  TRY_STATUS(expect_text(path + ".suffix", suffix));
  if (!mapped.when_empty.empty()) {
    TRY_STATUS(check(".when_empty", prefix + mapped.when_empty + suffix));
  }
  if (column == nullptr) return {};
  for (const auto& [from, to] : column->replace) {
    if (!to.empty()) TRY_STATUS(check(".replace", prefix + to + suffix));
  }
  return {};
}

Status MappingReader::read_field(const v1::FieldMapping& from, const std::string& path) {
  MappedField mapped;
  mapped.place = text_.place_of(path);
  mapped.when_empty = from.when_empty();
  TRY_STATUS(read_target(from, path, mapped));
  TRY_STATUS(read_origin(from, path, mapped));
  TRY_STATUS(read_formats(from, path, mapped));
  TRY_STATUS(check_values(mapped, path));
  mapping_.fields.push_back(std::move(mapped));
  return {};
}

Status MappingReader::check_fields() {
  for (const FactField& field : mapping_.fact->fields) {
    if (field.required && !is_mapped(field.name)) {
      return refuse_at("map", Code::missing_field,
                       fmt::format("a {} needs the field {}", mapping_.fact->name, field.name),
                       fmt::format("add map {{ field: \"{}\" column: \"...\" }}", field.name));
    }
  }
  for (const auto& group : mapping_.fact->any_of) {
    if (std::ranges::none_of(group, [this](auto field) { return is_mapped(field); })) {
      return refuse_at("map", Code::missing_field,
                       fmt::format("a {} needs {}", mapping_.fact->name, listed(group)),
                       "map at least one of them");
    }
  }
  return {};
}

Status MappingReader::read_filter(const v1::Filter& from, const std::string& path) {
  RowFilter filter;
  filter.place = text_.place_of(path);
  TRY_STATUS(expect_name(path + ".column", from.column()));
  if (from.in().empty() && from.not_in().empty() && from.sign() == v1::SIGN_UNSPECIFIED) {
    return refuse_at(path, Code::missing_field, "the filter leaves nothing out",
                     "give in, not_in or sign");
  }
  if (!v1::Sign_IsValid(from.sign())) {
    return refuse_at(path + ".sign", Code::bad_value,
                     fmt::format("{} is no sign", static_cast<int>(from.sign())),
                     "use SIGN_POSITIVE, SIGN_NEGATIVE, SIGN_ZERO or SIGN_NOT_NEGATIVE");
  }
  if (!from.decimal_separator().empty() && from.sign() == v1::SIGN_UNSPECIFIED) {
    return refuse_at(path + ".decimal_separator", Code::bad_value,
                     "only a filter by sign reads numbers", "leave it out");
  }
  auto style = NumberStyle::declared(from.decimal_separator());
  if (!style) return refuse_at(path + ".decimal_separator", std::move(style).error());
  filter.number_style = *style;
  filter.column = from.column();
  filter.in = {from.in().begin(), from.in().end()};
  filter.not_in = {from.not_in().begin(), from.not_in().end()};
  filter.sign = static_cast<Sign>(from.sign());
  mapping_.filters.push_back(std::move(filter));
  return {};
}

Result<Mapping> MappingReader::read() && {
  TRY_STATUS(read_source());
  TRY_STATUS(read_fact());
  TRY_STATUS(read_layout());
  TRY_STATUS(read_identity());
  for (int i = 0; i < message_.map_size(); ++i) {
    TRY_STATUS(read_field(message_.map(i), fmt::format("map[{}]", i)));
  }
  TRY_STATUS(check_fields());
  for (int i = 0; i < message_.only_size(); ++i) {
    TRY_STATUS(read_filter(message_.only(i), fmt::format("only[{}]", i)));
  }
  return std::move(mapping_);
}

static_assert(static_cast<int>(Sign::positive) == v1::SIGN_POSITIVE);
static_assert(static_cast<int>(Sign::negative) == v1::SIGN_NEGATIVE);
static_assert(static_cast<int>(Sign::zero) == v1::SIGN_ZERO);
static_assert(static_cast<int>(Sign::not_negative) == v1::SIGN_NOT_NEGATIVE);

}  // namespace

Result<Mapping> parse_mapping(std::string_view text, const std::string& name) {
  constexpr std::size_t kBytesMax = std::size_t{1} << 20;
  if (text.size() > kBytesMax) {
    return refuse(Error{Code::too_large, fmt::format("a mapping has at most {} bytes", kBytesMax),
                        "this is probably another file", Place{name, 0, 0, {}}});
  }
  v1::Mapping message;
  TRY(const auto parsed, program::MessageText::parse(text, name, message));
  return MappingReader(message, parsed).read();
}

Result<Mapping> load_mapping(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  const bool is_empty = file.peek() == std::ifstream::traits_type::eof();
  if (!is_empty) text << file.rdbuf();
  if (!file.is_open() || file.bad() || !text) {
    return refuse(Error{Code::not_found, "the mapping cannot be read", "check the path",
                        Place{path, 0, 0, {}}});
  }
  return parse_mapping(text.view(), path);
}

}  // namespace quits::exchange
