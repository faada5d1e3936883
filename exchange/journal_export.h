// Writes the book of one party as a journal: the whole of it, or one period after its opening
// balances.
//
//   TRY_STATUS(export_journal(database, {"FRANCE", {}}, HledgerFormat(), sink));
//
// The transactions come from the log; the balances that the tool is asked to check come from the
// stored balances. So a tool that accepts the journal has compared the two.
//
// A transaction has its effective date, or, when the fact came after its period had closed, the
// first day of the period it was posted in: then a period of the journal is a period of the book.
// Periods follow each other; within one, transactions stand in the order of the log. Balances are
// stated at the end of every closed period for the accounts that moved in it, and at the end for
// all.
//
// Cost: one pass over the log, about 1 us per record plus 2 us per transaction written. Memory
// grows with the party's accounts and periods, not with the log.
#pragma once

#include <optional>
#include <string>

#include "base/period.h"
#include "base/result.h"
#include "exchange/journal.h"
#include "exchange/period_spool.h"

namespace quits::storage {
class Database;
}

namespace quits::exchange {

struct JournalRequest {
  std::string party;             // its key
  std::optional<Period> period;  // none: everything
};

struct JournalStatistics {
  std::uint64_t transactions = 0;  // without opening balances
  std::uint64_t accounts = 0;
  std::uint64_t balances = 0;  // stated for the tool to check
};

// Refuses unknown_party. Begins a read transaction of its own unless there is one: one snapshot.
// Throws Failure(corrupt) when log and balances do not fit together, and what the sink throws.
Result<JournalStatistics> export_journal(storage::Database& database, const JournalRequest& request,
                                         const JournalFormat& format, const TextSink& sink);

}  // namespace quits::exchange
