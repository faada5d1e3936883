// The rules of the month end: closing a period, settling it, taking payments; settlement runs.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/money.h"
#include "ledger/book.h"
#include "program/rules.h"
#include "settlement/calendar.h"
#include "settlement/disputes.h"
#include "settlement/invoices.h"
#include "settlement/list_payments.h"
#include "settlement/netting.h"
#include "settlement/pair_terms.h"
#include "settlement/participants.h"
#include "settlement/runs.h"
#include "settlement/settlements.h"
#include "settlement/write_offs.h"

namespace quits::settlement {

// What the month end derives from the log. With null for the database: a rebuild.
struct Documents {
  explicit Documents(storage::Database* database)
      : invoices(database),
        settlements(database),
        runs(database),
        list_payments(database),
        holds(database),
        calendars(database),
        write_offs(database),
        disputes(database, invoices) {}

  Invoices invoices;
  Settlements settlements;
  Runs runs;
  ListPayments list_payments;
  PartyHolds holds;
  Calendars calendars;
  WriteOffs write_offs;
  Disputes disputes;
};

// What a settlement or a run asked for under one reference.
struct PaymentList {
  std::string reference;
  std::int64_t rest_minor = 0;                // of all, not confirmed by payments yet
  std::map<std::string, std::int64_t> parts;  // of each document, not paid under this list yet, with the sign of what is open of it

  // Of a document that may still be paid under this reference, with its sign.
  std::int64_t asks_of(const Invoice& document) const;
};

class Rules final : public ledger::Rules {
 public:
  // `program` charges the fees of a closing period and knows the terms.
  Rules(storage::Database& database, program::Rules& program);

  Documents& documents() { return documents_; }
  // The first period that closes, whatever was posted by then: for a book that repeats a part of another.
  void begin_with(Period first) { first_period_ = first; }

  bool handles(ledger::FactKind kind) const override;
  Result<ledger::Receipt> apply(const ledger::Submission& submission, ledger::Writer& writer) override;
  void forget() override { asked_by_run_ = {}; }
  bool same_fact(std::string_view recorded, std::string_view submitted) override;

 private:
  struct Case {
    const ledger::Submission& submission;
    ledger::Writer& writer;
  };

  // rules_close.cpp: fees, then invoices, then the PeriodClosed record with the root over all before it.
  Result<ledger::Receipt> apply(program::PeriodClosed fact, const Case& on);
  Status check_may_close(const program::PeriodClosed& fact, ledger::Writer& writer);
  Status issue_invoices(Period period, ledger::Writer& writer);
  struct Issuing;
  Status issue_invoice(std::span<const ledger::Line> lines, Issuing& issuing);

  // rules_settle.cpp: one SettlementPosted record per pair and currency, then the PeriodSettled record.
  Result<ledger::Receipt> apply(program::PeriodSettled fact, const Case& on);
  Status check_may_settle(const program::PeriodSettled& fact, ledger::Writer& writer);
  struct Run;
  Status settle_pair(std::span<const Invoice> open, Run& run);

  // rules_calendar.cpp
  Result<ledger::Receipt> apply(const program::CalendarSet& fact, const Case& on);
  // Refuse (too_early) before the calendar says, unless the fact says why.
  Status check_calendar_of_close(const program::PeriodClosed& fact, ledger::Writer& writer);
  Status check_calendar_of_settlement(const program::PeriodSettled& fact, ledger::Writer& writer);

  // rules_disputes.cpp
  struct Disputed;  // a dispute with its document and who its sides are
  Result<ledger::Receipt> apply(program::DisputeOpened fact, const Case& on);
  Result<ledger::Receipt> apply(const program::DisputeAnswered& fact, const Case& on);
  Result<ledger::Receipt> apply(const program::DisputeResolved& fact, const Case& on);
  Result<Disputed> disputed(const program::FactRef& ref, Date day, const std::string& field, const Case& on);
  Result<program::InvoiceIssued> issued(const Invoice& invoice, ledger::Writer& writer);
  // What of the line is not disputed or given back yet; all of the document for line 0.
  Result<std::int64_t> disputable(const Invoice& invoice, std::uint32_t line, ledger::Writer& writer);
  Status check_resolution(const program::DisputeResolved& fact, const Disputed& dispute, ledger::Writer& writer);
  // The adjusting entry: each line's part, net of tax, with the sign turned.
  Result<std::vector<ledger::Item>> give_back(const Dispute& dispute, const Invoice& invoice, ledger::Writer& writer);

