// What each party holds outside of a set of obligations, from a CSV file: party,amount.
//
//   TRY(auto assets, read_assets("assets.csv", file.parties, file.places));
//   assets[0]   // minor units of file.parties[0]
//
// Columns by name, in any order; others are passed over. Amounts are whole or decimal numbers in
// major units, exact, not below zero. A party that the file does not list holds nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace quits::exchange {

struct AssetFile {
  std::vector<std::int64_t> minor;  // one for each of the parties given
  std::size_t listed = 0;           // so many of them stand in the file
};

// Refuses, with line and column: what is no CSV, a missing column or value, a party that is none of
// `parties` or is listed twice, an amount that is none or below zero. O(rows + parties).
Result<AssetFile> read_assets(const std::string& path, std::span<const std::string> parties,
                              int places);

}  // namespace quits::exchange
