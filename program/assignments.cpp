#include "program/assignments.h"

#include <fmt/core.h>

#include <algorithm>

#include "ledger/stored.h"
#include "program/facts.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {
namespace {

std::string describe(const AssignmentKey& key) { return fmt::format("{} from {}", key.partner, key.from.to_string()); }
std::string describe(const Assigned& row) { return fmt::format("under \"{}\", entry {}", row.under, row.sequence.value); }

}  // namespace

void Assignments::add(Rows& rows, const AssignmentKey& key, const Assigned& row) {
  rows.by_partner.insert_or_assign(key, row);
  rows.ever_under[row.under].insert(key.partner);
  rows.days.insert(key.from);
}

Assignments::Rows& Assignments::rows() {
  if (!rows_) {
    rows_.emplace();
    if (database_ != nullptr) {
      for (const auto& [key, row] : all_assignments(*database_)) add(*rows_, key, row);
    }
  }
  return *rows_;
}

void Assignments::project(const ledger::Record& record) {
  if (record.kind() != kind::partner_assigned) return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds the missing row
  const auto& assigned = std::get<PartnerAssigned>(*fact);
  const AssignmentKey key{assigned.partner, assigned.from};
  add(rows(), key, {assigned.under, record.sequence});
  if (database_ != nullptr) changed_.push_back(key);
}

void Assignments::flush() {
  for (const AssignmentKey& key : changed_) {
    const Assigned& row = rows().by_partner.at(key);
    auto insert = database_->prepare(sql::insert_assignment);
    insert->bind_text(1, key.partner).bind(2, key.from.days_since_epoch()).bind_text(3, row.under);
    insert->bind(4, static_cast<std::int64_t>(row.sequence.value)).run();
  }
  changed_.clear();
}

void Assignments::forget() {
  rows_.reset();
  changed_.clear();
}

void Assignments::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  std::map<AssignmentKey, Assigned> rest = rows().by_partner;
  for (const auto& [key, row] : all_assignments(stored)) {
    const auto found = rest.find(key);
    const std::string made = found == rest.end() ? "no such row" : describe(found->second);
    if (found == rest.end() || !(found->second == row)) sink({"assignment", describe(key), describe(row), made});
    rest.erase(key);
  }
  for (const auto& [key, row] : rest) sink({"assignment", describe(key), "no such row", describe(row)});
}

const std::string* Assignments::under_on(const std::string& partner, Date on) {
  const auto& known = rows().by_partner;
  auto place = known.upper_bound({partner, on});
  if (place == known.begin()) return nullptr;
  --place;
  return place->first.partner == partner && !place->second.under.empty() ? &place->second.under : nullptr;
}

std::vector<std::string> Assignments::above(const std::string& partner, Date on) {
  std::vector<std::string> chain;
  for (const std::string* next = under_on(partner, on); next != nullptr && chain.size() < kLevelsMax; next = under_on(*next, on)) {
    chain.push_back(*next);
  }
  return chain;
}

// How many levels stand below; not more than `limit`.
std::uint32_t Assignments::depth_below(const std::string& partner, Date on, std::uint32_t limit) {
  if (limit == 0) return 0;
  const auto place = rows().ever_under.find(partner);
  if (place == rows().ever_under.end()) return 0;
  std::uint32_t depth = 0;
  for (const std::string& below : place->second) {
    const std::string* under = under_on(below, on);
    if (under != nullptr && *under == partner) depth = std::max(depth, 1 + depth_below(below, on, limit - 1));
  }
  return depth;
}

Status Assignments::check_on(const PartnerAssigned& fact, Date on) {
  const std::vector<std::string> higher = above(fact.under, on);
  if (fact.under == fact.partner || std::find(higher.begin(), higher.end(), fact.partner) != higher.end()) {
    return refuse_field("partner_assigned.under", Code::bad_value,
                        fmt::format("{} sells under {} on {}: that would close a circle", fact.under, fact.partner, on.to_string()),
                        "put one of those in between under somebody else first");
  }
  const std::size_t levels = higher.size() + 1 + depth_below(fact.partner, on, kLevelsMax);
  if (levels <= kLevelsMax) return {};
  return refuse_field("partner_assigned.under", Code::too_large,
                      fmt::format("on {} there would be {} levels above a seller: at most {} were expected", on.to_string(), levels, kLevelsMax));
}

Status Assignments::check(const PartnerAssigned& fact) {
  if (fact.under.empty()) return {};
  TRY_STATUS(check_on(fact, fact.from));
  // It holds until this partner's next assignment; others may change in between.
  const auto& known = rows().by_partner;
  const auto next = known.upper_bound({fact.partner, fact.from});
  const bool has_next = next != known.end() && next->first.partner == fact.partner;
  const auto& days = rows().days;
  for (auto day = days.upper_bound(fact.from); day != days.end() && (!has_next || *day < next->first.from); ++day) {
    TRY_STATUS(check_on(fact, *day));
  }
  return {};
}

std::map<AssignmentKey, Assigned> all_assignments(storage::Database& database) {
  auto rows = database.prepare(sql::scan_assignments);
  std::map<AssignmentKey, Assigned> assignments;
  while (rows->step()) {
    const AssignmentKey key{std::string(rows->text(0)), ledger::stored_date(*rows, 1)};
    assignments[key] = {std::string(rows->text(2)), {static_cast<std::uint64_t>(rows->integer(3))}};
  }
  return assignments;
}

}  // namespace quits::program
