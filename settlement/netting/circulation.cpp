#include "settlement/netting/circulation.h"

#include <lemon/cost_scaling.h>
#include <lemon/smart_graph.h>

#include <stdexcept>

namespace quits::settlement {
namespace {

using Graph = lemon::SmartDigraph;
using Solver = lemon::CostScaling<Graph, std::int64_t, std::int64_t>;

}  // namespace

// A circulation of least cost where every unit on every arc costs -1.
Circulation largest_circulation(std::uint32_t nodes, const std::vector<CapacityArc>& arcs) {
  Graph graph;
  graph.reserveNode(static_cast<int>(nodes));
  graph.reserveArc(static_cast<int>(arcs.size()));
  for (std::uint32_t node = 0; node < nodes; ++node) graph.addNode();
  Graph::ArcMap<std::int64_t> capacity(graph);
  for (const CapacityArc& arc : arcs) {
    const Graph::Arc added = graph.addArc(Graph::nodeFromId(static_cast<int>(arc.from)),
                                          Graph::nodeFromId(static_cast<int>(arc.to)));
    capacity[added] = arc.capacity;
  }
  const lemon::ConstMap<Graph::Arc, std::int64_t> cost(-1);
  Solver solver(graph);
  solver.upperMap(capacity).costMap(cost);
  if (solver.run() != Solver::OPTIMAL)
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
