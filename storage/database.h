// The one interface to a database: prepared statements, transactions, backup.
//
// Nothing above this floor may know which database it is. A Database is one connection; it and its
// statements are used by one thread at a time. Two connections (threads, processes) may have the
// same book open: many readers and one writer work at the same time, and a reader keeps the
// snapshot of its transaction until it ends.
//
// SQL is the dialect that SQLite and PostgreSQL share. Parameters are written $1, $2 ... without a
// gap; a number may appear several times and in any order.
//
// Errors: what the world does wrong (disk, lock, corrupt page) and SQL that the database refuses (a
// constraint, a trigger, a missing table) are thrown as Failure. Misuse of this interface is a bug
// and stops (CHECK): a transaction inside a transaction, a change outside a write transaction, a
// parameter or a column that the statement does not have.
//
// Example:
//   auto insert = database.prepare("INSERT INTO party (number, name) VALUES ($1, $2)");
//   Transaction transaction(database, Access::write);
//   insert->bind(1, 7).bind_text(2, "Acme").run();
//   transaction.commit();
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace quits::storage {

// One SQL statement, prepared once and used again and again. It must not outlive its Database.
//
// A use is: bind, step until false (or run). Binding begins a new use by itself; reset() is needed
// only to let go of a row early. The end of a transaction ends the uses of all its statements;
// stepping on without binding or resetting stops (CHECK).
// Bindings stay from use to use, so what does not change need not be bound again.
// Cost: a bind or a column is one virtual call around the driver's own call.
class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  virtual ~Statement() = default;

  // Text and blobs are not copied: they must stay alive until step() is false or reset().
  virtual Statement& bind(int number, std::int64_t value) = 0;
  virtual Statement& bind_text(int number, std::string_view value) = 0;
  virtual Statement& bind_blob(int number, std::span<const std::byte> value) = 0;
  virtual Statement& bind_null(int number) = 0;

  // True: a row is there. False: the end; the statement is ready for its next use.
  virtual bool step() = 0;
  virtual void reset() = 0;

  // Steps to the end; for statements without rows, or whose rows do not matter.
  void run();

  // Columns count from 0. Views are valid until the next step, reset or bind of this statement.
  // NULL reads as 0 or empty.
  virtual std::int64_t integer(int column) = 0;
  virtual std::string_view text(int column) = 0;
  virtual std::span<const std::byte> blob(int column) = 0;
  virtual bool is_null(int column) = 0;

  // Rows inserted, updated or deleted by the last complete use of this statement.
  virtual std::int64_t changes() = 0;
};

// A read transaction sees one snapshot, taken at its first read, and never waits for the writer.
// A write transaction is the only one of its book; beginning it waits for the other one to end and
// throws Failure(locked) after the wait given to open_database.
enum class Access { read, write };

class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  // Throws Failure(internal_mismatch) when the database does not accept the SQL.
  virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;

  // Runs any number of statements without parameters and without rows: schemas and migrations.
  virtual void execute(std::string_view script) = 0;

  // Prefer Transaction. commit() returns when the changes would survive a loss of power.
  virtual void begin(Access access) = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;  // without effect when no transaction is open
  virtual bool in_transaction() const = 0;

  // A value that is different after another connection has committed, and the same otherwise.
  // What was cached above is stale when it changed; ask inside the transaction that uses the cache.
  virtual std::uint64_t foreign_changes() = 0;

  // Copies the book as of one moment into a new single file, while others read and write.
  // The copy is checked before it gets its name. Throws Failure(already_exists) if `target` exists,
  // not_found if its folder does not, read_only if nothing may be made there.
  virtual void backup_to(const std::filesystem::path& target) = 0;

  virtual bool has_table(std::string_view name) = 0;
  virtual bool is_read_only() const = 0;

  // "SQLite 3.40.1, /path/to/book".
  virtual std::string description() const = 0;

  // Reads every page; `deep` also compares every index with its table. What is wrong, or nothing.
  virtual std::optional<std::string> check_pages(bool deep) = 0;

  // Bytes of the book without its write-ahead log.
  virtual std::uint64_t size_bytes() = 0;
};

// Begins at once; rolls back at the end of its scope unless commit() was called.
class Transaction {
 public:
  Transaction(Database& database, Access access);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();
  void rollback();  // early, for a preview; throws what the database throws

 private:
  Database& database_;
  bool open_ = true;
};

// A part of a write transaction that can be undone alone: at the end of its scope, unless keep()
// was called. One at a time.
class Savepoint {
 public:
  explicit Savepoint(Database& database);
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  ~Savepoint();

  void keep();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace quits::storage
