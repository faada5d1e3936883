// The tree over the log as a book keeps it: its frontier, and the root of every complete subtree
// over 16, 256, 4,096 ... records. That is one row for every fifteen records, and enough to prove
// any entry and any older size by reading a few dozen rows, however long the log is.
//
//   storage::Transaction snapshot(database, storage::Access::read);
//   StoredTree tree(database);
//   TRY(const Proof proof, tree.inclusion(entry, tree.size()));
#pragma once

#include <memory>
#include <vector>

#include "base/id.h"
#include "ledger/projection.h"
#include "ledger/tree_proof.h"

namespace quits::storage {
class Database;
class Statement;
}  // namespace quits::storage

namespace quits::ledger {

// Every fourth level has rows; those between are a few hashes away, and leaves are in the log.
inline constexpr std::uint32_t kStoredLevels = 4;
constexpr bool is_stored(NodePlace place) {
  return place.level > 0 && place.level % kStoredLevels == 0;
}

// Writes the nodes that a growing log completes; one at a time, in its transaction.
class TreeNodeWriter {
 public:
  explicit TreeNodeWriter(storage::Database& database);
  ~TreeNodeWriter();

  void operator()(NodePlace place, const Hash& hash);

 private:
  storage::Database& database_;
  std::unique_ptr<storage::Statement> insert_;
};

// Questions about the stored tree. Every answer is for the log as the transaction around it sees
// it. Throws Failure(corrupt) where a record or node is not there. Cost: at most 31 rows for each
// stored level.
class StoredTree {
 public:
  explicit StoredTree(storage::Database& database);
  ~StoredTree();

  std::uint64_t size();
  // Refuse (bad_value) a size that the log has not reached.
  Result<TreeHead> head(std::uint64_t size);
  Result<Proof> consistency(std::uint64_t old_size, std::uint64_t size);
  // Refuses (unknown_entry) an entry that is not among the first `size`.
  Result<Proof> inclusion(Sequence entry, std::uint64_t size);
  // Leaf hash of an entry's stored bytes.
  Hash leaf(Sequence entry);

 private:
  Hash node(NodePlace place);
  NodeSource nodes();
  Status check_size(std::uint64_t size);

  storage::Database& database_;
  Hasher hasher_;
  std::unique_ptr<storage::Statement> select_record_;
  std::unique_ptr<storage::Statement> select_node_;
};

// The stored nodes that a log gives, for verify: fed by MerkleFrontier::append. Memory: two bytes
// for each record.
class RebuiltTreeNodes {
 public:
  void operator()(NodePlace place, const Hash& hash);
  void compare(storage::Database& stored, const MismatchSink& sink) const;

 private:
  const Hash* find(std::int64_t level, std::int64_t position) const;

  std::vector<std::vector<Hash>> levels_;  // the stored ones, each from position 0
};

// For a book that was written before these rows were there.
void fill_tree_nodes(storage::Database& database);

}  // namespace quits::ledger
