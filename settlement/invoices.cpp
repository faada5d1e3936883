#include "settlement/invoices.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "ledger/stored.h"
#include "settlement/conversion.h"
#include "settlement/document_numbers.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

std::vector<Invoice> read_all(storage::Statement& rows) {
  std::vector<Invoice> invoices;
  while (rows.step()) invoices.push_back(InvoiceTable::read_row(rows));
  return invoices;
}

std::string joined(const std::vector<std::string>& flags) {
  std::string text;
  for (const std::string& flag : flags) text += (text.empty() ? "" : ",") + flag;
  return text;
}

Invoice document_of(const program::ObligationReported& reported, const ledger::Record& record) {
  Invoice document;
  document.number = reported.number;
  document.sequence = record.sequence;
  document.issuer = reported.creditor;
  document.recipient = reported.debtor;
  document.period = record.period;
  document.currency = reported.currency;
  document.issued_on = reported.on;
  document.due_on = reported.due_on.value_or(reported.on);
  document.net_minor = reported.amount_minor;
  document.gross_minor = reported.amount_minor;
  document.kind = DocumentKind::reported;
  document.confirmation = reported.awaits_word ? Confirmation::awaited : Confirmation::none;
  document.flags = joined(reported.flags);
  return document;
}

Invoice document_of(const program::InvoiceIssued& issued, const ledger::Record& record) {
  Invoice invoice;
  invoice.number = issued.number;
  invoice.sequence = record.sequence;
  invoice.issuer = issued.issuer;
  invoice.recipient = issued.recipient;
  invoice.period = issued.period;
  invoice.currency = issued.currency;
  invoice.issued_on = issued.issued_on;
  invoice.due_on = issued.due_on;
  invoice.net_minor = issued.net_minor;
  invoice.tax_minor = issued.tax_minor;
  invoice.gross_minor = issued.gross_minor;
  return invoice;
}

// Owed to the payer, at once.
Invoice document_of(const program::PaymentCredit& credit, const program::Payment& payment, const ledger::Record& record) {
  Invoice document;
  document.number = credit.number;
  document.sequence = record.sequence;
  document.issuer = payment.payer;
  document.recipient = payment.payee;
  document.period = record.period;
  document.currency = payment.currency;
  document.issued_on = record.effective;
  document.due_on = record.effective;
  document.net_minor = credit.amount_minor;
  document.gross_minor = credit.amount_minor;
  document.kind = credit.runs_only ? DocumentKind::lone_credit : DocumentKind::credit;
  return document;
}

}  // namespace

std::string_view name_of(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::invoice: return "invoice";
    case DocumentKind::reported: return "reported debt";
    case DocumentKind::novated: return "debt at the centre";
    case DocumentKind::credit:
    case DocumentKind::lone_credit: return "credit of a payment";
    case DocumentKind::converted: return "converted debt";
  }
  return "document";
}

const std::string_view InvoiceTable::kSelect = sql::select_invoice;
const std::string_view InvoiceTable::kInsert = sql::insert_invoice;
const std::string_view InvoiceTable::kUpdate = sql::update_invoice;
const std::string_view InvoiceTable::kScan = sql::scan_invoices;

void InvoiceTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind_text(1, key); }
void InvoiceTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind_text(1, key).bind(2, static_cast<std::int64_t>(row.sequence.value));
  statement.bind_text(3, row.issuer).bind_text(4, row.recipient).bind(5, row.period.index());
  statement.bind(6, row.currency.numeric()).bind(7, row.issued_on.days_since_epoch());
  statement.bind(8, row.due_on.days_since_epoch()).bind(9, row.net_minor).bind(10, row.tax_minor);
  statement.bind(11, row.gross_minor).bind(12, row.open_minor).bind(13, row.to_pay_minor);
  statement.bind(14, static_cast<std::int64_t>(row.kind)).bind_text(15, row.run);
  statement.bind(16, static_cast<std::int64_t>(row.confirmation)).bind_text(17, row.flags).bind(18, row.disputed_minor);
}
void InvoiceTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind_text(1, key).bind(2, row.open_minor).bind(3, row.to_pay_minor).bind_text(4, row.run);
  statement.bind(5, static_cast<std::int64_t>(row.confirmation)).bind_text(6, row.flags).bind(7, row.disputed_minor);
}
std::string InvoiceTable::read_key(storage::Statement& statement) { return std::string(statement.text(0)); }
Invoice InvoiceTable::read_row(storage::Statement& row) {
  Invoice invoice;
  invoice.number = std::string(row.text(0));
  invoice.sequence = {static_cast<std::uint64_t>(row.integer(1))};
  invoice.issuer = std::string(row.text(2));
  invoice.recipient = std::string(row.text(3));
  invoice.period = ledger::stored_period(row, 4);
  invoice.currency = ledger::stored_currency(row, 5);
  invoice.issued_on = ledger::stored_date(row, 6);
  invoice.due_on = ledger::stored_date(row, 7);
  invoice.net_minor = row.integer(8);
  invoice.tax_minor = row.integer(9);
  invoice.gross_minor = row.integer(10);
  invoice.open_minor = row.integer(11);
  invoice.to_pay_minor = row.integer(12);
  const std::int64_t kind = row.integer(13);
  if (kind < 1 || kind > static_cast<std::int64_t>(DocumentKind::converted)) ledger::throw_bad_row("a kind of document that is none");
  invoice.kind = static_cast<DocumentKind>(kind);
  invoice.run = std::string(row.text(14));
  const std::int64_t waits = row.integer(15);
  if (waits < 0 || waits > 2) ledger::throw_bad_row("a confirmation that is none");
  invoice.confirmation = static_cast<Confirmation>(waits);
  invoice.flags = std::string(row.text(16));
  invoice.disputed_minor = row.integer(17);
  return invoice;
}
std::string InvoiceTable::describe(const Key& key) { return key; }
std::string InvoiceTable::describe(const Row& row) {
  return fmt::format("record {}, {} to {}, {}, net {}, tax {}, gross {}, open {}, to pay {}, kind {}, run {}, waits {}, flags {}, disputed {}",
                     row.sequence.value, row.issuer, row.recipient, row.period.to_string(), row.net_minor, row.tax_minor,
                     row.gross_minor, row.open_minor, row.to_pay_minor, static_cast<int>(row.kind), row.run,
                     static_cast<int>(row.confirmation), row.flags, row.disputed_minor);
}

const std::string_view NumberTable::kSelect = sql::select_invoice_number;
const std::string_view NumberTable::kInsert = sql::insert_invoice_number;
const std::string_view NumberTable::kUpdate = sql::update_invoice_number;
const std::string_view NumberTable::kScan = sql::scan_invoice_numbers;

std::size_t NumberTable::Hash::operator()(const Key& key) const noexcept {
  return static_cast<std::size_t>(ledger::mix(std::hash<std::string>()(key.issuer), static_cast<std::uint64_t>(key.year)));
}
void NumberTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind_text(1, key.issuer).bind(2, key.year);
}
void NumberTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(3, row);
}
void NumberTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
IssuerYear NumberTable::read_key(storage::Statement& statement) {
  return {std::string(statement.text(0)), statement.integer(1)};
}
std::int64_t NumberTable::read_row(storage::Statement& statement) { return statement.integer(2); }
std::string NumberTable::describe(const Key& key) { return fmt::format("{} {}", key.issuer, key.year); }
std::string NumberTable::describe(const Row& row) { return fmt::format("last number {}", row); }

void Invoices::project(const ledger::Record& record) {
  using namespace program;
  const auto kind = record.kind();
  const bool of_run = kind >= kind::run_opened && kind <= kind::run_reversed;
  const bool of_debt = kind >= kind::obligation_reported && kind <= kind::obligation_flagged;
  if (!of_run && !of_debt && kind != kind::invoice_issued && kind != kind::settlement_posted && kind != kind::payment &&
      kind != kind::reversal && kind != kind::write_off_approved) {
    return;
  }
  papers_.remember(record);
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds what is missing
  if (const auto* issued = std::get_if<InvoiceIssued>(&*fact)) {
    open(document_of(*issued, record));
    ++numbers_.edit({issued->issuer, issued->issued_on.year()});
  } else if (const auto* settled = std::get_if<SettlementPosted>(&*fact)) {
    for (const SetOff& set_off : settled->invoices) {
      Invoice& invoice = table_.edit(set_off.invoice);
      invoice.open_minor -= set_off.set_off_minor;
      invoice.to_pay_minor += set_off.to_pay_minor;
    }
  } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
    pay(*payment, record);
  } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
    take_back(*reversal);
  } else if (const auto* approved = std::get_if<WriteOffApproved>(&*fact)) {
    table_.edit(approved->document).open_minor -= approved->amount_minor;
  } else if (of_debt) {
    project_debt(*fact, record);
  } else {
    project_run(*fact, record);
  }
}

