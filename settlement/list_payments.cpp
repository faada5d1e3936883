#include "settlement/list_payments.h"

#include <fmt/core.h>

#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {

const std::string_view ListPaymentTable::kSelect = sql::select_list_payment;
const std::string_view ListPaymentTable::kInsert = sql::insert_list_payment;
const std::string_view ListPaymentTable::kUpdate = sql::update_list_payment;
const std::string_view ListPaymentTable::kScan = sql::scan_list_payments;

std::size_t ListPaymentTable::Hash::operator()(const Key& key) const noexcept {
  return static_cast<std::size_t>(
      ledger::mix(std::hash<std::string>()(key.reference), std::hash<std::string>()(key.document)));
}
void ListPaymentTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind_text(1, key.reference).bind_text(2, key.document);
}
void ListPaymentTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(3, row);
}
void ListPaymentTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
ListedDocument ListPaymentTable::read_key(storage::Statement& row) {
  return {std::string(row.text(0)), std::string(row.text(1))};
}
std::int64_t ListPaymentTable::read_row(storage::Statement& row) { return row.integer(2); }
std::string ListPaymentTable::describe(const Key& key) {
  return fmt::format("{} under {}", key.document, key.reference);
}
std::string ListPaymentTable::describe(const Row& row) { return fmt::format("paid {}", row); }

void ListPayments::project(const ledger::Record& record) {
  const auto kind = record.kind();
  if (kind != program::kind::payment && kind != program::kind::reversal) return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds what is missing
  if (const auto* payment = std::get_if<program::Payment>(&*fact)) {
    apply(payment->reference, payment->applied);
  } else if (const auto* reversal = std::get_if<program::Reversal>(&*fact)) {
    apply(reversal->reference, reversal->applied);
  }
}

void ListPayments::apply(const std::string& reference,
                         const std::vector<program::AppliedPayment>& payments) {
  for (const program::AppliedPayment& applied : payments) {
    const std::string& list = applied.order.empty() ? reference : applied.order;
    if (applied.to_pay_minor != 0) table_.edit({list, applied.invoice}) += applied.to_pay_minor;
  }
}

}  // namespace quits::settlement
