// The book: the one door. Every change of a book, whoever asks for it, goes through Book::record.
//
//   facts -> idempotency -> rules (load terms, rate) -> period and balance check -> append -> projections -> commit -> receipts
//
// A batch is one database transaction. The ledger knows accounts, lines, periods and the log; what a fact means is taught
// by the floors above as Rules, what they derive from records as Projections.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/balances.h"
#include "ledger/ids.h"
#include "ledger/lines.h"
#include "ledger/log.h"
#include "ledger/periods.h"
#include "ledger/projection.h"
#include "ledger/record.h"
#include "storage/database.h"

namespace quits::ledger {

// A fact on its way into the book.
struct Submission {
  FactId id;
  std::string fact;  // bytes of quits.v1.Fact without its id
};

// What rules may do while they handle one fact.
class Writer {
 public:
  // Appends one entry: gives it its sequence and posting period, refuses unbalanced postings, overflow, and a fact whose
  // id is already taken; then every projection sees it.
  virtual Result<Receipt> append(Draft draft) = 0;

  // What was appended so far stands for itself: it stays even if the fact under way is refused.
  virtual void keep() = 0;

  // Makes what was appended so far visible to SQL queries of the same connection.
  virtual void flush() = 0;

  virtual const std::string& actor() const = 0;
  virtual Timestamp now() const = 0;
  virtual Sequence next_sequence() const = 0;
  // The first period that is not closed; none while no period was ever closed (then every period is open).
  virtual std::optional<Period> oldest_open() const = 0;
  // Where a fact of that date is posted: its own period, or the oldest open one.
  virtual Period posting_period(Date effective) const = 0;
  // The sequence recorded under an id, or none. Sees the batch's own entries.
  virtual std::optional<Sequence> find(const FactId& id) = 0;
  // A record with its items completed. Sees the batch's own entries.
  virtual Record read(Sequence sequence) = 0;
  // Size and root (hexadecimal) of the tree over all records appended so far.
  virtual std::uint64_t tree_size() const = 0;
  virtual std::string tree_root() = 0;
  // For questions about what was flushed.
  virtual storage::Database& database() = 0;

 protected:
  ~Writer() = default;
};

class Rules {
 public:
  Rules() = default;
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;
  virtual ~Rules() = default;

  virtual bool handles(FactKind kind) const = 0;
  // Turns the fact into entries through `writer`, the fact's own entry among them, and returns that entry's receipt.
  // A refusal before the first append leaves nothing behind.
  virtual Result<Receipt> apply(const Submission& submission, Writer& writer) = 0;
  // Drops everything cached: after a rollback, or when another process has written.
  virtual void forget() = 0;
  // Whether what was recorded is what is submitted again under the same id: the same fact, whatever its encoding.
  virtual bool same_fact(std::string_view recorded, std::string_view submitted) = 0;
};

struct RecordOptions {
  std::string actor;
  bool keep_going = false;  // record the good facts; without it one refusal undoes the batch
};

struct BatchResult {
  std::vector<Result<Receipt>> receipts;  // one per submission; after an atomic refusal they end with the refused one
  bool undone = false;     // a refusal took the whole batch with it
  bool committed = false;  // neither undone nor in a preview
  std::size_t refused = 0;
  std::size_t repeated = 0;
};

// Facts that the book records itself (fees, invoices, settlements) have this source; nobody else may use it.
inline constexpr std::string_view kOwnSource = "quits";

class Book {
 public:
  // Rules and projections live as long as the book; see service/book_file for how a book is put together.
  // The database must have the migrations of every floor.
  Book(storage::Database& database, Clock& clock);
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  void teach(Rules& rules) { rules_.push_back(&rules); }
  void add(Projection& projection) { projections_.push_back(&projection); }

  // Records the facts in order. Throws Failure when the world fails; then nothing of the batch is in the book (or, if the
  // failure came with the commit's answer, all of it: the same ids tell which).
  // A closed period, a settlement: facts that append many entries take the whole batch with them when refused midway,
  // even with keep_going.
  BatchResult record(std::span<const Submission> facts, const RecordOptions& options);

  // Puts back what another copy of this book's log holds behind the records that are here: the bytes as they are, and every
  // projection from them. One transaction. No rule is asked: what comes of it is worth what `verify` says of it.
  // Throws Failure(corrupt) for bytes that are no record, or not the next one, or whose id is taken.
  void restore(std::span<const std::string> records);

  // Facts tried out: see below.
  class Preview;

  // The sequence recorded under an id.
  std::optional<Sequence> find(const FactId& id);

  storage::Database& database() { return database_; }
  Log& log() { return log_; }

  // A record with its items completed.
  Record read(Sequence sequence);

 private:
  class Batch;

  void forget();
  void flush();
  void forget_what_others_changed();
  Timestamp next_time();

  storage::Database& database_;
  Clock& clock_;
  Log log_;
  Ids ids_;
  Lines lines_;
  Balances balances_;
  Periods periods_;
  std::vector<Rules*> rules_;
  std::vector<Projection*> projections_;  // ours first, then those of the floors above
  std::uint64_t foreign_changes_ = 0;
  std::optional<Timestamp> last_recorded_;  // none: not known yet
  bool previewed_ = false;
};

// While it lives, record() takes the same path and each batch sees those before it; at its end nothing of them has
// happened. One transaction, whatever the number of batches: memory does not grow with them, and other writers wait.
//
//   const Book::Preview preview(book);
//   book.record(sales, options);
//   book.record(refunds_of_those, options);   // as they would be answered
class Book::Preview {
 public:
  explicit Preview(Book& book);
  Preview(const Preview&) = delete;
  Preview& operator=(const Preview&) = delete;
  ~Preview();

 private:
  Book& book_;
  std::optional<storage::Transaction> transaction_;
};

}  // namespace quits::ledger
