// What other terms would have paid on the facts of some periods, beside what was paid. Nothing is
// written to the book.
//
//   TRY(const Simulation simulation, simulate(database, {terms, january, march, {}, {}}));
//   for (const SimulatedRow& row : simulation.rows) ...   // FRANCE earned 65.00, would have
//   earned 80.00
//
// The terms take the place of those of every agreement between the operator and its partners in
// their currency, from the first day of the first period on. What was sold before counts on under
// the plan of the same name. A fact counts in the period of its own date, whenever it came and
// wherever it was posted; fees count in the periods that are closed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/int128.h"
#include "service/replay.h"

namespace quits::service {

struct SimulationQuestion {
  program::Terms terms;
  Period from;
  Period until;
  std::vector<std::string> agreements = {};  // none: all
  std::vector<std::string> partners = {};    // none: all
};

// One partner's earnings, or what it is charged, under one term of one agreement; minor units.
struct SimulatedRow {
  std::string partner;
  std::string agreement;
  Currency currency = Currency::none();
  bool earned = true;  // by the partner; false: it is charged
  ledger::Category category = ledger::Category::none;
  std::string term;
  int128 booked_minor = 0;
  int128 simulated_minor = 0;
};

struct LeftOut {
  std::string agreement;
  std::string why;
};

struct Simulation {
  std::vector<std::string> agreements;  // whose terms were replaced
  std::vector<LeftOut> left_out;
  std::vector<SimulatedRow> rows;  // by partner, agreement, earnings first
  ReplayReport replay;
};

// Refuses unknown_agreement and unknown_party of what is named, and no_agreement when the terms can
// replace none. The terms must have passed program::check. Cost: linear in the log.
Result<Simulation> simulate(
    storage::Database& book, const SimulationQuestion& question,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

}  // namespace quits::service
