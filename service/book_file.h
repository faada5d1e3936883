// A book put together: the database, the ledger's book, and what each floor teaches it. The composition root.
//
//   auto file = BookFile::open("acme.quits", storage::Mode::open, clock);
//   file->book().record(facts, {.actor = "maria"});
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/clock.h"
#include "ledger/book.h"
#include "ledger/checkpoints.h"
#include "ledger/verify.h"
#include "program/rules.h"
#include "service/recalculation.h"
#include "settlement/rules.h"
#include "storage/migration.h"
#include "storage/open.h"

namespace quits::service {

class BookFile {
 public:
  // Opens or creates the book at `location` and brings its tables up to date. Throws Failure, see storage/open.h.
  BookFile(const std::string& location, storage::Mode mode, Clock& clock, storage::FaultPlan* faults = nullptr);
  BookFile(const BookFile&) = delete;
  BookFile& operator=(const BookFile&) = delete;

  ledger::Book& book() { return book_; }
  storage::Database& database() { return *database_; }
  program::Rules& program() { return program_; }
  settlement::Rules& settlement() { return settlement_; }

  ledger::Checkpoints& checkpoints() { return checkpoints_; }

  // Rebuilds every projection from the log and checks every invariant of the design. `claims`: roots from outside of the
  // book that the log must have had (service/outside_checkpoints.h).
  ledger::VerifyReport verify(bool deep, std::function<void(std::uint64_t, std::uint64_t)> progress = {},
                              std::vector<ledger::RootClaim> claims = {});

 private:
  std::unique_ptr<storage::Database> database_;
  ledger::Book book_;
  Recalculation recalculation_;
  program::Rules program_;
  settlement::Rules settlement_;
  ledger::Checkpoints checkpoints_;
};

// Every migration of every floor, in order.
std::span<const storage::Migration> migrations();

}  // namespace quits::service
