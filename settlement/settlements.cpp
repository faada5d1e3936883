#include "settlement/settlements.h"

#include <fmt/core.h>

#include "ledger/stored.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

// due_on of a settlement without a payment.
constexpr std::int64_t kNoDay = -1'000'000;

PairSettlement read_pair(storage::Statement& row) {
  return {SettlementTable::read_key(row), SettlementTable::read_row(row)};
}

std::vector<PairSettlement> read_all(storage::Statement& rows) {
  std::vector<PairSettlement> settlements;
  while (rows.step()) settlements.push_back(read_pair(rows));
  return settlements;
}

std::optional<PairSettlement> read_one(storage::Statement& row) {
  if (!row.step()) return std::nullopt;
  return read_pair(row);
}

}  // namespace

const std::string_view SettlementTable::kSelect = sql::select_settlement;
const std::string_view SettlementTable::kInsert = sql::insert_settlement;
const std::string_view SettlementTable::kUpdate = sql::update_settlement;
const std::string_view SettlementTable::kScan = sql::scan_settlements;

std::size_t SettlementTable::Hash::operator()(const Key& key) const noexcept {
  const auto parties = ledger::mix(std::hash<std::string>()(key.partner), std::hash<std::string>()(key.principal));
  return static_cast<std::size_t>(ledger::mix(parties, static_cast<std::uint64_t>(key.currency * 100'000 + key.period.index())));
}
void SettlementTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind_text(1, key.partner).bind_text(2, key.principal).bind(3, key.currency).bind(4, key.period.index());
}
void SettlementTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(5, static_cast<std::int64_t>(row.sequence.value)).bind(6, row.opening_minor).bind(7, row.charges_minor);
  statement.bind(8, row.earnings_minor).bind(9, row.paid_minor).bind(10, row.carried_minor).bind_text(11, row.reference);
  statement.bind(12, row.due_on ? row.due_on->days_since_epoch() : kNoDay).bind(13, row.confirmed_minor);
  statement.bind_text(14, row.because);
}
void SettlementTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(5, row.confirmed_minor);
}
SettlementKey SettlementTable::read_key(storage::Statement& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), row.integer(2), ledger::stored_period(row, 3)};
}
SettlementRow SettlementTable::read_row(storage::Statement& row) {
  SettlementRow settlement;
  settlement.sequence = ledger::stored_sequence(row, 4);
  settlement.opening_minor = row.integer(5);
  settlement.charges_minor = row.integer(6);
  settlement.earnings_minor = row.integer(7);
  settlement.paid_minor = row.integer(8);
  settlement.carried_minor = row.integer(9);
  settlement.reference = std::string(row.text(10));
  if (row.integer(11) != kNoDay) settlement.due_on = ledger::stored_date(row, 11);
  settlement.confirmed_minor = row.integer(12);
  settlement.because = std::string(row.text(13));
  return settlement;
}
std::string SettlementTable::describe(const Key& key) {
  return fmt::format("{} with {}, currency {}, {}", key.partner, key.principal, key.currency, key.period.to_string());
}
std::string SettlementTable::describe(const Row& row) {
  return fmt::format("record {}, opening {}, charges {}, earnings {}, paid {}, carried {}, reference {}, confirmed {}, {}",
                     row.sequence.value, row.opening_minor, row.charges_minor, row.earnings_minor, row.paid_minor,
                     row.carried_minor, row.reference, row.confirmed_minor, row.because);
}

void Settlements::project(const ledger::Record& record) {
  using namespace program;
  const auto kind = record.kind();
  if (kind != kind::settlement_posted && kind != kind::period_settled && kind != kind::payment && kind != kind::reversal) return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds what is missing
  if (const auto* posted = std::get_if<SettlementPosted>(&*fact)) {
    const SettlementKey key{posted->partner, posted->principal, posted->currency.numeric(), posted->period};
    table_.edit(key) = {record.sequence,      posted->opening_minor, posted->charges_minor,    posted->earnings_minor,
                        posted->paid_minor,   posted->carried_minor, posted->payment_reference, posted->payment_due_on,
                        0,                    posted->carried_because};
    if (database_ == nullptr && !posted->payment_reference.empty()) references_.emplace(posted->payment_reference, key);
  } else if (const auto* settled = std::get_if<PeriodSettled>(&*fact)) {
    settled_.emplace_back(settled->period, record.sequence);
  } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
    confirm(payment->reference, payment->applied, 1);
  } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
    confirm(reversal->reference, reversal->applied, -1);
  }
}

