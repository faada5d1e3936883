// Obligations from a CSV file, for netting without a book.
//
//   TRY(auto file, read_obligations("march.csv", {.selection = {.currency = euro}}));
//   TRY(auto network, settlement::Network::make(file.parties, file.obligations));
//
// Columns by name, in any order: debtor, creditor, amount; and optionally id, currency, due
// (yyyy-mm-dd), status, flags (several joined by ';' or a space). Other columns are passed over.
// Amounts are whole or decimal numbers in major units, exact; a negative amount is a credit note.
// Minor units are those of the currency, or as many places as the most exact amount has where the
// file names no currency.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "settlement/netting/eligibility.h"
#include "settlement/netting/network.h"

namespace quits::exchange {

struct ObligationFileOptions {
  settlement::Selection selection{};  // its above_minor is set from `above`
  std::string above{};                // a decimal number; empty: no threshold
};

struct ExcludedRow {
  std::string id;  // or the number of the row
  std::uint64_t line = 0;
  settlement::Exclusion reason = settlement::Exclusion::paid;
};

struct ObligationFile {
  std::vector<std::string> parties;                 // different from each other
  std::vector<settlement::Obligation> obligations;  // those that take part, in order
  std::vector<std::uint64_t> rows;                  // of each its row number, from 1
  std::vector<ExcludedRow> excluded;
  bool has_ids = false;
  int places = 0;  // decimal places of a minor unit
  Currency currency = Currency::none();
};

// Refuses, with line and column: what is no CSV, a missing column or value, an amount, date,
// currency or flag that is none, an obligation to oneself, an id used twice, several currencies
// where none is selected. O(rows).
Result<ObligationFile> read_obligations(const std::string& path,
                                        const ObligationFileOptions& options);

}  // namespace quits::exchange
