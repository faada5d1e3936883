// What prints on a statement or invoice line.
#pragma once

#include <optional>
#include <string>

#include "ledger/line.h"
#include "ledger/lines.h"
#include "program/encoding.h"
#include "program/terms.h"

namespace quits::ledger {
class Book;
}

namespace quits::settlement {

// "Commission, plan standard"; the item's own description for a price; the term itself where the terms are not known.
std::string description_of(const ledger::LineKey& key, const program::Terms* terms);

// The price that a line's entries have, the latest of its period; null where they have none or the terms are not known.
const program::Price* price_of(const ledger::LineKey& key, const program::Terms* terms);

// What one unit of the line costs; none where its entries have no single price: volume prices, one price for a delivery, or
// prices that followed each other.
std::optional<Decimal> unit_price_of(const ledger::Line& line, const program::Terms* terms);

// Why there is no tax on it; empty where there is tax.
std::string exemption_reason_of(const ledger::LineKey& key, const program::Terms& terms);

// The terms that a record proposed; none when it proposed none.
std::optional<program::Terms> terms_in(ledger::Book& book, Sequence version, program::FactCodec& codec);

}  // namespace quits::settlement
