// The log as decoded records with their leaf hashes, in order: reading and judging on the caller's thread, decoding and
// hashing on a second one, so that a verify uses two cores.
#pragma once

#include <functional>

#include "base/digest.h"
#include "ledger/log.h"
#include "ledger/record.h"

namespace quits::ledger {

struct DecodedRecord {
  Sequence stored;  // the number it is stored under, whatever its bytes say
  Record record;    // its items are not completed; the visitor may change it
  Hash leaf{};
};

// Visits every record from the first to the last, on the caller's thread. Records are reused: nothing may be kept by
// reference. Throws Failure(corrupt) at the first record whose bytes are none, after all before it were visited.
// Memory: two chunks of a few thousand records.
void stream_records(Log& log, const std::function<void(DecodedRecord&)>& visit);

}  // namespace quits::ledger
