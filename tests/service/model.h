// The book as a child would keep it: plain lists of what happened, everything else added up anew
// from the start whenever it is asked for. Slow, and written differently from the product on
// purpose: the random workloads compare the two.
//
// It knows parties by their keys and entries by their ids, no sequences, no accounts, no
// increments. It covers the facts that tests/service/workload makes, and names the code of every
// refusal that they meet.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/int128.h"
#include "ledger/account.h"
#include "program/facts.h"
#include "settlement/register.h"

namespace quits::test {

struct ModelVersion {
  program::AgreementProposed proposal;
  bool accepted = false;
};

// One entry on one statement line.
struct Booking {
  FactId id;
  ledger::FactKind kind = ledger::FactKind::none;
  std::string creditor;
  std::string debtor;
  std::size_t version = 0;  // index
  std::string term;
  program::Category category = program::Category::none;
  ledger::Billing billing = ledger::Billing::invoiced;
  program::Tax tax;
  std::int64_t amount = 0;    // minor units
  std::int64_t base = 0;      // millionths
  std::int64_t quantity = 0;  // millionths
  std::optional<Date> window;
  Period posted;
  // Of a commission: what its own version gives, which is what may be shared; the rest of `amount`
  // it changes of sales under later versions, for the seller alone.
  std::int64_t whole = 0;
  // Shares in millionths, the seller's first; empty: nobody shares it. The others have bookings of
  // the same id, of no kind, right behind the seller's.
  std::vector<std::int64_t> weights;
};

struct ModelEntry {
  FactId id;
  program::Fact fact;
  std::string actor;
};

// What went back of a sale, a credit or a customer's payment, and by which entry.
struct Return {
  FactId of;
  FactId by;
  std::int64_t volume = 0;
};

struct ModelInvoice {
  std::string number, issuer, recipient;
  Period period;
  Currency currency = Currency::none();
  Date due;
  std::int64_t net = 0;
  std::int64_t gross = 0;
  // What a payment was too much, owed to the payer: a document like an invoice, of no lines. It has
  // its number from number_credit(), because a book numbers it by its entry.
  std::optional<FactId> paid_by{};
  bool taken_back = false;
  std::map<std::pair<program::TaxCategory, Rate>, std::int64_t> taxes;
};

struct ModelSettlement {
  program::SettlementPosted posted;
  std::int64_t net = 0;  // to the partner (+)
  Period in;
};

struct ModelPayment {
  FactId id;
  program::Payment payment;  // with what it was applied to
  int direction = 1;         // -1: taken back
  Period in;
  std::int64_t credit = 0;  // of it, too much
};

struct ModelWriteOff {
  FactId request;
  std::string document;
  std::int64_t amount = 0;  // with the sign of the document
  std::string requested_by;
  Date requested_on;
  std::optional<FactId> approval;
  Period in;
  std::optional<Period> taken_back_in;
};

class Model {
 public:
  // Records the fact, or says why not; then nothing has changed.
  std::optional<Code> record(const FactId& id, const program::Fact& fact, const std::string& actor);
  bool knows(const FactId& id) const;
  // The entry that the book gave to a fact just recorded.
  void number_credit(const FactId& id, Sequence entry);

  // Answers, computed from the lists. Zeros are left out of balances.
  using AccountName = std::tuple<std::string, std::string, ledger::AccountKind, int, Period>;
  std::map<AccountName, std::int64_t> balances() const;
  struct LineSum {
    std::int64_t entries = 0, amount = 0, base = 0, quantity = 0;
    bool operator==(const LineSum&) const = default;
  };
  std::map<std::string, LineSum> lines() const;
  std::vector<settlement::RegisterRow> register_rows() const;
  std::int64_t open(const std::string& invoice) const;
  std::int64_t to_pay(const std::string& invoice) const;
  std::int64_t opening(const std::string& partner, const std::string& principal, Currency currency,
                       Period period) const;

  // For the generator.
  const std::vector<ModelEntry>& entries() const { return entries_; }
  const std::vector<ModelVersion>& versions() const { return versions_; }
  const std::vector<ModelInvoice>& invoices() const { return invoices_; }
  const std::vector<ModelSettlement>& settlements() const { return settlements_; }
  const std::vector<ModelWriteOff>& write_offs() const { return write_offs_; }
  std::optional<Period> last_closed() const {
    return closed_.empty() ? std::nullopt : std::optional(closed_.back());
  }
  std::optional<Period> last_settled() const {
    return settled_.empty() ? std::nullopt : std::optional(settled_.back());
  }

 private:
  using Pair = std::tuple<std::string, std::string, int>;  // partner, principal, currency
  std::map<Pair, Currency> pairs() const;
  void add_documents(Period period, std::map<Pair, settlement::RegisterRow>& rows) const;
  struct Case {
    const FactId& id;
    const std::string& actor;
  };
  using Refusal = std::optional<Code>;

