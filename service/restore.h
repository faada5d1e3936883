// A book made anew: from an exported log alone, or from a backup. Made beside its place under
// another name, verified, and only then given its name: whoever sees the book sees a whole and
// sound one, and no file is ever replaced.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"

namespace quits::service {

struct RestoreRequest {
  std::filesystem::path source;  // a log or a backup
  std::filesystem::path book;    // nothing may be there
  std::optional<Hash> root;      // what the root must be, from elsewhere
};

struct Restored {
  std::uint64_t entries = 0;
  Hash root{};
  std::uint64_t vouched = 0;  // entries under the newest root that was recorded at a close
  std::uint64_t resumed = 0;  // entries that an interrupted import had brought in already
};

// What is being done ("importing"), how far, of how much.
using RestoreProgress = std::function<void(const char*, std::uint64_t, std::uint64_t)>;

// Every record's bytes as they are, every table from the records. An import that was interrupted
// goes on from the file BOOK.importing. Refuses what inspect_log_file refuses, log_differs for
// another root or for another log's .importing, internal_mismatch when verify finds the book not
// sound. Throws what opening and writing a book throws.
Result<Restored> import_log(const RestoreRequest& request, Clock& clock,
                            const RestoreProgress& progress);

// A copy of the backup with the tables of this program, every page read and everything verified.
Result<Restored> restore_backup(const RestoreRequest& request, Clock& clock,
                                const RestoreProgress& progress);

// One of the two, by what the file is.
Result<Restored> restore(const RestoreRequest& request, Clock& clock,
                         const RestoreProgress& progress);

}  // namespace quits::service
