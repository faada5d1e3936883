#include "settlement/invoices.h"

#include <fmt/core.h>

#include "ledger/stored.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

std::vector<Invoice> read_all(storage::Statement& rows) {
  std::vector<Invoice> invoices;
  while (rows.step()) invoices.push_back(InvoiceTable::read_row(rows));
  return invoices;
}

}  // namespace

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
  statement.bind(14, row.disputed_minor);
}
void InvoiceTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind_text(1, key).bind(2, row.open_minor).bind(3, row.to_pay_minor).bind(4, row.disputed_minor);
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
  invoice.disputed_minor = row.integer(13);
  return invoice;
}
std::string InvoiceTable::describe(const Key& key) { return key; }
std::string InvoiceTable::describe(const Row& row) {
  return fmt::format("record {}, {} to {}, {}, net {}, tax {}, gross {}, open {}, to pay {}, disputed {}", row.sequence.value, row.issuer,
                     row.recipient, row.period.to_string(), row.net_minor, row.tax_minor, row.gross_minor, row.open_minor,
                     row.to_pay_minor, row.disputed_minor);
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
  if (kind != kind::invoice_issued && kind != kind::settlement_posted && kind != kind::payment && kind != kind::reversal) return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds what is missing
  if (const auto* issued = std::get_if<InvoiceIssued>(&*fact)) {
    table_.edit(issued->number) = {issued->number,    record.sequence,   issued->issuer,    issued->recipient, issued->period,
                                   issued->currency,  issued->issued_on, issued->due_on,    issued->net_minor, issued->tax_minor,
                                   issued->gross_minor, issued->gross_minor, 0,                 0};
    ++numbers_.edit({issued->issuer, issued->issued_on.year()});
  } else if (const auto* settled = std::get_if<SettlementPosted>(&*fact)) {
    for (const SetOff& set_off : settled->invoices) {
      Invoice& invoice = table_.edit(set_off.invoice);
      invoice.open_minor -= set_off.set_off_minor;
      invoice.to_pay_minor += set_off.to_pay_minor;
    }
  } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
    apply(payment->applied);
  } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
    apply(reversal->applied);
  }
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
}

void Invoices::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  table_.compare(stored, sink);
  numbers_.compare(stored, sink);
}

std::string Invoices::next_number(const std::string& issuer, Date issued_on) {
  const std::int64_t* last = numbers_.find({issuer, issued_on.year()});
  return fmt::format("{}-{}-{:05}", issuer, issued_on.year(), (last == nullptr ? 0 : *last) + 1);
}

std::optional<Invoice> invoice_by_number(storage::Database& database, const std::string& number) {
  auto row = database.prepare(sql::select_invoice);
  row->bind_text(1, number);
  if (!row->step()) return std::nullopt;
  return InvoiceTable::read_row(*row);
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

std::vector<Invoice> unsettled_invoices(storage::Database& database, Period up_to, const std::string& party) {
  auto rows = database.prepare(sql::unsettled_invoices);
  rows->bind(1, up_to.index()).bind_text(2, party);
  return read_all(*rows);
}

Error unknown_invoice(const std::string& number) {
  return {Code::unknown_invoice, fmt::format("there is no invoice \"{}\"", number), "`quits invoice list` shows all", {}};
}

}  // namespace quits::settlement
