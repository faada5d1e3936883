#include "settlement/netting/tie_break.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "settlement/netting/components.h"
#include "settlement/netting/place_order.h"

namespace quits::settlement {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::int64_t kDecided = -1;

// Every group of nodes that are not parted has a root. `up` is the way from a node to it, `down`
// the way by which it reaches the node.
enum Way : std::uint8_t { up, down };

// Each node knows its next step both ways, and so a path between any two nodes of a group is known
// as well: up to the root, down from it. An arc that has no more room takes the steps over it with
// it. That is noticed when one is needed: a search then looks for the nearest node whose way still
// holds. Where there is none, what was searched is parted from the root.
//
// Following the steps of one way never runs in a circle: a search changes only steps of nodes whose
// way did not hold, and leads them to one whose way does.
class TieBreak {
 public:
  TieBreak(std::uint32_t nodes, std::vector<RankedArc>& arcs)
      : arcs_(arcs), first_(nodes + std::size_t{1}, 0), end_(nodes), nodes_(nodes) {
    room_.reserve(2 * arcs_.size());
    for (const RankedArc& arc : arcs_) {
      room_.push_back(arc.capacity - arc.flow);
      room_.push_back(arc.flow);
    }
    const Components groups = components();
    order_ = PlaceOrder(groups.count);
    for (std::uint32_t node = 0; node < nodes; ++node) nodes_[node].group = groups.of[node];
    list_neighbours();
    plant_all(groups);
    work_ = 0;
  }

  Partings run(std::uint32_t last_rank, std::uint64_t work_max) {
    Partings made;
    made.decided = last_rank;
    std::uint32_t arc = 0;
    for (; arc < arcs_.size() && work_ <= work_max; ++arc) decide(arc);
    if (arc < arcs_.size()) made.decided = arcs_[arc].rank - 1;
    for (; arc < arcs_.size(); ++arc) arcs_[arc].flow = room_[2 * std::size_t{arc} + 1];
    auto [place_of_group, parted] = order_.places();
    made.place.reserve(nodes_.size());
    for (const Node& node : nodes_) made.place.push_back(place_of_group[node.group]);
    made.parted = std::move(parted);
    return made;
  }

 private:
  // One side of an arc: 2 * arc is along it, 2 * arc + 1 against it.
  struct Half {
    std::uint32_t half = kNone;  // as one leaves the node
    std::uint32_t to = kNone;
  };
  struct alignas(32) Node {
    std::uint32_t group = 0;
    std::uint32_t seen = 0;      // the search that reached it last
    std::uint32_t via = kNone;   // the half by which
    std::uint32_t judged = 0;    // twice the search that followed its way last, + 1 if it holds
    std::array<Half, 2> next{};  // by Way
  };

  std::uint32_t tail(std::uint32_t half) const {
    const RankedArc& arc = arcs_[half / 2];
    return half % 2 == 0 ? arc.from : arc.to;
  }
  std::uint32_t degree(std::uint32_t node) const { return end_[node] - first_[node]; }
  const Half& next(std::uint32_t node, Way way) const { return nodes_[node].next.at(way); }
  // What can be pushed over it: away from the node `up`, towards it `down`.
  std::int64_t room(Way way, std::uint32_t half) const {
    return room_[way == up ? half : half ^ 1U];
  }

  Components components() const {
    std::vector<Link> links;
    links.reserve(2 * arcs_.size());
    for (const RankedArc& arc : arcs_) {
      if (arc.flow < arc.capacity) links.emplace_back(arc.from, arc.to);
      if (arc.flow > 0) links.emplace_back(arc.to, arc.from);
    }
    return strong_components(static_cast<std::uint32_t>(nodes_.size()), links);
  }

  // Arcs within one group only: no other can be on a loop.
  void list_neighbours() {
    const auto each = [&](const auto& visit) {
      for (std::uint32_t arc = 0; arc < arcs_.size(); ++arc) {
        const RankedArc& one = arcs_[arc];
        if (nodes_[one.from].group != nodes_[one.to].group) continue;
        visit(one.from, Half{2 * arc, one.to});
        visit(one.to, Half{2 * arc + 1, one.from});
      }
    };
    each([&](std::uint32_t node, Half) { ++first_[node + std::size_t{1}]; });
    for (std::size_t node = 0; node < end_.size(); ++node) first_[node + 1] += first_[node];
    neighbours_.resize(first_.back());
    std::copy(first_.begin(), first_.end() - 1, end_.begin());
    each([&](std::uint32_t node, Half half) { neighbours_[end_[node]++] = half; });
  }

