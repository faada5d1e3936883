// The statement: what one party sees of one period, with every line, why it is there, and how it was settled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/lines.h"
#include "program/parties.h"
#include "settlement/disputes.h"
#include "settlement/invoices.h"
#include "settlement/register.h"
#include "settlement/settlements.h"
#include "settlement/write_offs.h"

namespace quits::ledger {
class Book;
}

namespace quits::settlement {

struct StatementLine {
  ledger::Line line;
  std::string description;  // "Commission, plan standard"
  std::string title;        // of the terms: "Reseller v3"
  bool earned = false;      // by the party the statement is for; else charged to it
};

struct SettledInvoice {
  Invoice invoice;
  std::int64_t open_before_minor = 0;
  std::int64_t set_off_minor = 0;
  std::int64_t to_pay_minor = 0;
};

// One party's view of one counterparty in one currency. Amounts from the party's side: + is owed to it.
struct StatementSection {
  program::Party counterparty;
  Currency currency = Currency::none();
  std::int64_t opening_minor = 0;
  std::vector<StatementLine> lines;      // billed, statement-only and nothing-due, in the order of the book
  std::vector<Invoice> invoices;         // issued for this period by either side
  std::vector<DisputeStory> disputes;    // about documents of this period, and what is still disputed of earlier ones
  std::vector<Invoice> credits;          // of payments of this period, and what is still open of earlier ones
  std::vector<WriteOffStory> write_offs; // posted in this period
  std::vector<SettledInvoice> set_off;   // every open invoice of the settlement, oldest due first
  std::int64_t earnings_minor = 0;       // tax included once invoiced
  std::int64_t charges_minor = 0;
  std::int64_t paid_minor = 0;
  std::int64_t closing_minor = 0;        // carried
  std::int64_t disputed_minor = 0;       // now, of documents up to this period
  std::int64_t confirmed_minor = 0;      // of paid
  std::string payment_reference;
  std::optional<Date> payment_due_on;
  std::string carried_because;
  std::int64_t contributed_minor = 0;    // by the party, net of tax
  std::int64_t contributed_by_other_minor = 0;
  std::string share;                     // the party's part of both
};

struct Statement {
  program::Party party;
  Period period;
  Stage stage = Stage::open;
  std::vector<StatementSection> sections;  // by counterparty and currency
};

// Cost: the party's lines and invoices of the period; independent of the size of the book.
Result<Statement> statement_of(ledger::Book& book, const std::string& party, Period period);

// The entries of a line from the newest to the oldest, by walking its chain; at most `limit`.
std::vector<ledger::Record> entries_of(ledger::Book& book, const ledger::Line& line, std::size_t limit);

}  // namespace quits::settlement
