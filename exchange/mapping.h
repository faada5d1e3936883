// How the columns of a CSV file become facts: quits.v1.Mapping, read and checked.
//
//   TRY(auto mapping, load_mapping("billing.mapping"));
//   mapping.fact->name == "sale"
//
// Whatever can be checked without a file of rows is checked here, so that a wrong mapping is
// refused before its first row. docs/import.md teaches the language of the file.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date_format.h"
#include "base/result.h"
#include "exchange/csv_reader.h"
#include "exchange/fact_fields.h"
#include "exchange/number_style.h"

namespace quits::exchange {

struct FromColumn {
  std::string column;
  std::map<std::string, std::string, std::less<>> replace;
  std::string prefix;
  std::string suffix;
};

struct FromConstant {
  std::string text;
};

struct FromProduct {
  std::string left;
  std::string right;
};

struct MappedField {
  const FactField* field = nullptr;
  std::variant<FromColumn, FromConstant, FromProduct> from;
  std::optional<DateFormat> date_format;  // of a date field, always
  bool date_format_declared = false;
  NumberStyle number_style;
  std::string when_empty;
  Place place;  // in the mapping
};

struct RowFilter {
  std::string column;
  std::set<std::string, std::less<>> in;  // empty: any
  std::set<std::string, std::less<>> not_in;
  Sign sign = Sign::any;
  NumberStyle number_style;
  Place place;
};

struct Mapping {
  std::string source;
  const FactShape* fact = nullptr;
  bool negative_amount_is_credit = false;
  std::vector<std::string> identity_columns;  // empty: file and row
  Place identity_place;
  std::vector<MappedField> fields;
  std::vector<RowFilter> filters;
  CsvOptions csv;
};

// Protobuf text or JSON. Refuses with line and column where the text tells them, and with the path
// ("map[2].column") in Place.field: malformed_text, unknown_field, missing_field, bad_value,
// already_exists, too_large. `name` is what errors call the text.
Result<Mapping> parse_mapping(std::string_view text, const std::string& name);

// The same of a file. Also refuses with not_found.
Result<Mapping> load_mapping(const std::string& path);

}  // namespace quits::exchange
