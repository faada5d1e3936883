// The numbers that the book gives: to invoices and credit notes, to what a run makes, to payment orders.
//
//   ACME-2026-00001     the issuer's first invoice of the year, without gaps
//   NET-2026-03-00001   the first document that the run 2026-03 made at its centre
//   FX-2026-03-00001    what the run left of a document that it converted
//   PAY-2026-03-00001   a payment order of a settlement
//   RUN-2026-03-00001   a payment order of a run
//   CREDIT-17           what was paid too much in entry 17
//
// Numbers of documents are unique over all of them. So what others bring along (a reported debt, the key of a party or of
// a run) must not look like one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/id.h"

namespace quits::settlement {

std::string invoice_number(std::string_view issuer, Date issued_on, std::int64_t nth);
std::string made_number(std::string_view run, std::size_t nth);
std::string credit_number(Sequence payment);
std::string converted_number(std::string_view run, std::size_t nth);

// "ACME" of "ACME-2026-00001"; nothing of a number that invoice_number() does not give.
std::optional<std::string> issuer_in(std::string_view number);

// "what a run makes at its netting centre" for a number of that form, "payment orders" or "credits of payments" for
// others; empty: none.
std::string_view given_to(std::string_view number);

}  // namespace quits::settlement
