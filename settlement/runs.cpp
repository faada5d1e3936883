#include "settlement/runs.h"

#include <fmt/core.h>

#include <array>

#include "ledger/stored.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

constexpr std::array<std::string_view, 8> kStates{"draft", "collected", "proposed", "approved", "posted", "settled", "cancelled", "reversed"};

std::int64_t stored(Sequence sequence) { return static_cast<std::int64_t>(sequence.value); }

Sequence sequence_or_none(storage::Statement& row, int column) { return {static_cast<std::uint64_t>(row.integer(column))}; }

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

}  // namespace

std::string_view name_of(RunState state) { return kStates.at(static_cast<std::size_t>(state) - 1); }

std::optional<RunState> run_state_numbered(std::int64_t number) {
  if (number < 1 || number > static_cast<std::int64_t>(kStates.size())) return std::nullopt;
  return static_cast<RunState>(number);
}

const std::string_view RunTable::kSelect = sql::select_run;
const std::string_view RunTable::kInsert = sql::insert_run;
const std::string_view RunTable::kUpdate = sql::update_run;
const std::string_view RunTable::kScan = sql::scan_runs;

void RunTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind_text(1, key); }
void RunTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(2, static_cast<std::int64_t>(row.state)).bind(3, static_cast<std::int64_t>(row.mode));
  statement.bind(4, row.on.days_since_epoch()).bind(5, stored(row.opened)).bind(6, stored(row.collected));
  statement.bind(7, stored(row.proposed)).bind(8, stored(row.approved)).bind(9, stored(row.posted)).bind(10, stored(row.ended));
  statement.bind(11, std::int64_t{row.proposal}).bind(12, row.payments_open);
}
void RunTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
std::string RunTable::read_key(storage::Statement& row) { return std::string(row.text(0)); }
RunRow RunTable::read_row(storage::Statement& row) {
  RunRow run;
  const auto state = run_state_numbered(row.integer(1));
  if (!state) ledger::throw_bad_row("a state of a run that is none");
  run.state = *state;
  const std::int64_t mode = row.integer(2);
  if (mode < 1 || mode > 3) ledger::throw_bad_row("a kind of netting that is none");
  run.mode = static_cast<program::NettingMode>(mode);
  run.on = ledger::stored_date(row, 3);
  run.opened = sequence_or_none(row, 4);
  run.collected = sequence_or_none(row, 5);
  run.proposed = sequence_or_none(row, 6);
  run.approved = sequence_or_none(row, 7);
  run.posted = sequence_or_none(row, 8);
  run.ended = sequence_or_none(row, 9);
  run.proposal = static_cast<std::uint32_t>(row.integer(10));
  run.payments_open = row.integer(11);
  return run;
}
std::string RunTable::describe(const Key& key) { return key; }
std::string RunTable::describe(const Row& row) {
  return fmt::format("{}, on {}, entries {} {} {} {} {} {}, proposal {}, {} payments open", name_of(row.state), row.on.to_string(),
                     row.opened.value, row.collected.value, row.proposed.value, row.approved.value, row.posted.value, row.ended.value,
                     row.proposal, row.payments_open);
}

const std::string_view RunPartyTable::kSelect = sql::select_run_party;
const std::string_view RunPartyTable::kInsert = sql::insert_run_party;
const std::string_view RunPartyTable::kUpdate = sql::update_run_party;
const std::string_view RunPartyTable::kScan = sql::scan_run_parties;

