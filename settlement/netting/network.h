// Who owes whom how much: the input of every netting mode, in dense numbers. Pure.
//
// Parties are numbered in the order of their names and obligations have a priority, so that every
// mode gives the same answer whatever the order of its input. A credit note (a negative amount)
// counts as an obligation the other way.
//
//   TRY(auto network, Network::make({"ACME", "NORD"}, obligations));
//   network.arcs[0]   // the first obligation, as an arc from its debtor to its creditor
//
// Units: minor units of one currency; Currency::none() where the input names none.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/currency.h"
#include "base/date.h"
#include "base/result.h"

namespace quits::settlement {

struct Obligation {
  std::string id;              // may be empty
  std::uint32_t debtor = 0;    // its place in the list of parties
  std::uint32_t creditor = 0;  // the same
  std::int64_t open_minor = 0;
  std::optional<Date> due;
  Currency currency = Currency::none();
};

struct Arc {
  std::uint32_t debtor = 0;
  std::uint32_t creditor = 0;
  std::int64_t amount_minor = 0;  // above zero
  std::int32_t due_day = 0;       // days since 1970-01-01; kNoDueDay for none
  bool turned = false;            // a credit note: debtor and creditor have changed places
};

struct Network {
  static constexpr std::int32_t kNoDueDay = INT32_MAX;  // comes after every date
  static constexpr std::size_t kObligationsMax = 500'000'000;

  std::vector<std::string> parties;        // by name
  std::vector<Arc> arcs;                   // in the order of the obligations
  std::vector<std::uint32_t> by_priority;  // arcs: oldest due date first, then smallest id
  std::int64_t gross_minor = 0;            // sum of all amounts
  Currency currency = Currency::none();

  // `parties` are different from each other (CHECK). Of equal due dates and ids the names of debtor
  // and creditor decide, then the larger amount. Ids of digits compare as numbers, before all
  // others; the rest by their bytes. Refuses: bad_value (amount zero), party_mismatch (owed to
  // oneself), currency_mismatch, overflow (gross beyond 64 bits), too_large. O(n log n).
  static Result<Network> make(std::vector<std::string> parties,
                              std::span<const Obligation> obligations);

  // What is owed to each party less what it owes; fits, because gross does.
  std::vector<std::int64_t> net_positions() const;
};

// Net internal debt: what must be paid even if everything were netted at a centre.
std::int64_t net_internal_debt(std::span<const std::int64_t> net_positions);

}  // namespace quits::settlement
