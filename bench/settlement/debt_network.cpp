#include "bench/settlement/debt_network.h"

#include <fmt/core.h>

#include <algorithm>

namespace quits::bench {
namespace {

// SplitMix64: small, and the same everywhere, unlike the distributions of the standard library.
class Random {
 public:
  std::uint64_t below(std::uint64_t end) { return next() % end; }

 private:
  std::uint64_t next() {
    std::uint64_t mixed = (state_ += 0x9E3779B97F4A7C15U);
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  std::uint64_t state_ = 42;
};

}  // namespace

settlement::Network scale_free_network(std::size_t obligations) {
  constexpr std::size_t kObligationsPerParty = 10;
  constexpr std::int32_t kFirstDay = 20'000;
  constexpr std::uint64_t kDays = 90;
  const std::size_t parties = std::max<std::size_t>(obligations / kObligationsPerParty, 3);
  Random random;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < parties; ++i) names.push_back(fmt::format("P{:07}", i));
  std::vector<std::uint32_t> ends;
  ends.reserve(2 * obligations);
  const auto draw = [&] {
    return ends.empty() || random.below(4) == 0 ? static_cast<std::uint32_t>(random.below(parties))
                                                : ends[random.below(ends.size())];
  };
  std::vector<settlement::Obligation> made;
  made.reserve(obligations);
  for (std::size_t i = 0; i < obligations; ++i) {
    settlement::Obligation one;
    one.id = std::to_string(i + 1);
    one.debtor = draw();
    one.creditor = draw();
    while (one.creditor == one.debtor)
      one.creditor = static_cast<std::uint32_t>(random.below(parties));
    ends.push_back(one.debtor);
    ends.push_back(one.creditor);
    one.open_minor = static_cast<std::int64_t>(100 + random.below(900));
    for (std::uint64_t zeros = random.below(5); zeros > 0; --zeros) one.open_minor *= 10;
    one.due = Date::from_days(kFirstDay + static_cast<std::int32_t>(random.below(kDays)));
    made.push_back(std::move(one));
  }
  return settlement::Network::make(std::move(names), made).value();
}

}  // namespace quits::bench
