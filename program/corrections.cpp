#include "program/corrections.h"

#include <fmt/core.h>

#include "program/facts.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {
namespace {

std::int64_t signed_of(Sequence sequence) { return static_cast<std::int64_t>(sequence.value); }
Sequence sequence_at(storage::Statement& row, int column) {
  return {static_cast<std::uint64_t>(row.integer(column))};
}

}  // namespace

const std::string_view GivenBackTable::kSelect = sql::select_given_back;
const std::string_view GivenBackTable::kInsert = sql::insert_given_back;
const std::string_view GivenBackTable::kUpdate = sql::update_given_back;
const std::string_view GivenBackTable::kScan = sql::scan_given_back;

void GivenBackTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, signed_of(key));
}
void GivenBackTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind(1, signed_of(key)).bind(2, row.volume.millionths()).bind(3, row.amount_minor);
  statement.bind(4, signed_of(row.reversed_by));
}
void GivenBackTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
Sequence GivenBackTable::read_key(storage::Statement& statement) {
  return sequence_at(statement, 0);
}
GivenBack GivenBackTable::read_row(storage::Statement& statement) {
  return {Decimal::from_millionths(statement.integer(1)), statement.integer(2),
          sequence_at(statement, 3)};
}
std::string GivenBackTable::describe(const Key& key) { return fmt::format("entry {}", key.value); }
std::string GivenBackTable::describe(const Row& row) {
  return fmt::format("volume {}, amount {}, reversed by {}", row.volume.to_string(),
                     row.amount_minor, row.reversed_by.value);
}

const std::string_view AdjustmentTable::kSelect = sql::select_adjustment;
const std::string_view AdjustmentTable::kInsert = sql::insert_adjustment;
const std::string_view AdjustmentTable::kUpdate = sql::update_adjustment;
const std::string_view AdjustmentTable::kScan = sql::scan_adjustments;

void AdjustmentTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, signed_of(key));
}
void AdjustmentTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind(1, signed_of(key)).bind(2, signed_of(row.approved_by));
}
void AdjustmentTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
Sequence AdjustmentTable::read_key(storage::Statement& statement) {
  return sequence_at(statement, 0);
}
AdjustmentState AdjustmentTable::read_row(storage::Statement& statement) {
  return {sequence_at(statement, 1)};
}
std::string AdjustmentTable::describe(const Key& key) { return fmt::format("entry {}", key.value); }
std::string AdjustmentTable::describe(const Row& row) {
  return fmt::format("approved by {}", row.approved_by.value);
}

bool needs_approval(ledger::FactKind kind) {
  return kind == kind::adjustment || kind == kind::level_granted || kind == kind::fund_requested || kind == kind::restatement_proposed;
}

void Corrections::project(const ledger::Record& record) {
  const auto kind = record.kind();
  if (needs_approval(kind)) adjustments_.edit(record.sequence) = {};
  if (kind == kind::approval) adjustments_.edit(record.relates_to).approved_by = record.sequence;
  if (kind == kind::reversal) given_back_.edit(record.relates_to).reversed_by = record.sequence;
  Sequence before;  // what the item before gives back of: several earned with one sale, which goes back once
  for (const ledger::Item& item : record.items) {
    if (!item.trace.of) continue;
    GivenBack& row = given_back_.edit(item.trace.of);
    // Rating refused what does not fit; in a damaged log the sums stay and comparison finds it. What a cancelled contract
    // takes back is no refund of the sale: it differs from item to item.
    if (item.trace.of != before && !(item.trace.more.is_edited() && item.trace.more->clawback)) row.volume = row.volume.minus(item.base).value_or(row.volume);
    row.amount_minor -= item.trace.returned_minor;
    before = item.trace.of;
  }
}

void Corrections::flush() {
  given_back_.flush();
  adjustments_.flush();
}

void Corrections::forget() {
  given_back_.forget();
  adjustments_.forget();
}

void Corrections::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  given_back_.compare(stored, sink);
  adjustments_.compare(stored, sink);
}

GivenBack Corrections::given_back(Sequence entry) {
  const GivenBack* row = given_back_.find(entry);
  return row == nullptr ? GivenBack{} : *row;
}

Sequence Corrections::approved_by(Sequence adjustment) {
  const AdjustmentState* row = adjustments_.find(adjustment);
  return row == nullptr ? Sequence{} : row->approved_by;
}

std::vector<Sequence> pending_adjustments(storage::Database& database) {
  auto rows = database.prepare(sql::pending_adjustments);
  std::vector<Sequence> pending;
  while (rows->step()) pending.push_back(sequence_at(*rows, 0));
  return pending;
}

std::vector<Sequence> approved_since(storage::Database& database, Sequence entry) {
  auto rows = database.prepare(sql::approved_since);
  rows->bind(1, static_cast<std::int64_t>(entry.value));
  std::vector<Sequence> approved;
  while (rows->step()) approved.push_back(sequence_at(*rows, 0));
  return approved;
}

}  // namespace quits::program
