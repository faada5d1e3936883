#include "settlement/netting/components.h"

#include <algorithm>
#include <limits>

namespace quits::settlement {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

class Search {
 public:
  Search(std::uint32_t nodes, const std::vector<Link>& links)
      : first_(nodes + std::size_t{1}, 0),
        targets_(links.size()),
        number_(nodes, kNone),
        lowest_(nodes, kNone) {
    found_.of.assign(nodes, kNone);
    for (const auto& [from, to] : links) ++first_[from + std::size_t{1}];
    for (std::size_t node = 0; node < nodes; ++node) first_[node + 1] += first_[node];
    next_.assign(first_.begin(), first_.end() - 1);
    for (const auto& [from, to] : links) targets_[next_[from]++] = to;
    next_.assign(first_.begin(), first_.end() - 1);
  }

  Components run() {
    for (std::uint32_t node = 0; node < number_.size(); ++node) {
      if (number_[node] == kNone) walk_from(node);
    }
    return std::move(found_);
  }

 private:
  void enter(std::uint32_t node) {
    number_[node] = lowest_[node] = entered_++;
    open_.push_back(node);
    calls_.push_back(node);
  }

  void walk_from(std::uint32_t start) {
    enter(start);
    while (!calls_.empty()) {
      const std::uint32_t node = calls_.back();
      if (next_[node] == first_[node + std::size_t{1}]) {
        leave(node);
        continue;
      }
      const std::uint32_t target = targets_[next_[node]++];
      if (number_[target] == kNone) {
        enter(target);
      } else if (found_.of[target] == kNone) {
        lowest_[node] = std::min(lowest_[node], number_[target]);
      }
    }
  }

  void leave(std::uint32_t node) {
    calls_.pop_back();
    if (!calls_.empty()) lowest_[calls_.back()] = std::min(lowest_[calls_.back()], lowest_[node]);
    if (lowest_[node] != number_[node]) return;
    std::uint32_t member = kNone;
    do {
      member = open_.back();
      open_.pop_back();
      found_.of[member] = found_.count;
    } while (member != node);
    ++found_.count;
  }

  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> targets_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> number_;
  std::vector<std::uint32_t> lowest_;
  std::vector<std::uint32_t> open_;
  std::vector<std::uint32_t> calls_;
  std::uint32_t entered_ = 0;
  Components found_;
};

}  // namespace

Components strong_components(std::uint32_t nodes, const std::vector<Link>& links) {
  return Search(nodes, links).run();
}

}  // namespace quits::settlement
