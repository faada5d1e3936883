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

}  // namespace quits::storage
