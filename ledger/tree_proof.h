// Proofs about the tree of RFC 6962 (section 2.1; RFC 9162 tells how to verify them): that an entry
// is in a log of a given size, and that a log of one size is the beginning of a log of another.
// Pure: whoever proves brings the nodes, whoever verifies needs nothing but the proof and two
// hashes that he trusts.
//
// A leaf is named by its index from 0: entry 1 is leaf 0. Hashes of a proof stand from the leaf
// upwards, as in the RFC. Cost: proving reads at most two nodes for each level of the tree,
// verifying hashes as often.
//
//   const Proof proof = prove_inclusion(hasher, entry - 1, head.size, nodes);
//   TRY_STATUS(check_inclusion(hasher, leaf, entry - 1, head, proof));  // elsewhere, later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "ledger/merkle.h"

namespace quits::ledger {

// Gives the hash of any complete subtree within the size that is asked about.
using NodeSource = std::function<Hash(NodePlace)>;

using Proof = std::vector<Hash>;

// The root over the first `size` leaves.
Hash tree_root(Hasher& hasher, std::uint64_t size, const NodeSource& nodes);

// That leaf `index` is in the tree over `size` leaves. The index must be below the size (CHECK).
Proof prove_inclusion(Hasher& hasher, std::uint64_t index, std::uint64_t size,
                      const NodeSource& nodes);

// That the tree over `old_size` leaves is the beginning of the tree over `size`. old_size must not
// be above it (CHECK). Empty where there is nothing to prove: for equal sizes, and for an old tree
// without leaves.
Proof prove_consistency(Hasher& hasher, std::uint64_t old_size, std::uint64_t size,
                        const NodeSource& nodes);

// A size and the root over so many leaves: what a checkpoint says.
struct TreeHead {
  std::uint64_t size = 0;
  Hash root{};

  bool operator==(const TreeHead&) const = default;
};

// Refuses (proof_mismatch) whatever does not lead from `leaf`, at that index, to the root. Any
// bytes may be given.
Status check_inclusion(Hasher& hasher, const Hash& leaf, std::uint64_t index, const TreeHead& head,
                       std::span<const Hash> proof);

// Refuses (proof_mismatch) whatever does not show that `old_head` is the beginning of `head`. Any
// bytes may be given.
Status check_consistency(Hasher& hasher, const TreeHead& old_head, const TreeHead& head,
                         std::span<const Hash> proof);

}  // namespace quits::ledger
