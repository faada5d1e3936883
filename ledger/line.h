// Statement lines: every entry of one term, between two parties, in one posting period.
//
// A line is a linked list through the log: each item names the entry before it in the same line. So an invoice line
// names its newest entry and thereby all of them, and no entry can be on two invoices.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/currency.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/id.h"
#include "base/period.h"
#include "base/rare.h"
#include "base/rate.h"
#include "ledger/trace_parts.h"

namespace quits::ledger {

using LineNumber = Number<struct LineTag>;

// Numbers are those of quits.v1.Category and frozen.
enum class Category : std::uint8_t { none = 0, training = 1, commission = 2, program_fee = 3, service = 4, certification = 5, marketing = 6, other = 7 };

// Numbers are those of quits.v1.Billing and frozen.
enum class Billing : std::uint8_t { invoiced = 1, statement_only = 2, nothing_due = 3 };

// VAT category of EN 16931 (codes of UNTDID 5305). Numbers are those of quits.v1.TaxCategory and frozen.
enum class TaxCategory : std::uint8_t { none = 0, s = 1, z = 2, e = 3, ae = 4, o = 5 };

// How a plan's tiers pay, what of a sale counts as volume, and over what a limit counts: the words of traces. Numbers are
// those of quits.v1 and frozen.
enum class Rule : std::uint8_t { none = 0, flat = 1, marginal = 2, whole = 3, from_here = 4, interpolated = 5, fixed_step = 6 };
enum class Base : std::uint8_t { net = 1, gross = 2, units = 3 };
enum class LimitScope : std::uint8_t { sale = 1, period = 2, customer_period = 3, customer = 4, agreement_year = 5 };

std::string_view name_of(LimitScope scope);      // "sale", "customer and month"
std::string_view name_of(Category category);     // "training", "program_fee"
std::string_view name_of(Billing billing);       // "invoiced", "statement_only"
std::string_view name_of(TaxCategory category);  // "S", "AE"; "O" for none

struct LineKey {
  PartyNumber creditor;
  PartyNumber debtor;
  Currency currency = Currency::none();
  Period period;
  Category category = Category::none;
  Billing billing = Billing::invoiced;
  Sequence version;  // the record that proposed the agreement version; 0: none
  std::string term;  // plan, fee or price-list item
  TaxCategory tax_category = TaxCategory::none;
  Rate tax_rate;

  bool operator==(const LineKey&) const = default;
};

// Numbers are those of quits.v1.Reason and frozen.
enum class Reason : std::uint8_t {
  none = 0, commission = 1, no_plan = 2, refund = 3, price = 4, fee = 5, value = 6, adjustment = 7, reversal = 8, recurring_ended = 9,
  awaits_payment = 10, override = 11, override_borne = 12, split = 13, paid = 14, clawback = 15, cancellation = 16, guarantee = 17,
  floor = 18, fund = 19, restatement = 20
};
inline constexpr Reason kLastReason = Reason::restatement;

struct BandPart {
  Decimal from;
  Rate rate;
  Decimal volume;
  Decimal amount = {};  // instead of a rate: per unit, when the band is full, or when it is reached
  Decimal width = {};   // INTERPOLATED: of the band

  bool operator==(const BandPart&) const = default;
};

// What one limit did to one sale, or on a refund gave back to its room.
struct LimitEffect {
  LimitScope scope = LimitScope::sale;
  std::optional<Date> window;  // none: for ever, or this sale alone
  std::string customer;        // empty: all
  std::int64_t bound_minor = 0;
  bool is_floor = false;
  std::int64_t used_before_minor = 0;
  std::int64_t wanted_minor = 0;
  std::int64_t allowed_minor = 0;
  std::int64_t room_minor = 0;  // added to the use of the limit

  bool operator==(const LimitEffect&) const = default;
};

// The stored explanation of one item; fields as in quits.v1.Trace. Amounts in minor units of the line's currency.
struct Trace {
  Reason reason = Reason::none;
  std::optional<Date> window;  // first day of the accumulation window; none: rated for itself
  Decimal volume_before;
  Decimal volume_after;
  std::int64_t due_before_minor = 0;
  std::int64_t due_after_minor = 0;
  std::vector<BandPart> parts;
  Decimal unit_price;
  Sequence of;  // refunds and reversals: the entry given back
  std::int64_t booked_minor = 0;
  Decimal refunded_before;
  std::int64_t returned_before_minor = 0;
  std::int64_t returned_minor = 0;
  std::int64_t true_up_minor = 0;
  Decimal sale;
  Rule rule = Rule::none;  // set where the parts do not tell: FROM_HERE, INTERPOLATED, FIXED_STEP
  Base base = Base::net;
  std::vector<LimitEffect> limits;
  std::optional<Date> matures;         // the day on which a held commission is due
  std::optional<Period> earned;        // with `matures`: the period it counts in as a sale
  std::optional<Date> customer_since;  // the customer's first sale under a plan with a limited time
  Rare<TraceMore> more;

  bool operator==(const Trace&) const = default;
};

// What an entry adds to one line. `line` and `previous` are given by the book when the entry is appended.
struct Item {
  LineKey key;
  LineNumber line;
  Sequence previous;
  bool opens = false;  // this entry opens the line
  std::int64_t amount_minor = 0;
  Decimal base;
  Decimal quantity;
  Trace trace;

  bool operator==(const Item&) const = default;
};

}  // namespace quits::ledger

template <>
struct std::hash<quits::ledger::LineKey> {
  std::size_t operator()(const quits::ledger::LineKey& key) const noexcept;
};
