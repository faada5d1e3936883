#include "program/level_book.h"

#include <fmt/core.h>

#include "ledger/book.h"
#include "ledger/stored.h"
#include "program/facts.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {
namespace {

std::int64_t signed_of(Sequence sequence) { return static_cast<std::int64_t>(sequence.value); }
std::uint64_t mixed(std::string_view text, std::uint64_t rest) { return ledger::mix(std::hash<std::string_view>()(text), rest); }

LevelWhy why_of(const ledger::Record& record) {
  if (record.id.source != ledger::kOwnSource) return LevelWhy::asked;
  return record.relates_to ? LevelWhy::person_left : LevelWhy::review_day;
}

LevelChange read_change(storage::Statement& row) {
  const std::int64_t why = row.integer(4);
  if (why < 1 || why > 4) ledger::throw_bad_row("a reason for a level that there is none of");
  return {ledger::stored_sequence(row, 0), std::string(row.text(1)), ledger::stored_date(row, 2), std::string(row.text(3)),
          static_cast<LevelWhy>(why), Sequence{static_cast<std::uint64_t>(row.integer(5))}};
}

}  // namespace

const std::string_view PlaceTable::kSelect = sql::select_person_place;
const std::string_view PlaceTable::kInsert = sql::insert_person_place;
const std::string_view PlaceTable::kUpdate = sql::update_person_place;
const std::string_view PlaceTable::kScan = sql::scan_person_places;
std::size_t PlaceTable::Hash::operator()(const Key& key) const noexcept {
  return static_cast<std::size_t>(mixed(key.first, static_cast<std::uint64_t>(key.second.days_since_epoch())));
}
void PlaceTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind_text(1, key.first).bind(2, key.second.days_since_epoch());
}
void PlaceTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind_text(3, row);
}
void PlaceTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
PlaceKey PlaceTable::read_key(storage::Statement& statement) { return {std::string(statement.text(0)), ledger::stored_date(statement, 1)}; }
std::string PlaceTable::read_row(storage::Statement& statement) { return std::string(statement.text(2)); }
std::string PlaceTable::describe(const Key& key) { return fmt::format("{} from {}", key.first, key.second.to_string()); }
std::string PlaceTable::describe(const Row& row) { return row.empty() ? "works at no partner" : "works at " + row; }

const std::string_view CertificateTable::kSelect = sql::select_certificate;
const std::string_view CertificateTable::kInsert = sql::insert_certificate;
const std::string_view CertificateTable::kUpdate = sql::update_certificate;
const std::string_view CertificateTable::kScan = sql::scan_certificates;
std::size_t CertificateTable::Hash::operator()(const Key& key) const noexcept {
  return static_cast<std::size_t>(mixed(key.person, mixed(key.certificate, static_cast<std::uint64_t>(key.on.days_since_epoch()))));
}
void CertificateTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind_text(1, key.person).bind_text(2, key.certificate).bind(3, key.on.days_since_epoch());
}
void CertificateTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(4, row.days_since_epoch());
}
void CertificateTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
CertificateKey CertificateTable::read_key(storage::Statement& statement) {
  return {std::string(statement.text(0)), std::string(statement.text(1)), ledger::stored_date(statement, 2)};
}
Date CertificateTable::read_row(storage::Statement& statement) { return ledger::stored_date(statement, 3); }
std::string CertificateTable::describe(const Key& key) {
  return fmt::format("{}, {}, on {}", key.person, key.certificate, key.on.to_string());
}
std::string CertificateTable::describe(const Row& row) { return "until " + row.to_string(); }

