#include "settlement/netting/tie_break.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "settlement/netting/components.h"
#include "settlement/netting/forest.h"
#include "settlement/netting/place_order.h"

namespace quits::settlement {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

// One of two searches that run towards each other: along flow that can be pushed, or against it.
struct Front {
  std::vector<std::uint32_t> nodes;  // reached, in order
  std::size_t next = 0;              // to be expanded
  std::uint64_t work = 0;
  std::vector<std::uint32_t> stamp;  // per node
  std::vector<std::uint32_t> via;    // per node: the arc that reached it

  bool is_exhausted() const { return next == nodes.size(); }
};

class TieBreak {
 public:
  TieBreak(std::uint32_t nodes, std::vector<RankedArc>& arcs)
      : arcs_(arcs),
        fixed_(arcs.size(), 0),
        first_(nodes + std::size_t{1}, 0),
        end_(nodes),
        groups_(components(nodes)),
        order_(groups_.count),
        forest_(nodes) {
    for (Front* front : {&forward_, &backward_}) {
      front->stamp.assign(nodes, 0);
      front->via.assign(nodes, kNone);
    }
    list_neighbours();
    plant_forest();
  }

  Partings run(std::uint32_t last_rank, std::uint64_t work_max) {
    Partings made;
    made.decided = last_rank;
    for (std::uint32_t arc = 0; arc < arcs_.size(); ++arc) {
      if (work_ > work_max) {
        made.decided = arcs_[arc].rank - 1;
        break;
      }
      decide(arc);
    }
    auto [place_of_group, parted] = order_.places();
    for (const std::uint32_t group : groups_.of) made.place.push_back(place_of_group[group]);
    made.parted = std::move(parted);
    return made;
  }

 private:
  std::uint32_t other_end(std::uint32_t arc, std::uint32_t node) const {
    return arcs_[arc].from == node ? arcs_[arc].to : arcs_[arc].from;
  }
  // What can still be pushed over the arc when it is entered at this node.
  std::int64_t room(std::uint32_t arc, std::uint32_t from) const {
    const RankedArc& one = arcs_[arc];
    return one.from == from ? one.capacity - one.flow : one.flow;
  }
  bool is_between(std::uint32_t arc) const {
    return arcs_[arc].flow > 0 && arcs_[arc].flow < arcs_[arc].capacity;
  }

  Components components(std::uint32_t nodes) const {
    std::vector<Link> links;
    for (const RankedArc& arc : arcs_) {
      if (arc.flow < arc.capacity) links.emplace_back(arc.from, arc.to);
      if (arc.flow > 0) links.emplace_back(arc.to, arc.from);
    }
    return strong_components(nodes, links);
  }

  // Arcs within one group only: no other can be on a loop.
  void list_neighbours() {
    const auto each = [&](const auto& visit) {
      for (std::uint32_t arc = 0; arc < arcs_.size(); ++arc) {
        if (groups_.of[arcs_[arc].from] != groups_.of[arcs_[arc].to]) continue;
        visit(arcs_[arc].from, arc);
        visit(arcs_[arc].to, arc);
      }
    };
    each([&](std::uint32_t node, std::uint32_t) { ++first_[node + std::size_t{1}]; });
    for (std::size_t node = 0; node < end_.size(); ++node) first_[node + 1] += first_[node];
    neighbours_.resize(first_.back());
    std::copy(first_.begin(), first_.end() - 1, end_.begin());
    each([&](std::uint32_t node, std::uint32_t arc) { neighbours_[end_[node]++] = arc; });
  }

  // Breadth first, so that the trees are low.
  void plant_forest() {
    std::vector<std::uint32_t> starts(end_.size());
    std::iota(starts.begin(), starts.end(), 0U);
    const auto debts = [&](std::uint32_t node) { return end_[node] - first_[node]; };
    std::ranges::stable_sort(starts, std::ranges::greater(), debts);
    std::vector<char> seen(end_.size(), 0);
    std::vector<std::uint32_t> queue;
    for (const std::uint32_t start : starts) {
      if (seen[start] != 0) continue;
      seen[start] = 1;
      queue.assign(1, start);
      for (std::size_t next = 0; next < queue.size(); ++next) {
        const std::uint32_t node = queue[next];
        for (std::uint32_t at = first_[node]; at < end_[node]; ++at) {
          const std::uint32_t arc = neighbours_[at];
          const std::uint32_t other = other_end(arc, node);
          if (!is_between(arc) || seen[other] != 0) continue;
          seen[other] = 1;
          forest_.hang(arc, other, node);
          queue.push_back(other);
        }
      }
    }
  }

  // The arc takes all it can; from then on its flow stays.
  void decide(std::uint32_t arc) {
    const RankedArc& one = arcs_[arc];
    fixed_[arc] = 1;
    forest_.cut(arc, one.from, one.to);
    while (one.flow < one.capacity && groups_.of[one.from] == groups_.of[one.to]) {
      path_.clear();
      if (!forest_.add_path(one.to, one.from, path_) && !find_path(one.to, one.from)) {
        part(one.rank, groups_.of[one.from]);
        return;
      }
      push_around(arc);
    }
  }

