// What a closed period would have been under corrected terms: asked by the rules of a restatement, answered from above,
// because only there are all floors that take part in it (service/recalculation.h).
#pragma once

#include <vector>

#include "ledger/book.h"
#include "program/facts.h"

namespace quits::program {

// One item as it stands and as the corrected terms give it, on the line where the difference goes.
struct Recalculated {
  ledger::LineKey key;
  std::int64_t booked_minor = 0;  // earlier restatements included
  std::int64_t restated_minor = 0;
  std::optional<Date> matures;    // what is held of the entry stays held
  std::optional<Period> earned;

  bool operator==(const Recalculated&) const = default;
};

// An entry that the corrected terms change: its items in their order (those that do not change too), then those that the
// corrected terms add.
struct RecalculatedEntry {
  Sequence entry;
  Date effective;
  std::vector<Recalculated> items;
};

class Recalculation {
 public:
  Recalculation() = default;
  Recalculation(const Recalculation&) = delete;
  Recalculation& operator=(const Recalculation&) = delete;
  virtual ~Recalculation() = default;

  // Every entry that changes, by sequence. Refuses what the corrected terms refuse of the recorded facts, and what cannot
  // be put right by amounts alone. Changes nothing. Cost: linear in the log.
  virtual Result<std::vector<RecalculatedEntry>> recalculate(const RestatementProposed& restatement, ledger::Writer& writer) = 0;
};

}  // namespace quits::program
