// Projections: what is derived from the log, kept in tables so that questions are answered without reading it all.
//
// project() sees nothing but the record, so the same code serves recording and rebuilding: `verify` makes fresh
// projections without a database, feeds them the whole log, and compares each with the stored tables.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record.h"

namespace quits::storage {
class Database;
}

namespace quits::ledger {

// One difference between a stored table and the log, in words: table, key, stored, expected.
struct Mismatch {
  std::string table;
  std::string row;
  std::string stored;
  std::string expected;
};
using MismatchSink = std::function<void(Mismatch)>;

class Projection {
 public:
  Projection() = default;
  Projection(const Projection&) = delete;
  Projection& operator=(const Projection&) = delete;
  virtual ~Projection() = default;

  virtual std::string_view name() const = 0;  // "balances": what it keeps, in a word

  // Applies one record, in log order. Items have their keys (the line table completes them first).
  virtual void project(const Record& record) = 0;

  // Writes what changed since the last flush; inside a write transaction.
  virtual void flush() = 0;

  // Drops everything cached: after a rollback, or when another process has written.
  virtual void forget() = 0;

  // Compares this rebuilt projection with the tables of `stored`, both ways.
  virtual void compare(storage::Database& stored, const MismatchSink& sink) = 0;
};

}  // namespace quits::ledger
