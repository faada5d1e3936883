#include "settlement/participants.h"

#include <fmt/core.h>

#include <algorithm>

#include "ledger/stored.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {

const std::string_view PartyHoldTable::kSelect = sql::select_party_hold;
const std::string_view PartyHoldTable::kInsert = sql::insert_party_hold;
const std::string_view PartyHoldTable::kUpdate = sql::update_party_hold;
const std::string_view PartyHoldTable::kScan = sql::scan_party_holds;

void PartyHoldTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind_text(1, key); }
void PartyHoldTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(2, static_cast<std::int64_t>(row.hold)).bind(3, static_cast<std::int64_t>(row.sequence.value));
}
void PartyHoldTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
std::string PartyHoldTable::read_key(storage::Statement& row) { return std::string(row.text(0)); }
PartyHoldTable::Row PartyHoldTable::read_row(storage::Statement& row) {
  const std::int64_t hold = row.integer(1);
  if (hold < 0 || hold > 2) ledger::throw_bad_row("a hold that is none");
  return {static_cast<program::HoldKind>(hold), ledger::stored_sequence(row, 2)};
}
std::string PartyHoldTable::describe(const Key& key) { return key; }
std::string PartyHoldTable::describe(const Row& row) {
  return fmt::format("hold {}, record {}", static_cast<int>(row.hold), row.sequence.value);
}

void PartyHolds::project(const ledger::Record& record) {
  if (record.kind() != program::kind::party_held) return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds what is missing
  const auto& held = std::get<program::PartyHeld>(*fact);
  table_.edit(held.party) = {held.hold, record.sequence};
}

program::HoldKind PartyHolds::of(const std::string& party) {
  const PartyHoldTable::Row* row = table_.find(party);
  return row == nullptr ? program::HoldKind::none : row->hold;
}

Consents::Consents(Date on, program::Rules& program, ledger::Writer& writer) {
  const std::vector<program::AgreementVersion> all = program::all_versions(writer.database());
  const std::map<std::string, program::AgreementEnd> ends = program::all_ends(writer.database());
  for (auto first = all.begin(); first != all.end();) {
    const auto end = std::find_if(first, all.end(), [&](const auto& version) { return version.agreement != first->agreement; });
    const std::vector<program::AgreementVersion> versions(first, end);
    first = end;
    const program::AgreementVersion* deciding = program::version_on(versions, on);
    if (deciding == nullptr) continue;
    if (const auto ended = ends.find(deciding->agreement); ended != ends.end() && ended->second.last_day < on) continue;
    const program::SettlementTerms& terms = program.terms_of(deciding->sequence, writer).settlement;
    for (const std::string& party : {deciding->principal, deciding->partner}) {
      Consent& consent = consents_[party];
      consent.modes.insert(consent.modes.end(), terms.netting.begin(), terms.netting.end());
    }
    Consent& partner = consents_[deciding->partner];
    if (terms.answers && !partner.as_partner) partner.as_partner = terms;
  }
}

bool Consents::agrees(const std::string& party, program::NettingMode mode) const {
  if (mode == program::NettingMode::bilateral) return true;
  const auto known = consents_.find(party);
  return known != consents_.end() && std::find(known->second.modes.begin(), known->second.modes.end(), mode) != known->second.modes.end();
}

const program::SettlementTerms* Consents::asks(const std::string& party) const {
  const auto known = consents_.find(party);
  return known == consents_.end() || !known->second.as_partner ? nullptr : &*known->second.as_partner;
}

bool confirms_obligations(const std::string& party, Date on, program::Rules& program, ledger::Writer& writer) {
  program::Agreements& agreements = program.registers().agreements;
  const std::vector<std::string> keys = agreements.of_partner(party);
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    const program::AgreementVersion* deciding = program::version_on(agreements.versions(key), on);
    if (deciding == nullptr) return false;
    const Sequence terms = deciding->sequence;
    const program::AgreementEnd* end = agreements.end_of(key);
    return (end == nullptr || end->last_day >= on) && program.terms_of(terms, writer).settlement.confirms_obligations;
  });
}

}  // namespace quits::settlement