  // model.cpp
  Refusal apply(const program::BookOpened&, const Case&) { return {}; }
  Refusal apply(const program::PartyRegistered& fact, const Case&);
  Refusal apply(const program::AgreementProposed& fact, const Case&);
  Refusal apply(const program::AgreementAccepted& fact, const Case&);
  Refusal apply(const program::Sale& fact, const Case& on) {
    return sell(fact, fact.amount.millionths(), program::kind::sale, on);
  }
  Refusal apply(const program::Credit& fact, const Case& on) {
    return sell(fact.line, -fact.line.amount.millionths(), program::kind::credit, on);
  }
  Refusal apply(const program::TrainingDelivered& fact, const Case& on);
  Refusal apply(const program::TrainingCancelled& fact, const Case& on);
  Refusal apply(const program::Contribution& fact, const Case& on);
  Refusal apply(const program::Adjustment& fact, const Case&);
  Refusal apply(const program::Approval& fact, const Case& on);
  Refusal apply(const program::Reversal& fact, const Case& on);
  // model_sales.cpp
  Refusal apply(const program::Refund& fact, const Case& on);
  Refusal apply(const program::CustomerPayment& fact, const Case& on);
  Refusal reverse_sold(const ModelEntry& target, Date day, const Case& on);
  Refusal sell(const program::Sale& sale, std::int64_t volume, ledger::FactKind kind,
               const Case& on);
  // Who shares the sale's commission: bookings of the others, still without amounts, and all
  // weights.
  Refusal share_out(const program::Sale& sale, const Booking& own, std::vector<Booking>& others,
                    std::vector<std::int64_t>& weights) const;
  std::vector<Booking> shares_of(const FactId& id) const;
  // Books what `made.base` more earns after `before`, and everybody's share of it.
  void earn(Booking made, std::int64_t before, Date on, std::vector<Booking> others);
  void divide(std::vector<Booking> others);
  // Books that `volume` more of a sale or payment went back.
  Refusal give_back(const FactId& of, std::int64_t volume, Date on, const Case& by,
                    ledger::FactKind kind);
  void give_back_payments(const FactId& sale, std::int64_t volume, Date on, const Case& by,
                          ledger::FactKind kind);
  std::int64_t given_back(const FactId& of) const;
  std::vector<FactId> payments_of(const FactId& sale) const;  // the newest first
  std::int64_t paid_of(const FactId& sale) const;
  // model_month_end.cpp
  Refusal apply(const program::PeriodClosed& fact, const Case&);
  Refusal apply(const program::PeriodSettled& fact, const Case&);
  Refusal apply(program::Payment fact, const Case& on);
  Refusal take_back(const ModelPayment& paid, Date day, const Case& on);
  // model_write_offs.cpp
  Refusal apply(const program::WriteOffRequested& fact, const Case& on);
  Refusal apply(const program::WriteOffApproved& fact, const Case& on);
  bool take_back_write_off(const FactId& approval, Date day);
  // Given up of a document and not taken back.
  std::int64_t written_off(const std::string& number) const;
  // What no workload sends.
  template <class Other>
  Refusal apply(const Other&, const Case&) {
    return Code::malformed_message;
  }
  Refusal apply(const program::FeeCharged&, const Case&) { return Code::malformed_message; }
  Refusal apply(const program::InvoiceIssued&, const Case&) { return Code::malformed_message; }
  Refusal apply(const program::SettlementPosted&, const Case&) { return Code::malformed_message; }
  void charge_fees(Period period);
  void issue_invoices(Period period);
  void settle_pair(const std::vector<ModelInvoice>& open_ones, Period period, Date on,
                   int& payments);
  std::optional<std::size_t> pair_version(const std::string& one, const std::string& other,
                                          Currency currency, Date on) const;

  std::optional<std::size_t> version_for(const std::string& agreement, const std::string& partner,
                                         Date on) const;
  // A booking between the two sides of a version, still without its amount.
  Booking booking(const Case& on, ledger::FactKind kind, std::size_t version, program::Side earner,
                  program::Category category, const std::string& term, Date effective) const;
  const program::CommissionPlan* plan_named(std::size_t version, const std::string& name) const;
  // What the window owes on all that stands in the list, or only the stretch of one version.
  std::int64_t window_due(const std::string& agreement, const std::string& plan, Date window,
                          std::optional<std::size_t> only = std::nullopt) const;
  void add_with_window(Booking booking);
  const ModelEntry* entry(const FactId& id) const;
  const Booking* booking_of(const FactId& id) const;
  FactId named(const program::FactRef& ref, const Case& on) const {
    return {ref.source.empty() ? on.id.source : ref.source, ref.id};
  }
  Period posting_period(Date on) const;
  Date agreement_start(const std::string& agreement) const;

  std::vector<std::string> parties_;  // in the order of their numbers
  std::vector<ModelVersion> versions_;
  std::vector<ModelEntry> entries_;
  std::vector<Booking> bookings_;
  std::vector<Return> returns_;
  std::set<FactId> reversed_;
  std::set<FactId> approved_;
  std::vector<Period> closed_;
  std::vector<Period> settled_;
  std::vector<ModelInvoice> invoices_;
  std::vector<ModelSettlement> settlements_;
  std::vector<ModelPayment> payments_;
  std::vector<ModelWriteOff> write_offs_;
};

// n / d, rounded; and what a plan gives on a volume, both written for the model.
std::int64_t naive_rounded(int128 n, int128 d, Rounding rounding);
std::int64_t naive_due(const program::CommissionPlan& plan, std::int64_t volume, Currency currency,
                       Rounding rounding);
// A whole in parts by weight: each rounded towards zero, what is left over one by one to whoever
// lost most by that.
std::vector<std::int64_t> naive_parts(std::int64_t whole, const std::vector<std::int64_t>& weights);

}  // namespace quits::test
