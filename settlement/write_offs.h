// Write-offs: what is given up of a document, asked for by one person and approved by another.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"
#include "settlement/invoices.h"

namespace quits::ledger {
class Book;
}

namespace quits::settlement {

// By the entry that requested it.
struct WriteOff {
  std::string document;
  std::int64_t amount_minor = 0;    // with the sign of the document
  Sequence approved;                // 0: not yet
  std::optional<Period> posted_in;  // once approved
  Sequence reversed;                // 0: it stands

  bool operator==(const WriteOff&) const = default;
};
std::string_view state_of(const WriteOff& write_off);  // "requested", "approved", "reversed"

struct WriteOffTable {
  using Key = Sequence;
  using Row = WriteOff;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "write_off";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class WriteOffs final : public ledger::Projection {
 public:
  explicit WriteOffs(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "write-offs"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override {
    table_.compare(stored, sink);
  }

  // Null when that entry requested none. Valid until the next flush, project or forget.
  const WriteOff* find(Sequence requested) { return table_.find(requested); }

 private:
  ledger::StoredTable<WriteOffTable> table_;
  program::FactCodec codec_;
};

// Questions.
std::optional<WriteOff> write_off_requested_in(storage::Database& database, Sequence entry);

// A write-off with its document and what its entries say.
struct WriteOffStory {
  Sequence requested;
  WriteOff write_off;
  Invoice document;
  std::string reason;
  std::string requested_by;  // the person
  Date requested_on;
  std::string approved_by;
  std::optional<Date> approved_on;
};
// By request; of one party or of all. Those that stand in a period, or every request where none is
// given.
std::vector<WriteOffStory> write_offs_of(ledger::Book& book, const std::string& party,
                                         std::optional<Period> posted_in);
// The same for the register, without the entries.
std::vector<WriteOff> write_offs_posted_in(storage::Database& database, Period period);
}  // namespace quits::settlement
