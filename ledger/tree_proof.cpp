#include "ledger/tree_proof.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>

#include "base/check.h"

namespace quits::ledger {
namespace {

// The leaves [begin, end) of the tree. In every range that a proof names, `begin` is a multiple of
// the largest power of two that is not above the range's size: so it falls into complete subtrees,
// the largest first.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t size() const { return end - begin; }
};

Hash root_of(Hasher& hasher, Range range, const NodeSource& nodes) {
  std::vector<Hash> peaks;
  while (range.size() > 0) {
    const auto level = static_cast<std::uint32_t>(std::bit_width(range.size()) - 1);
    peaks.push_back(nodes({level, range.begin >> level}));
    range.begin += std::uint64_t{1} << level;
  }
  if (peaks.empty()) return hasher.plain(std::string_view());
  Hash root = peaks.back();
  for (std::size_t i = peaks.size() - 1; i-- > 0;) root = hasher.node(peaks[i], root);
  return root;
}

// Where the RFC splits more than one leaf: the left part holds the largest power of two below their
// number.
std::uint64_t split_of(Range range) { return range.begin + std::bit_floor(range.size() - 1); }

tl::unexpected<Error> mismatch(std::string message) {
  return refuse(Code::proof_mismatch, std::move(message),
                "ask for the proof again, and keep this one: it may show that a log was changed");
}

tl::unexpected<Error> wrong_length(const char* how, std::span<const Hash> proof) {
  return mismatch(fmt::format("the proof has too {} hashes: {}", how, proof.size()));
}

// The way from a leaf, or from the last complete subtree of an older tree, up to the root. `at` is
// its place in the level and `last` the place of the level's last node, which has no right
// neighbour.
struct Climb {
  std::uint64_t at = 0;
  std::uint64_t last = 0;

  bool at_root() const { return last == 0; }
  // The next hash of a proof stands to the left, and the node passes unpaired through the levels
  // where it is the last one.
  bool is_right() const { return (at & 1U) != 0 || at == last; }
  void pass_unpaired() {
    while (at != 0 && (at & 1U) == 0) up();
  }
  void up() {
    at >>= 1U;
    last >>= 1U;
  }
};

}  // namespace

Hash tree_root(Hasher& hasher, std::uint64_t size, const NodeSource& nodes) {
  return root_of(hasher, {0, size}, nodes);
}

Proof prove_inclusion(Hasher& hasher, std::uint64_t index, std::uint64_t size,
                      const NodeSource& nodes) {
  CHECK(index < size, "leaf {} is not in a tree over {}", index, size);
  Proof proof;
  Range range{0, size};
  while (range.size() > 1) {
    const std::uint64_t split = split_of(range);
    const bool is_left = index < split;
    proof.push_back(
        root_of(hasher, is_left ? Range{split, range.end} : Range{range.begin, split}, nodes));
    (is_left ? range.end : range.begin) = split;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Proof prove_consistency(Hasher& hasher, std::uint64_t old_size, std::uint64_t size,
                        const NodeSource& nodes) {
  CHECK(old_size <= size, "a tree over {} leaves is not the beginning of one over {}", old_size,
        size);
  Proof proof;
  if (old_size == 0 || old_size == size) return proof;
  Range range{0, size};
  while (range.end != old_size) {
    const std::uint64_t split = split_of(range);
    const bool is_left = old_size <= split;
    proof.push_back(
        root_of(hasher, is_left ? Range{split, range.end} : Range{range.begin, split}, nodes));
    (is_left ? range.end : range.begin) = split;
  }
  // The whole old tree need not be said: its root is known to who verifies.
  if (range.begin != 0) proof.push_back(root_of(hasher, range, nodes));
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Status check_inclusion(Hasher& hasher, const Hash& leaf, std::uint64_t index, const TreeHead& head,
                       std::span<const Hash> proof) {
  if (index >= head.size) {
    return mismatch(fmt::format("a log of {} entries has no entry {}", head.size, index + 1));
  }
  Climb climb{index, head.size - 1};
  Hash root = leaf;
  for (const Hash& other : proof) {
    if (climb.at_root()) return wrong_length("many", proof);
    if (climb.is_right()) {
      root = hasher.node(other, root);
      climb.pass_unpaired();
    } else {
      root = hasher.node(root, other);
    }
    climb.up();
  }
  if (!climb.at_root()) return wrong_length("few", proof);
  if (root != head.root) {
    return mismatch(
        fmt::format("the proof leads to the root {}, not to {}", to_hex(root), to_hex(head.root)));
  }
  return {};
}

Status check_consistency(Hasher& hasher, const TreeHead& old_head, const TreeHead& head,
                         std::span<const Hash> proof) {
  if (old_head.size > head.size) {
    return mismatch(fmt::format("a log of {} entries is not the beginning of one of {}",
                                old_head.size, head.size));
  }
  if (old_head.size == 0 || old_head.size == head.size) {
    const Hash expected = old_head.size == 0 ? hasher.plain(std::string_view()) : head.root;
    if (!proof.empty()) return wrong_length("many", proof);
    if (old_head.root == expected) return {};
    return mismatch(fmt::format("the root over {} entries is {}, not {}", old_head.size,
                                to_hex(expected), to_hex(old_head.root)));
  }
  Climb climb{old_head.size - 1, head.size - 1};
  while ((climb.at & 1U) != 0) climb.up();
  // A proof begins with the last complete subtree of the old tree; where that is the whole of it,
  // it is left out.
  const bool is_whole = std::has_single_bit(old_head.size);
  if (!is_whole && proof.empty()) return wrong_length("few", proof);
  Hash old_root = is_whole ? old_head.root : proof.front();
  Hash root = old_root;
  for (const Hash& other : proof.subspan(is_whole ? 0 : 1)) {
    if (climb.at_root()) return wrong_length("many", proof);
    if (climb.is_right()) {
      old_root = hasher.node(other, old_root);
      root = hasher.node(other, root);
      climb.pass_unpaired();
    } else {
      root = hasher.node(root, other);
    }
    climb.up();
  }
  if (!climb.at_root()) return wrong_length("few", proof);
  if (old_root != old_head.root) {
    return mismatch(fmt::format("the proof gives the older root {}, not {}", to_hex(old_root),
                                to_hex(old_head.root)));
  }
  if (root != head.root) {
    return mismatch(
        fmt::format("the proof leads to the root {}, not to {}", to_hex(root), to_hex(head.root)));
  }
  return {};
}

}  // namespace quits::ledger
