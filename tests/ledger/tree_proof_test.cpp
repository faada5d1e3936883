// Proofs against published vectors, against the definitions of RFC 6962 (sections 2.1.1 and 2.1.2)
// and against forgers.
#include "ledger/tree_proof.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <map>
#include <string>
#include <vector>

namespace quits::ledger {
namespace {

using Hashes = std::span<const Hash>;

// The definitions, word for word: MTH, PATH and SUBPROOF over lists of leaf hashes. What was hashed
// is remembered.
class Definition {
 public:
  Hash root(Hashes leaves) {
    if (leaves.empty()) return hasher_.plain(std::string_view());
    if (leaves.size() == 1) return leaves.front();
    const auto [known, added] = roots_.try_emplace({leaves.data(), leaves.size()});
    if (!added) return known->second;
    const std::size_t k = split(leaves);
    const Hash left = root(leaves.first(k));
    return known->second = hasher_.node(left, root(leaves.subspan(k)));
  }

  Proof path(std::size_t m, Hashes leaves) {
    if (leaves.size() == 1) return {};
    const std::size_t k = split(leaves);
    Proof hashes = m < k ? path(m, leaves.first(k)) : path(m - k, leaves.subspan(k));
    hashes.push_back(root(m < k ? leaves.subspan(k) : leaves.first(k)));
    return hashes;
  }

  Proof subproof(std::size_t m, Hashes leaves, bool is_whole = true) {
    if (m == leaves.size()) return is_whole ? Proof{} : Proof{root(leaves)};
    const std::size_t k = split(leaves);
    Proof hashes =
        m <= k ? subproof(m, leaves.first(k), is_whole) : subproof(m - k, leaves.subspan(k), false);
    hashes.push_back(root(m <= k ? leaves.subspan(k) : leaves.first(k)));
    return hashes;
  }

 private:
  static std::size_t split(Hashes leaves) {
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    return k;
  }

  Hasher hasher_;
  std::map<std::pair<const Hash*, std::size_t>, Hash> roots_;
};

// Every complete subtree over some leaves, as a book would keep them.
class Tree {
 public:
  explicit Tree(std::vector<Hash> leaves) {
    levels_.push_back(std::move(leaves));
    while (levels_.back().size() > 1) {
      const std::vector<Hash>& below = levels_.back();
      std::vector<Hash> level;
      for (std::size_t i = 0; i + 1 < below.size(); i += 2)
        level.push_back(hasher_.node(below[i], below[i + 1]));
      levels_.push_back(std::move(level));
    }
  }

  const std::vector<Hash>& leaves() const { return levels_.front(); }
  Hashes first(std::size_t size) const { return Hashes(leaves()).first(size); }
  NodeSource nodes() {
    return [this](NodePlace place) {
      ++asked_;
      return levels_.at(place.level).at(place.index);
    };
  }
  std::size_t asked() const { return asked_; }
  Hasher& hasher() { return hasher_; }
  TreeHead head(std::uint64_t size) { return {size, tree_root(hasher_, size, nodes())}; }

