#include "ledger/ids.h"

#include <fmt/core.h>
#define XXH_INLINE_ALL  // no library to link
#include <xxhash.h>

#include <random>

#include "ledger/sql.h"
#include "storage/database.h"

namespace quits::ledger {

Ids::Ids(storage::Database* database) : database_(database) {
  std::random_device random;
  key_ = (std::uint64_t{random()} << 32U) ^ random();
}
Ids::~Ids() = default;

std::uint64_t Ids::hash_of(std::string_view source, std::string_view id) const {
  return XXH3_64bits_withSeed(id.data(), id.size(), XXH3_64bits_withSeed(source.data(), source.size(), key_));
}

void Ids::load_sources() {
  if (loaded_) return;
  auto rows = database_->prepare(sql::scan_sources);
  while (rows->step()) sources_.emplace(std::string(rows->text(1)), rows->integer(0));
  loaded_ = true;  // not before: a failure on the way must not leave half of them
}

std::optional<std::int64_t> Ids::source_number(const std::string& source) {
  load_sources();
  const auto known = sources_.find(source);
  if (known == sources_.end()) return std::nullopt;
  return known->second;
}

std::optional<Sequence> Ids::claim(const FactId& id, Sequence sequence) {
  auto number = source_number(id.source);
  source_just_added_.clear();
  if (!number) {
    number = static_cast<std::int64_t>(sources_.size()) + 1;
    sources_.emplace(id.source, *number);
    source_just_added_ = id.source;
    auto insert = database_->prepare(sql::insert_source);
    insert->bind(1, *number).bind_text(2, id.source).run();
  }
  if (!claim_) claim_ = database_->prepare(sql::claim_id);
  claim_->bind(1, *number).bind_text(2, id.external_id).bind(3, static_cast<std::int64_t>(sequence.value)).run();
  if (claim_->changes() == 1) return std::nullopt;
  return find(id);
}

void Ids::assign(const FactId& id, Sequence sequence) {
  auto update = database_->prepare(sql::assign_id);
  update->bind(1, *source_number(id.source)).bind_text(2, id.external_id).bind(3, static_cast<std::int64_t>(sequence.value)).run();
}

void Ids::release(const FactId& id) {
  const auto number = source_number(id.source);
  if (!number) return;
  database_->prepare(sql::delete_id)->bind(1, *number).bind_text(2, id.external_id).run();
  if (source_just_added_ == id.source) {
    database_->prepare(sql::delete_source)->bind(1, *number).run();
    sources_.erase(id.source);
    source_just_added_.clear();
  }
}

std::optional<Sequence> Ids::find(const FactId& id) {
  const auto number = source_number(id.source);
  if (!number) return std::nullopt;
  if (!select_) select_ = database_->prepare(sql::select_id);
  select_->bind(1, *number).bind_text(2, id.external_id);
  if (!select_->step()) return std::nullopt;
  const Sequence sequence{static_cast<std::uint64_t>(select_->integer(0))};
  select_->reset();
  return sequence;
}

void Ids::project(const Record& record) {
  if (database_ != nullptr) return;
  hashes_.push_back(hash_of(record.id.source, record.id.external_id));
  sources_.try_emplace(record.id.source);
}

void Ids::forget() {
  loaded_ = false;
  sources_.clear();
  source_just_added_.clear();
}

// Numbers are given in the order of first use, so they run from 1 without a gap; the ids say which is whose.
void Ids::compare_sources(const std::unordered_map<std::int64_t, std::string>& stored, const MismatchSink& sink) {
  std::unordered_map<std::string, std::int64_t> rest = sources_;
  for (const auto& [number, name] : stored) {
    const bool known = rest.erase(name) != 0;
    if (known && number >= 1 && number <= static_cast<std::int64_t>(sources_.size())) continue;
    sink({"source", fmt::format("source {}", number), name, known ? fmt::format("a number from 1 to {}", sources_.size()) : "no such row"});
  }
  for (const auto& [name, unused] : rest) sink({"source", name, "no such row", "the source of a record"});
}

void Ids::compare(storage::Database& stored, const MismatchSink& sink) {
  std::unordered_map<std::int64_t, std::string> names;
  auto sources = stored.prepare(sql::scan_sources);
  while (sources->step()) names.emplace(sources->integer(0), std::string(sources->text(1)));
  compare_sources(names, sink);

  auto rows = stored.prepare(sql::scan_ids);
  std::vector<bool> seen(hashes_.size(), false);
  std::uint64_t count = 0;
  while (rows->step()) {
    const auto source = names.find(rows->integer(0));
    const auto sequence = static_cast<std::uint64_t>(rows->integer(2));
    const bool known = source != names.end() && sequence >= 1 && sequence <= hashes_.size() &&
                       hashes_[sequence - 1] == hash_of(source->second, rows->text(1));
    if (!known || seen[sequence - 1]) {
      sink({"fact_id", fmt::format("source {}, id {}", rows->integer(0), rows->text(1)), fmt::format("record {}", sequence),
            "a record with this id, once"});
      continue;
    }
    seen[sequence - 1] = true;
    ++count;
  }
  for (std::size_t i = 0; count < hashes_.size() && i < seen.size(); ++i) {
    if (!seen[i]) sink({"fact_id", fmt::format("record {}", i + 1), "no such row", "the id of this record"});
  }
}

}  // namespace quits::ledger
