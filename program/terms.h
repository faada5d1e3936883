// What two parties sign: prices, fees, commissions, payment and tax, for both directions of money.
//
// Terms name sides, not parties, so one text serves many partners. They are values: a version, once
// agreed, never changes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/currency.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/money.h"
#include "base/rate.h"
#include "base/result.h"
#include "base/rounding.h"
#include "ledger/line.h"
#include "program/netting_terms.h"

namespace quits::program {

using ledger::Base;
using ledger::Category;
using ledger::LimitScope;
using ledger::Rule;
using ledger::TaxCategory;

// Numbers of these enums are those of quits.v1 and frozen.
enum class Side : std::uint8_t { unspecified = 0, principal = 1, partner = 2 };
enum class Basis : std::uint8_t { per_event = 1, per_period = 2, cumulative = 3 };
enum class Window : std::uint8_t { none = 0, quarter = 1, year = 2, agreement = 3 };
enum class FeeWhen : std::uint8_t { every_period = 1, active = 2 };
enum class Collection : std::uint8_t { carry = 1, collect = 2 };
enum class PlanApplies : std::uint8_t { first = 1, also = 2 };
enum class EarnedWhen : std::uint8_t { sold = 1, paid = 2 };
enum class Every : std::uint8_t { month = 1, quarter = 2, year = 3 };
using ledger::ClawbackBy;
using ledger::OverrideFrom;

constexpr Side other(Side side) {
  return side == Side::principal ? Side::partner : Side::principal;
}

// Every list that is not empty must match; `except_...` wins over the others.
struct Coverage {
  std::vector<std::string> products;
  std::vector<std::string> product_groups;
  std::vector<std::string> except_products;
  std::vector<std::string> except_product_groups;
  std::vector<std::string> segments;
  std::vector<std::string> regions;
  std::vector<std::string> levels = {};  // of the earning partner on the day of the sale

  bool operator==(const Coverage&) const = default;
};

// The band [from, next band's from); the last one is open.
// It has a rate, or an amount where pays_amounts(): per unit sold (Base::units), when the band is full
// (INTERPOLATED), when it is reached (FIXED_STEP).
struct Band {
  Decimal from;
  Rate rate;
  Decimal amount = {};

  bool operator==(const Band&) const = default;
};

// What a plan pays at most or at least; reversals are never limited.
struct Limit {
  LimitScope scope = LimitScope::sale;
  std::optional<std::int64_t> at_most_minor;
  std::optional<std::int64_t> at_least_minor;  // of each sale above zero, or of a month or year, topped up at its end
  bool reversal_returns_room = false;

  bool operator==(const Limit&) const = default;
};

// What a contract that ends before its term gives back: the commission on what was not served.
struct Clawback {
  ClawbackBy by = ClawbackBy::month;
  std::uint32_t months = 0;  // the term of a sale that names none; 0: such a sale is not clawed back

  bool operator==(const Clawback&) const = default;
};

struct CommissionPlan {
  std::string name;
  Side earner = Side::partner;
  Coverage covers;
  Rule rule = Rule::flat;
  Basis basis = Basis::per_event;
  Window window = Window::none;
  std::vector<Band> bands;
  Base base = Base::net;
  std::vector<Limit> limits;
  std::uint32_t hold_days = 0;                     // due so many days after the sale
  std::optional<std::uint32_t> recurring_months;   // from the customer's first sale; 0: that one only; none: for life
  PlanApplies applies = PlanApplies::first;
  std::uint32_t override_depth = 0;                // pays on sales of partners so far below; 0: on the partner's own
  OverrideFrom override_from = OverrideFrom::top;
  EarnedWhen earned_when = EarnedWhen::sold;
  std::optional<Clawback> clawback = {};

  bool operator==(const CommissionPlan&) const = default;
};

// Whether the bands hold amounts in place of rates.
constexpr bool pays_amounts(Rule rule, Base base) {
  return base == Base::units || rule == Rule::interpolated || rule == Rule::fixed_step;
}

struct RecurringFee {
  std::string name;
  Side earner = Side::principal;
  std::int64_t amount_minor = 0;
  FeeWhen when = FeeWhen::every_period;
  Category category = Category::program_fee;

