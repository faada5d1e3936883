// The recorded facts once more, in a book of their own and under other terms: the engine behind
// simulations and restatements. There is no second way to rate: the same rules run over the same
// facts, in the order, at the times and by the persons recorded.
//
//   const History history = History::of(book.database());
//   ReplayPlan plan = history.plan_for({"reseller"});
//   plan.replace("reseller", 1, from, until, terms);
//   const ReplayReport report = replay(book.database(), history, plan, visit);
//
// Replayed is what callers submitted; what the book records itself (fees, invoices) comes again
// when periods close. Left out are payments, settlements and restatements: none of them decides
// about an amount earned. The book itself is only read; the other one is a temporary file that is
// gone at the end, in one transaction that is never committed. Cost: linear in the log; memory does
// not grow with it, but for a bit per record.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/record.h"
#include "program/agreements.h"
#include "program/facts.h"
#include "storage/database.h"

namespace quits::service {

// Terms that decide from a day on.
struct TermsFrom {
  Date from;
  program::Terms terms;
};

struct ReplayPlan {
  std::set<std::string> agreements;
  std::set<std::string> partners;
  // By agreement and version: the terms that decide in its place, each from its day on; an empty
  // list leaves the version out. Versions that nobody accepted bind nobody and are not here.
  std::map<std::pair<std::string, std::uint32_t>, std::vector<TermsFrom>> versions;

  // From `from` until the day before `until` (none: as long as the version decides) these terms
  // decide.
  void replace(const std::string& agreement, std::uint32_t version, Date from,
               std::optional<Date> until, const program::Terms& terms);
};

// What the log says about agreements, read once.
class History {
 public:
  struct Version {
    program::AgreementVersion version;
    program::Terms terms;
  };

  static History of(storage::Database& book);

  // Accepted versions in order, by agreement.
  const std::map<std::string, std::vector<Version>>& agreements() const { return agreements_; }
  const std::map<std::string, Date>& last_days() const {
    return last_days_;
  }  // of agreements that were ended
  const std::string& operator_key() const { return operator_; }
  std::optional<Period> first_closed() const { return first_closed_; }
  // The agreement of a version, by the record that proposed it; null when there is none.
  const Version* version(Sequence proposed_in) const;

  // These agreements, and every other one of theirs and of the partners that share in their sales,
  // as they are: with the terms that approved restatements gave them.
  ReplayPlan plan_for(const std::set<std::string>& agreements) const;

 private:
  void read(const ledger::Record& record, const program::Fact& fact);
  void link(const std::string& one, const std::string& other);

  std::map<std::string, std::vector<Version>> agreements_;
  std::map<std::uint64_t, Version> proposed_;  // by record
  std::map<std::string, Date> last_days_;
  std::map<std::string, std::set<std::string>>
      linked_;  // partners that share in each other's sales
  std::map<std::uint64_t, program::RestatementProposed> restatements_;
  std::vector<std::uint64_t> approved_;  // restatements, in the order of their approval
  std::string operator_;
  std::optional<Period> first_closed_;
};

struct ReplayReport {
  std::uint64_t facts = 0;  // replayed
  std::uint64_t refused = 0;
  Sequence first_refused;  // its entry in the book
  std::optional<Error> reason;
};

// An entry of the book and what became of it; null for the one that is not there: a fact that the
// terms refuse, a fee that they do not know, or one that only they have. The parties, versions and
// agreements of a replayed item are the book's; other numbers are not. Valid during the visit.
using ReplayVisit =
    std::function<void(const ledger::Record* booked, const ledger::Record* replayed)>;

ReplayReport replay(
    storage::Database& book, const History& history, const ReplayPlan& plan,
    const ReplayVisit& visit,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

}  // namespace quits::service
