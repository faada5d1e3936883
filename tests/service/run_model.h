// Settlement runs as a child would keep them: lists of documents, runs and payment lists, and what
// each step may do. It finds no set-off itself: it takes the book's proposal and demands of it what
// a proposal must be. The random lives of runs (tests/service/run_life.h) compare it with the book
// after every step.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "program/facts.h"
#include "settlement/invoices.h"
#include "settlement/runs.h"

namespace quits::test {

struct RunModelDispute {
  std::int64_t amount = 0;
  std::string by, actor;
  std::string state = "open";   // waiting: upheld, until its period closes
  std::optional<Period> until;  // that close
};

struct RunModelDocument {
  std::string creditor, debtor;
  Currency currency = Currency::none();
  Date due;
  std::int64_t gross = 0, open = 0, to_pay = 0;
  settlement::DocumentKind kind = settlement::DocumentKind::reported;
  std::optional<Period> period;  // of an invoice
  bool awaited = false, refused = false;
  std::string reported_by;
  std::set<std::string> flags;
  std::string run;
  std::map<std::string, RunModelDispute> disputes;  // by id

  std::int64_t disputed() const;
  std::int64_t free() const { return open - to_pay - disputed(); }
};

// Settlements and runs ask for payments in the same way.
struct RunModelList {
  std::string payer, payee, run;
  Currency currency = Currency::none();
  std::int64_t amount = 0, confirmed = 0;
  std::map<std::string, std::int64_t> parts;
  std::map<std::string, std::int64_t> left;  // of each part, not paid yet; without a sign
  bool withdrawn = false;
  int made = 0;  // in which order
};

struct RunModelRun {
  program::RunOpened opened;
  std::string state = "draft";
  std::string opened_by, collected_by, proposed_by, posted_by;
  std::vector<std::string> documents;
  std::map<std::string, std::int64_t> frozen;  // what was collected of each
  std::map<std::string, std::int64_t> set_off;
  std::set<std::string> without;
  std::uint32_t proposal = 0;
  std::map<std::string, program::RunAsks> asked;  // no word yet
  std::set<std::string> answered;                 // had a word in this proposal
  std::vector<std::string> lists, made;
};

struct RunModelParty {
  std::set<program::NettingMode> modes;
  bool answers = false, confirms = false;
  std::uint32_t answer_days = 0;
  program::Silence silence = program::Silence::accepts;
  program::HoldKind hold = program::HoldKind::none;
};

class RunModel {
 public:
  struct Step {
    std::string id;
    program::Fact fact;
    std::string actor;
    Date today;
  };
  // The code of its refusal, or "recorded". Changes nothing.
  std::string judge(const Step& step) const;
  // What was recorded, as the book recorded it. Complaints about what the book filled in; empty:
  // none.
  std::string apply(const Step& step, const program::Fact& recorded);
  // A rejection is followed by a proposal of the book's own.
  std::string apply_proposal(const program::RunProposed& proposed, const std::string& actor,
                             Date today);

  void add_invoice(const settlement::Invoice& issued);

  std::map<std::string, RunModelParty> parties;
  std::map<std::string, RunModelDocument> documents;
  std::map<std::string, RunModelRun> runs;
  std::map<std::string, RunModelList> lists;  // by reference
  std::map<std::string, program::Payment>
      payments;                    // that stand, by id; with what the book applied
  std::set<std::string> reversed;  // ids of payments that were taken back

  std::map<std::string, program::RunExclusion> exclusions_of(const RunModelRun& run,
                                                             std::vector<std::string>& taken) const;
  std::int64_t payments_open(const RunModelRun& run) const;

 private:
  std::string judge_answer(const program::RunAnswered& answer, Date today) const;
  std::string judge_approval(const program::RunApproved& approval, const std::string& actor,
                             Date today) const;
  std::string judge_reversal(const program::RunReversed& fact, const std::string& actor) const;
  std::string judge_payment(const program::Payment& payment) const;
  std::string judge_dispute(const program::DisputeOpened& dispute) const;
  std::string judge_resolution(const program::DisputeResolved& fact,
                               const std::string& actor) const;
  std::string apply_to_run(const Step& step, const program::Fact& recorded);
  std::string collect(const program::RunCollected& collected, const std::string& actor);
  std::string check_amounts(const RunModelRun& run) const;
  std::string post(const program::RunPosted& posted, const std::string& actor);
  void settle(Period period);
  void ask(const std::string& reference, RunModelList list);
  std::string pay(const Step& step, const program::Payment& recorded);
  std::set<std::string> silent_rejections(const RunModelRun& run, Date today) const;
  bool is_in(const RunModelRun& run, const std::string& number) const;
  std::int64_t asks_of(const RunModelList& list, const std::string& number) const;

  int made_ = 0;
};

}  // namespace quits::test
