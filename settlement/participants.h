// Who takes part in runs: what a party has agreed to, and who is on hold.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/rules.h"

namespace quits::settlement {

struct PartyHoldTable {
  using Key = std::string;  // party
  struct Row {
    program::HoldKind hold = program::HoldKind::none;
    Sequence sequence;
    bool operator==(const Row&) const = default;
  };
  using Hash = std::hash<std::string>;
  static constexpr std::string_view kName = "party_hold";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class PartyHolds final : public ledger::Projection {
 public:
  explicit PartyHolds(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "party holds"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  program::HoldKind of(const std::string& party);

 private:
  ledger::StoredTable<PartyHoldTable> table_;
  program::FactCodec codec_;
};

// What each party agreed to by the terms in force on a day, over all its agreements that have not ended; the principal of an
// agreement agreed to the same. Cost of making one: all agreement versions.
class Consents {
 public:
  Consents(Date on, program::Rules& program, ledger::Writer& writer);

  // Bilateral set-off needs no more than that the two owe each other.
  bool agrees(const std::string& party, program::NettingMode mode) const;
  // The terms by which a partner's word is needed; null: it is not.
  const program::SettlementTerms* asks(const std::string& party) const;

 private:
  struct Consent {
    std::vector<program::NettingMode> modes;
    std::optional<program::SettlementTerms> as_partner;  // the strictest: one that asks for an answer before one that does not
  };
  std::map<std::string, Consent> consents_;
};

// Whether a debt of the party that the other side reported needs its word, by the terms of its agreements in force on that day.
// Cost: the agreements whose partner it is.
bool confirms_obligations(const std::string& party, Date on, program::Rules& program, ledger::Writer& writer);

}  // namespace quits::settlement
