// Who sells under whom, from which day on: the chain of partners above a seller that earns overrides on its sales.
//
// On every day the chains end: nobody stands under a partner of its own below, and no chain has more than kLevelsMax
// partners above the seller. All rows are kept in memory once one is asked for: about 100 bytes for each assignment.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/projection.h"
#include "program/encoding.h"

namespace quits::program {

inline constexpr std::uint32_t kLevelsMax = 10;

struct AssignmentKey {
  std::string partner;
  Date from;

  auto operator<=>(const AssignmentKey&) const = default;
};

struct Assigned {
  std::string under;  // empty: nobody
  Sequence sequence;  // the newest record for this partner and day

  bool operator==(const Assigned&) const = default;
};

class Assignments final : public ledger::Projection {
 public:
  explicit Assignments(storage::Database* database) : database_(database) {}

  std::string_view name() const override { return "who sells under whom"; }
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  // Those above the partner on a day, the nearest first; at most kLevelsMax.
  std::vector<std::string> above(const std::string& partner, Date on);
  // Refuses, naming the field, what would close a circle or make a chain too long on any day from `from` on. Cost: for each
  // later day with an assignment, the partners below this one.
  Status check(const PartnerAssigned& fact);

 private:
  struct Rows {
    std::map<AssignmentKey, Assigned> by_partner;
    std::map<std::string, std::set<std::string>> ever_under;  // partner: those that were put under it, on any day
    std::set<Date> days;
  };

  Rows& rows();
  static void add(Rows& rows, const AssignmentKey& key, const Assigned& row);
  const std::string* under_on(const std::string& partner, Date on);
  std::uint32_t depth_below(const std::string& partner, Date on, std::uint32_t limit);
  Status check_on(const PartnerAssigned& fact, Date on);

  storage::Database* database_;
  FactCodec codec_;
  std::optional<Rows> rows_;  // none: not read yet
  std::vector<AssignmentKey> changed_;
};

// Questions.
std::map<AssignmentKey, Assigned> all_assignments(storage::Database& database);

}  // namespace quits::program
