// A row of a CSV file as a fact: the mapping applied. Pure; no file is read here.
//
//   TRY(auto rows, RowFacts::bind(mapping, reader.header(), reader.file_name()));
//   TRY(auto id, rows.read(row));          // nothing: a filter leaves the row out
//   if (id) submit(*id, codec.encode(rows.fact()));
//
// The same row gives the same id and the same fact, for ever: an import can be repeated. One fact
// is reused for all rows, so that its texts keep their memory. One thread at a time. About 1 us per
// row.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "exchange/csv_reader.h"
#include "exchange/mapping.h"
#include "program/facts.h"

namespace quits::exchange {

class RowFacts {
 public:
  // Refuses a column that the header does not have (unknown_field, with the place in the mapping)
  // and a file name that cannot be part of an id.
  static Result<RowFacts> bind(Mapping mapping, std::span<const std::string> header,
                               const std::string& file_name);

  // The id of the fact that the row became, or nothing if a filter leaves the row out. Refusals
  // carry the row's line, and number and name of the column to blame.
  Result<std::optional<FactId>> read(const CsvRow& row);

  // What the last row became.
  const program::Fact& fact() const { return is_credit_ ? credit_ : fact_; }

  // The column that a field of the fact comes from, by the field's path in quits.v1.Fact
  // ("sale.amount"); empty if there is none. Of a product, the left one.
  std::string_view column_of(std::string_view path) const;

 private:
  struct Column {
    std::size_t left = 0;
    std::size_t right = 0;  // of a product
  };

  RowFacts(Mapping mapping, std::span<const std::string> header, std::string file_name);
  Result<std::size_t> find_column(const std::string& name, const Place& place) const;
  Status bind_columns();

  Result<bool> passes(const CsvRow& row);
  Status set_fields(const CsvRow& row);
  Status set_from_column(const MappedField& mapped, const FromColumn& from, std::string_view value);
  Status set_from_product(const MappedField& mapped, std::size_t left, std::size_t right,
                          const CsvRow& row);
  Status check_groups();
  Status settle_sign();
  Status make_credit();
  Result<FactId> id_of(const CsvRow& row);
  // Remembers the column to blame and hands the refusal on.
  tl::unexpected<Error> blame(std::size_t column, Error error);
  Error placed(Error error, const CsvRow& row) const;

  Mapping mapping_;
  std::vector<std::string> header_;
  std::string file_name_;
  std::vector<Column> columns_;          // of mapping_.fields
  std::vector<std::size_t> filters_;     // columns of mapping_.filters
  std::vector<std::size_t> identities_;  // columns of mapping_.identity_columns
  std::optional<std::size_t> amount_;    // column of a sale's amount

  program::Fact blank_;
  program::Fact fact_;
  program::Fact credit_;
  bool is_credit_ = false;
  std::string scratch_;
  std::optional<std::size_t> blamed_;
};

}  // namespace quits::exchange
