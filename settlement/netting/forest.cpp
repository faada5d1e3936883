#include "settlement/netting/forest.h"

#include <algorithm>
#include <utility>

namespace quits::settlement {

Forest::Forest(std::uint32_t nodes) : nodes_(nodes) {}

void Forest::make_root(std::uint32_t node) {
  std::uint32_t parent = kNone;
  std::uint32_t arc = kNone;
  for (std::uint32_t at = node; at != kNone;) {
    const std::uint32_t next = std::exchange(nodes_[at].parent, parent);
    std::swap(nodes_[at].arc, arc);
    parent = at;
    at = next;
  }
}

void Forest::hang(std::uint32_t arc, std::uint32_t child, std::uint32_t parent) {
  nodes_[child].parent = parent;
  nodes_[child].arc = arc;
}

void Forest::link(std::uint32_t arc, std::uint32_t one, std::uint32_t other) {
  forget_roots();
  if (root_of(one) == root_of(other)) return;
  make_root(one);
  hang(arc, one, other);
}

void Forest::cut(std::uint32_t arc, std::uint32_t one, std::uint32_t other) {
  for (const std::uint32_t node : {one, other}) {
    if (nodes_[node].arc != arc) continue;
    nodes_[node].arc = kNone;
    nodes_[node].parent = kNone;
  }
}

bool Forest::add_path(std::uint32_t from, std::uint32_t to, std::vector<Step>& path) {
  ++stamp_;
  for (std::uint32_t node = to; node != kNone; node = nodes_[node].parent)
    nodes_[node].stamp = stamp_;
  const std::size_t before = path.size();
  std::uint32_t meet = from;
  for (; nodes_[meet].stamp != stamp_; meet = nodes_[meet].parent) {
    if (nodes_[meet].parent == kNone) {
      path.resize(before);
      return false;
    }
    path.push_back({nodes_[meet].arc, meet});
  }
  const auto turn = static_cast<std::ptrdiff_t>(path.size());
  for (std::uint32_t node = to; node != meet; node = nodes_[node].parent)
    path.push_back({nodes_[node].arc, nodes_[node].parent});
  std::reverse(path.begin() + turn, path.end());
  return true;
}

std::uint32_t Forest::root_of(std::uint32_t node) {
  passed_.clear();
  std::uint32_t root = node;
  for (;; root = nodes_[root].parent) {
    if (nodes_[root].root_stamp == roots_stamp_) {
      root = nodes_[root].root;
      break;
    }
    passed_.push_back(root);
    if (nodes_[root].parent == kNone) break;
  }
  for (const std::uint32_t each : passed_) {
    nodes_[each].root_stamp = roots_stamp_;
    nodes_[each].root = root;
  }
  return root;
}

}  // namespace quits::settlement
