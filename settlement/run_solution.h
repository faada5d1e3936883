// A run as the netting engine sees it: its documents as networks, one per currency; what is set off, with the proof; and what is
// left to pay. Pure.
//
// The same functions make a proposal and judge one: `verify` calls check_proposal for every proposal in the log.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "program/facts.h"
#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::settlement {

// Fills in what is set off, the figures and the proofs, for the documents none of whose parties is in `proposed.without`.
// Refuses what the engine refuses (overflow), and internal_mismatch when its own proof does not hold: nobody may post such a
// run. Cost: docs/performance.md.
Status solve(const program::RunOpened& opened, const program::RunCollected& collected, program::RunProposed& proposed);

// Whether a proposal is what it says: its amounts are possible, nobody's net position moves, its proof holds and its figures are
// right. One pass over the documents; no solver.
Status check_proposal(const program::RunOpened& opened, const program::RunCollected& collected, const program::RunProposed& proposed);

// The parties that a proposal concerns: those with a document in it, by name.
std::vector<std::string> parties_in(const program::RunCollected& collected, const program::RunProposed& proposed);

// What a proposal leaves to pay: one payment per debtor, creditor and currency, by their names; `reference` numbers them from 1.
// Payments below the run's minimum are left out: they carry. At a centre nothing is left of documents; what parties pay to it
// or get from it is in `made`.
struct Remains {
  std::vector<program::RunPayment> payments;
  std::vector<program::RunMade> made;
};
Result<Remains> remains_of(const program::RunOpened& opened, const program::RunCollected& collected,
                           const program::RunProposed& proposed);

// The documents of one currency that take part in a proposal, as a network, and what it sets off of each, with the proof.
struct RunNetwork {
  Currency currency = Currency::none();
  std::vector<std::size_t> documents;  // places in RunCollected::documents, in the order of the network's obligations
  Network network;                     // of all parties of the run
  SetOff set_off;
};
// By currency. Refuses (internal_mismatch) amounts that cannot be.
Result<std::vector<RunNetwork>> networks_of(const program::RunOpened& opened, const program::RunCollected& collected,
                                            const program::RunProposed& proposed);

// Negative, zero or positive: how an amount, taken positive, compares with a threshold of the run. Exact, also where the currency
// has fewer places than the threshold: 0.50 is less than a yen.
int compare_with_threshold(std::int64_t minor, Currency currency, Decimal threshold);

// The hash of what was collected: see RunCollected in proto/quits/v1/run_fact.proto.
std::string hash_of(const program::RunCollected& collected);

}  // namespace quits::settlement
