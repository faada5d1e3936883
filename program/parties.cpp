#include "program/parties.h"

#include <fmt/core.h>

#include "base/text.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {
namespace {

Party read_party(storage::Statement& row) {
  return {std::string(row.text(0)), {static_cast<std::uint64_t>(row.integer(1))},
          std::string(row.text(2)), std::string(row.text(3)),
          std::string(row.text(4)), row.integer(5) == 1};
}

std::optional<Party> one(storage::Statement& question) {
  if (!question.step()) return std::nullopt;
  return read_party(question);
}

}  // namespace

const std::string_view PartyTable::kSelect = sql::select_party;
const std::string_view PartyTable::kInsert = sql::insert_party;
const std::string_view PartyTable::kUpdate = sql::insert_party;  // a party never changes
const std::string_view PartyTable::kScan = sql::scan_parties;

void PartyTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind_text(1, key);
}
void PartyTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind_text(1, key)
      .bind(2, static_cast<std::int64_t>(row.number.value))
      .bind_text(3, row.name);
  statement.bind_text(4, row.country).bind_text(5, row.vat_id).bind(6, row.is_operator ? 1 : 0);
}
void PartyTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_insert(statement, key, row);
}
std::string PartyTable::read_key(storage::Statement& statement) {
  return std::string(statement.text(0));
}
Party PartyTable::read_row(storage::Statement& statement) { return read_party(statement); }
std::string PartyTable::describe(const Key& key) { return key; }
std::string PartyTable::describe(const Row& row) {
  return fmt::format("number {}, {}, {}, {}{}", row.number.value, row.name, row.country, row.vat_id,
                     row.is_operator ? ", operator" : "");
}

void Parties::project(const ledger::Record& record) {
  if (record.kind() != kind::party_registered) return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds the missing row
  const auto& registered = std::get<PartyRegistered>(*fact);
  table_.edit(registered.key) = {registered.key,    {record.sequence.value},
                                 registered.name,   registered.country,
                                 registered.vat_id, registered.is_operator};
  if (registered.is_operator) operator_key_ = registered.key;
}

void Parties::forget() {
  table_.forget();
  operator_key_.clear();
}

const std::string& Parties::operator_key() {
  if (operator_key_.empty() && database_ != nullptr) {
    if (const auto party = operator_of(*database_)) operator_key_ = party->key;
  }
  return operator_key_;
}

Result<const Party*> Parties::get(const std::string& key) {
  if (const Party* party = table_.find(key)) return party;
  table_.flush();
  return tl::unexpected<Error>(unknown_party(*database_, key));
}

std::optional<Party> party_by_key(storage::Database& database, const std::string& key) {
  auto question = database.prepare(sql::select_party);
  question->bind_text(1, key);
  return one(*question);
}

std::optional<Party> party_by_number(storage::Database& database, PartyNumber number) {
  auto question = database.prepare(sql::party_by_number);
  question->bind(1, static_cast<std::int64_t>(number.value));
  return one(*question);
}

std::optional<Party> operator_of(storage::Database& database) {
  auto question = database.prepare(sql::operator_party);
  return one(*question);
}

std::vector<Party> all_parties(storage::Database& database) {
  auto rows = database.prepare(sql::scan_parties);
  std::vector<Party> parties;
  while (rows->step()) parties.push_back(read_party(*rows));
  return parties;
}

Error unknown_party(storage::Database& database, const std::string& key) {
  const std::vector<Party> parties = all_parties(database);
  std::vector<std::string_view> keys;
  keys.reserve(parties.size());
  for (const Party& party : parties) keys.push_back(party.key);
  const std::string near = closest(key, keys);
  return {Code::unknown_party,
          fmt::format("there is no party \"{}\"", key),
          near.empty() ? fmt::format("register it: quits party add \"{}\" --name NAME", key)
                       : fmt::format("did you mean \"{}\"? `quits party list` shows all", near),
          {}};
}

}  // namespace quits::program
