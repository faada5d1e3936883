// The register of invoices: what is open of each, what is on a payment list, and the next number of each issuer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"

namespace quits::settlement {

struct Invoice {
  std::string number;
  Sequence sequence;  // the record that issued it; it holds the lines
  std::string issuer;
  std::string recipient;
  Period period;
  Currency currency = Currency::none();
  Date issued_on;
  Date due_on;
  std::int64_t net_minor = 0;
  std::int64_t tax_minor = 0;
  std::int64_t gross_minor = 0;
  std::int64_t open_minor = 0;    // not yet set off or paid; negative on a credit note
  std::int64_t to_pay_minor = 0;  // of what is open, the part on a payment list
  std::int64_t disputed_minor = 0;  // of what is open and on no payment list, the part that is disputed

  // What a settlement may take.
  std::int64_t free_minor() const { return open_minor - to_pay_minor - disputed_minor; }
  bool operator==(const Invoice&) const = default;
};

struct InvoiceTable {
  using Key = std::string;
  using Row = Invoice;
  using Hash = std::hash<std::string>;
  static constexpr std::string_view kName = "invoice";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

struct IssuerYear {
  std::string issuer;
  std::int64_t year = 0;

  auto operator<=>(const IssuerYear&) const = default;
};

struct NumberTable {
  using Key = IssuerYear;
  using Row = std::int64_t;  // the last number given
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "invoice_number";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Invoices final : public ledger::Projection {
 public:
  explicit Invoices(storage::Database* database) : table_(database), numbers_(database) {}

  std::string_view name() const override { return "invoices"; }
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  const Invoice* find(const std::string& number) { return table_.find(number); }
  // Disputes say what is kept out of settlements; the document is there.
  void set_disputed(const std::string& number, std::int64_t disputed_minor) { table_.edit(number).disputed_minor = disputed_minor; }
  // "ACME-2011-00001": the number the issuer's next invoice of that year gets.
  std::string next_number(const std::string& issuer, Date issued_on);

 private:
  void apply(const std::vector<program::AppliedPayment>& payments);

  ledger::StoredTable<InvoiceTable> table_;
  ledger::StoredTable<NumberTable> numbers_;
  program::FactCodec codec_;
};

// Questions.
std::optional<Invoice> invoice_by_number(storage::Database& database, const std::string& number);
// By number; all periods or parties where none is given.
std::vector<Invoice> invoices_of(storage::Database& database, std::optional<Period> period, const std::string& party);
// What settling a period looks at: its own invoices, and every earlier one with something open that is on no payment
// list, disputed or not; by parties, currency, due date and number.
std::vector<Invoice> invoices_to_settle(storage::Database& database, Period up_to);
// Those up to a period with something open that is on no payment list, of one party or of all; in no order.
std::vector<Invoice> unsettled_invoices(storage::Database& database, Period up_to, const std::string& party);
// unknown_invoice, with what to do.
Error unknown_invoice(const std::string& number);

}  // namespace quits::settlement
