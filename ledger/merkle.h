// The Merkle tree of RFC 6962 (section 2.1) over the stored record bytes, kept as its frontier.
//
// The frontier holds the root of every complete subtree, largest first: O(log n) hashes are enough to append and to
// give the root. Leaf: SHA-256(0x00 || bytes); node: SHA-256(0x01 || left || right).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/result.h"

namespace quits::ledger {

// The complete subtree over the leaves [index << level, (index + 1) << level). A leaf is a node of level 0.
struct NodePlace {
  std::uint32_t level = 0;
  std::uint64_t index = 0;

  auto operator<=>(const NodePlace&) const = default;
};

using NodeSink = std::function<void(NodePlace, const Hash&)>;

class MerkleFrontier {
 public:
  // Amortised one node hash per leaf. `completed` sees every subtree above the leaf that it completes.
  void append(Hasher& hasher, const Hash& leaf, const NodeSink& completed = {});

  std::uint64_t size() const { return size_; }

  // The root of the empty tree is SHA-256 of nothing. O(log n).
  Hash root(Hasher& hasher) const;

  // size in 8 bytes big endian, then the hashes, largest subtree first.
  std::string to_bytes() const;
  static Result<MerkleFrontier> from_bytes(std::span<const std::byte> bytes);

  bool operator==(const MerkleFrontier&) const = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;  // one per set bit of size_, most significant first
};

}  // namespace quits::ledger
