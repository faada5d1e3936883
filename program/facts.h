// What happened and was reported: one C++ value per kind of fact, as in proto/quits/v1/fact.proto
// (fields and units are explained there).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/currency.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/id.h"
#include "base/period.h"
#include "program/fact_kinds.h"
#include "program/fact_ref.h"
#include "program/settlement_facts.h"
#include "program/terms.h"

namespace quits::program {

struct BookOpened {
  std::string title;
  std::string operator_key;
  bool operator==(const BookOpened&) const = default;
};

struct PartyRegistered {
  std::string key;
  std::string name;
  std::string country;
  std::string vat_id;
  bool is_operator = false;
  bool operator==(const PartyRegistered&) const = default;
};

struct AgreementProposed {
  std::string agreement;
  std::uint32_t version = 0;
  std::string principal;  // empty: the operator
  std::string partner;
  Date effective_from;
  std::string proposed_by;
  Terms terms;
  bool operator==(const AgreementProposed&) const = default;
};

struct AgreementAccepted {
  std::string agreement;
  std::uint32_t version = 0;
  std::string accepted_by;
  bool operator==(const AgreementAccepted&) const = default;
};

struct AgreementEnded {
  std::string agreement;
  Date on;  // the last day in force
  std::string ended_by;
  std::string reason;
  bool operator==(const AgreementEnded&) const = default;
};

// One party's share of a commission.
struct Share {
  std::string party;
  Rate share;
  bool operator==(const Share&) const = default;
};

struct Sale {
  std::string seller;
  std::string agreement;  // empty: the only one in force
  Date on;
  Decimal amount;
  std::optional<Currency> currency;  // none: the terms' currency
  std::string product;
  std::string product_group;
  Decimal quantity;
  std::string customer;
  std::string segment;
  std::string region;
  std::string document;
  std::optional<Decimal> gross;
  std::vector<Share> split = {};  // the seller's too; empty: the seller alone
  std::uint32_t term_months = 0;  // of the customer's contract; 0: the plan says
  bool operator==(const Sale&) const = default;
};

struct Credit {
  Sale line;  // amount above zero: what is taken off
  bool operator==(const Credit&) const = default;
};

enum class RefundKind : std::uint8_t { returned = 1, chargeback = 2 };

struct Refund {
  FactRef sale;
  Date on;
  Decimal amount;  // above zero
  std::string reason;
  RefundKind kind = RefundKind::returned;
  bool operator==(const Refund&) const = default;
};

struct CustomerPayment {
  FactRef sale;
  Date on;
  Decimal amount;  // of the sale's net amount, above zero
  std::string document;
  bool operator==(const CustomerPayment&) const = default;
};

struct ContractCancelled {
  FactRef sale;
  Date on;  // the first day that is not served
  std::string reason;
  bool operator==(const ContractCancelled&) const = default;
};

struct PartnerAssigned {
  std::string partner;
  std::string under;  // empty: nobody any more
  Date from;
  std::string reason;
  bool operator==(const PartnerAssigned&) const = default;
};

struct PersonCertified {
  std::string partner;
  std::string person;
  std::string certificate;
  Date on;
  std::optional<Date> expires_on;  // the last day on which it counts
  std::string evidence;
  bool operator==(const PersonCertified&) const = default;
};

struct PersonLeft {
  std::string partner;
  std::string person;
  Date on;            // the first day on which the person does not work there any more
  std::string joins;  // empty: no partner
  bool operator==(const PersonLeft&) const = default;
};

// What one level asked for in a review, and what there was.
struct LevelFinding {
  std::string level;
  std::string requirement;
  std::string required;
  std::string found;
  bool met = false;
  bool operator==(const LevelFinding&) const = default;
};

struct LevelReviewed {
  std::string agreement;
  Date on;
  std::string level;                   // this and what follows is filled in by the book
  std::string level_before;
  std::vector<LevelFinding> findings;
  std::vector<std::string> certified;  // people
  std::string because;                 // as it was asked for
  bool operator==(const LevelReviewed&) const = default;
};

struct LevelGranted {
  std::string agreement;
  std::string level;
  Date from;
  std::string reason;
  std::string evidence;
  bool operator==(const LevelGranted&) const = default;
};

struct TrainingDelivered {
  std::string agreement;
  std::string partner;
  std::string item;
  std::uint32_t seats = 0;
  Date on;
  std::string document;
  bool operator==(const TrainingDelivered&) const = default;
};

struct TrainingCancelled {
  std::string agreement;
  std::string partner;
  std::string item;
  std::uint32_t seats = 0;
  Date on;
  Date planned_on;
  std::string document;
  std::string reason;
  bool operator==(const TrainingCancelled&) const = default;
};

struct FundRequested {
  std::string agreement;
  std::string partner;
  std::string fund;
  Decimal amount;  // what the activity will cost, above zero
  Date on;
  std::string activity;
  bool operator==(const FundRequested&) const = default;
};

struct FundClaimed {
  FactRef request;
  Decimal amount;  // what was spent, above zero
  Date on;
  std::string evidence;
  bool operator==(const FundClaimed&) const = default;
};

struct FundReleased {
  FactRef request;
  Date on;
  std::string reason;
  bool operator==(const FundReleased&) const = default;
};

struct Contribution {
  std::string agreement;
  std::string partner;
  std::string item;
  Decimal quantity;                 // of the item
  std::optional<Decimal> amount;    // value in major units when no item is named
  Side earner = Side::unspecified;  // when no item is named
  Category category = Category::service;
  bool statement_only = false;
  Date on;
  std::string description;
  bool operator==(const Contribution&) const = default;
};

struct Adjustment {
  std::string agreement;
  std::string partner;
  Side earner = Side::unspecified;
  Decimal amount;  // signed, major units
  Category category = Category::other;
  Date on;
  std::string reason;
  bool operator==(const Adjustment&) const = default;
};

struct Approval {
  FactRef of;
  bool operator==(const Approval&) const = default;
};

struct AppliedPayment {
  std::string invoice;
  std::int64_t amount_minor = 0;  // with the sign of what was open
  std::int64_t to_pay_minor = 0;  // the part of it that was on a payment list
  std::string order;              // that asked for that part; empty: the payment names it itself
  bool operator==(const AppliedPayment&) const = default;
};

struct Reversal {
  FactRef of;
  std::optional<Date> on;  // none: the day it is recorded
  std::string reason;
  std::vector<AppliedPayment>
      applied;            // of a payment: what it had paid, sign turned; filled in by the book
  std::string reference;  // of a payment; filled in by the book
  std::string credit{};   // of a payment; filled in by the book
  Sequence write_off{};   // of a write-off: the entry that requested it; filled in by the book
  bool operator==(const Reversal&) const = default;
};

struct Payment {
  std::string payer;
  std::string payee;
  Decimal amount;  // above zero, major units
  Currency currency = Currency::none();
  Date on;
  std::string reference;
  std::vector<AppliedPayment> applied;    // filled in by the book
  std::optional<PaymentCredit> credit{};  // filled in by the book
  bool operator==(const Payment&) const = default;
};

struct PeriodClosed {
  Period period;
  std::uint64_t tree_size = 0;
  std::string tree_root;
  std::string early_because{};
  bool operator==(const PeriodClosed&) const = default;
};

struct FeeCharged {
  std::string agreement;
  std::string fee;
  Period period;
  bool operator==(const FeeCharged&) const = default;
};

struct GuaranteeSettled {
  std::string agreement;
  std::string guarantee;
  Period period;  // the last one of its month, quarter or year
  bool operator==(const GuaranteeSettled&) const = default;
};

struct FloorCharged {
  std::string agreement;
  std::string plan;
  Period period;  // the last one that the limit counts over
  LimitScope scope = LimitScope::period;
  std::string customer;
  bool operator==(const FloorCharged&) const = default;
};

struct RestatedLine {
  std::string creditor;
  std::string debtor;
  std::string term;
  std::uint64_t entries = 0;
  std::int64_t booked_minor = 0;
  std::int64_t restated_minor = 0;
  bool operator==(const RestatedLine&) const = default;
};

struct RestatementProposed {
  std::string agreement;
  std::uint32_t version = 0;
  Period from_period;
  Period until_period;
  Terms terms;
  std::string reason;
  std::vector<RestatedLine> lines;  // filled in by the book
  bool operator==(const RestatementProposed&) const = default;
};

struct EntryRestated {
  Sequence restatement;
  Sequence entry;
  bool operator==(const EntryRestated&) const = default;
};

struct InvoiceLine {
  std::uint64_t line = 0;
  std::uint64_t last_sequence = 0;
  std::uint64_t entries = 0;
  Category category = Category::none;
  std::string term;
  std::string description;
  Decimal quantity;
  Decimal base;
  std::int64_t amount_minor = 0;
  TaxCategory tax_category = TaxCategory::none;
  Rate tax_rate;
  bool operator==(const InvoiceLine&) const = default;
};

struct InvoiceTax {
  TaxCategory category = TaxCategory::none;
  Rate rate;
  std::int64_t base_minor = 0;
  std::int64_t tax_minor = 0;
  std::string exemption_reason;
  bool operator==(const InvoiceTax&) const = default;
};

struct InvoiceIssued {
  std::string number;
  std::string issuer;
  std::string recipient;
  Period period;
  Currency currency = Currency::none();
  Date issued_on;
  Date due_on;
  std::vector<InvoiceLine> lines;
  std::vector<InvoiceTax> taxes;
  std::int64_t net_minor = 0;
  std::int64_t tax_minor = 0;
  std::int64_t gross_minor = 0;
  bool operator==(const InvoiceIssued&) const = default;
};

struct SetOff {
  std::string invoice;
  std::int64_t open_before_minor = 0;
  std::int64_t set_off_minor = 0;
  std::int64_t to_pay_minor = 0;
  bool operator==(const SetOff&) const = default;
};

struct SettlementPosted {
  Period period;
  std::string principal;
  std::string partner;
  Currency currency = Currency::none();
  Date on;
  std::vector<SetOff> invoices;
  std::int64_t opening_minor = 0;
  std::int64_t charges_minor = 0;
  std::int64_t earnings_minor = 0;
  std::int64_t paid_minor = 0;
  std::int64_t carried_minor = 0;
  std::string payment_reference;
  std::optional<Date> payment_due_on;
  std::string carried_because;
  bool operator==(const SettlementPosted&) const = default;
};

struct PeriodSettled {
  Period period;
  std::optional<Date> on;   // none: the day it is recorded
  std::uint32_t pairs = 0;  // filled in by the book
  std::string early_because{};
  bool operator==(const PeriodSettled&) const = default;
};

// The alternatives stand in the order of their field numbers in quits.v1.Fact, from 10 on without a
// gap.
using AnyFact =
    std::variant<BookOpened, PartyRegistered, AgreementProposed, AgreementAccepted, Sale, Credit,
                 Refund, TrainingDelivered, Contribution, Adjustment, Approval, Reversal, Payment,
                 PeriodClosed, FeeCharged, InvoiceIssued, SettlementPosted, PeriodSettled,
                 AgreementEnded, CustomerPayment, ContractCancelled, PartnerAssigned, PersonCertified,
                 PersonLeft, LevelReviewed, LevelGranted, TrainingCancelled, FundRequested, FundClaimed,
                 FundReleased, GuaranteeSettled, FloorCharged, RestatementProposed, EntryRestated,
                 CalendarSet, ObligationReported, ObligationConfirmed, ObligationFlagged, PartyHeld,
                 DisputeOpened, DisputeAnswered, DisputeResolved, RunOpened,
                 RunCollected, RunProposed, RunAnswered, RunApproved, RunPosted, RunCancelled, RunReversed,
                 WriteOffRequested, WriteOffApproved, RatesRecorded>;

// One fact of any kind. A class of its own, so that its copies and its end are compiled once (facts.cpp): the variant's own
// would be made again in every file that reads a fact.
class Fact : public AnyFact {
 public:
  template <class Held>
    requires(!std::is_base_of_v<AnyFact, std::decay_t<Held>> && std::is_constructible_v<AnyFact, Held>)
  Fact(Held&& held) : AnyFact(std::forward<Held>(held)) {}  // NOLINT(google-explicit-constructor): as the variant's
  template <class Held>
  explicit Fact(std::in_place_type_t<Held> type) : AnyFact(type) {}
  Fact(const Fact& other);
  Fact(Fact&& other) noexcept;
  Fact& operator=(const Fact& other);
  Fact& operator=(Fact&& other) noexcept;
  ~Fact();
};

constexpr ledger::FactKind kind_at(std::size_t alternative) {
  return static_cast<ledger::FactKind>(kFirstFactKind + alternative);
}
inline ledger::FactKind kind_of(const Fact& fact) { return kind_at(fact.index()); }

// Clears what the book fills in, so that what was recorded compares with what was submitted.
void clear_filled_in(Fact& fact);

// "sale", "refund", "invoice issued": for people.
std::string_view name_of(ledger::FactKind kind);

}  // namespace quits::program