  void plant_all(const Components& groups) {
    std::vector<std::vector<std::uint32_t>> members(groups.count);
    for (std::uint32_t node = 0; node < nodes_.size(); ++node)
      members[groups.of[node]].push_back(node);
    for (const auto& group : members) plant(group);
  }

  // Chooses the root of a group, the node with the most arcs, and leads every node to and from it
  // by the shortest way. A node for which there is none is left to a later search.
  void plant(const std::vector<std::uint32_t>& members) {
    std::uint32_t root = members.front();
    for (const std::uint32_t node : members) {
      nodes_[node].next = {};
      if (degree(node) > degree(root)) root = node;
    }
    const std::uint32_t group = nodes_[root].group;
    roots_.resize(std::max<std::size_t>(roots_.size(), group + std::size_t{1}));
    roots_[group] = root;
    if (members.size() > 1) {
      lead(root, up);
      lead(root, down);
    }
  }

  void lead(std::uint32_t root, Way way) {
    ++search_;
    nodes_[root].seen = search_;
    reached_.assign(1, root);
    for (std::size_t at = 0; at < reached_.size(); ++at) {
      const std::uint32_t node = reached_[at];
      look_around(node, way == up ? down : up, [&](const Half& one) {
        if (nodes_[one.to].seen == search_) return true;
        nodes_[one.to].seen = search_;
        nodes_[one.to].next.at(way) = {one.half ^ 1U, node};
        reached_.push_back(one.to);
        return true;
      });
    }
  }

  // Visits the neighbours over arcs with room until a visit returns false. Arcs that are of no more
  // use leave the list of the node.
  template <class Visit>
  void look_around(std::uint32_t node, Way way, const Visit& visit) {
    const std::uint32_t group = nodes_[node].group;
    for (std::uint32_t at = first_[node]; at < end_[node];) {
      ++work_;
      const Half one = neighbours_[at];
      const std::int64_t left = room(way, one.half);
      if (left == 0) {
        ++at;
      } else if (left == kDecided || nodes_[one.to].group != group) {
        neighbours_[at] = neighbours_[--end_[node]];
      } else {
        ++at;
        if (!visit(one)) return;
      }
    }
  }

  // The arc takes all it can; from then on its flow stays.
  void decide(std::uint32_t arc) {
    RankedArc& one = arcs_[arc];
    std::int64_t& along = room_[2 * std::size_t{arc}];
    std::int64_t& against = room_[2 * std::size_t{arc} + 1];
    one.flow = against;
    along = against = kDecided;
    close(2 * arc);
    close(2 * arc + 1);
    while (one.flow < one.capacity && nodes_[one.from].group == nodes_[one.to].group) {
      if (reach_root(one.to, one.from, up, one.rank) &&
          reach_root(one.from, one.to, down, one.rank))
        push_around(one);
    }
  }

  // Nothing can be pushed along it any more.
  void close(std::uint32_t half) {
    Half& leaving = nodes_[tail(half)].next[up];
    if (leaving.half == half) leaving.half = kNone;
    Half& coming = nodes_[tail(half ^ 1U)].next[down];
    if (coming.half == (half ^ 1U)) coming.half = kNone;
  }

  // Steps into what was parted are not.
  bool is_open(std::uint32_t node, Way way) const {
    const Half& step = next(node, way);
    return step.half != kNone && nodes_[step.to].group == nodes_[node].group;
  }

  // Makes the way of `start` hold. False: something was parted instead, but never a path between
  // `start` and the arc's `other` end: what is parted holds both ends or not the other one.
  bool reach_root(std::uint32_t start, std::uint32_t other, Way way, std::uint32_t rank) {
    const std::uint32_t root = roots_[nodes_[start].group];
    for (std::uint32_t node = start; node != root; node = next(node, way).to) {
      ++work_;
      if (is_open(node, way) || find_way(node, way)) continue;
      const bool is_on_path = nodes_[other].seen == search_ && nodes_[start].seen != search_;
      if (is_on_path && find_way(start, way)) return true;
      part(way, rank);
      return false;
    }
    return true;
  }

