#include "settlement/disputes.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/int128.h"
#include "ledger/stored.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

std::int64_t number_of(Sequence sequence) { return static_cast<std::int64_t>(sequence.value); }

template <class Choice>
Choice stored_choice(storage::Statement& row, int column, Choice last) {
  const std::int64_t number = row.integer(column);
  if (number < 1 || number > static_cast<std::int64_t>(last)) ledger::throw_bad_row("an unknown state or reason of a dispute");
  return static_cast<Choice>(number);
}

std::vector<Dispute> read_disputes(storage::Statement& rows) {
  std::vector<Dispute> disputes;
  while (rows.step()) disputes.push_back(DisputeTable::read_row(rows));
  return disputes;
}

}  // namespace

std::string_view name_of(DisputeState state) {
  static constexpr std::array<std::string_view, 6> kNames{"none", "open", "waiting", "upheld", "rejected", "withdrawn"};
  return kNames.at(static_cast<std::size_t>(state));
}

std::string_view name_of(program::DisputeReason reason) {
  static constexpr std::array<std::string_view, 8> kNames{"none", "quantity", "price", "not_delivered", "duplicate", "terms", "tax", "other"};
  return kNames.at(static_cast<std::size_t>(reason));
}

std::int64_t kept_out_of(const Invoice& document, std::span<const Dispute> disputes) {
  int128 sum = 0;
  for (const Dispute& dispute : disputes) {
    if (dispute.keeps_out()) sum += dispute.amount_minor;
  }
  const int128 free = int128{document.open_minor} - document.to_pay_minor;
  const bool below_zero = document.gross_minor < 0;
  return static_cast<std::int64_t>(below_zero ? std::max(sum, std::min<int128>(free, 0)) : std::min(sum, std::max<int128>(free, 0)));
}

const std::string_view DisputeTable::kSelect = sql::select_dispute;
const std::string_view DisputeTable::kInsert = sql::insert_dispute;
const std::string_view DisputeTable::kUpdate = sql::update_dispute;
const std::string_view DisputeTable::kScan = sql::scan_disputes;

void DisputeTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind(1, number_of(key)); }
void DisputeTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind_text(2, row.document).bind(3, std::int64_t{row.line}).bind(4, row.amount_minor).bind_text(5, row.by);
  statement.bind(6, static_cast<std::int64_t>(row.reason)).bind(7, row.answer_until.days_since_epoch());
  statement.bind(8, static_cast<std::int64_t>(row.state)).bind(9, number_of(row.answered_by)).bind(10, number_of(row.resolved_by));
  statement.bind(11, row.adjusted_in ? row.adjusted_in->index() : 0);
}
void DisputeTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(2, static_cast<std::int64_t>(row.state)).bind(3, number_of(row.answered_by)).bind(4, number_of(row.resolved_by));
  statement.bind(5, row.adjusted_in ? row.adjusted_in->index() : 0);
}
Sequence DisputeTable::read_key(storage::Statement& row) { return ledger::stored_sequence(row, 0); }
Dispute DisputeTable::read_row(storage::Statement& row) {
  Dispute dispute;
  dispute.document = std::string(row.text(1));
  dispute.line = static_cast<std::uint32_t>(row.integer(2));
  dispute.amount_minor = row.integer(3);
  dispute.by = std::string(row.text(4));
  dispute.reason = stored_choice(row, 5, program::DisputeReason::other);
  dispute.answer_until = ledger::stored_date(row, 6);
  dispute.state = stored_choice(row, 7, DisputeState::withdrawn);
  dispute.answered_by = ledger::stored_sequence(row, 8);
  dispute.resolved_by = ledger::stored_sequence(row, 9);
  if (row.integer(10) != 0) dispute.adjusted_in = ledger::stored_period(row, 10);
  return dispute;
}
std::string DisputeTable::describe(const Key& key) { return fmt::format("opened in {}", key.value); }
std::string DisputeTable::describe(const Row& row) {
  return fmt::format("line {} of {}, {} by {}: {}, {}, answer until {}, answered in {}, resolved in {}, adjusted in {}", row.line,
                     row.document, row.amount_minor, row.by, name_of(row.reason), name_of(row.state), row.answer_until.to_string(),
                     row.answered_by.value, row.resolved_by.value, row.adjusted_in ? row.adjusted_in->to_string() : "no period");
}

const std::string_view DisputeEventTable::kSelect = sql::select_dispute_event;
const std::string_view DisputeEventTable::kInsert = sql::insert_dispute_event;
const std::string_view DisputeEventTable::kUpdate = sql::update_dispute_event;
const std::string_view DisputeEventTable::kScan = sql::scan_dispute_events;

void DisputeEventTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind(1, number_of(key)); }
void DisputeEventTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind(1, number_of(key)).bind(2, number_of(row.dispute));
}
void DisputeEventTable::bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
Sequence DisputeEventTable::read_key(storage::Statement& row) { return ledger::stored_sequence(row, 0); }
DisputeEventRow DisputeEventTable::read_row(storage::Statement& row) { return {ledger::stored_sequence(row, 1)}; }
std::string DisputeEventTable::describe(const Key& key) { return fmt::format("entry {}", key.value); }
std::string DisputeEventTable::describe(const Row& row) { return fmt::format("of the dispute opened in {}", row.dispute.value); }

