// From the statement lines of a closing period to invoices and credit notes. Pure.
//
// One invoice per issuer, recipient and currency of the period, one line per statement line. Tax follows EN 16931: the
// lines are summed per category and rate, and tax = round(sum x rate), half away from zero, once per category and rate.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "ledger/line.h"
#include "ledger/lines.h"
#include "program/facts.h"

namespace quits::settlement {

// What an invoice needs to know about its two parties.
struct InvoiceContext {
  std::string issuer;                 // party keys
  std::string recipient;
  std::string number;
  Date issued_on;
  std::uint32_t due_days = 0;
  // What prints on a line, and why there is no tax where there is none.
  std::function<std::string(const ledger::Line&)> description;
  std::function<std::string(const ledger::Line&)> exemption_reason;
};

// True for a line that goes on an invoice at all.
bool is_billed(const ledger::Line& line);

// `lines` are the billed lines of one issuer, recipient, currency and period, in the order of the book.
// A total of zero is an invoice too: both sides see its lines. Refuses overflow.
Result<program::InvoiceIssued> draw_up(std::span<const ledger::Line> lines, const InvoiceContext& context);

// The tax of each line, in order: its share of the tax of its category and rate, by largest remainder, so that the lines with
// their taxes are the invoice. Among equal remainders the earlier line takes the unit.
std::vector<std::int64_t> taxes_of_lines(const program::InvoiceIssued& invoice);

// The net amount whose gross at a rate is `gross`; where no amount gives it exactly, the nearest one, whose gross then differs
// by one minor unit.
std::int64_t net_of_gross(std::int64_t gross_minor, Rate rate);

// The postings of an invoice: what was accrued becomes a claim, with tax on top.
std::vector<ledger::Posting> postings_of(const program::InvoiceIssued& invoice, PartyNumber issuer, PartyNumber recipient);

}  // namespace quits::settlement