  // Remembers the answer for all nodes passed until the next search.
  bool holds(std::uint32_t node, Way way) {
    const std::uint32_t root = roots_[nodes_[node].group];
    bool answer = false;
    passed_.clear();
    for (;; node = next(node, way).to) {
      ++work_;
      const std::uint32_t judged = nodes_[node].judged;
      if (node == root || judged / 2 == search_) {
        answer = node == root || judged % 2 == 1;
        break;
      }
      passed_.push_back(node);
      if (!is_open(node, way)) break;
    }
    for (const std::uint32_t each : passed_) nodes_[each].judged = 2 * search_ + (answer ? 1 : 0);
    return answer;
  }

  // Leads the node, whose step is closed, to the nearest one whose way holds. Where there is none,
  // `reached_` is what it searched.
  bool find_way(std::uint32_t start, Way way) {
    ++search_;
    nodes_[start].seen = search_;
    nodes_[start].judged = 2 * search_;
    reached_.assign(1, start);
    std::uint32_t found = kNone;
    for (std::size_t at = 0; at < reached_.size() && found == kNone; ++at) {
      look_around(reached_[at], way, [&](const Half& one) {
        if (nodes_[one.to].seen == search_) return true;
        nodes_[one.to].seen = search_;
        nodes_[one.to].via = one.half;
        reached_.push_back(one.to);
        if (holds(one.to, way)) found = one.to;
        return found == kNone;
      });
    }
    if (found == kNone) return false;
    while (found != start) {
      const std::uint32_t half = nodes_[found].via;
      nodes_[tail(half)].next.at(way) = {half, found};
      found = tail(half);
    }
    return true;
  }

  // Nothing can leave what was searched upwards, nothing can enter what was searched downwards.
  void part(Way way, std::uint32_t rank) {
    const std::vector<std::uint32_t> members = reached_;
    const std::uint32_t group = nodes_[members.front()].group;
    const std::uint32_t added =
        way == up ? order_.add_before(group, rank) : order_.add_after(group, rank);
    for (const std::uint32_t node : members) nodes_[node].group = added;
    plant(members);
  }

  // Over the arc, up towards the root and down again from the first node where the ways meet; as
  // much as all have room for.
  void push_around(RankedArc& arc) {
    const std::uint32_t root = roots_[nodes_[arc.to].group];
    ++search_;
    for (std::uint32_t node = arc.to; node != root; node = next(node, up).to)
      nodes_[node].seen = search_;
    nodes_[root].seen = search_;
    path_.clear();
    std::uint32_t meet = arc.from;
    for (; nodes_[meet].seen != search_; meet = next(meet, down).to)
      path_.push_back(next(meet, down).half ^ 1U);
    for (std::uint32_t node = arc.to; node != meet; node = next(node, up).to)
      path_.push_back(next(node, up).half);

    std::int64_t amount = arc.capacity - arc.flow;
    for (const std::uint32_t half : path_) amount = std::min(amount, room_[half]);
    CHECK(amount > 0, "a path of the tie-break has no room");
    arc.flow += amount;
    for (const std::uint32_t half : path_) {
      room_[half] -= amount;
      room_[half ^ 1U] += amount;
      if (room_[half] == 0) close(half);
    }
    work_ += path_.size();
  }

  std::vector<RankedArc>& arcs_;      // the flow of an arc stands here from when it is decided
  std::vector<std::int64_t> room_;    // per half: what can be pushed along it, or kDecided
  std::vector<std::uint32_t> first_;  // per node, in neighbours_
  std::vector<std::uint32_t> end_;
  std::vector<Half> neighbours_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> roots_;  // per group
  PlaceOrder order_{0};
  std::vector<std::uint32_t> reached_;
  std::vector<std::uint32_t> passed_;
  std::vector<std::uint32_t> path_;
  std::uint32_t search_ = 0;
  std::uint64_t work_ = 0;
};

}  // namespace

Partings prefer_lower_ranks(std::uint32_t nodes, std::vector<RankedArc>& arcs,
                            std::uint32_t last_rank, std::uint64_t work_max) {
  return TieBreak(nodes, arcs).run(last_rank, work_max);
}

}  // namespace quits::settlement
