// The solver on networks of every size at which its scaling could leave a remainder, and on one on
// which LEMON wrote beyond its buckets before such sizes were padded.
#include "settlement/netting/circulation.h"

#include <gtest/gtest.h>

#include <random>

namespace quits::settlement {
namespace {

// Conservation, bounds and optimality by the potentials.
void expect_largest(std::uint32_t nodes, const std::vector<CapacityArc>& arcs) {
  const Circulation found = largest_circulation(nodes, arcs);
  ASSERT_EQ(found.flow.size(), arcs.size());
  ASSERT_EQ(found.potential.size(), nodes);
  std::vector<std::int64_t> balance(nodes, 0);
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    const CapacityArc& arc = arcs[i];
    balance[arc.from] -= found.flow[i];
    balance[arc.to] += found.flow[i];
    ASSERT_TRUE(found.flow[i] >= 0 && found.flow[i] <= arc.capacity);
    const std::int64_t fall = found.potential[arc.from] - found.potential[arc.to];
    ASSERT_TRUE(found.flow[i] == arc.capacity || fall >= 1);
    ASSERT_TRUE(found.flow[i] == 0 || fall <= 1);
  }
  for (const std::int64_t each : balance) ASSERT_EQ(each, 0);
}

TEST(Circulation, every_size) {
  std::mt19937 random(7);  // the same numbers everywhere, unlike a distribution
  const auto amount = [&] { return static_cast<std::int64_t>(1 + random() % 1'000'000); };
  for (std::uint32_t nodes = 2; nodes < 560; nodes += nodes < 70 ? 1 : 13) {
    for (const std::uint32_t density : {1U, 3U, 6U}) {
      std::vector<CapacityArc> arcs;
      for (std::uint32_t node = 0; node < nodes; ++node) {
        // A ring, so that all is one component, and chords.
        arcs.push_back({node, (node + 1) % nodes, amount()});
        for (std::uint32_t i = 0; i < density; ++i) {
          const auto to = static_cast<std::uint32_t>(random() % nodes);
          if (to != node) arcs.push_back({node, to, amount()});
        }
      }
      expect_largest(nodes, arcs);
    }
  }
}

TEST(Circulation, a_network_beyond_the_buckets_of_the_solver) {
  expect_largest(
      25, {{0, 4, 298043769},   {0, 18, 213794802},  {0, 21, 61598999},   {1, 4, 604167680},
           {1, 15, 212903311},  {2, 12, 481953559},  {2, 24, 818149432},  {3, 4, 320431004},
           {3, 10, 466888660},  {4, 2, 750871383},   {4, 3, 676370989},   {5, 4, 616841785},
           {5, 23, 191314156},  {5, 24, 6046883},    {6, 20, 237347314},  {7, 13, 538474339},
           {8, 9, 22381387},    {8, 16, 31806887},   {8, 22, 809922479},  {9, 0, 140004064},
           {9, 7, 552228515},   {10, 24, 148048995}, {11, 7, 684963059},  {12, 4, 686901147},
           {13, 8, 289110704},  {13, 16, 131460531}, {14, 19, 222909799}, {14, 21, 88344490},
           {15, 19, 57669365},  {15, 24, 629771344}, {16, 13, 10010792},  {17, 6, 428945280},
           {18, 11, 570243818}, {18, 22, 286832416}, {19, 5, 91017514},   {19, 23, 257881747},
           {20, 16, 599650822}, {21, 2, 385542334},  {21, 6, 621632129},  {21, 20, 592371700},
           {22, 0, 539623747},  {22, 14, 737416142}, {23, 1, 279436544},  {23, 15, 41590513},
           {24, 2, 371454184},  {24, 15, 639952743}, {24, 17, 723039679}});
}

}  // namespace
}  // namespace quits::settlement
