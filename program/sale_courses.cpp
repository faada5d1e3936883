#include "program/sale_courses.h"

#include <fmt/core.h>

#include "program/facts.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {
namespace {

std::int64_t signed_of(Sequence sequence) { return static_cast<std::int64_t>(sequence.value); }
Sequence sequence_at(storage::Statement& row, int column) { return {static_cast<std::uint64_t>(row.integer(column))}; }

}  // namespace

const std::string_view SaleCourseTable::kSelect = sql::select_sale_course;
const std::string_view SaleCourseTable::kInsert = sql::insert_sale_course;
const std::string_view SaleCourseTable::kUpdate = sql::update_sale_course;
const std::string_view SaleCourseTable::kScan = sql::scan_sale_courses;

void SaleCourseTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind(1, signed_of(key)); }
void SaleCourseTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind(1, signed_of(key)).bind(2, row.paid.millionths());
  statement.bind(3, signed_of(row.newest_payment)).bind(4, signed_of(row.cancelled_by));
}
void SaleCourseTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
Sequence SaleCourseTable::read_key(storage::Statement& statement) { return sequence_at(statement, 0); }
SaleCourse SaleCourseTable::read_row(storage::Statement& statement) {
  return {Decimal::from_millionths(statement.integer(1)), sequence_at(statement, 2), sequence_at(statement, 3)};
}
std::string SaleCourseTable::describe(const Key& key) { return fmt::format("sale {}", key.value); }
std::string SaleCourseTable::describe(const Row& row) {
  return fmt::format("paid {}, newest payment {}, cancelled by {}", row.paid.to_string(), row.newest_payment.value, row.cancelled_by.value);
}

void SaleCourses::project(const ledger::Record& record) {
  if (record.kind() == kind::contract_cancelled) table_.edit(record.relates_to).cancelled_by = record.sequence;
  Sequence before;  // the payment that the item before gives back: several items of one payment go back once
  bool is_first = true;
  for (const ledger::Item& item : record.items) {
    const ledger::Trace& trace = item.trace;
    if (trace.more.is_edited() && trace.more->clawback && record.kind() == kind::reversal) {
      table_.edit(trace.of).cancelled_by = {};  // the contract goes on after all
    }
    const bool again = !is_first && trace.of == before;
    is_first = false;
    before = trace.of;
    if (again || !trace.more.is_edited() || !trace.more->payment) continue;
    SaleCourse& course = table_.edit(trace.more->payment->sale);
    // Rating refused what does not fit; in a damaged log the sum stays and comparison finds it.
    course.paid = course.paid.plus(item.base).value_or(course.paid);
    if (record.kind() == kind::customer_payment) course.newest_payment = record.sequence;
  }
}

SaleCourse SaleCourses::of(Sequence sale) {
  const SaleCourse* row = table_.find(sale);
  return row == nullptr ? SaleCourse{} : *row;
}

}  // namespace quits::program
