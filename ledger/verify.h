// Verify: read the whole log once, rebuild every projection from it, check the invariants, compare every table.
//
// Cost: one pass over the records plus one over each table; memory grows with the tables, 8 bytes per record for ids.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/digest.h"
#include "ledger/projection.h"
#include "ledger/record.h"

namespace quits::ledger {

// An invariant of the design, checked over the log. Floors above bring their own.
class Invariant {
 public:
  Invariant() = default;
  Invariant(const Invariant&) = delete;
  Invariant& operator=(const Invariant&) = delete;
  virtual ~Invariant() = default;

  virtual std::string_view sentence() const = 0;  // "every entry leaves every party's book balanced"
  // Each record in order, items completed, before the projections have seen it. What is wrong with it, or empty.
  virtual std::string check(const Record& record) = 0;
  // After the last record. Every complaint, each naming its place.
  virtual std::vector<std::string> finish() { return {}; }
};

struct Finding {
  std::uint64_t sequence = 0;  // the entry it was found at; 0: in a table
  std::string what;
};

struct CheckReport {
  std::string sentence;
  std::int64_t micros = 0;  // time spent on it; 0 where it runs within the pass over the log
  std::uint64_t findings_count = 0;
  std::vector<Finding> findings;  // the first few
};

// A root that somebody holds the log to: over its first `size` records. `whence` names it in findings: "checkpoint file x".
struct RootClaim {
  std::uint64_t size = 0;
  Hash root{};
  std::string whence;
};

struct VerifyReport {
  std::uint64_t entries = 0;
  Hash root{};
  std::uint64_t checkpoints = 0;  // roots compared: of the book's checkpoints, and of the plan's claims
  std::vector<CheckReport> checks;
  std::int64_t micros = 0;

  bool clean() const;
};

struct VerifyPlan {
  // Rebuilt beside the log, in order; made without a database.
  std::vector<std::unique_ptr<Projection>> projections;
  std::vector<std::unique_ptr<Invariant>> invariants;
  std::vector<RootClaim> claims;  // compared besides the book's own checkpoints
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // may be empty; called every 100,000 entries
  bool deep = false;  // also compares every index with its table
};

// In one read transaction: the book may be in use.
VerifyReport verify(storage::Database& database, VerifyPlan plan);

}  // namespace quits::ledger
