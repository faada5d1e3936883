// What was taken back of earlier entries, and what a second person has approved.
#pragma once

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/terms.h"

namespace quits::program {

// What went back of one entry, by refunds and reversals.
struct GivenBack {
  Decimal volume;                 // of a sale's amount; its sign
  std::int64_t amount_minor = 0;  // of what the entry had booked; its sign
  Sequence reversed_by;           // the reversal that took back the whole entry, or what was left of it

  bool operator==(const GivenBack&) const = default;
};

struct GivenBackTable {
  using Key = Sequence;
  using Row = GivenBack;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "given_back";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

// Facts that hold once a second person approves them: each waits as a row of the table of adjustments.
bool needs_approval(ledger::FactKind kind);

struct AdjustmentState {
  Sequence approved_by;  // the approving record; 0: pending

  bool operator==(const AdjustmentState&) const = default;
};

struct AdjustmentTable {
  using Key = Sequence;
  using Row = AdjustmentState;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "adjustment";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Corrections final : public ledger::Projection {
 public:
  explicit Corrections(storage::Database* database) : given_back_(database), adjustments_(database) {}

  std::string_view name() const override { return "refunds, reversals and approvals"; }
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  GivenBack given_back(Sequence entry);
  bool is_adjustment(Sequence entry) { return adjustments_.find(entry) != nullptr; }
  // The approving record; 0 while pending.
  Sequence approved_by(Sequence adjustment);

 private:
  ledger::StoredTable<GivenBackTable> given_back_;
  ledger::StoredTable<AdjustmentTable> adjustments_;
};

// What waits for a second person, by sequence.
std::vector<Sequence> pending_adjustments(storage::Database& database);
// What a second person approved after an entry, by approval.
std::vector<Sequence> approved_since(storage::Database& database, Sequence entry);

}  // namespace quits::program