std::size_t RunPartyTable::Hash::operator()(const Key& key) const noexcept {
  return static_cast<std::size_t>(ledger::mix(std::hash<std::string>()(key.run), std::hash<std::string>()(key.party)));
}
void RunPartyTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind_text(1, key.run).bind_text(2, key.party); }
void RunPartyTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(3, std::int64_t{row.proposal}).bind(4, row.until.days_since_epoch());
  statement.bind(5, static_cast<std::int64_t>(row.silence)).bind(6, static_cast<std::int64_t>(row.answer)).bind(7, stored(row.answered));
}
void RunPartyTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
RunParty RunPartyTable::read_key(storage::Statement& row) { return {std::string(row.text(0)), std::string(row.text(1))}; }
RunPartyRow RunPartyTable::read_row(storage::Statement& row) {
  RunPartyRow asked;
  asked.proposal = static_cast<std::uint32_t>(row.integer(2));
  asked.until = ledger::stored_date(row, 3);
  asked.silence = row.integer(4) == static_cast<std::int64_t>(program::Silence::rejects) ? program::Silence::rejects : program::Silence::accepts;
  const std::int64_t answer = row.integer(5);
  if (answer < 0 || answer > 2) ledger::throw_bad_row("an answer to a run that is none");
  asked.answer = static_cast<RunAnswer>(answer);
  asked.answered = sequence_or_none(row, 6);
  return asked;
}
std::string RunPartyTable::describe(const Key& key) { return key.run + ", " + key.party; }
std::string RunPartyTable::describe(const Row& row) {
  return fmt::format("proposal {}, until {}, silence {}, answer {}, entry {}", row.proposal, row.until.to_string(),
                     static_cast<int>(row.silence), static_cast<int>(row.answer), row.answered.value);
}

const std::string_view RunOrderTable::kSelect = sql::select_run_payment;
const std::string_view RunOrderTable::kInsert = sql::insert_run_payment;
const std::string_view RunOrderTable::kUpdate = sql::update_run_payment;
const std::string_view RunOrderTable::kScan = sql::scan_run_payments;

void RunOrderTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind_text(1, key); }
void RunOrderTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind_text(2, row.run).bind_text(3, row.payer).bind_text(4, row.payee).bind(5, row.currency.numeric());
  statement.bind(6, row.amount_minor).bind(7, row.confirmed_minor).bind(8, row.due.days_since_epoch()).bind(9, std::int64_t{row.withdrawn});
}
void RunOrderTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
std::string RunOrderTable::read_key(storage::Statement& row) { return std::string(row.text(0)); }
RunOrder RunOrderTable::read_row(storage::Statement& row) {
  return {std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)), ledger::stored_currency(row, 4),
          row.integer(5),           row.integer(6),           ledger::stored_date(row, 7), row.integer(8) != 0};
}
std::string RunOrderTable::describe(const Key& key) { return key; }
std::string RunOrderTable::describe(const Row& row) {
  return fmt::format("run {}, {} pays {} {} {}, confirmed {}, due {}{}", row.run, row.payer, row.payee, row.amount_minor,
                     row.currency.code(), row.confirmed_minor, row.due.to_string(), row.withdrawn ? ", withdrawn" : "");
}

void Runs::project(const ledger::Record& record) {
  using namespace program;
  const auto kind = record.kind();
  if ((kind < kind::run_opened || kind > kind::run_reversed) && kind != kind::payment && kind != kind::reversal) return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds what is missing
  const auto step = [&](const std::string& run, RunState state, Sequence RunRow::*entry) -> RunRow& {
    RunRow& row = runs_.edit(run);
    row.state = state;
    row.*entry = record.sequence;
    return row;
  };
  if (const auto* opened = std::get_if<RunOpened>(&*fact)) {
    RunRow& row = step(opened->run, RunState::draft, &RunRow::opened);
    row.mode = opened->mode;
    row.on = opened->on;
  } else if (const auto* collected = std::get_if<RunCollected>(&*fact)) {
    step(collected->run, RunState::collected, &RunRow::collected);
  } else if (const auto* proposed = std::get_if<RunProposed>(&*fact)) {
    step(proposed->run, RunState::proposed, &RunRow::proposed).proposal = proposed->proposal;
    for (const RunAsks& asks : proposed->asks) {
      parties_.edit({proposed->run, asks.party}) = {proposed->proposal, asks.until, asks.silence, RunAnswer::none, {}};
    }
  } else if (const auto* answered = std::get_if<RunAnswered>(&*fact)) {
    RunPartyRow& row = parties_.edit({answered->run, answered->party});
    row.answer = answered->rejects ? RunAnswer::rejects : RunAnswer::accepts;
    row.answered = record.sequence;
  } else if (const auto* approved = std::get_if<RunApproved>(&*fact)) {
    step(approved->run, RunState::approved, &RunRow::approved);
  } else if (const auto* posted = std::get_if<RunPosted>(&*fact)) {
    RunRow& row = step(posted->run, posted->payments.empty() ? RunState::settled : RunState::posted, &RunRow::posted);
    row.payments_open = static_cast<std::int64_t>(posted->payments.size());
    for (const RunPayment& payment : posted->payments) {
      orders_.edit(payment.reference) = {posted->run, payment.payer, payment.payee, payment.currency,
                                         payment.amount_minor, 0, payment.due, false};
    }
  } else if (const auto* cancelled = std::get_if<RunCancelled>(&*fact)) {
    step(cancelled->run, RunState::cancelled, &RunRow::ended);
  } else if (const auto* reversed = std::get_if<RunReversed>(&*fact)) {
    step(reversed->run, RunState::reversed, &RunRow::ended).payments_open = 0;
    for (const std::string& reference : reversed->withdrawn) orders_.edit(reference).withdrawn = true;
  } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
    confirm(payment->reference, payment->applied, 1);
  } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
    confirm(reversal->reference, reversal->applied, -1);
  }
}

