// In which periods the partner of a version was active: had at least one sale or credit.
#pragma once

#include <optional>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"

namespace quits::program {

struct ActivityKey {
  Sequence version;
  Period period;

  auto operator<=>(const ActivityKey&) const = default;
};

struct ActivityTable {
  using Key = ActivityKey;
  struct Row {  // that it is there is all there is to know
    bool operator==(const Row&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "activity";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Activity final : public ledger::Projection {
 public:
  explicit Activity(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "periods of activity"; }
  // A sale counts in the period it is posted in; one whose commission is held, in the period it would be posted in without
  // the hold.
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

 private:
  ledger::StoredTable<ActivityTable> table_;
};

// Questions. Versions that were active in a period, in order; the first period with any activity.
std::vector<Sequence> active_versions(storage::Database& database, Period period);
std::optional<Period> first_active_period(storage::Database& database);

}  // namespace quits::program
