// What approved restatements changed of earlier entries: what an entry stands at is what it booked and this.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"

namespace quits::program {

// An item of an entry by its place, from 0. Behind the entry's own items stand those that restatements have added.
struct RestatedKey {
  Sequence entry;
  std::uint32_t item = 0;

  auto operator<=>(const RestatedKey&) const = default;
};

struct RestatedAmount {
  std::int64_t difference_minor = 0;  // of all restatements together
  Sequence by;                        // the newest record that restated it

  bool operator==(const RestatedAmount&) const = default;
};

struct RestatedTable {
  using Key = RestatedKey;
  using Row = RestatedAmount;
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "restated";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Restated final : public ledger::Projection {
 public:
  explicit Restated(storage::Database* database) : database_(database), table_(database) {}

  std::string_view name() const override { return "restated entries"; }
  // A record that restates an entry has an item for each of the entry's, in the same order, and then those it adds.
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  // None where no restatement changed it. Cost: nothing while the book has no restatement, else one look-up.
  std::optional<RestatedAmount> change(const RestatedKey& key);

 private:
  storage::Database* database_;
  ledger::StoredTable<RestatedTable> table_;
  std::optional<bool> any_;  // whether the table has rows; none: not asked yet
};

// The id that the record has by which a restatement, proposed in an entry, changes another.
FactId restating_id(Sequence restatement, Sequence entry);
// Question: the records that restated an entry, the earliest first. Cost: a look-up per approval since.
std::vector<Sequence> restating(storage::Database& database, Sequence entry, const std::function<std::optional<Sequence>(const FactId&)>& find);

// An item as it stands: as booked, and what restatements changed of it since. One that a restatement added had booked
// nothing.
struct StandingItem {
  ledger::Item item;
  std::int64_t difference_minor = 0;
  Sequence restatement;  // the newest one; 0: never restated
};

// Every item of an entry as it stands, those that restatements added behind its own. `read` gives a record with its items
// completed.
std::vector<StandingItem> standing_items(const ledger::Record& entry, Restated& restated,
                                         const std::function<ledger::Record(Sequence)>& read);

}  // namespace quits::program
