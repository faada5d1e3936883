// Puts the text of one mapped field into a fact.
//
//   TRY_STATUS(set_field(mapped, "2026-03-04", fact));
//
// Refusals say what was expected; they name no place, because the same text may stand in a row or
// in the mapping itself. They are: missing_field, bad_value, bad_date, bad_number, bad_currency,
// too_large, overflow, inexact, date_out_of_range.
#pragma once

#include <string_view>

#include "base/decimal.h"
#include "base/result.h"
#include "exchange/mapping.h"
#include "program/facts.h"

namespace quits::exchange {

// `text` is not empty.
Status set_field(const MappedField& mapped, std::string_view text, program::Fact& fact);

// For products: the number itself. The field must be one (FactField::is_number).
Status set_number(const FactField& field, Decimal number, program::Fact& fact);

// What the field is in `blank`. A required field refuses.
Status clear_field(const FactField& field, program::Fact& blank, program::Fact& fact);

}  // namespace quits::exchange
