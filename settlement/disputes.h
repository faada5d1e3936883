// Disputes: which part of a document is kept out of settlements, why, and what was said about it.
//
// A dispute is named by the record that opened it. While it is open, its amount is not set off and not put on a payment
// list. Upheld, an adjusting entry gives it back, and it is kept out until that entry is invoiced: then both are set off.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"
#include "settlement/invoices.h"

namespace quits::ledger {
class Book;
}

namespace quits::settlement {

// Numbers are stored.
enum class DisputeState : std::uint8_t { open = 1, waiting = 2, upheld = 3, rejected = 4, withdrawn = 5 };
std::string_view name_of(DisputeState state);            // "open", "waiting", "upheld", "rejected", "withdrawn"
std::string_view name_of(program::DisputeReason reason);  // "quantity", "price", "not_delivered", ...

struct Dispute {
  std::string document;
  std::uint32_t line = 0;         // of the document, from 1; 0: all of it
  std::int64_t amount_minor = 0;  // with the sign of the document, tax included
  std::string by;
  program::DisputeReason reason = program::DisputeReason::none;
  Date answer_until;
  DisputeState state = DisputeState::open;
  Sequence answered_by;               // the first answer of the other side; 0: none
  Sequence resolved_by;               // 0: not yet
  std::optional<Period> adjusted_in;  // of the adjusting entry

  // Its amount is kept out of settlements.
  bool keeps_out() const { return state == DisputeState::open || state == DisputeState::waiting; }
  bool operator==(const Dispute&) const = default;
};

// How much of a document is kept out: the sum of its disputes that are open or wait, but never more than is open of it and
// on no payment list, because a payment by its number may pay all of it. The same whatever came first.
std::int64_t kept_out_of(const Invoice& document, std::span<const Dispute> disputes);

struct DisputeTable {
  using Key = Sequence;
  using Row = Dispute;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "dispute";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

// What was said: the record of an answer or a resolution, and its dispute.
struct DisputeEventRow {
  Sequence dispute;
  bool operator==(const DisputeEventRow&) const = default;
};

struct DisputeEventTable {
  using Key = Sequence;
  using Row = DisputeEventRow;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "dispute_event";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

// Tells the invoices what is disputed of them. Stands behind them: it looks at what is open after each record.
class Disputes final : public ledger::Projection {
 public:
  Disputes(storage::Database* database, Invoices& invoices)
      : database_(database), invoices_(invoices), disputes_(database), events_(database) {}

  std::string_view name() const override { return "disputes"; }
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  // Valid until the next flush or forget. Null when that record opened none.
  const Dispute* find(Sequence opened) { return disputes_.find(opened); }
  // Every dispute about a document, oldest first.
  std::vector<Dispute> about(const std::string& document);

 private:
  void open(const ledger::Record& record, const program::DisputeOpened& fact);
  void answer(const ledger::Record& record, const program::DisputeAnswered& fact);
  void resolve(const ledger::Record& record, const program::DisputeResolved& fact);
  void close(Period period);
  void fit(const std::string& document);

  storage::Database* database_;
  Invoices& invoices_;
  ledger::StoredTable<DisputeTable> disputes_;
  ledger::StoredTable<DisputeEventTable> events_;
  // Rebuild only: with a database the indexes answer.
  std::unordered_map<std::string, std::vector<Sequence>> about_;
  std::unordered_map<Period, std::vector<Sequence>> waiting_;
  program::FactCodec codec_;
};

// Questions.
struct NumberedDispute {
  Sequence opened;
  Dispute dispute;
  Invoice document;
};
// By the record that opened them; of all parties where none is given.
std::vector<NumberedDispute> disputes_of(storage::Database& database, const std::string& party);
std::optional<NumberedDispute> dispute_opened_in(storage::Database& database, Sequence opened);
// Open, and the other side has not answered by its day.
bool is_overdue(const Dispute& dispute, Date today);

// Something that was said, as it was recorded.
struct DisputeEvent {
  Sequence sequence;
  Date on;
  std::string by;
  std::string actor;
  std::string what;  // "opened", "answered", "upheld", "rejected", "withdrawn"
  std::string text;
};

struct DisputeStory {
  NumberedDispute numbered;
  std::string description;  // of the line; empty for a whole document
  std::int64_t kept_out_minor = 0;
  std::vector<DisputeEvent> events;  // in order, the opening first
};
// Cost: the records of the dispute and of its document.
DisputeStory story_of(ledger::Book& book, NumberedDispute numbered);

}  // namespace quits::settlement
