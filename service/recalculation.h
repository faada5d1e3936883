// What a restatement changes, entry by entry: the recorded facts once more (service/replay.h),
// beside what they booked.
#pragma once

#include "program/recalculation.h"

namespace quits::service {

class Recalculation final : public program::Recalculation {
 public:
  Result<std::vector<program::RecalculatedEntry>> recalculate(
      const program::RestatementProposed& restatement, ledger::Writer& writer) override;
};

}  // namespace quits::service
