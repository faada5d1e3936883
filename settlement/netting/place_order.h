// Groups of nodes in a row, each split in two when they are parted, with the rank that parted every
// two neighbours.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace quits::settlement {

class PlaceOrder {
 public:
  // Groups 0 to count - 1 in this order, parted from the start: rank 0.
  explicit PlaceOrder(std::uint32_t count) : entries_(count) {
    for (std::uint32_t group = 0; group < count; ++group) {
      entries_[group].before = group == 0 ? kNone : group - 1;
      entries_[group].after = group + 1 == count ? kNone : group + 1;
    }
  }

  // A new group beside an old one. Its number.
  std::uint32_t add_before(std::uint32_t group, std::uint32_t rank) {
    const std::uint32_t added = insert(entries_[group].before, group);
    entries_[added].parted = std::exchange(entries_[group].parted, rank);
    if (first_ == group) first_ = added;
    return added;
  }
  std::uint32_t add_after(std::uint32_t group, std::uint32_t rank) {
    const std::uint32_t added = insert(group, entries_[group].after);
    entries_[added].parted = rank;
    return added;
  }

  // The place of every group, and what parted each place from the next.
  std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> places() const {
    std::vector<std::uint32_t> place(entries_.size(), 0);
    std::vector<std::uint32_t> parted;
    std::uint32_t at = 0;
    for (std::uint32_t group = entries_.empty() ? kNone : first_; group != kNone;
         group = entries_[group].after) {
      if (at > 0) parted.push_back(entries_[group].parted);
      place[group] = at++;
    }
    return {std::move(place), std::move(parted)};
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  struct Entry {
    std::uint32_t before = kNone;
    std::uint32_t after = kNone;
    std::uint32_t parted = 0;  // from the group before
  };

  std::uint32_t insert(std::uint32_t before, std::uint32_t after) {
    const auto added = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({before, after, 0});
    if (before != kNone) entries_[before].after = added;
    if (after != kNone) entries_[after].before = added;
    return added;
  }

  std::vector<Entry> entries_;
  std::uint32_t first_ = 0;
};

}  // namespace quits::settlement