void Invoices::project_debt(const program::Fact& fact, const ledger::Record& record) {
  using namespace program;
  if (const auto* reported = std::get_if<ObligationReported>(&fact)) {
    open(document_of(*reported, record));
  } else if (const auto* confirmed = std::get_if<ObligationConfirmed>(&fact)) {
    Invoice& document = table_.edit(confirmed->number);
    document.confirmation = confirmed->refuses ? Confirmation::refused : Confirmation::none;
    if (confirmed->refuses) document.open_minor = 0;
  } else if (const auto* flagged = std::get_if<ObligationFlagged>(&fact)) {
    table_.edit(flagged->number).flags = joined(flagged->flags);
  }
}

void Invoices::pay(const program::Payment& payment, const ledger::Record& record) {
  apply(payment.applied);
  if (payment.credit) open(document_of(*payment.credit, payment, record));
}

void Invoices::take_back(const program::Reversal& reversal) {
  apply(reversal.applied);
  if (reversal.credit.empty()) return;
  Invoice& credit = table_.edit(reversal.credit);
  credit.open_minor = 0;
  credit.confirmation = Confirmation::refused;
}

void Invoices::open(Invoice document) {
  document.open_minor = document.gross_minor;
  Invoice& row = table_.edit(document.number);
  row = std::move(document);
}

void Invoices::project_run(const program::Fact& fact, const ledger::Record& record) {
  using namespace program;
  if (const auto* collected = std::get_if<RunCollected>(&fact)) {
    for (const RunDocument& document : collected->documents) table_.edit(document.number).run = collected->run;
  } else if (const auto* proposed = std::get_if<RunProposed>(&fact)) {
    if (!proposed->without.empty()) release(papers_.collected(proposed->run), proposed->without);
  } else if (const auto* posted = std::get_if<RunPosted>(&fact)) {
    post(*posted, record);
  } else if (const auto* cancelled = std::get_if<RunCancelled>(&fact)) {
    if (cancelled->was_collected) release(papers_.collected(cancelled->run), {});
  } else if (const auto* reversed = std::get_if<RunReversed>(&fact)) {
    take_back(*reversed);
  }
}

// The documents of these parties are free again; of all, where none is named.
void Invoices::release(const program::RunCollected& collected, const std::vector<std::string>& parties) {
  std::vector<char> is_named(collected.parties.size(), parties.empty() ? 1 : 0);
  for (std::size_t i = 0; i < collected.parties.size(); ++i) {
    if (std::find(parties.begin(), parties.end(), collected.parties[i]) != parties.end()) is_named[i] = 1;
  }
  for (const program::RunDocument& document : collected.documents) {
    if (is_named.at(document.debtor) == 0 && is_named.at(document.creditor) == 0) continue;
    Invoice& row = table_.edit(document.number);
    if (row.run == collected.run) row.run.clear();
  }
}

void Invoices::post(const program::RunPosted& posted, const ledger::Record& record) {
  const program::RunCollected collected = papers_.collected(posted.run);
  const program::RunProposed proposed = papers_.proposed(posted.run);
  const std::vector<std::int64_t> taken = taken_from(collected, proposed);
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    if (taken[i] != 0) table_.edit(collected.documents[i].number).open_minor -= taken[i];
  }
  release(collected, {});
  std::map<std::string_view, Date> due;  // of what was converted, as it was collected
  for (const program::RunConversion& one : collected.conversions) {
    const program::RunDocument& document = collected.documents.at(one.document);
    due.emplace(document.number, document.due);
  }
  for (const program::RunMade& made : posted.made) {
    Invoice document;
    document.number = made.number;
    document.sequence = record.sequence;
    document.issuer = made.creditor;
    document.recipient = made.debtor;
    document.period = record.period;
    document.currency = made.currency;
    document.issued_on = record.effective;
    document.due_on = record.effective;
    document.net_minor = made.amount_minor;
    document.gross_minor = made.amount_minor;
    document.kind = made.converted_from.empty() ? DocumentKind::novated : DocumentKind::converted;
    if (const auto before = due.find(made.converted_from); before != due.end()) document.due_on = before->second;
    open(std::move(document));
  }
  for (const program::RunPayment& payment : posted.payments) {
    for (const program::RunPart& part : payment.parts) table_.edit(part.number).to_pay_minor += part.amount_minor;
  }
}

