// Documents in other currencies than a run settles in: converted as a whole, each on its own line, by rates that were recorded
// before. Pure.
//
//   100.00 USD at "1 EUR = 1.0842 USD":  100.00 / 1.0842 = 92.23 EUR, half away from zero
//
// What a conversion books, for a creditor C and a debtor D, in C's books: claim -100.00 USD, fx +100.00 USD; claim +92.23 EUR,
// fx -92.23 EUR. The rates of a pair's documents apply to their sum: where its conversion is another minor unit than the sum
// of the single ones, that unit stands on `rounding`. Nothing is left over in either currency.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/int128.h"
#include "base/result.h"
#include "program/facts.h"

namespace quits::settlement {

// The rate between two currencies, whichever way it was published; nothing where there is none.
struct Rate {
  Decimal value;
  bool divides = false;
};
std::optional<Rate> rate_between(const program::RatesRecorded& rates, Currency from, Currency to);

// Minor units of `from` as minor units of `to`, half away from zero. Refuses overflow.
Result<std::int64_t> converted(int128 minor, Currency from, Currency to, Decimal rate, bool divides);

// What was collected at a place of RunCollected::documents: the conversion of the document there, or null.
class ConversionsByPlace {
 public:
  explicit ConversionsByPlace(const program::RunCollected& collected);
  const program::RunConversion* at(std::size_t place) const { return by_place_.empty() ? nullptr : by_place_.at(place); }

 private:
  std::vector<const program::RunConversion*> by_place_;
};

// Whether a document's party has left the run.
std::vector<char> parties_left_out(const program::RunCollected& collected, const program::RunProposed& proposed);

// How much less is open of each document of a posted run, in its own currency and with its sign: what is set off, or all of it
// where it was converted. By place.
std::vector<std::int64_t> taken_from(const program::RunCollected& collected, const program::RunProposed& proposed);

}  // namespace quits::settlement
