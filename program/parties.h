// The register of parties: keys people use, numbers the log uses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"

namespace quits::program {

struct Party {
  std::string key;
  PartyNumber number;  // the sequence of the record that registered it
  std::string name;
  std::string country;
  std::string vat_id;
  bool is_operator = false;

  bool operator==(const Party&) const = default;
};

struct PartyTable {
  using Key = std::string;
  using Row = Party;
  using Hash = std::hash<std::string>;
  static constexpr std::string_view kName = "party";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Parties final : public ledger::Projection {
 public:
  explicit Parties(storage::Database* database) : database_(database), table_(database) {}

  std::string_view name() const override { return "parties"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  // Refuses unknown_party, with the closest key as a hint.
  Result<const Party*> get(const std::string& key);
  const Party* find(const std::string& key) { return table_.find(key); }
  // The operator's key; empty in a book that has none yet.
  const std::string& operator_key();

 private:
  storage::Database* database_;
  ledger::StoredTable<PartyTable> table_;
  FactCodec codec_;
  std::string operator_key_;
};

// Questions.
std::optional<Party> party_by_key(storage::Database& database, const std::string& key);
std::optional<Party> party_by_number(storage::Database& database, PartyNumber number);
std::optional<Party> operator_of(storage::Database& database);
std::vector<Party> all_parties(storage::Database& database);  // by key
// unknown_party, with the closest known key as a hint.
Error unknown_party(storage::Database& database, const std::string& key);

}  // namespace quits::program
