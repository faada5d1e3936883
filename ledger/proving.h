// Proofs from a book, for people who have none: see proof/proof_file.h for their text,
// ledger/proven.h for who checks them.
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "proof/proof_file.h"

namespace quits::storage {
class Database;
}

namespace quits::ledger {

// Refuses with root_mismatch unless the log begins with what the checkpoint covers. Cost: as
// StoredTree.
Status check_history(storage::Database& database, const proof::Checkpoint& checkpoint);

// Within the caller's transaction. Both refuse with root_mismatch when the checkpoint is not of
// this log, or when the proof would not hold: nothing is proven with a signature over another
// history.

// Refuses with unknown_checkpoint when the checkpoint does not cover the entry.
Result<proof::InclusionProof> prove_entry(storage::Database& database, Sequence entry,
                                          const SignedCheckpoint& under);
// Refuses with unknown_checkpoint when the older one is the larger.
Result<proof::ConsistencyProof> prove_growth(storage::Database& database, std::uint64_t older,
                                             const SignedCheckpoint& newer);

}  // namespace quits::ledger
