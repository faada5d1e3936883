// Bilateral set-off: what two parties owe each other, set off as far as it goes. Pure.
//
// Works on the open residual of each invoice, never on its original amount. Credit notes count the other way. Afterwards
// nobody's net position has changed, and only one of the two still owes.
// Source: docs/settlement.md; multilateral modes stand beside this one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "base/result.h"

namespace quits::settlement {

// An open invoice between two parties, in one currency.
struct OpenInvoice {
  std::string number;
  bool owed_to_partner = false;  // its issuer is the partner side
  std::int64_t open_minor = 0;   // what its issuer is still owed; negative on a credit note
  Date due;

  bool operator==(const OpenInvoice&) const = default;
};

struct NettedInvoice {
  OpenInvoice invoice;
  std::int64_t set_off_minor = 0;  // with the sign of open_minor
  std::int64_t left_minor = 0;     // open_minor - set_off_minor

  bool operator==(const NettedInvoice&) const = default;
};

struct BilateralNetting {
  std::vector<NettedInvoice> invoices;  // oldest due first, then by number
  std::int64_t net_minor = 0;           // what is left owed to the partner (+) or by the partner (-)
  std::int64_t gross_minor = 0;         // sum of what was open, each taken positive
};

// Set-off goes to the oldest due invoice first. Refuses overflow. O(n log n).
Result<BilateralNetting> net_bilaterally(std::span<const OpenInvoice> invoices);

}  // namespace quits::settlement
