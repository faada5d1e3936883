// The tables of keys, checkpoints and cosignatures, and everything that may be done to them.
//
//   Checkpoints checkpoints(database);
//   TRY(const auto made, checkpoints.sign(key));          // over all entries so far
//   write(made.checkpoint.note.to_string());
//
// They stand beside the log and are no facts: a checkpoint says what the log was, so it cannot be
// part of it. The tables only grow. A log never signs two histories: nothing is signed that
// contradicts the newest checkpoint.
//
// Each change is a write transaction of its own. A row that cannot be read throws Failure(corrupt).
#pragma once

#include <optional>
#include <vector>

#include "ledger/checkpoint.h"

namespace quits::storage {
class Database;
}

namespace quits::ledger {

class Checkpoints {
 public:
  explicit Checkpoints(storage::Database& database) : database_(database) {}

  // The oldest first; the last one signs.
  std::vector<ListedKey> keys();
  // The same for verify, which goes on where a row is none.
  Result<std::vector<ListedKey>> readable_keys();
  // Refuses with key_not_listed unless the book signs with this key now.
  Status require_current(const proof::VerifierKey& key);

  // The book signs with it from now on. Refuses with already_exists when it signs with another one.
  Result<ListedKey> use(const proof::SigningKey& key);
  // `next` takes over from `before`, which announces it; null: that key is lost, and auditors must
  // be told.
  Result<ListedKey> replace(const proof::SigningKey* before, const proof::SigningKey& next);

  struct Made {
    SignedCheckpoint checkpoint;
    bool repeated = false;  // it was there
  };
  // Over all entries. Refuses with key_not_listed, root_mismatch.
  Result<Made> sign(const proof::SigningKey& key);

  // Keeps the witness's signature. Refuses with unknown_checkpoint, root_mismatch, bad_signature,
  // not_signed.
  Result<Made> cosign(const proof::Note& note, const proof::VerifierKey& witness);

  std::vector<SignedCheckpoint> all();  // the smallest first
  // Of that size; without one, the newest. Refuses with unknown_checkpoint.
  Result<SignedCheckpoint> at(std::optional<std::uint64_t> size);

 private:
  Result<ListedKey> list(const proof::SigningKey& key, const proof::SigningKey* before,
                         std::size_t number);

  storage::Database& database_;
};

// For verify: judges every row, and adds the root of every checkpoint and announcement that can be
// read to `claims`.
CheckReport check_checkpoints(storage::Database& database, std::vector<RootClaim>& claims);

}  // namespace quits::ledger
