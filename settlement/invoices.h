// The register of documents: what is open of each, what is on a payment list, which run holds it, and the next number of each
// issuer of invoices.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"
#include "settlement/run_papers.h"

namespace quits::settlement {

enum class DocumentKind : std::uint8_t {
  invoice = 1,   // or a credit note: issued by the book at a close
  reported = 2,  // a debt that was invoiced elsewhere
  novated = 3,   // what a party pays to a netting centre, or gets from it
  credit = 4,    // what was paid beyond what was open: owed to the payer
  lone_credit = 5,  // the same between two that have no agreement in its currency: left to runs and payments
  converted = 6,    // what a run left of a document that it converted into its settlement currency
};
std::string_view name_of(DocumentKind kind);  // "invoice", "reported debt"
constexpr bool is_credit(DocumentKind kind) { return kind == DocumentKind::credit || kind == DocumentKind::lone_credit; }

// Whether a reported debt still needs the other side's word. A credit whose payment was taken back counts as refused.
enum class Confirmation : std::uint8_t { none = 0, awaited = 1, refused = 2 };

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
  DocumentKind kind = DocumentKind::invoice;
  std::string run;  // that holds it; empty: none
  Confirmation confirmation = Confirmation::none;
  std::string flags;  // "assigned,on_hold"
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
  explicit Invoices(storage::Database* database) : table_(database), numbers_(database), papers_(database) {}

  std::string_view name() const override { return "invoices"; }
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  const Invoice* find(const std::string& number) { return table_.find(number); }
  // Every document of a rebuild, in no order.
  template <class Visit>
  void each(const Visit& visit) const {
    table_.each([&](const std::string&, const Invoice& document) { visit(document); });
  }
  // Disputes say what is kept out of settlements; the document is there.
  void set_disputed(const std::string& number, std::int64_t disputed_minor) { table_.edit(number).disputed_minor = disputed_minor; }
  // What a run collected; it did (throws Failure).
  program::RunCollected collected(const std::string& run) { return papers_.collected(run); }
  // "ACME-2011-00001": the number the issuer's next invoice of that year gets.
  std::string next_number(const std::string& issuer, Date issued_on);

 private:
  void apply(const std::vector<program::AppliedPayment>& payments);
  void open(Invoice document);
  void pay(const program::Payment& payment, const ledger::Record& record);
  void take_back(const program::Reversal& reversal);
  void project_debt(const program::Fact& fact, const ledger::Record& record);
  void project_run(const program::Fact& fact, const ledger::Record& record);
  void release(const program::RunCollected& collected, const std::vector<std::string>& parties);
  void post(const program::RunPosted& posted, const ledger::Record& record);
  void take_back(const program::RunReversed& reversed);

  ledger::StoredTable<InvoiceTable> table_;
  ledger::StoredTable<NumberTable> numbers_;
  RunPapers papers_;
  program::FactCodec codec_;
};

// Questions.
std::optional<Invoice> invoice_by_number(storage::Database& database, const std::string& number);
// Invoices and credit notes, by number; all periods or parties where none is given.
std::vector<Invoice> invoices_of(storage::Database& database, std::optional<Period> period, const std::string& party);
// What settling a period looks at: its own invoices, and every earlier one and every credit up to it with something open that is
// on no payment list nor held by a run, disputed or not; by parties, currency, due date and number. Reported debts are settled
// by runs only.
std::vector<Invoice> invoices_to_settle(storage::Database& database, Period up_to);
// Those up to a period with something open that is on no payment list, of one party or of all; in no order.
std::vector<Invoice> unsettled_invoices(storage::Database& database, Period up_to, const std::string& party);
// Credits of payments of a period, and what is open of earlier ones, by entry; of one party, or of all.
std::vector<Invoice> credits_of(storage::Database& database, Period period, const std::string& party);
// Documents that the book did not invoice: reported debts, credits of payments, and what runs made; by entry. Of one party, or of all.
std::vector<Invoice> other_documents(storage::Database& database, const std::string& party);
// With something open that is on no payment list; by currency and number.
std::vector<Invoice> open_documents(storage::Database& database);
// A document that is no invoice of the party, but has a number that one will get; nothing where there is none.
std::optional<std::string> document_numbered_for(storage::Database& database, const std::string& party);
// unknown_invoice, with what to do.
Error unknown_invoice(const std::string& number);

}  // namespace quits::settlement
