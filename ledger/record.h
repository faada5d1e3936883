// One entry of the log: a fact, what it adds to statement lines, and what it adds to accounts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/period.h"
#include "ledger/line.h"
#include "ledger/posting.h"

namespace quits::ledger {

// The kind of a fact: the field number of quits.v1.Fact.kind. The ledger knows only its own two; floors above name theirs.
enum class FactKind : std::uint32_t { none = 0, period_closed = 23 };

// The kind of an encoded fact, from its first tag; none when the bytes hold no fact.
// In the header: verify asks for it some fifty times a record.
constexpr FactKind kind_of(std::string_view fact) {
  constexpr unsigned kWireTypeBits = 3;
  constexpr unsigned kVarintBits = 7;
  constexpr unsigned kMore = 0x80;
  constexpr unsigned kTagBits = 32;
  std::uint64_t tag = 0;
  unsigned shift = 0;
  for (const char c : fact) {
    const auto byte = static_cast<unsigned char>(c);
    tag |= static_cast<std::uint64_t>(byte & (kMore - 1U)) << shift;
    if (byte < kMore) return static_cast<FactKind>(tag >> kTagBits != 0 ? 0 : tag >> kWireTypeBits);
    shift += kVarintBits;
    if (shift >= kTagBits) break;
  }
  return FactKind{};
}

// Before it is in the log: what the rules made of a fact.
struct Draft {
  FactId id;
  std::string actor;
  Date effective;
  std::optional<Date> matures;  // posted no earlier than in the period of this day
  Sequence relates_to;
  std::vector<Item> items;
  std::vector<Posting> postings;
  std::string fact;  // bytes of quits.v1.Fact, opaque to this floor
};

struct Record {
  Sequence sequence;
  FactId id;
  std::string actor;
  Timestamp recorded;
  Date effective;
  Period period;  // posted in; later than effective says when the fact came late
  Sequence relates_to;
  std::vector<Item> items;
  std::vector<Posting> postings;
  std::string fact;

  FactKind kind() const { return kind_of(fact); }
  // The period it would be posted in if that was open: of its date or, where something is held, of the day that matures.
  Period own_period() const;
  bool is_late() const { return own_period() != period; }
};

struct Receipt {
  Sequence sequence;
  bool repeated = false;  // the same id and content was recorded before: this is that first receipt
};

}  // namespace quits::ledger
