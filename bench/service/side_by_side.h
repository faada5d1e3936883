// The full path and its two floors, fed the same facts batch by batch in turn, so that what
// disturbs the machine disturbs all three.
//
//   full    Book::record: idempotency, rating, trace, postings, balances, leaf hash
//   tables  the rows that the full path writes, into the same tables, by prepared statements
//   bare    the same records, one row each, in one table
#pragma once

#include "bench/measure.h"
#include "cli/bench_workload.h"

namespace quits::bench {

struct SideBySide {
  Measure full;
  Measure tables;
  Measure bare;
};

// `batches` transactions of `batch` sales each.
SideBySide run_side_by_side(const cli::WorkloadOptions& options, std::size_t batches,
                            std::size_t batch);

}  // namespace quits::bench
