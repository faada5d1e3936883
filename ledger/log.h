// The append-only log: records as stored bytes, numbered densely from 1, and the Merkle tree over them.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/digest.h"
#include "ledger/encoding.h"
#include "ledger/merkle.h"
#include "ledger/record.h"
#include "ledger/tree_nodes.h"

namespace quits::storage {
class Database;
class Statement;
}  // namespace quits::storage

namespace quits::ledger {

class Log {
 public:
  explicit Log(storage::Database& database);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // The next sequence is size() + 1.
  std::uint64_t size();

  // Encodes, stores and hashes. record.sequence must be the next one (CHECK).
  void append(const Record& record);
  // The next record as another copy of this log holds it: its bytes stay as they are.
  void append_stored(std::span<const std::byte> bytes);

  // Its items are not completed. Throws Failure(not_found) when there is no such record, Failure(corrupt) when its
  // bytes are none.
  void read(Sequence sequence, Record& out);

  // The stored bytes in order from first to last, both inclusive. The bytes are valid during the visit; false ends the scan.
  using Visit = std::function<bool(Sequence, std::span<const std::byte>)>;
  void scan(Sequence first, Sequence last, const Visit& visit);

  // RFC 6962 root over all records appended so far.
  Hash root();
  const MerkleFrontier& frontier();

  void flush();   // writes the frontier
  void forget();  // reads size and frontier again when next asked

 private:
  void load();

  storage::Database& database_;
  bool loaded_ = false;
  bool changed_ = false;
  std::uint64_t size_ = 0;
  MerkleFrontier frontier_;
  TreeNodeWriter write_node_;
  NodeSink completed_;
  Hasher hasher_;
  RecordCodec codec_;
  std::unique_ptr<storage::Statement> insert_;
  std::unique_ptr<storage::Statement> select_;
  std::unique_ptr<storage::Statement> upsert_tree_;
};

// The newest sequence; 0 in an empty book.
std::uint64_t last_sequence(storage::Database& database);

// The frontier as stored, for verify.
std::optional<MerkleFrontier> stored_frontier(storage::Database& database);

}  // namespace quits::ledger
