#include "program/plan_customers.h"

#include <fmt/core.h>

#include "ledger/stored.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

const std::string_view PlanCustomerTable::kSelect = sql::select_plan_customer;
const std::string_view PlanCustomerTable::kInsert = sql::insert_plan_customer;
const std::string_view PlanCustomerTable::kUpdate = sql::insert_plan_customer;  // a first sale never changes
const std::string_view PlanCustomerTable::kScan = sql::scan_plan_customers;

std::size_t PlanCustomerTable::Hash::operator()(const Key& key) const noexcept {
  const std::hash<std::string> text;
  return static_cast<std::size_t>(ledger::mix(ledger::mix(key.version.value, text(key.plan)), text(key.customer)));
}
void PlanCustomerTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, static_cast<std::int64_t>(key.version.value)).bind_text(2, key.plan).bind_text(3, key.customer);
}
void PlanCustomerTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(4, row.days_since_epoch());
}
void PlanCustomerTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
PlanCustomerKey PlanCustomerTable::read_key(storage::Statement& statement) {
  return {{static_cast<std::uint64_t>(statement.integer(0))}, std::string(statement.text(1)), std::string(statement.text(2))};
}
Date PlanCustomerTable::read_row(storage::Statement& statement) { return ledger::stored_date(statement, 3); }
std::string PlanCustomerTable::describe(const Key& key) {
  return fmt::format("version {}, plan {}, customer {}", key.version.value, key.plan, key.customer);
}
std::string PlanCustomerTable::describe(const Row& row) { return "since " + row.to_string(); }

void PlanCustomers::project(const ledger::Record& record) {
  if (record.kind() != kind::sale && record.kind() != kind::credit) return;
  for (const ledger::Item& item : record.items) {
    if (!item.trace.customer_since) continue;
    const auto fact = codec_.decode(record.fact);
    if (!fact) return;  // a damaged record: comparison finds the missing row
    const Sale& sale = record.kind() == kind::sale ? std::get<Sale>(*fact) : std::get<Credit>(*fact).line;
    const PlanCustomerKey key{item.key.version, item.key.term, sale.customer};
    if (table_.find(key) == nullptr) table_.edit(key) = *item.trace.customer_since;
  }
}

std::optional<Date> PlanCustomers::since(const PlanCustomerKey& key) {
  const Date* since = table_.find(key);
  return since == nullptr ? std::nullopt : std::optional(*since);
}

}  // namespace quits::program
