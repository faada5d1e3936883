// Random lives of settlement runs, from one seed: the same steps go into a book and into a model
// (tests/service/run_model.h), and both must say the same after each.
//
// Debts among partners and with the operator in two currencies, months that close and settle,
// credit notes, disputes, holds and flags; several runs at once, through valid and invalid steps by
// three persons; payments of lists and of documents, in parts, taken back. Every few steps the
// database fails in the middle of one; then the step is sent again, often by a new process.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/service/run_book.h"
#include "tests/service/run_model.h"

namespace quits::test {

class RunLife {
 public:
  explicit RunLife(std::uint64_t seed) : seed_(seed), random_(seed) {}

  // Stops at the first difference, which is a failure of the running test that names the seed.
  void run(int steps);
  // How often each step was recorded, and each refusal met: a test demands that all were.
  const std::map<std::string, int>& met() const { return met_; }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  template <class Map>
  std::string any_key(const Map& map) {
    if (map.empty()) return "none";
    auto place = map.begin();
    std::advance(place, static_cast<std::ptrdiff_t>(below(map.size())));
    return place->first;
  }
  std::string any_party() { return std::string(1, "ABCDE"[below(5)]); }
  std::string any_person(const program::Fact& fact);
  std::string any_side() { return one_in(5) ? "ACME" : any_party(); }

  void open();
  void month();
  program::Fact any_fact();
  program::Fact any_debt();
  program::Fact any_run();
  program::Fact any_run_step();
  program::Fact any_payment();
  program::Fact any_dispute();
  std::string any_run_key();

  bool step(const program::Fact& fact, const std::string& actor);
  Result<ledger::Receipt> recorded_in_the_end(const RunModel::Step& step);
  bool after(const RunModel::Step& step, Sequence entry);
  bool same();
  bool complain(const std::string& what);
  Date today() { return book_.clock().now().date(); }

  std::uint64_t seed_;
  std::mt19937_64 random_;
  storage::FaultPlan faults_;
  RunBook book_{&faults_};
  RunModel model_;
  Period next_close_ = Period::parse("2026-01").value();
  Period next_settle_ = Period::parse("2026-01").value();
  int made_ = 0;
  std::string last_;  // the step under way, for complaints
  std::map<std::string, int> met_;
};

}  // namespace quits::test
