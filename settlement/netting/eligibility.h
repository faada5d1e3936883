// Which obligations take part in a netting run, and why the others do not. Pure.
//
//   Selection selection{.currency = euro, .due_until = end_of_january, .above_minor = 25000};
//   exclusion_of(candidate, selection)   // nothing, or the one reason that is reported
//
// Source of the rules: exemptions of national set-off operators and the usual commercial modules;
// docs/netting.md.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/currency.h"
#include "base/date.h"
#include "base/result.h"

namespace quits::settlement {

// In order of precedence: where several apply, the first is the reason.
enum class Exclusion : std::uint8_t {
  paid,
  currency,
  not_approved,
  disputed,
  in_enforcement,
  assigned,
  related_party,
  on_hold,
  in_another_run,
  insolvent,
  due_after_cut_off,
  at_or_below_threshold,
};

// "due after cut-off"
std::string_view name_of(Exclusion exclusion);

struct Candidate {
  Currency currency = Currency::none();
  std::int64_t open_minor = 0;
  std::optional<Date> due;
  std::string status;           // empty: open and approved
  std::set<Exclusion> flagged;  // what its flags say
};

struct Selection {
  std::optional<Currency> currency{};  // nothing: any
  std::optional<Date> due_until{};     // inclusive; without a due date an obligation is due
  std::int64_t above_minor = 0;        // by size: a credit note of 300 is above 250
};

// "disputed", "assigned_to_factor" ... as files write them. Refuses an unknown flag (bad_value):
// what nobody understands must not be netted by mistake.
Result<Exclusion> exclusion_flagged(std::string_view flag);

// Statuses: empty, "open" and "approved" take part, "paid" is paid, all others are not approved.
std::optional<Exclusion> exclusion_of(const Candidate& candidate, const Selection& selection);

}  // namespace quits::settlement
