// What a book has signed, as values: its keys, its checkpoints, the cosignatures of witnesses, and
// the rules that judge them. The tables are in ledger/checkpoints.h.
//
// Rules: every key is announced by a note that it signed itself, from the second key on also by the
// key before it (unless that one was lost); all keys of a book have one name, which is the origin
// of its checkpoints; a checkpoint is signed by a key that signed at that size; a cosignature is a
// valid line of its witness under such a checkpoint.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/verify.h"
#include "proof/checkpoint.h"
#include "proof/key.h"
#include "proof/note.h"

namespace quits::ledger {

struct ListedKey {
  proof::VerifierKey key;
  std::uint64_t from_size = 0;
  proof::Note announcement;
};

struct Cosignature {
  proof::VerifierKey witness;
  std::optional<std::int64_t>
      at;  // seconds since 1970, by the witness's clock; none: a plain signature
};

struct SignedCheckpoint {
  proof::Checkpoint checkpoint;
  proof::VerifierKey key;  // that signed it
  proof::Note note;        // the book's signature, then those of witnesses
  std::vector<Cosignature> cosignatures;
};

// Rows as they are stored.
struct StoredKey {
  std::int64_t number = 0;
  std::string verifier_key;
  std::int64_t from_size = 0;
  std::string announcement;
};
struct StoredCheckpoint {
  std::int64_t size = 0;
  std::string note;
};
struct StoredCosignature {
  std::int64_t size = 0;
  std::string witness;
  std::string line;
};

// Refuses a row that is not what the rules above ask for; the messages name the table and the row.
Result<std::vector<ListedKey>> read_keys(std::span<const StoredKey> rows);
Result<SignedCheckpoint> read_checkpoint(const StoredCheckpoint& row,
                                         std::span<const ListedKey> keys);
Status add_cosignature(const StoredCosignature& row, SignedCheckpoint& to);

// Whether the key before it announced it; none does so for the first.
bool is_announced(std::span<const ListedKey> keys, std::size_t index);

// The keys of the list that follow from trust in `trusted`: those among them, and each that was
// announced by one that follows. A key that is trusted and not in the list is not among them.
std::vector<proof::VerifierKey> keys_that_follow(std::span<const ListedKey> keys,
                                                 std::span<const proof::VerifierKey> trusted);

// A signed checkpoint from anywhere: signed by one of the keys, whose name is its origin. Refuses
// with malformed_text, bad_signature, not_signed.
struct CheckedCheckpoint {
  proof::Checkpoint checkpoint;
  proof::VerifierKey key;
};
Result<CheckedCheckpoint> check_note(const proof::Note& note,
                                     std::span<const proof::VerifierKey> keys);

}  // namespace quits::ledger
