#include "storage/database.h"

#include "base/check.h"
#include "base/failure.h"

namespace quits::storage {

void Statement::run() {
  while (step()) {
  }
}

Transaction::Transaction(Database& database, Access access) : database_(database) {
  database_.begin(access);
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.rollback();
  } catch (const Failure&) {
    // What failed before is already on its way to the rim. Uncommitted changes are void without us:
    // the database drops them when the connection closes or the book is opened again.
  }
}

void Transaction::commit() {
  CHECK(open_, "this transaction has ended");
  database_.commit();
  open_ = false;
}

void Transaction::rollback() {
  CHECK(open_, "this transaction has ended");
  database_.rollback();
  open_ = false;
}

Savepoint::Savepoint(Database& database) : database_(database) {
  CHECK(database.in_transaction(), "a savepoint outside a transaction");
  database_.execute("SAVEPOINT part");
}

Savepoint::~Savepoint() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
  } catch (const Failure&) {
    // As for a transaction. The one around it cannot be committed any more.
  }
}

void Savepoint::keep() {
  CHECK(open_, "this savepoint has ended");
  database_.execute("RELEASE SAVEPOINT part");
  open_ = false;
}

}  // namespace quits::storage
