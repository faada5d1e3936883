// What two companies agree on beforehand about settlement runs, as in proto/quits/v1/terms.proto. The numbers are those of
// the messages.
#pragma once

#include <cstdint>
#include <vector>

namespace quits::program {

// Alternatives, never stages: bilateral first and multilateral after sets off less than multilateral alone.
enum class NettingMode : std::uint8_t {
  bilateral = 1,     // each pair sets off what it owes each other
  multilateral = 2,  // the largest set-off along existing debts, loops of any length
  centre = 3,        // every debt is replaced by one amount per party to or from a centre
};

// Which obligation of a pair takes the set-off of the pair first; then the priority decides.
enum class AllocationOrder : std::uint8_t { oldest = 1, newest = 2, largest = 3, smallest = 4 };

enum class Silence : std::uint8_t { accepts = 1, rejects = 2 };

struct SettlementTerms {
  std::vector<NettingMode> netting;  // agreed to beforehand, besides bilateral
  bool answers = false;              // a run needs the partner's word
  std::uint32_t answer_days = 0;
  Silence silence = Silence::accepts;
  bool confirms_obligations = false;
  std::uint32_t dispute_days = 0;  // 0: kDisputeDays

  bool operator==(const SettlementTerms&) const = default;
};

inline constexpr std::uint32_t kDisputeDays = 30;

}  // namespace quits::program
