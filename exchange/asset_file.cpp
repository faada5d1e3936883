#include "exchange/asset_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "base/fixed_point.h"
#include "base/text.h"
#include "exchange/csv_reader.h"

namespace quits::exchange {
namespace {

struct Columns {
  std::size_t party = 0;
  std::size_t amount = 0;
};

Place place_of(const std::string& path, std::uint64_t line, std::size_t column,
               std::string_view name) {
  return {path, static_cast<int>(std::min<std::uint64_t>(line, std::numeric_limits<int>::max())),
          static_cast<int>(column + 1), std::string(name)};
}

Result<Columns> bind(const std::string& path, const std::vector<std::string>& header) {
  Columns columns;
  for (const auto& [name, column] :
       {std::pair("party", &columns.party), std::pair("amount", &columns.amount)}) {
    const auto found = std::ranges::find(header, name);
    if (found == header.end()) {
      return refuse(Error{Code::missing_field, fmt::format("the header has no column {}", name),
                          "name the columns party,amount", Place{path, 1, 0, name}});
    }
    *column = static_cast<std::size_t>(found - header.begin());
  }
  return columns;
}

}  // namespace

Result<AssetFile> read_assets(const std::string& path, std::span<const std::string> parties,
                              int places) {
  std::unordered_map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0; i < parties.size(); ++i) numbers.emplace(parties[i], i);
  TRY(auto reader, CsvReader::open(path, {}));
  TRY(const Columns columns, bind(path, reader.header()));
  AssetFile file;
  file.minor.assign(parties.size(), 0);
  std::vector<std::uint64_t> lines(parties.size(), 0);
  while (auto next = reader.next()) {
    TRY(const CsvRow row, std::move(*next));
    const std::string_view party = row.fields[columns.party];
    const Place at_party = place_of(path, row.line, columns.party, "party");
    const auto found = numbers.find(party);
    if (found == numbers.end()) {
      return refuse(Error{
          Code::unknown_party,
          fmt::format("is {}, who owes nobody and is owed nothing here", in_quotes(party)),
          "is the name written as among the obligations? else leave the row out", at_party});
    }
    if (lines[found->second] != 0) {
      return refuse(
          Error{Code::already_exists,
                fmt::format("is {}, as on line {}", in_quotes(party), lines[found->second]),
                "a party stands in the file once", at_party});
    }
    lines[found->second] = row.line;
    ++file.listed;
    auto amount = parse_fixed_point(row.fields[columns.amount], places);
    if (amount && *amount < 0)
      amount = refuse(Code::bad_value, "is below zero", "what a party owes is an obligation");
    if (!amount) {
      amount.error().place = place_of(path, row.line, columns.amount, "amount");
      return refuse(amount.error());
    }
    file.minor[found->second] = *amount;
  }
  return file;
}

}  // namespace quits::exchange
