#include "ledger/stored.h"

#include <string>

#include "base/failure.h"
#include "storage/database.h"

namespace quits::ledger {

void throw_bad_row(std::string_view what) {
  throw Failure(Code::corrupt, "a stored row holds what cannot be: " + std::string(what),
                "run `quits verify`: it names the table and the row");
}

Currency stored_currency(storage::Statement& row, int column) {
  const auto currency = Currency::from_numeric(row.integer(column));
  if (!currency) throw_bad_row(currency.error().message);
  return *currency;
}

Date stored_date(storage::Statement& row, int column) {
  const auto date = Date::checked_from_days(row.integer(column));
  if (!date) throw_bad_row(date.error().message);
  return *date;
}

Period stored_period(storage::Statement& row, int column) {
  const auto period = Period::checked_from_index(row.integer(column));
  if (!period) throw_bad_row(period.error().message);
  return *period;
}

Sequence stored_sequence(storage::Statement& row, int column) {
  return {static_cast<std::uint64_t>(row.integer(column))};
}

PartyNumber stored_party(storage::Statement& row, int column) {
  return {static_cast<std::uint64_t>(row.integer(column))};
}

}  // namespace quits::ledger
