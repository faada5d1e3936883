#include "settlement/ageing.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/int128.h"
#include "base/money.h"
#include "ledger/book.h"
#include "settlement/disputes.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {

std::size_t bucket_of(Date due, Date as_of) {
  constexpr std::int64_t kWidth = 30;
  const std::int64_t overdue = as_of.days_since_epoch() - due.days_since_epoch();
  if (overdue <= 0) return 0;
  return std::min<std::size_t>(static_cast<std::size_t>((overdue - 1) / kWidth) + 1,
                               kAgeingBuckets - 1);
}

Result<std::vector<AgeingRow>> ageing_of(const std::vector<Invoice>& documents, Date as_of) {
  std::map<std::tuple<std::string, std::string, std::string>, AgeingRow> rows;
  const auto add = [](std::int64_t& sum, std::int64_t amount) -> Status {
    TRY(sum, to_minor(int128{sum} + amount, 1, Rounding::half_away_from_zero));
    return {};
  };
  for (const Invoice& document : documents) {
    if (document.open_minor == 0) continue;
    AgeingRow& row =
        rows[{std::string(document.currency.code()), document.issuer, document.recipient}];
    row.creditor = document.issuer;
    row.debtor = document.recipient;
    row.currency = document.currency;
    TRY_STATUS(add(row.minor.at(bucket_of(document.due_on, as_of)), document.open_minor));
    TRY_STATUS(add(row.total_minor, document.open_minor));
    TRY_STATUS(add(row.disputed_minor, document.disputed_minor));
    ++row.documents;
  }
  std::vector<AgeingRow> result;
  for (auto& [key, row] : rows) result.push_back(std::move(row));
  return result;
}

std::vector<Invoice> documents_open_now(storage::Database& database, const std::string& party) {
  auto rows = database.prepare(sql::list_open_documents);
  rows->bind_text(1, party);
  std::vector<Invoice> documents;
  while (rows->step()) documents.push_back(InvoiceTable::read_row(*rows));
  return documents;
}

std::vector<Invoice> documents_open_on(ledger::Book& book, const std::string& party, Date day) {
  Invoices invoices(nullptr);
  Disputes disputes(nullptr, invoices);
  ledger::Record record;
  const std::uint64_t size = book.log().size();
  for (std::uint64_t sequence = 1; sequence <= size; ++sequence) {
    book.log().read({sequence}, record);
    // A run sets off on its own day, which is before the days on which it was collected, proposed
    // and approved.
    const bool prepares =
        record.kind() >= program::kind::run_opened && record.kind() <= program::kind::run_approved;
    if (record.effective > day && !prepares) continue;
    invoices.project(record);
    disputes.project(record);
  }
  std::vector<Invoice> documents;
  invoices.each([&](const Invoice& document) {
    const bool is_there = !document.number.empty() && document.open_minor != 0;
    if (is_there && (party.empty() || document.issuer == party || document.recipient == party))
      documents.push_back(document);
  });
  std::sort(documents.begin(), documents.end(),
            [](const Invoice& left, const Invoice& right) { return left.number < right.number; });
  return documents;
}

}  // namespace quits::settlement