 private:
  std::vector<std::vector<Hash>> levels_;
  std::size_t asked_ = 0;
  Hasher hasher_;
};

Tree tree_of(std::size_t size) {
  Hasher hasher;
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < size; ++i) {
    const std::string text = "entry " + std::to_string(i);
    leaves.push_back(hasher.leaf(std::as_bytes(std::span(text))));
  }
  return Tree(std::move(leaves));
}

Hash hash(std::string_view hex) { return hash_from_hex(hex).value(); }

// The reference tree and the proofs that implementations of certificate transparency test with.
Tree published_tree() {
  Hasher hasher;
  std::vector<Hash> leaves;
  for (const std::string_view text :
       {std::string_view(), std::string_view("\0", 1), std::string_view("\x10"),
        std::string_view("\x20\x21"), std::string_view("\x30\x31"),
        std::string_view("\x40\x41\x42\x43"), std::string_view("\x50\x51\x52\x53\x54\x55\x56\x57"),
        std::string_view("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f")}) {
    leaves.push_back(hasher.leaf(std::as_bytes(std::span(text))));
  }
  return Tree(std::move(leaves));
}

struct Published {
  std::uint64_t from;  // the leaf, from 0; or the older size
  std::uint64_t size;
  std::vector<std::string_view> proof;
};

const std::vector<Published> kInclusion{
    {0, 1, {}},
    {0,
     8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {5,
     8,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
    {1,
     5,
     {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}}};

const std::vector<Published> kConsistency{
    {1, 1, {}},
    {1,
     8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {6,
     8,
     {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2,
     5,
     {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    {6,
     7,
     {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}}};

Proof proof_of(const Published& published) {
  Proof proof;
  for (const std::string_view hex : published.proof) proof.push_back(hash(hex));
  return proof;
}

TEST(TreeProof, gives_the_published_proofs) {
  Tree tree = published_tree();
  for (const Published& one : kInclusion) {
    EXPECT_EQ(prove_inclusion(tree.hasher(), one.from, one.size, tree.nodes()), proof_of(one))
        << one.from << " of " << one.size;
    EXPECT_TRUE(check_inclusion(tree.hasher(), tree.leaves()[one.from], one.from,
                                tree.head(one.size), proof_of(one)));
  }
  for (const Published& one : kConsistency) {
    EXPECT_EQ(prove_consistency(tree.hasher(), one.from, one.size, tree.nodes()), proof_of(one))
        << one.from << " of " << one.size;
    EXPECT_TRUE(
        check_consistency(tree.hasher(), tree.head(one.from), tree.head(one.size), proof_of(one)));
  }
  EXPECT_EQ(to_hex(tree.head(8).root),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(TreeProof, is_that_of_the_definition_for_every_leaf_and_size_to_130) {
  Tree tree = tree_of(130);
  Definition definition;
  Hasher& hasher = tree.hasher();
  for (std::uint64_t size = 0; size <= 130; ++size) {
    const Hashes leaves = tree.first(size);
    const TreeHead head = tree.head(size);
    ASSERT_EQ(head.root, definition.root(leaves)) << size;
    for (std::uint64_t index = 0; index < size; ++index) {
      const Proof proof = prove_inclusion(hasher, index, size, tree.nodes());
      ASSERT_EQ(proof, definition.path(index, leaves)) << index << " of " << size;
      ASSERT_TRUE(check_inclusion(hasher, leaves[index], index, head, proof))
          << index << " of " << size;
    }
    for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
      const Proof proof = prove_consistency(hasher, old_size, size, tree.nodes());
      ASSERT_EQ(proof, definition.subproof(old_size, leaves)) << old_size << " of " << size;
      ASSERT_TRUE(check_consistency(hasher, tree.head(old_size), head, proof))
          << old_size << " of " << size;
    }
  }
}

TEST(TreeProof, is_that_of_the_definition_for_larger_trees) {
  Tree tree = tree_of(20'000);
  Definition definition;
  Hasher& hasher = tree.hasher();
  EXPECT_TRUE(rc::check("larger trees", [&] {
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 20'001);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const TreeHead head = tree.head(size);
    const std::size_t before = tree.asked();
    const Proof inclusion = prove_inclusion(hasher, index, size, tree.nodes());
    RC_ASSERT(tree.asked() - before <= 2 * static_cast<std::size_t>(std::bit_width(size)));
    RC_ASSERT(inclusion == definition.path(index, tree.first(size)));
    RC_ASSERT(check_inclusion(hasher, tree.leaves()[index], index, head, inclusion).has_value());
    const Proof consistency = prove_consistency(hasher, index + 1, size, tree.nodes());
    RC_ASSERT(consistency == definition.subproof(index + 1, tree.first(size)));
    RC_ASSERT(check_consistency(hasher, tree.head(index + 1), head, consistency).has_value());
  }));
}

// Everything that is near a proof and none.
std::vector<Proof> changed(const Proof& proof, const Hash& root) {
  std::vector<Proof> all;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    Proof one = proof;
    one[i][i % 32] ^= std::byte{8};
    all.push_back(one);
    one = proof;
    one.erase(one.begin() + static_cast<std::ptrdiff_t>(i));
    all.push_back(one);
    one = proof;
    one.insert(one.begin() + static_cast<std::ptrdiff_t>(i), proof[i]);
    all.push_back(one);
    if (i > 0) {
      one = proof;
      std::swap(one[i - 1], one[i]);
      all.push_back(one);
    }
  }
  for (const Hash& extra : {root, Hash{}}) {
    all.push_back(proof);
    all.back().push_back(extra);
    all.push_back(proof);
    all.back().insert(all.back().begin(), extra);
  }
  return all;
}

bool is_mismatch(const Status& status) {
  return !status && status.error().code == Code::proof_mismatch;
}

TEST(TreeProof, nothing_near_a_proof_of_inclusion_is_one) {
  Tree tree = tree_of(40);
  Hasher& hasher = tree.hasher();
  for (std::uint64_t size = 1; size <= 40; ++size) {
    const TreeHead head = tree.head(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const Hash& leaf = tree.leaves()[index];
      const Proof proof = prove_inclusion(hasher, index, size, tree.nodes());
      for (const Proof& other : changed(proof, head.root)) {
        ASSERT_TRUE(is_mismatch(check_inclusion(hasher, leaf, index, head, other)))
            << index << " of " << size;
      }
      for (std::uint64_t at = 0; at < size + 3; ++at) {
        if (at != index)
          ASSERT_TRUE(is_mismatch(check_inclusion(hasher, leaf, at, head, proof))) << at;
      }
      ASSERT_TRUE(
          is_mismatch(check_inclusion(hasher, tree.leaves()[index ^ 1U], index, head, proof)));
      ASSERT_TRUE(is_mismatch(check_inclusion(hasher, leaf, index, {size * 2, head.root}, proof)));
      ASSERT_TRUE(is_mismatch(check_inclusion(hasher, leaf, index, {0, head.root}, proof)));
      ASSERT_TRUE(is_mismatch(
          check_inclusion(hasher, leaf, index, {size, tree.head(size - 1).root}, proof)));
    }
  }
}

TEST(TreeProof, nothing_near_a_proof_of_consistency_is_one) {
  Tree tree = tree_of(40);
  Hasher& hasher = tree.hasher();
  for (std::uint64_t size = 1; size <= 40; ++size) {
    const TreeHead head = tree.head(size);
    for (std::uint64_t old_size = 0; old_size <= size; ++old_size) {
      const TreeHead old_head = tree.head(old_size);
      const Proof proof = prove_consistency(hasher, old_size, size, tree.nodes());
      ASSERT_TRUE(check_consistency(hasher, old_head, head, proof));
      for (const Proof& other : changed(proof, head.root)) {
        ASSERT_TRUE(is_mismatch(check_consistency(hasher, old_head, head, other)))
            << old_size << " of " << size;
      }
      for (std::uint64_t wrong = 0; wrong < size + 3; ++wrong) {
        if (wrong == old_size) continue;
        ASSERT_TRUE(is_mismatch(check_consistency(hasher, {wrong, old_head.root}, head, proof)))
            << wrong;
      }
      if (old_size == size) continue;
      ASSERT_TRUE(is_mismatch(
          check_consistency(hasher, {old_size, head.root}, {size, old_head.root}, proof)));
      ASSERT_TRUE(is_mismatch(check_consistency(hasher, head, old_head, proof))) << "backwards";
    }
  }
}

// Who rewrites an entry and hashes the whole log anew has no proof from the old root to the new
// one.
TEST(TreeProof, a_rewritten_log_is_consistent_with_no_older_root) {
  const std::size_t size = 50;
  Tree honest = tree_of(size);
  Hasher& hasher = honest.hasher();
  for (std::size_t at = 0; at < size; ++at) {
    std::vector<Hash> leaves = honest.leaves();
    leaves[at][0] ^= std::byte{1};
    Tree rewritten(std::move(leaves));
    for (std::uint64_t old_size = 1; old_size < size; ++old_size) {
      const Proof proof = prove_consistency(hasher, old_size, size, rewritten.nodes());
      const Status verdict =
          check_consistency(hasher, honest.head(old_size), rewritten.head(size), proof);
      ASSERT_EQ(verdict.has_value(), at >= old_size) << "entry " << at << ", old size " << old_size;
    }
  }
}

// Sizes that no log has: refused, without a loop that does not end.
TEST(TreeProof, takes_any_sizes) {
  Hasher hasher;
  const Hash some{};
  for (const std::uint64_t size : {std::uint64_t{1} << 63U, UINT64_MAX}) {
    EXPECT_TRUE(is_mismatch(check_inclusion(hasher, some, size - 1, {size, some}, Proof(64))));
    EXPECT_TRUE(is_mismatch(check_inclusion(hasher, some, 0, {size, some}, Proof(3))));
    EXPECT_TRUE(is_mismatch(check_consistency(hasher, {size - 1, some}, {size, some}, Proof(70))));
    EXPECT_TRUE(is_mismatch(check_consistency(hasher, {1, some}, {size, some}, {})));
  }
}

}  // namespace
}  // namespace quits::ledger
