// The workload of the benchmarks: a program of many partners, each with one agreement, and a stream of sales.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/book.h"
#include "program/encoding.h"
#include "program/facts.h"
#include "service/book_file.h"

namespace quits::bench {

enum class IdShape { ordered, random };

struct WorkloadOptions {
  std::size_t partners = 1000;
  std::size_t months = 1;
  IdShape ids = IdShape::ordered;
  std::uint64_t seed = 1;
};

class Workload {
 public:
  explicit Workload(WorkloadOptions options) : options_(options), state_(options.seed * 2654435769U + 1) {}

  // The operator, the partners and their agreements: MARGINAL in four bands per period, and a fee when active.
  void open(ledger::Book& book);

  // The next sales, one after the other.
  std::vector<ledger::Submission> sales(std::size_t count);

 private:
  std::uint64_t random();
  program::Terms terms() const;

  WorkloadOptions options_;
  std::uint64_t state_;
  std::uint64_t made_ = 0;
  program::FactCodec codec_;
};

// Later than every sale of the workload, so that its months can close.
Timestamp workload_now();

ledger::RecordOptions as_bench();

}  // namespace quits::bench