void Runs::confirm(const std::string& reference, const std::vector<program::AppliedPayment>& payments, int direction) {
  std::map<std::string, std::int64_t> listed;  // by order
  for (const program::AppliedPayment& applied : payments) {
    listed[applied.order.empty() ? reference : applied.order] += magnitude(applied.to_pay_minor);
  }
  for (const auto& [named, amount] : listed) {
    if (orders_.find(named) == nullptr) continue;
    RunOrder& order = orders_.edit(named);
    const bool was_open = order.confirmed_minor != order.amount_minor;
    order.confirmed_minor += direction * amount;
    const bool is_open = order.confirmed_minor != order.amount_minor;
    if (was_open == is_open) continue;
    RunRow& run = runs_.edit(order.run);
    run.payments_open += is_open ? 1 : -1;
    if (run.state == RunState::posted || run.state == RunState::settled) {
      run.state = run.payments_open == 0 ? RunState::settled : RunState::posted;
    }
  }
}

void Runs::flush() {
  runs_.flush();
  parties_.flush();
  orders_.flush();
}

void Runs::forget() {
  runs_.forget();
  parties_.forget();
  orders_.forget();
}

void Runs::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  runs_.compare(stored, sink);
  parties_.compare(stored, sink);
  orders_.compare(stored, sink);
}

std::optional<RunRow> run_by_key(storage::Database& database, const std::string& run) {
  auto row = database.prepare(sql::select_run);
  row->bind_text(1, run);
  if (!row->step()) return std::nullopt;
  return RunTable::read_row(*row);
}

std::vector<NamedRun> all_runs(storage::Database& database) {
  auto rows = database.prepare(sql::list_runs);
  std::vector<NamedRun> runs;
  while (rows->step()) runs.push_back({RunTable::read_key(*rows), RunTable::read_row(*rows)});
  return runs;
}

std::vector<NamedRunParty> parties_asked(storage::Database& database, const std::string& run) {
  auto rows = database.prepare(sql::parties_of_run);
  rows->bind_text(1, run);
  std::vector<NamedRunParty> parties;
  while (rows->step()) parties.push_back({RunPartyTable::read_key(*rows).party, RunPartyTable::read_row(*rows)});
  return parties;
}

namespace {

std::vector<NamedOrder> read_orders(storage::Statement& rows) {
  std::vector<NamedOrder> orders;
  while (rows.step()) orders.push_back({RunOrderTable::read_key(rows), RunOrderTable::read_row(rows)});
  return orders;
}

}  // namespace

std::vector<NamedOrder> orders_of_run(storage::Database& database, const std::string& run) {
  auto rows = database.prepare(sql::payments_of_run);
  rows->bind_text(1, run);
  return read_orders(*rows);
}

std::vector<NamedOrder> open_run_orders(storage::Database& database, const std::string& one, const std::string& other, Currency currency) {
  auto rows = database.prepare(sql::open_payments_of_runs);
  rows->bind_text(1, one).bind_text(2, other).bind(3, currency.numeric());
  return read_orders(*rows);
}

Error unknown_run(const std::string& run) {
  return {Code::unknown_run, fmt::format("there is no run \"{}\"", run), "`quits run list` shows all", {}};
}

}  // namespace quits::settlement