  void start(Front& front, std::uint32_t node) {
    front.nodes.assign(1, node);
    front.next = 0;
    front.work = 0;
    front.stamp[node] = stamp_;
    front.via[node] = kNone;
  }

  // Searches from both ends at once until one search reaches a tree of the other's start, or
  // both meet, or one has nothing left to look at.
  bool find_path(std::uint32_t source, std::uint32_t target) {
    ++stamp_;
    forest_.forget_roots();
    start(forward_, source);
    start(backward_, target);
    const std::uint32_t source_root = forest_.root_of(source);
    const std::uint32_t target_root = forest_.root_of(target);
    while (!forward_.is_exhausted() && !backward_.is_exhausted()) {
      const bool goes_forward = forward_.work <= backward_.work;
      Front& front = goes_forward ? forward_ : backward_;
      Front& opposite = goes_forward ? backward_ : forward_;
      const std::uint32_t goal = goes_forward ? target_root : source_root;
      const std::uint32_t meet = expand(front, opposite, goes_forward, goal);
      if (meet == kNone) continue;
      const bool in_both = opposite.stamp[meet] == stamp_;
      if (!goes_forward && !in_both) {
        forest_.add_path(source, meet, path_);
      } else {
        add_way_back(meet, source);
        if (!in_both) forest_.add_path(meet, target, path_);
      }
      if (!goes_forward || in_both) add_way_on(meet, target);
      return true;
    }
    return false;
  }

  // Looks at all arcs of the next node. The node that completes a path, or kNone. Arcs that are of
  // no more use leave the list of the node.
  std::uint32_t expand(Front& front, const Front& opposite, bool goes_forward, std::uint32_t goal) {
    const std::uint32_t node = front.nodes[front.next++];
    std::uint32_t kept = first_[node];
    std::uint32_t meet = kNone;
    for (std::uint32_t at = first_[node]; at < end_[node]; ++at) {
      const std::uint32_t arc = neighbours_[at];
      ++front.work;
      ++work_;
      const std::uint32_t other = other_end(arc, node);
      if (fixed_[arc] != 0 || groups_.of[other] != groups_.of[node]) continue;
      neighbours_[kept++] = arc;
      if (meet != kNone || front.stamp[other] == stamp_) continue;
      if (room(arc, goes_forward ? node : other) == 0) continue;
      front.stamp[other] = stamp_;
      front.via[other] = arc;
      front.nodes.push_back(other);
      if (opposite.stamp[other] == stamp_ || forest_.root_of(other) == goal) meet = other;
    }
    end_[node] = kept;
    return meet;
  }

  // The forward search's way from the source to `node`.
  void add_way_back(std::uint32_t node, std::uint32_t source) {
    while (node != source) {
      const std::uint32_t arc = forward_.via[node];
      node = other_end(arc, node);
      path_.push_back({arc, node});
    }
    std::reverse(path_.begin(), path_.end());
  }
  // The backward search's way from `node` to the target.
  void add_way_on(std::uint32_t node, std::uint32_t target) {
    while (node != target) {
      const std::uint32_t arc = backward_.via[node];
      path_.push_back({arc, node});
      node = other_end(arc, node);
    }
  }

  // Over the arc and back along the path, as much as all have room for.
  void push_around(std::uint32_t arc) {
    std::int64_t amount = arcs_[arc].capacity - arcs_[arc].flow;
    for (const Step& step : path_) amount = std::min(amount, room(step.arc, step.from));
    CHECK(amount > 0, "a path of the tie-break has no room");
    arcs_[arc].flow += amount;
    for (const Step& step : path_) {
      RankedArc& passed = arcs_[step.arc];
      passed.flow += passed.from == step.from ? amount : -amount;
      if (!is_between(step.arc)) forest_.cut(step.arc, passed.from, passed.to);
    }
    for (const Step& step : path_) {
      const RankedArc& passed = arcs_[step.arc];
      if (is_between(step.arc)) forest_.link(step.arc, passed.from, passed.to);
    }
    work_ += path_.size();
  }

  // The search that ended found one side. Nothing can leave what the forward search reached,
  // nothing can enter what the backward search reached.
  void part(std::uint32_t rank, std::uint32_t group) {
    const bool forward_ended = forward_.is_exhausted();
    const std::uint32_t added =
        forward_ended ? order_.add_before(group, rank) : order_.add_after(group, rank);
    for (const std::uint32_t node : (forward_ended ? forward_ : backward_).nodes)
      groups_.of[node] = added;
  }

  std::vector<RankedArc>& arcs_;
  std::vector<char> fixed_;
  std::vector<std::uint32_t> first_;  // per node, in neighbours_
  std::vector<std::uint32_t> end_;
  std::vector<std::uint32_t> neighbours_;
  Components groups_;  // nodes that are not parted yet
  PlaceOrder order_;
  Forest forest_;
  Front forward_;
  Front backward_;
  std::vector<Step> path_;
  std::uint32_t stamp_ = 0;
  std::uint64_t work_ = 0;
};

}  // namespace

Partings prefer_lower_ranks(std::uint32_t nodes, std::vector<RankedArc>& arcs,
                            std::uint32_t last_rank, std::uint64_t work_max) {
  return TieBreak(nodes, arcs).run(last_rank, work_max);
}

}  // namespace quits::settlement
