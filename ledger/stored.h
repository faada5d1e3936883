// Values read back from a table. A row is bytes from outside: what is not a value throws Failure(corrupt), never CHECKs.
#pragma once

#include <string_view>

#include "base/currency.h"
#include "base/date.h"
#include "base/id.h"
#include "base/period.h"

namespace quits::storage {
class Statement;
}

namespace quits::ledger {

Currency stored_currency(storage::Statement& row, int column);  // its ISO 4217 number
Date stored_date(storage::Statement& row, int column);          // days since 1970-01-01
Period stored_period(storage::Statement& row, int column);      // year * 12 + month - 1
Sequence stored_sequence(storage::Statement& row, int column);
PartyNumber stored_party(storage::Statement& row, int column);

// Throws Failure(corrupt): "a stored row holds ...".
[[noreturn]] void throw_bad_row(std::string_view what);

}  // namespace quits::ledger
