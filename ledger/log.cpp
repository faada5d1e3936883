#include "ledger/log.h"

#include <fmt/core.h>

#include "base/check.h"
#include "base/failure.h"
#include "ledger/sql.h"
#include "storage/database.h"

namespace quits::ledger {

Log::Log(storage::Database& database)
    : database_(database), write_node_(database), completed_([this](NodePlace place, const Hash& hash) { write_node_(place, hash); }) {}
Log::~Log() = default;

void Log::load() {
  if (loaded_) return;
  size_ = last_sequence(database_);
  frontier_ = stored_frontier(database_).value_or(MerkleFrontier{});
  if (frontier_.size() != size_) {
    throw Failure(Code::corrupt, fmt::format("the log has {} records, its tree {}", size_, frontier_.size()),
                  "run `quits verify` and restore from a backup");
  }
  loaded_ = true;
  changed_ = false;
}

std::uint64_t Log::size() {
  load();
  return size_;
}

const MerkleFrontier& Log::frontier() {
  load();
  return frontier_;
}

Hash Log::root() {
  load();
  return frontier_.root(hasher_);
}

void Log::append(const Record& record) {
  load();
  CHECK(record.sequence.value == size_ + 1, "record {} cannot follow {}", record.sequence.value, size_);
  append_stored(std::as_bytes(std::span(codec_.encode(record))));
}

void Log::append_stored(std::span<const std::byte> bytes) {
  load();
  if (!insert_) insert_ = database_.prepare(sql::insert_record);
  insert_->bind(1, static_cast<std::int64_t>(size_ + 1)).bind_blob(2, bytes).run();
  frontier_.append(hasher_, hasher_.leaf(bytes), completed_);
  ++size_;
  changed_ = true;
}

void Log::read(Sequence sequence, Record& out) {
  if (!select_) select_ = database_.prepare(sql::select_record);
  select_->bind(1, static_cast<std::int64_t>(sequence.value));
  if (!select_->step()) {
    throw Failure(Code::not_found, fmt::format("there is no entry {}", sequence.value), "see `quits entries`");
  }
  out.sequence = sequence;
  codec_.decode(select_->blob(0), out);
  select_->reset();
}

void Log::scan(Sequence first, Sequence last, const Visit& visit) {
  auto rows = database_.prepare(sql::scan_records);
  rows->bind(1, static_cast<std::int64_t>(first.value)).bind(2, static_cast<std::int64_t>(last.value));
  while (rows->step()) {
    if (!visit({static_cast<std::uint64_t>(rows->integer(0))}, rows->blob(1))) return;
  }
}

void Log::flush() {
  if (!changed_) return;
  const std::string bytes = frontier_.to_bytes();
  if (!upsert_tree_) upsert_tree_ = database_.prepare(sql::upsert_tree);
  upsert_tree_->bind_blob(1, std::as_bytes(std::span(bytes))).run();
  changed_ = false;
}

void Log::forget() { loaded_ = false; }

std::uint64_t last_sequence(storage::Database& database) {
  auto last = database.prepare(sql::last_sequence);
  return last->step() ? static_cast<std::uint64_t>(last->integer(0)) : 0;
}

std::optional<MerkleFrontier> stored_frontier(storage::Database& database) {
  auto row = database.prepare(sql::select_tree);
  if (!row->step()) return std::nullopt;
  auto frontier = MerkleFrontier::from_bytes(row->blob(0));
  if (!frontier) throw Failure(frontier.error().code, frontier.error().message, "run `quits verify`");
  return *std::move(frontier);
}

}  // namespace quits::ledger
