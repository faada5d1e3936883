// Failures on demand, for tests: the database of a FaultPlan fails or stops where the plan says.
//
// A call is one begin, step or commit; calls and commits are counted from 1. A test runs its
// subject once with an empty plan to learn how many calls it makes, then once for every n, and
// demands each time that the book is either untouched or complete.
// The plan is read at every call, so it may be changed while the database is open.
// The plain path has no cost: without a plan open_database returns the driver itself.
//
// Example:
//   FaultPlan plan;
//   plan.fail_at_call = 3;
//   plan.fail_with = Code::disk_full;
//   auto database = open_database(path, Mode::open, &plan);
#pragma once

#include <cstdint>
#include <memory>

#include "base/error.h"
#include "storage/database.h"

namespace quits::storage {

struct FaultPlan {
  // 0 means never.
  std::uint64_t fail_at_call = 0;        // the n-th call throws Failure(fail_with), once
  Code fail_with = Code::unavailable;    // unavailable (an I/O error), disk_full, locked ...
  std::uint64_t fail_at_commit = 0;      // the n-th commit throws Failure(fail_with), once
  std::uint64_t stop_before_commit = 0;  // the process ends with exit code 137, as if killed
  std::uint64_t stop_after_commit = 0;   // the changes are safe, but nobody was told

  // Seen so far.
  std::uint64_t calls = 0;
  std::uint64_t begins = 0;
  std::uint64_t steps = 0;
  std::uint64_t commits = 0;
};

// `plan` must outlive the result.
std::unique_ptr<Database> with_faults(std::unique_ptr<Database> database, FaultPlan& plan);

}  // namespace quits::storage
