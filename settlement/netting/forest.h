// Trees of nodes joined by arcs: a path between two nodes of one tree is found without a search.
//
// The tie-break keeps in it arcs on which flow can be pushed both ways. Any order of link and cut;
// every operation costs the height of the trees.
#pragma once

#include <cstdint>
#include <vector>

namespace quits::settlement {

// One arc of a path, entered at the node `from`.
struct Step {
  std::uint32_t arc = 0;
  std::uint32_t from = 0;
};

class Forest {
 public:
  explicit Forest(std::uint32_t nodes);

  // Does nothing where both nodes are in one tree already.
  void link(std::uint32_t arc, std::uint32_t one, std::uint32_t other);
  // Hangs `child`, the root of its tree, under a node of another tree. O(1).
  void hang(std::uint32_t arc, std::uint32_t child, std::uint32_t parent);
  // Does nothing where the arc, which joins these nodes, is in no tree.
  void cut(std::uint32_t arc, std::uint32_t one, std::uint32_t other);
  // Adds the way from one node to another to `path`; false where they are in different trees.
  bool add_path(std::uint32_t from, std::uint32_t to, std::vector<Step>& path);

  // Roots are remembered until forget_roots(); call that after link and cut.
  std::uint32_t root_of(std::uint32_t node);
  void forget_roots() { ++roots_stamp_; }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  struct Node {
    std::uint32_t parent = kNone;
    std::uint32_t arc = kNone;  // to the parent
    std::uint32_t stamp = 0;
    std::uint32_t root_stamp = 0;
    std::uint32_t root = kNone;
  };

  void make_root(std::uint32_t node);

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> passed_;
  std::uint32_t stamp_ = 0;
  std::uint32_t roots_stamp_ = 1;
};

}  // namespace quits::settlement
