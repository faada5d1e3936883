#include "settlement/netting/eligibility.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace quits::settlement {
namespace {

constexpr std::array<std::string_view, 12> kNames{
    "paid",           "currency",  "not approved",      "disputed",
    "in enforcement", "assigned",  "related party",     "on hold",
    "in another run", "insolvent", "due after cut-off", "at or below threshold"};

struct Flag {
  std::string_view name;
  Exclusion exclusion;
};

constexpr std::array<Flag, 12> kFlags{{
    {"disputed", Exclusion::disputed},
    {"in_enforcement", Exclusion::in_enforcement},
    {"in_court", Exclusion::in_enforcement},
    {"assigned", Exclusion::assigned},
    {"assigned_to_factor", Exclusion::assigned},
    {"related_party", Exclusion::related_party},
    {"held", Exclusion::on_hold},
    {"on_hold", Exclusion::on_hold},
    {"in_another_run", Exclusion::in_another_run},
    {"insolvent", Exclusion::insolvent},
    {"not_approved", Exclusion::not_approved},
    {"paid", Exclusion::paid},
}};

bool is_at_most(std::int64_t open, std::int64_t threshold) {
  return open <= threshold && open >= -threshold;
}

}  // namespace

std::string_view name_of(Exclusion exclusion) {
  return kNames.at(static_cast<std::size_t>(exclusion));
}

Result<Exclusion> exclusion_flagged(std::string_view flag) {
  const auto found = std::ranges::find(kFlags, flag, &Flag::name);
  if (found != kFlags.end()) return found->exclusion;
  std::string known;
  for (const Flag& one : kFlags) known += fmt::format("{}{}", known.empty() ? "" : ", ", one.name);
  return refuse_field("flags", Code::bad_value,
                      fmt::format("is {}, which is no known flag", in_quotes(flag)),
                      "known are " + known);
}

std::optional<Exclusion> exclusion_of(const Candidate& candidate, const Selection& selection) {
  std::set<Exclusion> reasons = candidate.flagged;
  const std::string& status = candidate.status;
  if (status == "paid") reasons.insert(Exclusion::paid);
  if (selection.currency && candidate.currency != *selection.currency)
    reasons.insert(Exclusion::currency);
  if (!status.empty() && status != "open" && status != "approved" && status != "paid")
    reasons.insert(Exclusion::not_approved);
  if (selection.due_until && candidate.due && *candidate.due > *selection.due_until)
    reasons.insert(Exclusion::due_after_cut_off);
  if (selection.above_minor > 0 && is_at_most(candidate.open_minor, selection.above_minor))
    reasons.insert(Exclusion::at_or_below_threshold);
  if (reasons.empty()) return std::nullopt;
  return *reasons.begin();
}

}  // namespace quits::settlement
