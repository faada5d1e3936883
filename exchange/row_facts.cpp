#include "exchange/row_facts.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text.h"
#include "exchange/field_values.h"

namespace quits::exchange {

namespace {

using program::Credit;
using program::Sale;

// "%" and "/" inside a value are escaped, so that the joint of two values can be told from both.
void append_escaped(std::string& id, std::string_view value) {
  for (const char byte : value) {
    if (byte == '%') {
      id += "%25";
    } else if (byte == '/') {
      id += "%2F";
    } else {
      id += byte;
    }
  }
}

bool is_empty(const FactField& field, program::Fact& blank, program::Fact& fact) {
  return std::visit([&](auto member) { return member(fact) == member(blank); }, field.member);
}

}  // namespace

RowFacts::RowFacts(Mapping mapping, std::span<const std::string> header, std::string file_name)
    : mapping_(std::move(mapping)),
      header_(header.begin(), header.end()),
      file_name_(std::move(file_name)),
      blank_(mapping_.fact->blank),
      fact_(blank_),
      credit_(Credit{}) {}

Result<RowFacts> RowFacts::bind(Mapping mapping, std::span<const std::string> header,
                                const std::string& file_name) {
  RowFacts rows(std::move(mapping), header, file_name);
  TRY_STATUS(rows.bind_columns());
  if (rows.mapping_.identity_columns.empty()) {
    const auto longest = fmt::format("{}/{}", file_name, std::numeric_limits<std::uint64_t>::max());
    auto id = check_fact_id(FactId{rows.mapping_.source, longest});
    if (!id) {
      id.error().place = rows.mapping_.identity_place;
      id.error().hint = "the file's name is part of every id: rename the file";
      return refuse(std::move(id).error());
    }
  }
  return rows;
}

Result<std::size_t> RowFacts::find_column(const std::string& name, const Place& place) const {
  const auto found = std::ranges::find(header_, name);
  if (found != header_.end()) return static_cast<std::size_t>(found - header_.begin());
  const std::vector<std::string_view> known(header_.begin(), header_.end());
  const std::string meant = closest(name, known);
  return refuse(Error{Code::unknown_field,
                      fmt::format("{} has no column {}", file_name_, in_quotes(name)),
                      meant.empty() ? fmt::format("its columns are {}", listed(known))
                                    : fmt::format("did you mean {}?", in_quotes(meant)),
                      place});
}

Status RowFacts::bind_columns() {
  for (const MappedField& mapped : mapping_.fields) {
    Column column;
    if (const auto* from = std::get_if<FromColumn>(&mapped.from)) {
      TRY(column.left, find_column(from->column, mapped.place));
    } else if (const auto* product = std::get_if<FromProduct>(&mapped.from)) {
      TRY(column.left, find_column(product->left, mapped.place));
      TRY(column.right, find_column(product->right, mapped.place));
    } else {
      // Checked when the mapping was read; set once for all rows.
      TRY_STATUS(set_field(mapped, std::get<FromConstant>(mapped.from).text, fact_));
    }
    if (mapped.field->name == "amount" && !std::holds_alternative<FromConstant>(mapped.from)) {
      amount_ = column.left;
    }
    columns_.push_back(column);
  }
  for (const RowFilter& filter : mapping_.filters) {
    TRY(const std::size_t column, find_column(filter.column, filter.place));
    filters_.push_back(column);
  }
  for (const std::string& name : mapping_.identity_columns) {
    TRY(const std::size_t column, find_column(name, mapping_.identity_place));
    identities_.push_back(column);
  }
  return {};
}

tl::unexpected<Error> RowFacts::blame(std::size_t column, Error error) {
  blamed_ = column;
  return refuse(std::move(error));
}

Error RowFacts::placed(Error error, const CsvRow& row) const {
  constexpr std::uint64_t line_max = std::numeric_limits<int>::max();
  error.place.file = file_name_;
  error.place.line = static_cast<int>(std::min(row.line, line_max));
  if (blamed_) {
    error.place.column = static_cast<int>(*blamed_ + 1);
    error.place.field = header_[*blamed_];
  }
  return error;
}

Result<bool> RowFacts::passes(const CsvRow& row) {
  for (std::size_t i = 0; i < filters_.size(); ++i) {
    const RowFilter& filter = mapping_.filters[i];
    const std::string_view value = row.fields[filters_[i]];
    if (!filter.in.empty() && !filter.in.contains(value)) return false;
    if (filter.not_in.contains(value)) return false;
    if (filter.sign == Sign::any) continue;
    auto number = filter.number_style.parse(value);
    if (!number) return blame(filters_[i], std::move(number).error());
    if (!has_sign(*number, filter.sign)) return false;
  }
  return true;
}

Status RowFacts::set_from_column(const MappedField& mapped, const FromColumn& from,
                                 std::string_view value) {
  if (!from.replace.empty()) {
    const auto replaced = from.replace.find(value);
    if (replaced != from.replace.end()) value = replaced->second;
  }
  if (value.empty()) value = mapped.when_empty;
  if (value.empty()) return clear_field(*mapped.field, blank_, fact_);
  if (!from.prefix.empty() || !from.suffix.empty()) {
    scratch_.assign(from.prefix).append(value).append(from.suffix);
    value = scratch_;
  }
  return set_field(mapped, value, fact_);
}

Status RowFacts::set_from_product(const MappedField& mapped, std::size_t left, std::size_t right,
                                  const CsvRow& row) {
  for (const std::size_t factor : {left, right}) {
    if (!row.fields[factor].empty()) continue;
    blamed_ = factor;
    if (mapped.when_empty.empty()) return clear_field(*mapped.field, blank_, fact_);
    return set_field(mapped, mapped.when_empty, fact_);
  }
  auto first = mapped.number_style.parse(row.fields[left]);
  if (!first) return blame(left, std::move(first).error());
  auto second = mapped.number_style.parse(row.fields[right]);
  if (!second) return blame(right, std::move(second).error());
  TRY(const Decimal product, first->times(*second));
  return set_number(*mapped.field, product, fact_);
}

Status RowFacts::set_fields(const CsvRow& row) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const MappedField& mapped = mapping_.fields[i];
    blamed_ = columns_[i].left;
    if (const auto* from = std::get_if<FromColumn>(&mapped.from)) {
      TRY_STATUS(set_from_column(mapped, *from, row.fields[columns_[i].left]));
    } else if (std::holds_alternative<FromProduct>(mapped.from)) {
      TRY_STATUS(set_from_product(mapped, columns_[i].left, columns_[i].right, row));
    }
  }
  blamed_.reset();
  return {};
}

