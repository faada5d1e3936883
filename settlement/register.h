// The register: one row per partner, period and currency, for finance.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/currency.h"
#include "base/period.h"
#include "base/result.h"

namespace quits::storage {
class Database;
}

namespace quits::settlement {

// How far a period has come.
enum class Stage { open, closed, settled };
std::string_view name_of(Stage stage);  // "open", "closed", "settled"

// From the partner's side; amounts in minor units, tax included.
struct RegisterRow {
  Period period;
  std::string partner;
  std::string principal;
  Currency currency = Currency::none();
  std::int64_t opening_minor = 0;   // carried in, less what was paid directly on an invoice since
  std::int64_t charges_minor = 0;   // billed to the partner
  std::int64_t earnings_minor = 0;  // earned by the partner; negative for a credit note
  std::int64_t net_minor = 0;       // opening + earnings - charges
  std::int64_t paid_minor = 0;      // put on the payment list: to the partner (+) or by it (-)
  std::int64_t carried_minor = 0;   // net - paid
  std::int64_t overpaid_minor = 0;     // paid too much in this period, by the partner (+) or to it (-)
  std::int64_t written_off_minor = 0;  // in this period, of what was owed to the partner (+) or by it (-)
  std::int64_t disputed_minor = 0;  // of the documents of this period, what is disputed now; + would be owed to the partner
  std::string share;                // see share_of_partner
  Stage stage = Stage::open;
};

// Pairs with anything in the period or carried into it, by period then partner. Every period when none is given. Open
// periods are shown as if they closed now, without the fees of the close and without tax.
// Cost: the period's lines and settlements.
std::vector<RegisterRow> register_rows(storage::Database& database, std::optional<Period> period);

// The partner's part of what both sides contributed, net of tax, four decimals, half away from zero: "0.8373". Empty where
// either side's contribution is negative, or nobody contributed: what is there is never below 0 or above 1.
std::string share_of_partner(std::int64_t partner_minor, std::int64_t principal_minor);

Stage stage_of(storage::Database& database, Period period);

// Periods with anything posted or closed, in order.
std::vector<Period> known_periods(storage::Database& database);

}  // namespace quits::settlement
