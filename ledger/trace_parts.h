// What a trace says beyond the ordinary calculation: each of these is there when that is what happened. Fields as in the
// messages of the same names in quits.v1; amounts in minor units of the line's currency.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.h"
#include "base/decimal.h"
#include "base/id.h"
#include "base/rate.h"

namespace quits::ledger {

// Numbers of these enums are those of quits.v1 and frozen.
enum class OverrideFrom : std::uint8_t { top = 1, seller = 2 };
enum class ClawbackBy : std::uint8_t { month = 1, day = 2 };

// A commission that several share.
struct SplitTrace {
  Rate share;
  std::int64_t whole_minor = 0;
  Sequence version;  // that rated it: the seller's
  std::string plan;

  bool operator==(const SplitTrace&) const = default;
};

// A commission on somebody else's sale; or, where `earner` is set, what the seller bears of it.
struct OverrideTrace {
  PartyNumber seller;
  std::uint32_t depth = 0;
  OverrideFrom from = OverrideFrom::top;
  PartyNumber earner;
  Sequence version;
  std::string plan;

  bool operator==(const OverrideTrace&) const = default;
};

// A commission on what a customer paid.
struct PaymentTrace {
  Sequence sale;
  Sequence previous;  // the sale's payment before this one; 0: none
  Decimal paid_before;
  Decimal paid;

  bool operator==(const PaymentTrace&) const = default;
};

// What was not served of a contract: `served` of `term` months or days were.
struct ClawbackTrace {
  ClawbackBy by = ClawbackBy::month;
  std::uint32_t term_months = 0;
  std::uint32_t term = 0;
  std::uint32_t served = 0;

  bool operator==(const ClawbackTrace&) const = default;
};

// What is due of a cancelled order.
struct CancellationTrace {
  Date planned;
  std::uint32_t days_before = 0;
  Rate due;
  std::int64_t price_minor = 0;

  bool operator==(const CancellationTrace&) const = default;
};

// How a guarantee or a floor came to its amount.
struct GuaranteeTrace {
  std::int64_t earned_minor = 0;
  std::int64_t guaranteed_minor = 0;
  std::int64_t outstanding_before_minor = 0;
  std::int64_t outstanding_after_minor = 0;
  Date window;  // first day of the month, quarter or year

  bool operator==(const GuaranteeTrace&) const = default;
};

// The principal's share of what was spent of a marketing fund.
struct FundTrace {
  Sequence request;
  std::int64_t approved_minor = 0;
  std::int64_t claimed_before_minor = 0;
  std::int64_t claimed_minor = 0;
  Rate share;

  bool operator==(const FundTrace&) const = default;
};

// What a restatement changes of one item.
struct RestatementTrace {
  Sequence restatement;
  std::int64_t booked_minor = 0;
  std::int64_t restated_minor = 0;

  bool operator==(const RestatementTrace&) const = default;
};

// Most traces have none of it: see Trace::more.
struct TraceMore {
  std::string level;     // of the earning partner on the day, where its terms have levels
  std::string customer;  // where the terms count customers for levels
  std::optional<SplitTrace> split;
  std::optional<OverrideTrace> override;
  std::optional<PaymentTrace> payment;
  std::optional<ClawbackTrace> clawback;
  std::optional<CancellationTrace> cancellation;
  std::optional<GuaranteeTrace> guarantee;
  std::optional<FundTrace> fund;
  std::optional<RestatementTrace> restatement;

  bool operator==(const TraceMore&) const = default;
};

}  // namespace quits::ledger
