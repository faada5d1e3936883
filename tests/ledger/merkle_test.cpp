// The frontier against the definition of RFC 6962, section 2.1, and against published roots.
#include "ledger/merkle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quits::ledger {
namespace {

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

Hash leaf(Hasher& hasher, const std::string& text) {
  return hasher.leaf(std::as_bytes(std::span(text)));
}

// MTH(D[n]) = node(MTH(D[0:k]), MTH(D[k:n])), k the largest power of two below n.
Hash naive_root(Hasher& hasher, std::span<const Hash> leaves) {
  if (leaves.empty()) return hasher.plain(std::string_view());
  if (leaves.size() == 1) return leaves.front();
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  return hasher.node(naive_root(hasher, leaves.first(k)), naive_root(hasher, leaves.subspan(k)));
}

MerkleFrontier frontier_of(Hasher& hasher, std::span<const Hash> leaves) {
  MerkleFrontier frontier;
  for (const Hash& one : leaves) frontier.append(hasher, one);
  return frontier;
}

Result<MerkleFrontier> reread(const std::string& bytes) {
  return MerkleFrontier::from_bytes(std::as_bytes(std::span(bytes)));
}

// The eight leaves and nine roots that certificate-transparency implementations test with.
TEST(Merkle, gives_the_published_roots) {
  const std::vector<std::string> leaves = {"",
                                           "00",
                                           "10",
                                           "2021",
                                           "3031",
                                           "40414243",
                                           "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Hasher hasher;
  MerkleFrontier frontier;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(to_hex(frontier.root(hasher)), roots[size]) << "over " << size << " leaves";
    if (size < leaves.size()) frontier.append(hasher, leaf(hasher, from_hex(leaves[size])));
  }
}

TEST(Merkle, every_size_to_200_has_the_root_of_the_definition) {
  Hasher hasher;
  std::vector<Hash> leaves;
  MerkleFrontier frontier;
  for (std::size_t size = 0; size <= 200; ++size) {
    EXPECT_EQ(frontier.size(), size);
    EXPECT_EQ(frontier.root(hasher), naive_root(hasher, leaves)) << "over " << size << " leaves";
    leaves.push_back(leaf(hasher, "record " + std::to_string(size)));
    frontier.append(hasher, leaves.back());
  }
}

TEST(Merkle, bytes_give_the_same_frontier_and_it_grows_on) {
  Hasher hasher;
  std::vector<Hash> leaves;
  for (std::size_t size = 0; size < 70; ++size) {
    const auto kept = reread(frontier_of(hasher, leaves).to_bytes());
    ASSERT_TRUE(kept);
    MerkleFrontier grown = *kept;
    leaves.push_back(leaf(hasher, std::to_string(size)));
    grown.append(hasher, leaves.back());
    EXPECT_EQ(grown, frontier_of(hasher, leaves));
  }
}

TEST(Merkle, bytes_of_any_other_length_are_refused) {
  Hasher hasher;
  const std::vector<Hash> leaves(13, leaf(hasher, "x"));
  const std::string bytes = frontier_of(hasher, leaves).to_bytes();
  ASSERT_EQ(bytes.size(), 8 + 3 * 32U);
  for (std::size_t length = 0; length < bytes.size() + 40; ++length) {
    if (length == bytes.size()) continue;
    std::string other = bytes;
    other.resize(length);
    const auto refused = reread(other);
    ASSERT_FALSE(refused) << length;
    EXPECT_EQ(refused.error().code, Code::corrupt);
  }
  // A size that promises 64 subtrees allocates nothing for them.
  EXPECT_FALSE(reread(std::string(8, '\xFF')));
}

TEST(Merkle, any_changed_exchanged_or_missing_leaf_changes_the_root) {
  Hasher hasher;
  std::vector<Hash> leaves;
  for (int i = 0; i < 37; ++i) leaves.push_back(leaf(hasher, std::to_string(i)));
  const Hash root = frontier_of(hasher, leaves).root(hasher);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    auto changed = leaves;
    changed[i][i % 32] ^= std::byte{1};
    EXPECT_NE(frontier_of(hasher, changed).root(hasher), root);
    auto missing = leaves;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(frontier_of(hasher, missing).root(hasher), root);
    if (i == 0) continue;
    auto exchanged = leaves;
    std::swap(exchanged[i - 1], exchanged[i]);
    EXPECT_NE(frontier_of(hasher, exchanged).root(hasher), root);
  }
}

}  // namespace
}  // namespace quits::ledger
