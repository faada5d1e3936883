#include "settlement/netting/circulation.h"

#include <lemon/cost_scaling.h>
#include <lemon/smart_graph.h>

#include <stdexcept>

namespace quits::settlement {
namespace {

using Graph = lemon::SmartDigraph;
using Solver = lemon::CostScaling<Graph, std::int64_t, std::int64_t>;

constexpr int kFactor = 16;  // by which the solver divides its epsilon from phase to phase

// LEMON 1.3.1 starts with an epsilon of one more than its nodes and cuts what a division leaves, at
// the end up to 31 / 16 = 1. Its price refinement then counts ranks beyond the end of its buckets
// and writes there. Nodes without arcs make the number a multiple of a power of the factor below
// the factor, so that every division but the last to 1 is exact and ranks stay in bounds. At most
// twice as many nodes.
std::uint32_t padded(std::uint32_t nodes) {
  const std::uint64_t wanted = std::uint64_t{nodes} + 1;
  std::uint64_t power = 1;
  while (power * kFactor <= wanted) power *= kFactor;
  return static_cast<std::uint32_t>((wanted + power - 1) / power * power - 1);
}

}  // namespace

// A circulation of least cost where every unit on every arc costs -1.
Circulation largest_circulation(std::uint32_t nodes, const std::vector<CapacityArc>& arcs) {
  Graph graph;
  const std::uint32_t all_nodes = padded(nodes);
  graph.reserveNode(static_cast<int>(all_nodes));
  graph.reserveArc(static_cast<int>(arcs.size()));
  for (std::uint32_t node = 0; node < all_nodes; ++node) graph.addNode();
  Graph::ArcMap<std::int64_t> capacity(graph);
  for (const CapacityArc& arc : arcs) {
    const Graph::Arc added = graph.addArc(Graph::nodeFromId(static_cast<int>(arc.from)),
                                          Graph::nodeFromId(static_cast<int>(arc.to)));
    capacity[added] = arc.capacity;
  }
  const lemon::ConstMap<Graph::Arc, std::int64_t> cost(-1);
  Solver solver(graph);
  solver.upperMap(capacity).costMap(cost);
  if (solver.run(Solver::PARTIAL_AUGMENT, kFactor) != Solver::OPTIMAL)
    throw std::logic_error("a bounded circulation always has an optimum");

  Circulation found;
  found.flow.reserve(arcs.size());
  for (std::size_t arc = 0; arc < arcs.size(); ++arc)
    found.flow.push_back(solver.flow(Graph::arcFromId(static_cast<int>(arc))));
  found.potential.reserve(nodes);
  for (std::uint32_t node = 0; node < nodes; ++node)
    found.potential.push_back(solver.potential(Graph::nodeFromId(static_cast<int>(node))));
  return found;
}

}  // namespace quits::settlement
