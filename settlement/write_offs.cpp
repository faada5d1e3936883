#include "settlement/write_offs.h"

#include <fmt/core.h>

#include "ledger/book.h"
#include "ledger/stored.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

std::int64_t number_of(Sequence sequence) { return static_cast<std::int64_t>(sequence.value); }

}  // namespace

std::string_view state_of(const WriteOff& write_off) {
  return write_off.reversed ? "reversed" : write_off.approved ? "approved" : "requested";
}

const std::string_view WriteOffTable::kSelect = sql::select_write_off;
const std::string_view WriteOffTable::kInsert = sql::insert_write_off;
const std::string_view WriteOffTable::kUpdate = sql::update_write_off;
const std::string_view WriteOffTable::kScan = sql::scan_write_offs;

void WriteOffTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind(1, number_of(key));
}
void WriteOffTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind_text(2, row.document).bind(3, row.amount_minor).bind(4, number_of(row.approved));
  statement.bind(5, row.posted_in ? row.posted_in->index() : 0).bind(6, number_of(row.reversed));
}
void WriteOffTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
Sequence WriteOffTable::read_key(storage::Statement& row) {
  return ledger::stored_sequence(row, 0);
}
WriteOff WriteOffTable::read_row(storage::Statement& row) {
  WriteOff write_off;
  write_off.document = std::string(row.text(1));
  write_off.amount_minor = row.integer(2);
  write_off.approved = ledger::stored_sequence(row, 3);
  if (row.integer(4) != 0) write_off.posted_in = ledger::stored_period(row, 4);
  write_off.reversed = ledger::stored_sequence(row, 5);
  return write_off;
}
std::string WriteOffTable::describe(const Key& key) {
  return fmt::format("requested in {}", key.value);
}
std::string WriteOffTable::describe(const Row& row) {
  return fmt::format("{} of {}, approved in {}, posted in {}, reversed in {}", row.amount_minor,
                     row.document, row.approved.value,
                     row.posted_in ? row.posted_in->to_string() : "no period", row.reversed.value);
}

void WriteOffs::project(const ledger::Record& record) {
  using namespace program;
  const auto kind = record.kind();
  if (kind != kind::write_off_requested && kind != kind::write_off_approved &&
      kind != kind::reversal)
    return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds what is missing
  if (const auto* requested = std::get_if<WriteOffRequested>(&*fact)) {
    WriteOff& row = table_.edit(record.sequence);
    row.document = requested->document;
    row.amount_minor = requested->amount_minor;
  } else if (std::holds_alternative<WriteOffApproved>(*fact)) {
    WriteOff& row = table_.edit(record.relates_to);
    row.approved = record.sequence;
    row.posted_in = record.period;
  } else if (const auto* reversal = std::get_if<Reversal>(&*fact);
             reversal != nullptr && reversal->write_off) {
    table_.edit(reversal->write_off).reversed = record.sequence;
  }
}

std::optional<WriteOff> write_off_requested_in(storage::Database& database, Sequence entry) {
  auto row = database.prepare(sql::select_write_off);
  WriteOffTable::bind_key(*row, entry);
  if (!row->step()) return std::nullopt;
  return WriteOffTable::read_row(*row);
}

std::vector<WriteOffStory> write_offs_of(ledger::Book& book, const std::string& party,
                                         std::optional<Period> posted_in) {
  std::vector<WriteOffStory> stories;
  {
    auto rows = book.database().prepare(sql::list_write_offs);
    rows->bind_text(1, party).bind(2, posted_in ? posted_in->index() : 0);
    while (rows->step())
      stories.push_back(
          {WriteOffTable::read_key(*rows), WriteOffTable::read_row(*rows), {}, "", "", {}, "", {}});
  }
  program::FactCodec codec;
  for (WriteOffStory& story : stories) {
    if (auto document = invoice_by_number(book.database(), story.write_off.document))
      story.document = *std::move(document);
    const ledger::Record requested = book.read(story.requested);
    story.requested_by = requested.actor;
    story.requested_on = requested.effective;
    const auto fact = codec.decode(requested.fact);
    if (const auto* said = fact ? std::get_if<program::WriteOffRequested>(&*fact) : nullptr)
      story.reason = said->reason;
    if (!story.write_off.approved) continue;
    const ledger::Record approved = book.read(story.write_off.approved);
    story.approved_by = approved.actor;
    story.approved_on = approved.effective;
  }
  return stories;
}

std::vector<WriteOff> write_offs_posted_in(storage::Database& database, Period period) {
  auto rows = database.prepare(sql::list_write_offs);
  rows->bind_text(1, "").bind(2, period.index());
  std::vector<WriteOff> write_offs;
  while (rows->step()) write_offs.push_back(WriteOffTable::read_row(*rows));
  return write_offs;
}

}  // namespace quits::settlement