void Invoices::take_back(const program::RunReversed& reversed) {
  const program::RunCollected collected = papers_.collected(reversed.run);
  const program::RunProposed proposed = papers_.proposed(reversed.run);
  const std::vector<std::int64_t> taken = taken_from(collected, proposed);
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    if (taken[i] != 0) table_.edit(collected.documents[i].number).open_minor += taken[i];
  }
  for (const program::RunPart& part : reversed.freed) table_.edit(part.number).to_pay_minor -= part.amount_minor;
  for (const std::string& number : reversed.unmade) table_.edit(number).open_minor = 0;
}

void Invoices::apply(const std::vector<program::AppliedPayment>& payments) {
  for (const program::AppliedPayment& applied : payments) {
    Invoice& invoice = table_.edit(applied.invoice);
    invoice.open_minor -= applied.amount_minor;
    invoice.to_pay_minor -= applied.to_pay_minor;
  }
}

void Invoices::flush() {
  table_.flush();
  numbers_.flush();
}

void Invoices::forget() {
  table_.forget();
  numbers_.forget();
  papers_.forget();
}

void Invoices::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  table_.compare(stored, sink);
  numbers_.compare(stored, sink);
}

std::string Invoices::next_number(const std::string& issuer, Date issued_on) {
  const std::int64_t* last = numbers_.find({issuer, issued_on.year()});
  return invoice_number(issuer, issued_on, (last == nullptr ? 0 : *last) + 1);
}

std::optional<Invoice> invoice_by_number(storage::Database& database, const std::string& number) {
  auto row = database.prepare(sql::select_invoice);
  row->bind_text(1, number);
  if (!row->step()) return std::nullopt;
  return InvoiceTable::read_row(*row);
}

std::optional<std::string> document_numbered_for(storage::Database& database, const std::string& party) {
  auto rows = database.prepare(sql::select_document_like);
  const std::string from = party + "-";
  const std::string to = party + ".";  // '.' follows '-'; both outlive the steps below
  rows->bind_text(1, from).bind_text(2, to);
  while (rows->step()) {
    const std::string number(rows->text(0));
    if (issuer_in(number) == party) return number;
  }
  return std::nullopt;
}

std::vector<Invoice> invoices_of(storage::Database& database, std::optional<Period> period, const std::string& party) {
  auto rows = database.prepare(sql::list_invoices);
  rows->bind(1, period ? period->index() : 0).bind_text(2, party);
  return read_all(*rows);
}

std::vector<Invoice> invoices_to_settle(storage::Database& database, Period up_to) {
  auto rows = database.prepare(sql::invoices_to_settle);
  rows->bind(1, up_to.index());
  return read_all(*rows);
}

std::vector<Invoice> other_documents(storage::Database& database, const std::string& party) {
  auto rows = database.prepare(sql::list_other_documents);
  rows->bind_text(1, party);
  return read_all(*rows);
}

std::vector<Invoice> credits_of(storage::Database& database, Period period, const std::string& party) {
  auto rows = database.prepare(sql::list_credits);
  rows->bind(1, period.index()).bind_text(2, party);
  return read_all(*rows);
}

std::vector<Invoice> open_documents(storage::Database& database) {
  auto rows = database.prepare(sql::open_documents);
  return read_all(*rows);
}

std::vector<Invoice> unsettled_invoices(storage::Database& database, Period up_to, const std::string& party) {
  auto rows = database.prepare(sql::unsettled_invoices);
  rows->bind(1, up_to.index()).bind_text(2, party);
  return read_all(*rows);
}

Error unknown_invoice(const std::string& number) {
  return {Code::unknown_invoice, fmt::format("there is no invoice \"{}\"", number), "`quits invoice list` shows all", {}};
}

}  // namespace quits::settlement
