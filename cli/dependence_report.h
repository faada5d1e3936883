// What the files of `quits dependence` share: its answer, and that as text and CSV. The command is in
// dependence.cpp, the message of --json in views_dependence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/currency.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "settlement/dependence.h"

namespace quits::cli {

struct FailureEffect {
  mpq_class lost_by_others_minor;
  std::uint32_t pulled_down = 0;
  std::uint32_t rounds = 0;
};

struct DependenceReport {
  std::vector<std::string> parties;  // by name
  std::vector<settlement::Debt> debts;
  std::vector<std::int64_t> assets;  // in minor units
  std::vector<settlement::PartyDependence> dependence;
  int places = 0;
  Currency currency = Currency::none();
  std::string after;       // the mode that netted first, or "run"; empty: none
  std::string run;         // the debts are those of this run; empty: of a file
  std::string asset_file;  // empty: everybody just able to pay

  std::uint32_t cannot_pay = 0;                // though nobody was made to fail
  std::vector<FailureEffect> effects;          // of each party failing alone, or none
  std::vector<std::uint32_t> fails;            // or: these at once
  std::optional<settlement::Failure> failure;  // what that does
};

// Tables are cut after some rows, and say so.
void print_dependence_text(const DependenceReport& report, Output& output);

// One row per party. With a failure:
//   party,owes,pays,share,unpaid,loses,round
// without one:
//   party,owes,receives,largest_debtor,from_it,of_receipts,concentration,assets,lost_by_others,
//   pulled_down,rounds
void print_dependence_csv(const DependenceReport& report, Output& output);

// Cells of the tables and fields of the message: an amount in major units, and a fraction with four
// places. Both are rounded, for print.
std::string shown_amount(const DependenceReport& report, const mpq_class& minor);
std::string shown_amount(const DependenceReport& report, std::int64_t minor);
std::string shown_share(const mpq_class& share);

// What one party owes and cannot pay, exactly.
mpq_class unpaid_minor(const DependenceReport& report, std::uint32_t party);

}  // namespace quits::cli
