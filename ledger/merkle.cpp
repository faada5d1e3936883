#include "ledger/merkle.h"

#include <algorithm>
#include <bit>

namespace quits::ledger {

void MerkleFrontier::append(Hasher& hasher, const Hash& leaf, const NodeSink& completed) {
  Hash carried = leaf;
  NodePlace place{0, size_};
  // Adding one to the size: every trailing 1 bit is a complete subtree that joins with the one carried.
  for (; (place.index & 1U) != 0; place.index >>= 1U) {
    carried = hasher.node(peaks_.back(), carried);
    peaks_.pop_back();
    ++place.level;
    if (completed) completed({place.level, place.index >> 1U}, carried);
  }
  peaks_.push_back(carried);
  ++size_;
}

Hash MerkleFrontier::root(Hasher& hasher) const {
  if (peaks_.empty()) return hasher.plain(std::string_view());
  Hash root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) root = hasher.node(peaks_[i], root);
  return root;
}

std::string MerkleFrontier::to_bytes() const {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>((size_ >> shift) & 0xFFU));
  for (const Hash& peak : peaks_) {
    bytes.append(reinterpret_cast<const char*>(peak.data()), peak.size());
  }
  return bytes;
}

Result<MerkleFrontier> MerkleFrontier::from_bytes(std::span<const std::byte> bytes) {
  constexpr std::size_t kSizeBytes = 8;
  MerkleFrontier frontier;
  if (bytes.size() >= kSizeBytes) {
    for (const std::byte byte : bytes.first(kSizeBytes)) {
      frontier.size_ = (frontier.size_ << 8U) | std::to_integer<std::uint64_t>(byte);
    }
  }
  const auto peaks = static_cast<std::size_t>(std::popcount(frontier.size_));
  if (bytes.size() != kSizeBytes + peaks * sizeof(Hash)) {
    return refuse(Code::corrupt, "the frontier of the Merkle tree has the wrong length");
  }
  frontier.peaks_.resize(peaks);
  for (std::size_t i = 0; i < peaks; ++i) {
    std::ranges::copy(bytes.subspan(kSizeBytes + i * sizeof(Hash), sizeof(Hash)), frontier.peaks_[i].begin());
  }
  return frontier;
}

}  // namespace quits::ledger
