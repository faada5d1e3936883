// What happens around a settlement: one C++ value per kind of fact, as in proto/quits/v1/settlement_fact.proto and run_fact.proto (fields and
// units are explained there).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/currency.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/period.h"
#include "program/fact_ref.h"
#include "program/netting_terms.h"

namespace quits::program {

struct CalendarSet {
  Period from_period;
  std::uint32_t close_day = 0;
  std::uint32_t review_day = 0;
  std::uint32_t payment_day = 0;
  std::uint32_t payment_months = 1;
  bool operator==(const CalendarSet&) const = default;
};

struct ObligationReported {
  std::string number;  // empty: the fact's id
  std::string debtor;
  std::string creditor;
  Decimal amount;
  Currency currency = Currency::none();
  Date on;
  std::optional<Date> due_on;
  std::string reported_by;
  bool confirmed = false;
  std::string evidence;
  std::string description;
  std::vector<std::string> flags;
  std::int64_t amount_minor = 0;  // filled in by the book
  bool awaits_word = false;       // filled in by the book
  bool operator==(const ObligationReported&) const = default;
};

struct ObligationConfirmed {
  std::string number;
  std::string by;
  bool refuses = false;
  std::string reason;
  bool operator==(const ObligationConfirmed&) const = default;
};

struct ObligationFlagged {
  std::string number;
  std::vector<std::string> flags;
  std::string reason;
  bool operator==(const ObligationFlagged&) const = default;
};

enum class HoldKind : std::uint8_t { none = 0, on_hold = 1, insolvent = 2 };

struct PartyHeld {
  std::string party;
  HoldKind hold = HoldKind::none;
  std::string reason;
  bool operator==(const PartyHeld&) const = default;
};

enum class DisputeReason : std::uint8_t { none = 0, quantity = 1, price = 2, not_delivered = 3, duplicate = 4, terms = 5, tax = 6, other = 7 };

struct DisputeOpened {
  std::string document;
  std::uint32_t line = 0;         // 0: the whole document
  std::optional<Decimal> amount;  // none: all of the line
  std::string by;
  Date on;
  DisputeReason reason = DisputeReason::none;
  std::string text;
  std::int64_t amount_minor = 0;     // filled in by the book
  std::optional<Date> answer_until;  // filled in by the book
  bool operator==(const DisputeOpened&) const = default;
};

struct DisputeAnswered {
  FactRef dispute;
  std::string by;
  Date on;
  std::string text;
  bool operator==(const DisputeAnswered&) const = default;
};

enum class DisputeOutcome : std::uint8_t { none = 0, upheld = 1, rejected = 2, withdrawn = 3 };

struct DisputeResolved {
  FactRef dispute;
  DisputeOutcome outcome = DisputeOutcome::none;
  std::string by;
  Date on;
  std::string text;
  bool operator==(const DisputeResolved&) const = default;
};

// What was paid beyond what was open, owed to the payer.
struct PaymentCredit {
  std::string number;
  std::int64_t amount_minor = 0;  // above zero
  bool runs_only = false;
  bool operator==(const PaymentCredit&) const = default;
};

struct WriteOffRequested {
  std::string document;
  std::optional<Decimal> amount;  // none: all that is free
  std::optional<Date> on;         // none: the day it is recorded
  std::string reason;
  std::int64_t amount_minor = 0;  // filled in by the book
  bool operator==(const WriteOffRequested&) const = default;
};

struct WriteOffApproved {
  FactRef of;
  std::optional<Date> on;
  std::string document;           // this and all that follows: filled in by the book
  std::int64_t amount_minor = 0;
  bool operator==(const WriteOffApproved&) const = default;
};

struct ExchangeRate {
  Currency from = Currency::none();
  Currency to = Currency::none();
  Decimal rate;
  bool operator==(const ExchangeRate&) const = default;
};

struct RatesRecorded {
  std::string publisher;
  Date on;
  std::vector<ExchangeRate> rates;
  bool operator==(const RatesRecorded&) const = default;
};

struct RunOpened {
  std::string run;
  NettingMode mode = NettingMode::multilateral;
  Date on;
  std::vector<std::string> parties;  // empty: all that may take part
  std::optional<Date> due_until;
  Decimal above;
  std::optional<Currency> currency;  // none: each for itself
  AllocationOrder order = AllocationOrder::oldest;
  bool whole_documents = false;
  std::string centre;
  std::optional<Date> pay_on;
  Decimal minimum_payout;
  std::optional<Date> calendar_pay_on{};  // filled in by the book
  std::optional<Currency> settlement_currency;  // none: nothing is converted
  FactRef rates;                                // with a settlement currency
  std::uint64_t rates_entry = 0;                // filled in by the book
  bool operator==(const RunOpened&) const = default;
};

// Compact, because a run may hold hundreds of thousands.
struct RunDocument {
  std::string number;
  std::uint32_t debtor = 0;    // its place in RunCollected::parties
  std::uint32_t creditor = 0;  // the same
  Currency currency = Currency::none();
  std::int64_t open_minor = 0;
  Date due;
  bool operator==(const RunDocument&) const = default;
};

enum class RunExclusion : std::uint8_t {
  none = 0,
  currency = 1,
  not_confirmed = 2,
  disputed = 3,
  in_enforcement = 4,
  assigned = 5,
  related_party = 6,
  on_hold = 7,
  in_another_run = 8,
  insolvent = 9,
  not_a_participant = 10,
  not_agreed = 11,
  due_later = 12,
  small = 13,
  rejected = 14,
  no_rate = 15,
};

struct RunExcluded {
  std::string number;
  RunExclusion reason = RunExclusion::none;
  bool operator==(const RunExcluded&) const = default;
};

struct RunConversion {
  std::uint32_t document = 0;  // its place in RunCollected::documents, where it stands converted
  Currency currency = Currency::none();
  std::int64_t open_minor = 0;
  Decimal rate;
  bool divides = false;
  bool operator==(const RunConversion&) const = default;
};

// Everything but the key is filled in by the book; the same holds for RunProposed and RunPosted.
struct RunCollected {
  std::string run;
  std::uint64_t as_of = 0;
  std::vector<std::string> parties;
  std::vector<RunDocument> documents;
  std::vector<RunExcluded> excluded;
  std::string hash;
  std::vector<RunConversion> conversions;
  bool operator==(const RunCollected&) const = default;
};

struct RunFigures {
  Currency currency = Currency::none();
  std::int64_t gross_minor = 0;
  std::int64_t nid_minor = 0;
  std::int64_t set_off_minor = 0;
  std::uint64_t payments_before = 0;
  std::uint64_t payments_after = 0;
  bool operator==(const RunFigures&) const = default;
};

struct RunProof {
  Currency currency = Currency::none();
  std::vector<std::int64_t> potential;
  std::vector<std::uint32_t> place;
  std::vector<std::uint32_t> parted;
  std::uint32_t decided = 0;
  bool operator==(const RunProof&) const = default;
};

struct RunAsks {
  std::string party;
  Date until;
  Silence silence = Silence::accepts;
  bool operator==(const RunAsks&) const = default;
};

struct RunProposed {
  std::string run;
  std::uint32_t proposal = 0;
  std::vector<std::string> without;
  std::vector<std::int64_t> set_off_minor;
  std::vector<RunFigures> figures;
  std::vector<RunProof> proofs;
  std::vector<RunAsks> asks;
  bool operator==(const RunProposed&) const = default;
};

struct RunAnswered {
  std::string run;
  std::string party;
  bool rejects = false;
  std::string reason;
  std::uint32_t proposal = 0;
  bool operator==(const RunAnswered&) const = default;
};

struct RunApproved {
  std::string run;
  std::uint32_t proposal = 0;
  bool operator==(const RunApproved&) const = default;
};

struct RunPart {
  std::string number;
  std::int64_t amount_minor = 0;
  bool operator==(const RunPart&) const = default;
};

struct RunPayment {
  std::string reference;
  std::string payer;
  std::string payee;
  Currency currency = Currency::none();
  std::int64_t amount_minor = 0;
  std::vector<RunPart> parts;
  Date due;
  bool operator==(const RunPayment&) const = default;
};

struct RunMade {
  std::string number;
  std::string debtor;
  std::string creditor;
  Currency currency = Currency::none();
  std::int64_t amount_minor = 0;
  std::string converted_from;
  bool operator==(const RunMade&) const = default;
};

struct RunPosted {
  std::string run;
  std::vector<RunPayment> payments;
  std::vector<RunMade> made;
  bool operator==(const RunPosted&) const = default;
};

struct RunCancelled {
  std::string run;
  std::string reason;
  bool was_collected = false;  // filled in by the book
  bool operator==(const RunCancelled&) const = default;
};

struct RunReversed {
  std::string run;
  std::optional<Date> on;
  std::string reason;
  std::vector<std::string> withdrawn;  // this and all that follows: filled in by the book
  std::vector<RunPart> freed;
  std::vector<std::string> unmade;
  bool operator==(const RunReversed&) const = default;
};

}  // namespace quits::program
