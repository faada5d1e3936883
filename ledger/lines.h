// The statement lines of a book, and the chain of entries behind each.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
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

  // Rebuilt lines, for invariants.
  const std::unordered_map<std::uint64_t, Line>& rebuilt() const { return rows_; }

 private:
  Line* find(const LineKey& key);
  Line& at(LineNumber number);
  void load(const LineKey& key);
  LineNumber next_number();
  void touch(LineNumber number);

  storage::Database* database_;
  std::unordered_map<std::uint64_t, Line> rows_;
  std::unordered_map<LineKey, std::uint64_t> numbers_;
  // Not as a hash: two pairs taken for one would open the lines of the second one again.
  using Pair = std::tuple<PartyNumber, PartyNumber, Period>;
  std::set<Pair> loaded_;                     // whose lines are all in rows_
  std::unordered_set<std::uint64_t> stored_;  // numbers that the table has
  std::vector<std::uint64_t> changed_;
  std::unordered_set<std::uint64_t> is_changed_;
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
