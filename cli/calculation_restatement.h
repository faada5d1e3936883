// What a restatement says of itself and of the entries it changed, from stored traces.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/views_entry.h"
#include "program/restated.h"

namespace quits::cli {

struct RestatementStep {
  std::string text;
  std::optional<std::int64_t> amount_minor;
};

// "Entry 7 had booked 50.00; under the corrected terms 60.00; proposed by A in entry 9: reason;
// approved by B".
std::vector<RestatementStep> restatement_steps(const ledger::Record& record,
                                               const ledger::Item& item, Names& names);

// Of what gives back a restated entry: where the amount it stands at comes from.
std::string restated_words(const ledger::Trace& trace, Currency currency);

// Tells of an entry by what and how much it was restated, each time.
void add_restated(const ledger::Record& record, program::Restated& restated, Names& names,
                  v1::ExplainView& view);

}  // namespace quits::cli