const std::string_view LevelChangeTable::kSelect = sql::select_level_change;
const std::string_view LevelChangeTable::kInsert = sql::insert_level_change;
const std::string_view LevelChangeTable::kUpdate = sql::update_level_change;
const std::string_view LevelChangeTable::kScan = sql::scan_level_changes;
void LevelChangeTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind(1, signed_of(key)); }
void LevelChangeTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind(1, signed_of(key)).bind_text(2, row.agreement).bind(3, row.from.days_since_epoch()).bind_text(4, row.level);
  statement.bind(5, static_cast<std::int64_t>(row.why)).bind(6, signed_of(row.known_since));
}
void LevelChangeTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
Sequence LevelChangeTable::read_key(storage::Statement& statement) { return ledger::stored_sequence(statement, 0); }
LevelChange LevelChangeTable::read_row(storage::Statement& statement) { return read_change(statement); }
std::string LevelChangeTable::describe(const Key& key) { return fmt::format("entry {}", key.value); }
std::string LevelChangeTable::describe(const Row& row) {
  return fmt::format("{}, {} from {}, why {}, known since {}", row.agreement, row.level, row.from.to_string(), static_cast<int>(row.why),
                     row.known_since.value);
}

const std::string_view LevelSaleTable::kSelect = sql::select_level_sale;
const std::string_view LevelSaleTable::kInsert = sql::insert_level_sale;
const std::string_view LevelSaleTable::kUpdate = sql::update_level_sale;
const std::string_view LevelSaleTable::kScan = sql::scan_level_sales;
void LevelSaleTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind(1, signed_of(key)); }
void LevelSaleTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind(1, signed_of(key)).bind(2, signed_of(row.version)).bind(3, row.day.days_since_epoch()).bind_text(4, row.customer);
  statement.bind(5, row.net.millionths());
}
void LevelSaleTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
Sequence LevelSaleTable::read_key(storage::Statement& statement) { return ledger::stored_sequence(statement, 0); }
LevelSale LevelSaleTable::read_row(storage::Statement& statement) {
  return {ledger::stored_sequence(statement, 1), ledger::stored_date(statement, 2), std::string(statement.text(3)),
          Decimal::from_millionths(statement.integer(4))};
}
std::string LevelSaleTable::describe(const Key& key) { return fmt::format("entry {}", key.value); }
std::string LevelSaleTable::describe(const Row& row) {
  return fmt::format("version {}, {}, customer \"{}\", net {}", row.version.value, row.day.to_string(), row.customer, row.net.to_string());
}

void LevelBook::project(const ledger::Record& record) {
  const auto kind = record.kind();
  if (kind == kind::person_certified || kind == kind::person_left) return project_person(record);
  if (kind == kind::approval) {
    if (changes_.find(record.relates_to) == nullptr) return;
    changes_.edit(record.relates_to).known_since = record.sequence;
    return history_.clear();
  }
  if (kind == kind::level_reviewed || kind == kind::level_granted) {
    const auto fact = codec_.decode(record.fact);
    if (!fact) return;  // a damaged record: comparison finds the missing row
    if (const auto* review = std::get_if<LevelReviewed>(&*fact)) {
      changes_.edit(record.sequence) = {record.sequence, review->agreement, review->on, review->level, why_of(record), record.sequence};
    } else if (const auto* grant = std::get_if<LevelGranted>(&*fact)) {
      changes_.edit(record.sequence) = {record.sequence, grant->agreement, grant->from, grant->level, LevelWhy::granted, {}};
    }
    return history_.clear();
  }
  project_sale(record);
}

void LevelBook::project_person(const ledger::Record& record) {
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;
  const auto move = [&](const std::string& person, Date from, const std::string& partner) {
    places(person)[from] = partner;
    places_.edit({person, from}) = partner;
  };
  if (const auto* certified = std::get_if<PersonCertified>(&*fact)) {
    if (place(certified->person, certified->on) != certified->partner) move(certified->person, certified->on, certified->partner);
    certificates_.edit({certified->person, certified->certificate, certified->on}) =
        certified->expires_on.value_or(Date::from_days(Date::kLastDay));
  } else if (const auto* left = std::get_if<PersonLeft>(&*fact)) {
    move(left->person, left->on, left->joins);
  }
}

