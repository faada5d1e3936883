// Which of several largest circulations: in order of rank each arc takes as much as it can without
// taking from the total or from an arc before it. There is exactly one such answer. Pure.
//
// The arcs given are those on which the flow may differ between largest circulations; each takes
// one unit of the total per unit of flow, so that pushing flow around a loop of them changes no
// total. Each arc, by rank, pushes what it can around loops of arcs after it. Where no loop is
// left, the nodes on its two sides are parted: nothing can flow from the one side to the other any
// more. These partings are the proof (settlement/certificate.h) and what makes later searches
// short.
//
// Cost: a path is followed, not searched, and what pushing closed is mended near by. Bounded by
// `work_max` looks at an arc: where that is used up, the remaining arcs keep their flow, and
// `decided` says which rank was the last. The bound counts work, not time, so that every machine
// stops at the same arc.
#pragma once

#include <cstdint>
#include <vector>

namespace quits::settlement {

struct RankedArc {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint32_t rank = 0;  // from 1, increasing from arc to arc
  std::int64_t capacity = 0;
  std::int64_t flow = 0;
};

struct Partings {
  std::vector<std::uint32_t> place;   // per node: flow can only be moved to lower places
  std::vector<std::uint32_t> parted;  // between a place and the next: the rank, 0 from the start
  std::uint32_t decided = 0;
};

// `decided` is `last_rank` when all arcs were decided.
Partings prefer_lower_ranks(std::uint32_t nodes, std::vector<RankedArc>& arcs,
                            std::uint32_t last_rank, std::uint64_t work_max);

}  // namespace quits::settlement
