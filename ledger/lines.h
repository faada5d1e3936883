// The statement lines of a book, and the chain of entries behind each.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "ledger/projection.h"

namespace quits::storage {
class Statement;
}

namespace quits::ledger {

struct Line {
  LineNumber number;
  LineKey key;
  std::int64_t entries = 0;
  Decimal quantity;
  Decimal base;
  std::int64_t amount_minor = 0;
  Sequence last;  // its newest entry

  bool operator==(const Line&) const = default;
};

class Lines final : public Projection {
 public:
  explicit Lines(storage::Database* database);
  ~Lines() override;

  std::string_view name() const override { return "statement lines"; }
  void project(const Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const MismatchSink& sink) override;

  // Gives each item of an entry posted in `period` its line, opening lines as needed, and its predecessor.
  // Refuses (overflow) sums that a line could not hold; then nothing changed.
  Status assign(Period period, std::vector<Item>& items);

  // Fills in the keys of items that do not open their line. Throws Failure(corrupt) when there is no such line.
  void complete(Record& record);

 private:
  struct Slot {
    Line line;
    bool stored = false;   // the table has it
    bool changed = false;  // since the last flush
  };

  Slot* find(const LineKey& key);
  Slot& open(const LineKey& key);
  void open_as_recorded(const Item& item);
  Slot& at(LineNumber number);
  void load(const LineKey& key);
  LineNumber next_number();

  storage::Database* database_;
  std::unordered_map<std::uint64_t, Slot> slots_;    // by number; nodes stay where they are
  std::unordered_map<LineKey, Slot*> by_key_;        // not while rebuilding
  // Not as a hash: two pairs taken for one would open the lines of the second one again.
  using Pair = std::tuple<PartyNumber, PartyNumber, Period>;
  std::set<Pair> loaded_;  // whose lines are all in slots_
  std::vector<Slot*> changed_;
  std::vector<Slot*> assigned_;  // of the items of assign(); kept for its memory only
  std::optional<std::uint64_t> last_number_;
  std::unique_ptr<storage::Statement> insert_;
  std::unique_ptr<storage::Statement> update_;
  std::unique_ptr<storage::Statement> of_pair_;
  std::unique_ptr<storage::Statement> select_;
};

// Questions. Cost: one look-up each.
std::vector<Line> lines_of_period(storage::Database& database, Period period);  // by creditor, debtor, currency, number
std::vector<Line> lines_of_party(storage::Database& database, Period period, PartyNumber party);  // either side, by number
std::optional<Line> line_of(storage::Database& database, LineNumber number);

}  // namespace quits::ledger