  bool operator==(const RecurringFee&) const = default;
};

// From so many days before the planned day on, so much of the price is due when an order is cancelled.
struct CancellationStep {
  std::uint32_t days_before = 0;
  Rate due;

  bool operator==(const CancellationStep&) const = default;
};

struct Price {
  std::string item;
  Side earner = Side::principal;
  Category category = Category::service;
  Decimal unit_price;
  std::string unit;
  std::string description;
  std::optional<Date> valid_from = {};   // none: the version's first day
  std::optional<Date> valid_until = {};  // none: the version's last day
  bool per_delivery = false;        // one price for a delivery, however many seats
  Rule rule = Rule::none;           // none: unit_price; else volume prices over the units
  Basis basis = Basis::per_event;
  Window window = Window::none;
  std::vector<Band> bands = {};     // edges in units, amounts per unit
  std::vector<CancellationStep> cancellation = {};  // the longest notice first

  bool operator==(const Price&) const = default;
};

// A level of the program: what it asks for. Zero asks for nothing.
struct Level {
  std::string name;
  std::uint32_t certified = 0;
  std::string certificate;  // empty: any
  std::uint32_t new_customers = 0;
  Rate retention;
  std::int64_t sales_minor = 0;

  bool operator==(const Level&) const = default;
};

// A day of every year.
struct YearDay {
  std::uint32_t month = 0;
  std::uint32_t day = 0;

  auto operator<=>(const YearDay&) const = default;
};

struct LevelReview {
  std::vector<YearDay> on;
  std::uint32_t window_months = 0;

  bool operator==(const LevelReview&) const = default;
};

// The least that commissions come to in every month, quarter or year.
struct Guarantee {
  std::string name;
  Side earner = Side::partner;
  std::int64_t amount_minor = 0;
  Every every = Every::month;
  std::string plan;  // empty: all commissions of the earner
  bool recoverable = false;

  bool operator==(const Guarantee&) const = default;
};

// Marketing funds.
struct Fund {
  std::string name;
  std::int64_t budget_minor = 0;
  Every every = Every::year;
  Rate principal_share;
  std::uint32_t claim_days = 0;  // 0: at any time

  bool operator==(const Fund&) const = default;
};

struct TaxRule {
  Side supplier = Side::principal;
  Category applies_to = Category::none;  // none: all that have no rule of their own
  TaxCategory category = TaxCategory::o;
  Rate rate;
  std::string exemption_reason;

  bool operator==(const TaxRule&) const = default;
};

struct PaymentTerms {
  std::uint32_t due_days = 0;
  std::int64_t minimum_payout_minor = 0;
  Collection collection = Collection::carry;

  bool operator==(const PaymentTerms&) const = default;
};

struct Terms {
  std::string title;
  Currency currency = Currency::none();
  std::vector<CommissionPlan> plans;  // in order of precedence
  std::vector<RecurringFee> fees;
  std::vector<Price> prices;
  std::vector<TaxRule> taxes;
  PaymentTerms payment;
  Rounding rounding = Rounding::half_away_from_zero;
  std::uint32_t notice_days = 0;  // from the record of an end to the last day, at least
  std::vector<Level> levels;      // the lowest first
  LevelReview level_review;
  std::vector<Guarantee> guarantees;
  std::vector<Fund> funds;
  SettlementTerms settlement;

  bool operator==(const Terms&) const = default;
};

// Everything that is wrong with the terms, each error naming its field ("plan[1].band[2].from"): R1
// of docs/rating.md (bands start at 0, rise, no gap, no overlap), rates between 0 and 100 %, no plan
// whose sales an earlier one covers, all of them (program/reach.h), names unique and present, windows only where the basis is cumulative, tax rates only for S, amounts not
// negative, at most 200 plans, fees, prices, 100 bands and 10 limits.
std::vector<Error> check(const Terms& terms);

// The plan of that name; null when there is none.
const CommissionPlan* plan_named(const Terms& terms, std::string_view name);

// The tax that `supplier` charges on `category`: the rule for the category, else the rule for all,
// else O at 0 %.
struct Tax {
  TaxCategory category = TaxCategory::o;
  Rate rate;
  std::string exemption_reason;
};
Tax tax_for(const Terms& terms, Side supplier, Category category);

}  // namespace quits::program
