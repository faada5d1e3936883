// Checkpoints as files: kept in a folder that is not the book's, and read back to hold the book to
// them.
//
//   TRY(const std::string path, keep_checkpoint(folder, checkpoint));
//   folder/000000001234.checkpoint
//
// One file per size, written once. Whoever copies the folder away has what no later change of the
// book can change.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"

namespace quits::storage {
class Database;
}

namespace quits::service {

// Before a month is closed, not behind it: refuses with not_found, read_only, and when the newest
// checkpoint there (whatever its file is called) is none of this book (not_signed) or of its log (root_mismatch): nothing may
// be signed that contradicts what was handed out.
Status check_checkpoint_folder(const std::string& folder, storage::Database& database,
                               std::span<const ledger::ListedKey> listed);

// The path of the file. A file that says the same, signed, is left as it is; one that says another
// root is refused with root_mismatch, one without the signature with bad_signature or not_signed.
Result<std::string> keep_checkpoint(const std::string& folder,
                                    const ledger::SignedCheckpoint& checkpoint);

// A note in a file; the place of a refusal has file and line. "-" is standard input.
Result<proof::Note> read_note(const std::string& path);

struct OutsideCheckpoints {
  std::vector<std::string> folders;  // every *.checkpoint in them
  std::vector<std::string> files;
  std::vector<proof::VerifierKey>
      verifiers;  // whom to trust; without any, the keys that the book lists
};

// What they hold the log to. Findings of `check`: a file that cannot be read, or that none of the
// keys signed; a folder without a checkpoint; with `verifiers`, a key of the book that does not
// follow from them.
struct OutsideClaims {
  std::vector<ledger::RootClaim> claims;
  ledger::CheckReport check;
};
OutsideClaims read_claims(const OutsideCheckpoints& outside,
                          std::span<const ledger::ListedKey> listed);

}  // namespace quits::service
