// Random months of a partner program, from one seed: the same facts go into a book and into the
// model (tests/service/model.h), and both must say the same at every step.
//
// Agreements of every rule and basis, with versions in mid-way, in three currencies; sales with up
// to three decimals, shared or not, customers that pay in parts, credits, refunds and chargebacks
// in parts, trainings held and cancelled, contributions, adjustments with a second person,
// reversals, late facts, retries, conflicting ids, closes, settlements and payments, some of them too much, write-offs by two people, in batches
// that are atomic, keep going or are only previewed.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "tests/service/model.h"
#include "tests/service/world.h"

namespace quits::test {

struct WorkloadSize {
  int batches = 30;
  int facts_per_batch_max = 12;
};

class Workload {
 public:
  explicit Workload(std::uint64_t seed);

  // Runs it to its end; stops at the first difference, which is a failure of the running test that
  // names the seed.
  void run(const WorkloadSize& size);

  World& world() { return world_; }

 private:
  struct Planned {
    FactId id;
    program::Fact fact;
    std::string actor;
  };

  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  template <class List>
  const auto& any_of(const List& list) {
    return list[below(list.size())];
  }

  // workload_facts.cpp
  void open();
  Planned next();
  program::Terms any_terms(Currency currency, const std::string& salt);
  program::CommissionPlan any_plan(const std::string& name);
  std::vector<program::Fact> new_version();
  program::Fact any_fact();
  program::Fact any_sale();
  std::vector<program::Share> any_split();
  program::Fact any_correction();
  program::Fact any_month_end();
  program::Fact any_payment();
  program::Fact any_write_off();
  Date any_date();
  Decimal any_amount(std::int64_t units_max);
  std::string any_agreement() { return any_of(agreements_); }
  program::FactRef any_entry();
  Planned planned(program::Fact fact);

  // workload.cpp
  void batch(int facts);
  bool same_answers(const std::vector<Planned>& facts, const ledger::RecordOptions& options);
  void compare();
  void compare_orders();
  std::string name_of_party(PartyNumber number);

  std::uint64_t seed_;
  std::mt19937_64 random_;
  World world_;
  Model model_;
  Model ahead_;  // the model with the facts of the batch under way
  std::vector<std::string> agreements_;
  std::map<std::string, std::string> partner_of_;  // agreement -> partner
  int made_ = 0;
  bool previewed_ = false;  // the batch under way is only tried
};

}  // namespace quits::test
