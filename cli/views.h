// From domain values to the messages that `--json` prints (proto/quits/v1/view.proto). Text output
// is written from the same messages, so that both say the same.
//
//   output.print_json(view_of(party));
//
// Amounts become decimal strings with the currency's places. Nothing here reads a book: what needs
// names for numbers is in cli/views_entry.h.
#pragma once

#include <quits/v1/view.pb.h>

#include <cstdint>
#include <span>
#include <string>

#include "base/error.h"
#include "base/int128.h"
#include "ledger/book.h"
#include "ledger/verify.h"
#include "program/agreements.h"
#include "program/parties.h"
#include "program/terms_diff.h"
#include "settlement/invoices.h"
#include "settlement/register.h"
#include "settlement/settlements.h"

namespace quits::cli {

std::string amount_text(int128 minor, Currency currency);    // "1190.00"; sums fit as well
std::string volume_text(Decimal volume, Currency currency);  // at least the currency's places
// A product of two numbers in millionths, unrounded: "12.3456".
std::string exact_text(int128 product, Currency currency);
std::string optional_date_text(const std::optional<Date>& date);  // empty for none

v1::ErrorView view_of(const Error& error);
v1::PartyView view_of(const program::Party& party);

// `versions` are all of the same agreement; `end` is null where nobody ended it.
v1::AgreementView view_of(const program::AgreementVersion& version,
                          std::span<const program::AgreementVersion> versions,
                          const program::AgreementEnd* end);
// With the names and, where `whole`, with the terms themselves.
void add_terms(const program::Terms& terms, bool whole, v1::AgreementView& view);

// `from` is the first day of the later terms.
v1::TermsChangeView view_of(const program::Change& change, std::optional<Date> from);

// One per submission; submissions that were not reached after an atomic refusal have none.
v1::RecordView view_of(const ledger::BatchResult& result,
                       std::span<const ledger::Submission> submissions, bool dry_run);

// Without its lines and taxes.
v1::InvoiceView view_of(const settlement::Invoice& invoice);
// The lines and taxes of the record that issued it.
void add_lines(const program::InvoiceIssued& issued, v1::InvoiceView& view);

v1::RegisterView view_of(std::span<const settlement::RegisterRow> rows);
v1::PairSettlementView view_of(const settlement::PairSettlement& settled);
v1::VerifyView view_of(const ledger::VerifyReport& report);

}  // namespace quits::cli
