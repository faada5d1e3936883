// Settlement runs: where each stands, who was asked, and the payments it asks for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"

namespace quits::settlement {

// draft -> collected -> proposed -> approved -> posted -> settled. Before posting a run can be cancelled, after it reversed.
// A run whose every asked party has accepted is still "proposed": silence is a matter of the day one asks.
enum class RunState : std::uint8_t { draft = 1, collected = 2, proposed = 3, approved = 4, posted = 5, settled = 6, cancelled = 7, reversed = 8 };
std::string_view name_of(RunState state);  // "draft"
std::optional<RunState> run_state_numbered(std::int64_t number);

struct RunRow {
  RunState state = RunState::draft;
  program::NettingMode mode = program::NettingMode::multilateral;
  Date on;
  Sequence opened, collected, proposed, approved, posted, ended;  // entries; 0: not yet. ended: cancelled or reversed
  std::uint32_t proposal = 0;
  std::int64_t payments_open = 0;  // of its payments, how many are not confirmed in full

  bool operator==(const RunRow&) const = default;
};

struct RunTable {
  using Key = std::string;
  using Row = RunRow;
  using Hash = std::hash<std::string>;
  static constexpr std::string_view kName = "run";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

struct RunParty {
  std::string run;
  std::string party;
  auto operator<=>(const RunParty&) const = default;
};

enum class RunAnswer : std::uint8_t { none = 0, accepts = 1, rejects = 2 };

// A party whose word a proposal needs. Of an earlier proposal than the run's it means nothing any more, except that who
// rejected has left the run.
struct RunPartyRow {
  std::uint32_t proposal = 0;
  Date until;
  program::Silence silence = program::Silence::accepts;
  RunAnswer answer = RunAnswer::none;
  Sequence answered;

  bool operator==(const RunPartyRow&) const = default;
};

struct RunPartyTable {
  using Key = RunParty;
  using Row = RunPartyRow;
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "run_party";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

struct RunOrder {
  std::string run;
  std::string payer;
  std::string payee;
  Currency currency = Currency::none();
  std::int64_t amount_minor = 0;
  std::int64_t confirmed_minor = 0;
  Date due;
  bool withdrawn = false;  // its run was reversed

  bool operator==(const RunOrder&) const = default;
};

// By reference.
struct RunOrderTable {
  using Key = std::string;
  using Row = RunOrder;
  using Hash = std::hash<std::string>;
  static constexpr std::string_view kName = "run_payment";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Runs final : public ledger::Projection {
 public:
  explicit Runs(storage::Database* database) : runs_(database), parties_(database), orders_(database) {}

  std::string_view name() const override { return "runs"; }
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  // Null when there is none. Valid until the next flush, project or forget.
  const RunRow* find(const std::string& run) { return runs_.find(run); }
  const RunPartyRow* asked(const std::string& run, const std::string& party) { return parties_.find({run, party}); }
  const RunOrder* order(const std::string& reference) { return orders_.find(reference); }

 private:
  void confirm(const std::string& reference, const std::vector<program::AppliedPayment>& payments, int direction);

  ledger::StoredTable<RunTable> runs_;
  ledger::StoredTable<RunPartyTable> parties_;
  ledger::StoredTable<RunOrderTable> orders_;
  program::FactCodec codec_;
};

// Questions.
struct NamedRun {
  std::string run;
  RunRow row;
};
struct NamedRunParty {
  std::string party;
  RunPartyRow row;
};
struct NamedOrder {
  std::string reference;
  RunOrder order;
};
std::optional<RunRow> run_by_key(storage::Database& database, const std::string& run);
std::vector<NamedRun> all_runs(storage::Database& database);  // by opening
std::vector<NamedRunParty> parties_asked(storage::Database& database, const std::string& run);  // by party; every proposal
std::vector<NamedOrder> orders_of_run(storage::Database& database, const std::string& run);     // by reference
// Not covered by payments yet, between two parties in a currency, either way; oldest first.
std::vector<NamedOrder> open_run_orders(storage::Database& database, const std::string& one, const std::string& other, Currency currency);
Error unknown_run(const std::string& run);

}  // namespace quits::settlement
