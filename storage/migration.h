// Bringing the schema of a book up to date.
//
// Each floor above brings its tables as numbered migrations; the caller concatenates them into one
// list with the numbers 1, 2, 3 ... A migration is never edited after a release: what was applied
// is recorded with the SHA-256 of its script in the table `migration`, and compared at every
// opening.
//
// Errors (Failure): corrupt when a recorded migration is missing in between, renumbered or changed;
// newer_book when the book has migrations this program does not know; internal_mismatch when a
// script or its check fails; read_only when something is missing in a book opened for reading.
// Cost: two small queries when nothing is missing; no lock is taken then.
//
// Example:
//   constexpr Migration kMigrations[] = {
//       {1, "log", sql::create_log, "SELECT count(*) = 0 FROM record"}};
//   migrate(database, kMigrations);
#pragma once

#include <span>
#include <string_view>

#include "storage/database.h"

namespace quits::storage {

struct Migration {
  int number;
  std::string_view name;
  std::string_view script;       // any number of statements; must not end the transaction
  std::string_view after_check;  // a SELECT of one row with the integer 1, run after the script
  void (*fill)(Database&) = nullptr;  // fills new tables from what is there, before the check
};

// Applies what is missing, in order, in one write transaction: all of it or nothing.
void migrate(Database& database, std::span<const Migration> migrations);

}  // namespace quits::storage