  // rules_payment.cpp
  Result<ledger::Receipt> apply(program::Payment fact, const Case& on);
  Result<ledger::Receipt> apply(program::Reversal fact, const Case& on);
  Result<ledger::Receipt> reverse(program::Reversal fact, const ledger::Record& target, const Case& on);
  // Of a document that an entry names; throws Failure (corrupt) where the register lacks it.
  const Invoice& recorded_document(const std::string& number);
  // rules_write_off.cpp
  Result<ledger::Receipt> apply(program::WriteOffRequested fact, const Case& on);
  Result<ledger::Receipt> apply(program::WriteOffApproved fact, const Case& on);
  // rules_obligations.cpp: debts that were invoiced elsewhere, and what keeps a document or a party out of runs. A party is
  // registered by the floor below; here it is made sure that its invoices find their numbers free.
  Result<ledger::Receipt> apply(const program::PartyRegistered& fact, const Case& on);
  Status check_number_is_free(const std::string& number);
  Result<ledger::Receipt> apply(program::ObligationReported fact, const Case& on);
  Result<ledger::Receipt> apply(const program::ObligationConfirmed& fact, const Case& on);
  Result<ledger::Receipt> apply(const program::ObligationFlagged& fact, const Case& on);
  Result<ledger::Receipt> apply(const program::PartyHeld& fact, const Case& on);

  // rules_rates.cpp
  Result<ledger::Receipt> apply(const program::RatesRecorded& fact, const Case& on);
  // The entry of the rates that a run names.
  Result<std::uint64_t> rates_of(const program::RunOpened& fact, const Case& on);

  // rules_runs.cpp: a run up to its approval.
  Result<ledger::Receipt> apply(program::RunOpened fact, const Case& on);
  Status check_numbers_of(const program::RunOpened& fact);
  Result<ledger::Receipt> apply(program::RunCollected fact, const Case& on);
  Result<ledger::Receipt> apply(program::RunProposed fact, const Case& on);
  Result<ledger::Receipt> apply(const program::RunAnswered& fact, const Case& on);
  Result<ledger::Receipt> apply(const program::RunApproved& fact, const Case& on);
  // The run in one of these states, or run_state with what to do instead.
  Result<RunRow> run_in(const std::string& run, std::initializer_list<RunState> states, std::string_view step);
  template <class Held>
  Result<Held> read_as(Sequence sequence, ledger::Writer& writer);
  Result<program::RunProposed> propose(const std::string& run, const RunRow& row, std::vector<std::string> without, ledger::Writer& writer);
  std::vector<std::string> silent_rejections(const std::string& run, const RunRow& row, ledger::Writer& writer);
  Status check_answers(const std::string& run, const RunRow& row, ledger::Writer& writer);
  Result<ledger::Receipt> append(const program::Fact& fact, Date effective, Sequence relates_to, const Case& on);

  // rules_run_posting.cpp: a run into the books, and out of them.
  Result<ledger::Receipt> apply(program::RunPosted fact, const Case& on);
  Result<ledger::Receipt> apply(program::RunCancelled fact, const Case& on);
  Result<ledger::Receipt> apply(program::RunReversed fact, const Case& on);

  // What a payment may pay: the invoices behind its reference, oldest due first.
  Result<std::vector<Invoice>> payable(const program::Payment& payment, const std::optional<PaymentList>& list);
  // Divides the payment among them, into `payment.applied`, with the document beside each in `paid_for`; what is beyond is
  // returned.
  Result<std::int64_t> divide(Money amount, std::span<const Invoice> invoices, std::optional<PaymentList>& list,
                              program::Payment& payment, std::vector<Invoice>& paid_for, ledger::Writer& writer);
  // What was paid beyond what is open, as a document of its own.
  program::PaymentCredit credit_of(const program::Payment& payment, std::int64_t excess, ledger::Writer& writer);

  // rules_payment_lists.cpp. The list with that reference, or none; as it was asked for nothing of its parts is paid.
  Result<std::optional<PaymentList>> list_named(const std::string& reference, ledger::Writer& writer);
  Sequence posted_in(const std::string& run);
  Result<std::optional<PaymentList>> list_as_asked(const std::string& reference, ledger::Writer& writer);
  // What a posted run asks for under one reference. Valid until the next call or forget.
  Result<const std::map<std::string, std::int64_t>*> parts_asked_by_run(Sequence posted, const std::string& reference, ledger::Writer& writer);
  // Those that still ask for something of a document, the newest first.
  Result<std::vector<PaymentList>> lists_with(const Invoice& document, ledger::Writer& writer);
  // How a payment of a document itself confirms the lists that it is on; what is on none comes with the first.
  Result<std::vector<program::AppliedPayment>> applied_to(const Invoice& document, std::int64_t paid, ledger::Writer& writer);

  // Of the run that was paid last: a large one is paid payment by payment, and its entry is read once.
  struct AskedByRun {
    Sequence posted;
    std::map<std::string, std::map<std::string, std::int64_t>> parts;  // by reference and document
  };

  Documents documents_;
  AskedByRun asked_by_run_;
  std::optional<Period> first_period_;
  program::Rules& program_;
  program::FactCodec codec_;
};

// What settling a period again is refused with; `settled` is the record of its settlement.
Error already_settled(Period period, const ledger::Record& settled);

}  // namespace quits::settlement