void Disputes::project(const ledger::Record& record) {
  using namespace program;
  const auto kind = record.kind();
  if (kind == kind::period_closed) {
    const auto fact = codec_.decode(record.fact);
    if (fact) close(std::get<PeriodClosed>(*fact).period);
    return;
  }
  if (kind != kind::dispute_opened && kind != kind::dispute_answered && kind != kind::dispute_resolved && kind != kind::payment &&
      kind != kind::reversal && kind != kind::run_reversed && kind != kind::write_off_approved) {
    return;
  }
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds what is missing
  if (const auto* opened = std::get_if<DisputeOpened>(&*fact)) {
    open(record, *opened);
  } else if (const auto* answered = std::get_if<DisputeAnswered>(&*fact)) {
    answer(record, *answered);
  } else if (const auto* resolved = std::get_if<DisputeResolved>(&*fact)) {
    resolve(record, *resolved);
  } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
    for (const AppliedPayment& applied : payment->applied) fit(applied.invoice);
  } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
    for (const AppliedPayment& applied : reversal->applied) fit(applied.invoice);
  } else if (const auto* reversed = std::get_if<RunReversed>(&*fact)) {
    // All of them are open again, not only those that waited for a payment.
    for (const RunDocument& document : invoices_.collected(reversed->run).documents) fit(document.number);
  } else if (const auto* approved = std::get_if<WriteOffApproved>(&*fact)) {
    fit(approved->document);
  }
}

void Disputes::open(const ledger::Record& record, const program::DisputeOpened& fact) {
  Dispute& dispute = disputes_.edit(record.sequence);
  dispute = {fact.document, fact.line, fact.amount_minor, fact.by, fact.reason, fact.answer_until.value_or(fact.on), {}, {}, {}, {}};
  dispute.state = DisputeState::open;
  if (database_ == nullptr) about_[fact.document].push_back(record.sequence);
  fit(fact.document);
}

void Disputes::answer(const ledger::Record& record, const program::DisputeAnswered& fact) {
  const Dispute* known = disputes_.find(record.relates_to);
  if (known == nullptr) return;
  if (!known->answered_by && known->by != fact.by) disputes_.edit(record.relates_to).answered_by = record.sequence;
  events_.edit(record.sequence).dispute = record.relates_to;
}

void Disputes::resolve(const ledger::Record& record, const program::DisputeResolved& fact) {
  if (disputes_.find(record.relates_to) == nullptr) return;
  Dispute& dispute = disputes_.edit(record.relates_to);
  dispute.resolved_by = record.sequence;
  if (fact.outcome == program::DisputeOutcome::upheld) {
    dispute.state = DisputeState::waiting;
    dispute.adjusted_in = record.period;
    if (database_ == nullptr) waiting_[record.period].push_back(record.relates_to);
  } else {
    dispute.state = fact.outcome == program::DisputeOutcome::rejected ? DisputeState::rejected : DisputeState::withdrawn;
  }
  events_.edit(record.sequence).dispute = record.relates_to;
  fit(std::string(dispute.document));
}

// The adjusting entries of the period are invoiced now.
void Disputes::close(Period period) {
  std::vector<Sequence> waiting;
  if (database_ == nullptr) {
    if (const auto found = waiting_.find(period); found != waiting_.end()) waiting = std::move(found->second);
    waiting_.erase(period);
  } else {
    disputes_.flush();
    auto rows = database_->prepare(sql::waiting_disputes);
    rows->bind(1, period.index());
    while (rows->step()) waiting.push_back(ledger::stored_sequence(*rows, 0));
  }
  for (const Sequence opened : waiting) {
    Dispute& dispute = disputes_.edit(opened);
    dispute.state = DisputeState::upheld;
    fit(std::string(dispute.document));
  }
}

void Disputes::fit(const std::string& document) {
  const Invoice* invoice = invoices_.find(document);
  if (invoice == nullptr) return;
  const std::int64_t kept_out = kept_out_of(*invoice, about(document));
  if (kept_out != invoice->disputed_minor) invoices_.set_disputed(document, kept_out);
}

std::vector<Dispute> Disputes::about(const std::string& document) {
  std::vector<Dispute> disputes;
  if (database_ == nullptr) {
    const auto known = about_.find(document);
    if (known == about_.end()) return disputes;
    for (const Sequence opened : known->second) disputes.push_back(*disputes_.find(opened));
    return disputes;
  }
  disputes_.flush();
  auto rows = database_->prepare(sql::disputes_of_document);
  rows->bind_text(1, document);
  return read_disputes(*rows);
}

void Disputes::flush() {
  disputes_.flush();
  events_.flush();
}

void Disputes::forget() {
  disputes_.forget();
  events_.forget();
  about_.clear();
  waiting_.clear();
}

void Disputes::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  disputes_.compare(stored, sink);
  events_.compare(stored, sink);
}

std::vector<NumberedDispute> disputes_of(storage::Database& database, const std::string& party) {
  std::vector<NumberedDispute> disputes;
  {
    auto rows = database.prepare(sql::list_disputes);
    rows->bind_text(1, party);
    while (rows->step()) disputes.push_back({DisputeTable::read_key(*rows), DisputeTable::read_row(*rows), {}});
  }
  for (NumberedDispute& numbered : disputes) {
    if (auto document = invoice_by_number(database, numbered.dispute.document)) numbered.document = *std::move(document);
  }
  return disputes;
}

std::optional<NumberedDispute> dispute_opened_in(storage::Database& database, Sequence opened) {
  auto row = database.prepare(sql::select_dispute);
  row->bind(1, number_of(opened));
  if (!row->step()) return std::nullopt;
  NumberedDispute numbered{opened, DisputeTable::read_row(*row), {}};
  if (auto document = invoice_by_number(database, numbered.dispute.document)) numbered.document = *std::move(document);
  return numbered;
}

bool is_overdue(const Dispute& dispute, Date today) {
  return dispute.state == DisputeState::open && !dispute.answered_by && today > dispute.answer_until;
}

}  // namespace quits::settlement
