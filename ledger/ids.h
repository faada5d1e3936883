// One id, one content, one receipt, for ever.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "ledger/projection.h"

namespace quits::storage {
class Statement;
}

namespace quits::ledger {

// Ids are indexed as given, (source, external id): ordered ids stay fast at any size, random ones cannot.
class Ids final : public Projection {
 public:
  explicit Ids(storage::Database* database);
  ~Ids() override;

  std::string_view name() const override { return "ids"; }
  // While recording, claim() has already written the row; while rebuilding, this notes what the row must be: 8 bytes per
  // record, a hash under a key drawn for this run, so that a book of any size fits in memory.
  void project(const Record& record) override;
  void flush() override {}
  void forget() override;
  void compare(storage::Database& stored, const MismatchSink& sink) override;

  // Writes the id with its sequence and returns nothing, or leaves all as it is and returns the sequence it already has.
  std::optional<Sequence> claim(const FactId& id, Sequence sequence);
  // The id turned out to be recorded at another sequence than claimed.
  void assign(const FactId& id, Sequence sequence);
  // Undoes a claim of this transaction.
  void release(const FactId& id);
  std::optional<Sequence> find(const FactId& id);

 private:
  void load_sources();
  std::optional<std::int64_t> source_number(const std::string& source);
  void compare_sources(const std::unordered_map<std::int64_t, std::string>& stored, const MismatchSink& sink);
  std::uint64_t hash_of(std::string_view source, std::string_view id) const;

  storage::Database* database_;
  bool loaded_ = false;
  std::unordered_map<std::string, std::int64_t> sources_;  // while rebuilding, only the names
  std::string source_just_added_;
  std::unique_ptr<storage::Statement> claim_;
  std::unique_ptr<storage::Statement> select_;
  std::uint64_t key_ = 0;
  std::vector<std::uint64_t> hashes_;  // by sequence - 1
};

}  // namespace quits::ledger
