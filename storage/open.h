// Opening a book: the location decides which driver serves it.
//
// A location is a path ("acme.quits"), "sqlite:PATH" for a path that looks like something else, or
// "postgresql://..." (no driver yet: Failure(unavailable)).
//
// Opening never changes a file that is not a book, and says what is wrong as a Failure:
//   not_found       no such file, or no such folder to create it in
//   already_exists  create: something is there
//   not_a_book      empty, a folder, some other file, or a database of another program
//   newer_book      written by a newer program
//   read_only       open: the file or its folder cannot be written
//   corrupt         shorter than its own header says, or unreadable as a database
//   locked          another connection holds it alone for longer than `lock_wait`
//   disk_full, unavailable   what the file system said
// Cost: half a millisecond to open (no page is scanned), a few syncs to create.
//
// Example:
//   auto database = open_database("acme.quits", Mode::open);
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "storage/database.h"
#include "storage/faults.h"

namespace quits::storage {

enum class Mode { create, open, open_read_only };

// How long beginning a write transaction waits for another writer.
inline constexpr std::chrono::milliseconds kLockWait{5000};

// `faults` is for tests and must outlive the Database; without it the plain driver is returned.
std::unique_ptr<Database> open_database(const std::string& location, Mode mode,
                                        FaultPlan* faults = nullptr,
                                        std::chrono::milliseconds lock_wait = kLockWait);

}  // namespace quits::storage
