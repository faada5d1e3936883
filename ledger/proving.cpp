#include "ledger/proving.h"

#include <fmt/core.h>

#include "ledger/log.h"
#include "ledger/tree_nodes.h"
#include "storage/database.h"

namespace quits::ledger {
namespace {

Status check_head(StoredTree& tree, const proof::Checkpoint& checkpoint) {
  const std::uint64_t size = checkpoint.size;
  const auto other = [size](const std::string& how) {
    return refuse(
        Code::root_mismatch,
        fmt::format("the checkpoint of {} entries was signed over another log: {}", size, how),
        "nothing is signed or proven; run `quits verify`, and keep the book as it is");
  };
  if (size > tree.size()) return other(fmt::format("this one has {} entries", tree.size()));
  TRY(const TreeHead head, tree.head(size));
  if (head.root != checkpoint.root) return other("its root at that size is another one");
  return {};
}

// A proof that does not hold is not handed out: a record was changed under nodes that were not.
Status check_made(std::uint64_t size, const Status& proof) {
  if (proof) return {};
  return refuse(Code::root_mismatch,
                fmt::format("the entries do not lead to the root of the checkpoint of {}: one of "
                            "them was changed",
                            size),
                "nothing is proven; run `quits verify`, and keep the book as it is");
}

}  // namespace

Status check_history(storage::Database& database, const proof::Checkpoint& checkpoint) {
  StoredTree tree(database);
  return check_head(tree, checkpoint);
}

Result<proof::InclusionProof> prove_entry(storage::Database& database, Sequence entry,
                                          const SignedCheckpoint& under) {
  StoredTree tree(database);
  if (!entry || entry.value > tree.size()) {
    return refuse(Code::unknown_entry,
                  fmt::format("there is no entry {}: the book has {}", entry.value, tree.size()),
                  "`quits entries` lists them");
  }
  const std::uint64_t size = under.checkpoint.size;
  if (entry.value > size) {
    return refuse(
        Code::unknown_checkpoint,
        fmt::format("the checkpoint of {} entries does not cover entry {}", size, entry.value),
        "sign a newer one: quits checkpoint new --key FILE");
  }
  TRY_STATUS(check_head(tree, under.checkpoint));
  proof::InclusionProof made;
  Log(database).scan(entry, entry, [&made](Sequence, std::span<const std::byte> bytes) {
    made.extra.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return false;
  });
  made.index = entry.value - 1;
  TRY(made.hashes, tree.inclusion(entry, size));
  Hasher hasher;
  const TreeHead head{size, under.checkpoint.root};
  TRY_STATUS(
      check_made(size, check_inclusion(hasher, tree.leaf(entry), made.index, head, made.hashes)));
  made.checkpoint = under.note;
  return made;
}

Result<proof::ConsistencyProof> prove_growth(storage::Database& database, std::uint64_t older,
                                             const SignedCheckpoint& newer) {
  StoredTree tree(database);
  const std::uint64_t size = newer.checkpoint.size;
  if (older > size) {
    return refuse(
        Code::unknown_checkpoint,
        fmt::format("{} entries are more than the {} of the newer checkpoint", older, size),
        "sign a newer one: quits checkpoint new --key FILE");
  }
  TRY_STATUS(check_head(tree, newer.checkpoint));
  proof::ConsistencyProof made;
  made.old_size = older;
  TRY(made.hashes, tree.consistency(older, size));
  Hasher hasher;
  TRY(const TreeHead old_head, tree.head(older));
  const TreeHead head{size, newer.checkpoint.root};
  TRY_STATUS(check_made(size, check_consistency(hasher, old_head, head, made.hashes)));
  made.checkpoint = newer.note;
  return made;
}

}  // namespace quits::ledger
