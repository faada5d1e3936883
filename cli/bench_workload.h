// A made-up program of any size and a stream of sales, for `quits bench` and for bench/: the same
// one on every machine.
//
//   Workload workload({.partners = 1000});
//   workload.open(file.book());
//   file.book().record(workload.sales(1000), as_bench());
//
// Every partner has one agreement with the operator: a marginal commission in four bands on each
// month's volume, and a fee for every active month. Sales begin in 2025-01 and are spread evenly
// over the months.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/book.h"
#include "program/encoding.h"
#include "program/facts.h"

namespace quits::cli {

// Sequential numbers, as a billing system gives them, or numbers in no order.
enum class IdShape { ordered, random };
enum class Sellers { round_robin, random };

struct WorkloadOptions {
  std::size_t partners = 1000;
  std::size_t months = 1;
  IdShape ids = IdShape::ordered;
  Sellers sellers = Sellers::random;
  std::uint64_t seed = 1;
  bool nets_among_many = false;  // the agreements allow settlement runs among all partners
};

class Workload {
 public:
  explicit Workload(WorkloadOptions options)
      : options_(options), state_(options.seed * 2654435769U + 1) {}

  // The operator, the partners and their agreements, in one batch.
  void open(ledger::Book& book);

  // The next sales, one after the other.
  std::vector<ledger::Submission> sales(std::size_t count);

 private:
  std::uint64_t random();
  FactId next_id();
  program::Sale next_sale();

  WorkloadOptions options_;
  std::uint64_t state_;
  std::uint64_t made_ = 0;
  program::FactCodec codec_;
};

// Later than every sale of a year, so that its months can close.
Timestamp workload_now();

// "PARTNER-00007"
std::string partner_key(std::size_t number);

ledger::RecordOptions as_bench();

// Records facts that must not be refused (CHECK): the workload is ours.
void record_all(ledger::Book& book, const std::vector<ledger::Submission>& facts);

}  // namespace quits::cli