Status RowFacts::check_groups() {
  for (const auto& group : mapping_.fact->any_of) {
    const bool empty = std::ranges::all_of(group, [this](std::string_view name) {
      return is_empty(*mapping_.fact->find(name), blank_, fact_);
    });
    if (empty) {
      return refuse(Code::missing_field,
                    fmt::format("{} are empty, one of them was expected", listed(group)));
    }
  }
  return {};
}

// A sale is zero or above; what is below zero becomes a credit if the mapping says so.
Status RowFacts::settle_sign() {
  is_credit_ = false;
  const auto* sale = std::get_if<Sale>(&fact_);
  if (sale == nullptr || !sale->amount.is_negative()) return {};
  blamed_ = amount_;
  if (!mapping_.negative_amount_is_credit) {
    return refuse(
        Code::bad_value,
        fmt::format("{} is below zero, a sale is zero or above", sale->amount.to_string()),
        "write negative_amount: \"credit\" in the mapping, or leave such rows out");
  }
  return make_credit();
}

// The line as it would be for a sale: what was sold and is taken off now.
Status RowFacts::make_credit() {
  auto& line = std::get<Credit>(credit_).line;
  line = std::get<Sale>(fact_);
  TRY(line.amount, line.amount.negated());
  if (line.quantity.is_negative()) {
    TRY(line.quantity, line.quantity.negated());
  }
  if (line.gross && line.gross->is_negative()) {
    TRY(*line.gross, line.gross->negated());
  }
  is_credit_ = true;
  blamed_.reset();
  return {};
}

Result<FactId> RowFacts::id_of(const CsvRow& row) {
  FactId id{mapping_.source, {}};
  if (identities_.empty()) {
    id.external_id = fmt::format("{}/{}", file_name_, row.number);
    return id;
  }
  for (const std::size_t column : identities_) {
    const std::string_view value = row.fields[column];
    blamed_ = column;
    if (value.empty()) {
      return refuse(Code::missing_field, "the row's id is empty",
                    "every row needs an id of its own");
    }
    if (identities_.size() == 1) {
      id.external_id = value;
      break;
    }
    if (column != identities_.front()) id.external_id += '/';
    append_escaped(id.external_id, value);
  }
  TRY(id, check_fact_id(std::move(id)));
  blamed_.reset();
  return id;
}

Result<std::optional<FactId>> RowFacts::read(const CsvRow& row) {
  blamed_.reset();
  auto passed = passes(row);
  if (!passed) return refuse(placed(std::move(passed).error(), row));
  if (!*passed) return std::nullopt;
  Status read = set_fields(row);
  if (read) read = check_groups();
  if (read) read = settle_sign();
  if (!read) return refuse(placed(std::move(read).error(), row));
  auto id = id_of(row);
  if (!id) return refuse(placed(std::move(id).error(), row));
  return *std::move(id);
}

std::string_view RowFacts::column_of(std::string_view path) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const MappedField& mapped = mapping_.fields[i];
    if (std::holds_alternative<FromConstant>(mapped.from)) continue;
    // The path ends in ".amount", or in ".line.amount" for a credit.
    const std::string_view name = mapped.field->name;
    const bool same = path.ends_with(name) && path.size() > name.size() &&
                      path[path.size() - name.size() - 1] == '.';
    if (same) return header_[columns_[i].left];
  }
  return {};
}

}  // namespace quits::exchange