void LevelBook::project_sale(const ledger::Record& record) {
  if (record.items.empty()) return;
  const ledger::Item& item = record.items.front();
  if (item.trace.more->level.empty()) return;
  const auto kind = record.kind();
  if (kind == kind::sale || kind == kind::credit) {
    sales_.edit(record.sequence) = {item.key.version, record.effective, item.trace.more->customer, item.base};
  } else if ((kind == kind::refund || kind == kind::reversal || kind == kind::contract_cancelled) && sales_.find(item.trace.of) != nullptr) {
    LevelSale& sale = sales_.edit(item.trace.of);
    sale.net = sale.net.plus(item.base).value_or(sale.net);
  }
}

void LevelBook::flush() {
  places_.flush();
  certificates_.flush();
  changes_.flush();
  sales_.flush();
}

void LevelBook::forget() {
  places_.forget();
  certificates_.forget();
  changes_.forget();
  sales_.forget();
  places_of_.clear();
  history_.clear();
}

void LevelBook::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  places_.compare(stored, sink);
  certificates_.compare(stored, sink);
  changes_.compare(stored, sink);
  sales_.compare(stored, sink);
}

const std::vector<LevelChange>& LevelBook::history(const std::string& agreement) {
  const auto [place, added] = history_.try_emplace(agreement);
  if (added && database_ != nullptr) {
    changes_.flush();
    place->second = level_history(*database_, agreement);
  }
  return place->second;
}

std::map<Date, std::string>& LevelBook::places(const std::string& person) {
  const auto [known, added] = places_of_.try_emplace(person);
  if (added && database_ != nullptr) {
    places_.flush();
    auto rows = database_->prepare(sql::places_of_person);
    rows->bind_text(1, person);
    while (rows->step()) known->second.emplace(ledger::stored_date(*rows, 0), std::string(rows->text(1)));
  }
  return known->second;
}

std::optional<std::string> LevelBook::place(const std::string& person, Date on) {
  const auto& known = places(person);
  const auto next = known.upper_bound(on);
  return next == known.begin() ? std::nullopt : std::optional(std::prev(next)->second);
}

const LevelChange* change_on(const std::vector<LevelChange>& history, Date on) {
  const LevelChange* found = nullptr;
  for (const LevelChange& change : history) {
    if (change.from <= on) found = &change;
  }
  return found;
}

std::vector<LevelChange> level_history(storage::Database& database, const std::string& agreement) {
  auto rows = database.prepare(sql::level_changes_of);
  rows->bind_text(1, agreement);
  std::vector<LevelChange> history;
  while (rows->step()) {
    LevelChange change = read_change(*rows);
    if (change.known_since) history.push_back(std::move(change));
  }
  return history;
}

LevelEvidence evidence_for(storage::Database& database, const std::string& agreement, const std::string& partner, const ReviewWindow& window) {
  LevelEvidence evidence;
  auto people = database.prepare(sql::certified_people);
  people->bind_text(1, partner).bind(2, window.end.days_since_epoch());
  while (people->step()) evidence.certified.emplace_back(people->text(0), people->text(1));
  auto sales = database.prepare(sql::level_sales_between);
  sales->bind_text(1, agreement).bind(2, window.first.days_since_epoch()).bind(3, window.end.days_since_epoch());
  while (sales->step()) evidence.sales += sales->integer(0);
  auto customers = database.prepare(sql::level_customers);
  customers->bind_text(1, agreement).bind(2, window.before.days_since_epoch());
  customers->bind(3, window.first.days_since_epoch()).bind(4, window.end.days_since_epoch());
  while (customers->step()) {
    const bool buys = customers->integer(2) != 0;
    const bool bought = customers->integer(3) != 0;
    if (customers->integer(1) >= window.first.days_since_epoch()) ++evidence.new_customers;
    if (bought) ++evidence.customers_before;
    if (bought && buys) ++evidence.customers_kept;
  }
  return evidence;
}

}  // namespace quits::program