void Settlements::confirm(const std::string& reference, const std::vector<program::AppliedPayment>& payments, int direction) {
  std::map<std::string, std::int64_t> listed;  // by order
  for (const program::AppliedPayment& applied : payments) {
    // Invoices and the other side's credit notes are paid by the same money, whatever their sign.
    listed[applied.order.empty() ? reference : applied.order] += applied.to_pay_minor < 0 ? -applied.to_pay_minor : applied.to_pay_minor;
  }
  for (const auto& [named, amount] : listed) {
    const auto order = named.empty() ? std::nullopt : with_reference(named);
    if (!order) continue;
    SettlementRow& row = table_.edit(order->key);
    row.confirmed_minor += (row.paid_minor < 0 ? -direction : direction) * amount;
  }
}

std::optional<PairSettlement> Settlements::with_reference(const std::string& reference) {
  if (database_ == nullptr) {
    const auto known = references_.find(reference);
    if (known == references_.end()) return std::nullopt;
    return PairSettlement{known->second, *table_.find(known->second)};
  }
  table_.flush();
  return settlement_with_reference(*database_, reference);
}

void Settlements::flush() {
  table_.flush();
  for (const auto& [period, sequence] : settled_) {
    auto insert = database_->prepare(sql::insert_settled_period);
    insert->bind(1, period.index()).bind(2, static_cast<std::int64_t>(sequence.value)).run();
  }
  settled_.clear();
}

void Settlements::forget() {
  table_.forget();
  references_.clear();
  settled_.clear();
}

void Settlements::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  table_.compare(stored, sink);
  if (settled_periods(stored) != settled_) {
    sink({"settled_period", "all", fmt::format("{} periods", settled_periods(stored).size()), fmt::format("{} periods", settled_.size())});
  }
}

std::vector<PairSettlement> settlements_of(storage::Database& database, Period period) {
  auto rows = database.prepare(sql::settlements_of_period);
  rows->bind(1, period.index());
  return read_all(*rows);
}

std::optional<PairSettlement> settlement_at(storage::Database& database, const SettlementKey& key) {
  auto row = database.prepare(sql::select_settlement);
  SettlementTable::bind_key(*row, key);
  return read_one(*row);
}

std::vector<SettlementKey> pairs_of(storage::Database& database, const std::string& party) {
  auto rows = database.prepare(sql::pairs_of_party);
  rows->bind_text(1, party);
  std::vector<SettlementKey> pairs;
  while (rows->step()) pairs.push_back({std::string(rows->text(0)), std::string(rows->text(1)), rows->integer(2), Period()});
  return pairs;
}

std::optional<PairSettlement> settlement_with_reference(storage::Database& database, const std::string& reference) {
  auto row = database.prepare(sql::settlement_by_reference);
  row->bind_text(1, reference);
  return read_one(*row);
}

std::vector<PairSettlement> open_orders_between(storage::Database& database, const std::string& one, const std::string& other,
                                                Currency currency, Period since) {
  auto rows = database.prepare(sql::open_orders_of_pair);
  rows->bind_text(1, one).bind_text(2, other).bind(3, currency.numeric()).bind(4, since.index());
  return read_all(*rows);
}

std::vector<std::pair<Period, Sequence>> settled_periods(storage::Database& database) {
  auto rows = database.prepare(sql::scan_settled_periods);
  std::vector<std::pair<Period, Sequence>> periods;
  while (rows->step()) periods.emplace_back(ledger::stored_period(*rows, 0), ledger::stored_sequence(*rows, 1));
  return periods;
}

}  // namespace quits::settlement
