#include "exchange/journal_export.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/failure.h"
#include "exchange/fact_words.h"
#include "exchange/journal_accounts.h"
#include "ledger/log.h"
#include "ledger/periods.h"
#include "program/encoding.h"
#include "storage/database.h"

namespace quits::exchange {
namespace {

constexpr std::size_t kOutputBytes = std::size_t{1} << 16U;

class Export {
 public:
  Export(storage::Database& database, const program::Party& party, const JournalRequest& request,
         const JournalFormat& format, const TextSink& sink)
      : database_(database),
        party_(party),
        request_(request),
        format_(format),
        sink_(sink),
        accounts_(database, party.number, format, request.period),
        closed_(ledger::closed_periods(database)),
        last_(ledger::last_sequence(database)) {}

  JournalStatistics run();

 private:
  std::optional<JournalTransaction> opening();
  void write_head(Date first_day);
  void read_log();
  void begin_periods_after(Sequence sequence);
  void take(const ledger::Record& record);
  JournalTransaction transaction_of(const ledger::Record& record);
  void finish_period();
  void emit(std::string_view text);

  bool is_closed(Period period) const {
    return std::any_of(closed_.begin(), closed_.end(),
                       [&](const auto& closed) { return closed.period == period; });
  }

  storage::Database& database_;
  const program::Party& party_;
  const JournalRequest& request_;
  const JournalFormat& format_;
  const TextSink& sink_;
  JournalAccounts accounts_;
  std::vector<ledger::ClosedPeriod> closed_;
  std::size_t closings_seen_ = 0;
  std::uint64_t last_;
  program::FactCodec codec_;
  PeriodSpool spool_;
  std::string text_;    // of one transaction
  std::string output_;  // on its way to the sink
  JournalStatistics statistics_;
};

JournalStatistics Export::run() {
  const auto carried = opening();
  const Date first_day = carried                   ? carried->date
                         : accounts_.has_periods() ? accounts_.first_period().first_day()
                                                   : Date();
  write_head(first_day);
  if (carried) {
    text_.clear();
    format_.write(*carried, text_);
    emit(text_);
  }
  read_log();
  while (accounts_.has_periods()) finish_period();
  if (!output_.empty()) sink_(output_);
  return statistics_;
}

// The balances at the beginning of the one period asked for. They sum to zero as every book does.
std::optional<JournalTransaction> Export::opening() {
  if (!request_.period) return std::nullopt;
  accounts_.add_period(*request_.period);
  while (accounts_.first_period() < *request_.period) accounts_.pass_first_period();
  JournalTransaction carried;
  carried.date = request_.period->previous().last_day();
  carried.description = "Opening balances";
  for (const JournalPosting& balance : accounts_.balances()) {
    if (balance.amount_minor != 0) carried.postings.push_back(balance);
  }
  if (carried.postings.empty()) return std::nullopt;
  return carried;
}

void Export::write_head(Date first_day) {
  JournalHead head;
  head.party = party_.key;
  head.name = party_.name;
  head.remark = request_.period ? fmt::format("Period {}, as the book knew it at entry {}",
                                              request_.period->to_string(), last_)
                                : fmt::format("The whole book up to entry {}", last_);
  head.first_day = first_day;
  head.accounts = accounts_.declared();
  head.currencies = accounts_.currencies();
  statistics_.accounts = head.accounts.size();
  format_.write_head(head, text_);
  emit(text_);
}

void Export::read_log() {
  ledger::Log log(database_);
  ledger::RecordCodec codec;
  ledger::Record record;
  log.scan({1}, {last_}, [&](Sequence sequence, std::span<const std::byte> bytes) {
    begin_periods_after(sequence);
    record.sequence = sequence;
    codec.decode(bytes, record);
    if (!request_.period || record.period == *request_.period) take(record);
    return true;
  });
}

// Nothing is posted in a period after the entry that closed it, so what waits for it to end may go
// on.
void Export::begin_periods_after(Sequence sequence) {
  for (; closings_seen_ < closed_.size() && closed_[closings_seen_].closed_by < sequence;
       ++closings_seen_) {
    const Period closed = closed_[closings_seen_].period;
    while (accounts_.has_periods() && !accounts_.is_last_period() &&
           accounts_.first_period() <= closed)
      finish_period();
  }
}

void Export::take(const ledger::Record& record) {
  JournalTransaction transaction = transaction_of(record);
  if (transaction.postings.empty()) return;
  if (!accounts_.has_period(record.period)) {
    throw Failure(Code::corrupt,
                  fmt::format("entry {} is posted in {}, which has no such balances",
                              record.sequence.value, record.period.to_string()),
                  "run `quits verify`");
  }
  text_.clear();
  format_.write(transaction, text_);
  ++statistics_.transactions;
  if (record.period == accounts_.first_period()) {
    emit(text_);
  } else {
    spool_.append(record.period, text_);
  }
}

JournalTransaction Export::transaction_of(const ledger::Record& record) {
  JournalTransaction transaction;
  for (const ledger::Posting& posting : record.postings) {
    const auto ours = accounts_.posting(posting);
    if (!ours) continue;
    transaction.postings.push_back(*ours);
    if (transaction.payee.empty()) {
      const ledger::Account& account = posting.account;
      transaction.payee =
          accounts_.key_of(account.owner == party_.number ? account.counterparty : account.owner);
    }
  }
  if (transaction.postings.empty()) return transaction;
  transaction.date = record.is_late() ? record.period.first_day() : record.effective;
  if (record.is_late()) transaction.effective = record.effective;
  transaction.sequence = record.sequence;
  transaction.id = record.id.to_string();
  const auto fact = codec_.decode(record.fact);
  transaction.description = fact ? words_of(*fact) : std::string(program::name_of(record.kind()));
  return transaction;
}

void Export::finish_period() {
  const Period period = accounts_.first_period();
  const bool is_last = accounts_.is_last_period();
  const std::vector<JournalPosting> moved = accounts_.pass_first_period();
  const std::vector<JournalPosting>& stated = is_last ? accounts_.balances() : moved;
  if (is_last || is_closed(period)) {
    text_.clear();
    format_.write_balances(period.last_day(), stated, text_);
    statistics_.balances += stated.size();
    emit(text_);
  }
  if (!is_last) spool_.drain(accounts_.first_period(), [&](std::string_view text) { emit(text); });
}

void Export::emit(std::string_view text) {
  output_ += text;
  if (output_.size() < kOutputBytes) return;
  sink_(output_);
  output_.clear();
}

}  // namespace

Result<JournalStatistics> export_journal(storage::Database& database, const JournalRequest& request,
                                         const JournalFormat& format, const TextSink& sink) {
  std::optional<storage::Transaction> snapshot;
  if (!database.in_transaction()) snapshot.emplace(database, storage::Access::read);
  const auto party = program::party_by_key(database, request.party);
  if (!party) return refuse(program::unknown_party(database, request.party));
  return Export(database, *party, request, format, sink).run();
}

}  // namespace quits::exchange
