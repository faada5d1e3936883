// The rules of the program: what each fact about parties, agreements, sales and services becomes in the book.
//
// They read the register and the accumulated volumes, ask the pure rating for the amounts, and append one entry per fact.
// They change nothing themselves: the projections do, when the entry is appended.
#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "ledger/book.h"
#include "program/accumulators.h"
#include "program/activity.h"
#include "program/agreements.h"
#include "program/assignments.h"
#include "program/corrections.h"
#include "program/encoding.h"
#include "program/limit_use.h"
#include "program/limits.h"
#include "program/parties.h"
#include "program/plan_customers.h"
#include "program/rating.h"
#include "program/sale_courses.h"

namespace quits::program {

// What the program derives from the log. With null for the database: a rebuild.
struct Register {
  explicit Register(storage::Database* database)
      : parties(database),
        agreements(database),
        accumulators(database),
        limit_use(database),
        plan_customers(database),
        activity(database),
        corrections(database),
        assignments(database),
        sale_courses(database) {}

  Parties parties;
  Agreements agreements;
  Accumulators accumulators;
  LimitUse limit_use;
  PlanCustomers plan_customers;
  Activity activity;
  Corrections corrections;
  Assignments assignments;
  SaleCourses sale_courses;
};

class Rules final : public ledger::Rules {
 public:
  explicit Rules(storage::Database& database);

  Register& registers() { return register_; }

  bool handles(ledger::FactKind kind) const override;
  Result<ledger::Receipt> apply(const ledger::Submission& submission, ledger::Writer& writer) override;
  void forget() override { versions_.clear(); }
  bool same_fact(std::string_view recorded, std::string_view submitted) override;

  // Appends the recurring fees of a period that is about to close, one entry per agreement and fee.
  Status charge_fees(Period period, ledger::Writer& writer);

  // The terms of an agreement version, by the record that proposed it.
  const Terms& terms_of(Sequence version, ledger::Writer& writer);

 private:
  // One fact on its way: everything its rule needs.
  struct Case {
    const ledger::Submission& submission;
    ledger::Writer& writer;
  };
  // A version in force, with its terms and the numbers of its parties.
  struct Ground {
    const AgreementVersion* version = nullptr;
    const std::vector<AgreementVersion>* versions = nullptr;  // of the same agreement
    const Terms* terms = nullptr;
    PartyNumber principal;
    PartyNumber partner;

    PartyNumber party(Side side) const { return side == Side::principal ? principal : partner; }
  };

  // rules_register.cpp
  Result<ledger::Receipt> apply(const BookOpened& fact, const Case& on);
  Result<ledger::Receipt> apply(const PartyRegistered& fact, const Case& on);
  Result<ledger::Receipt> apply(AgreementProposed fact, const Case& on);
  Result<ledger::Receipt> apply(const AgreementAccepted& fact, const Case& on);
  Result<ledger::Receipt> apply(const AgreementEnded& fact, const Case& on);
  // rules_sales.cpp
  Result<ledger::Receipt> apply(const Sale& fact, const Case& on);
  Result<ledger::Receipt> apply(const Credit& fact, const Case& on);
  Result<ledger::Receipt> apply(const Refund& fact, const Case& on);
  Result<ledger::Receipt> record_sale(const Sale& sale, Decimal volume, const Case& on);
  // What everybody earns with a sale: an item per plan that pays for it, or the one that says why nothing is due.
  Result<std::vector<ledger::Item>> rate_sale(const Ground& ground, const Sale& sale, Decimal volume, const Case& on);
  Result<ledger::Item> rate_by(const CommissionPlan& plan, const Ground& ground, const Sale& sale, Decimal volume, const Case& on);
  // What the plan gives on `moved` of the sale, on top of `before` where it counts each sale for itself.
  Status rate_volume(const CommissionPlan& plan, const Ground& ground, const Sale& sale, Decimal before, Decimal moved, ledger::Item& item,
                     const Case& on);
  // The customer's first sale under a plan, across all versions of the agreement.
  std::optional<Date> customer_since(const Ground& ground, const CommissionPlan& plan, const std::string& customer);
  std::vector<OpenLimit> open_limits(const Ground& ground, const CommissionPlan& plan, const Sale& sale);
  // rules_returns.cpp
  // The share of a sale or payment that goes back on a day, `refund` signed as it; the true-up while its window is open. An
  // item per item of the entry, in the same order.
  Result<std::vector<ledger::Item>> rate_returns(const ledger::Record& sold, Decimal refund, Date day, const Case& on);
  Result<std::vector<ledger::Item>> rate_returns(const ledger::Record& sold, const std::vector<Decimal>& refunds, Date day, const Case& on);
  // Behind the items that the new entry has already: what those move of a window is moved before.
  Status add_returns(const ledger::Record& sold, const std::vector<Decimal>& refunds, Date day, std::vector<ledger::Item>& items, const Case& on);
  Status return_group_of(std::span<const ledger::Item> group, const SaleState& state, Decimal refund, Date day,
                         std::vector<ledger::Item>& items, const Case& on);
  // What a cancelled contract has taken back already, per item of the sale.
  std::vector<Decimal> clawed_back(const ledger::Record& sale, const Case& on);
  Result<std::vector<ledger::Item>> reverse_sold(const ledger::Record& target, Date day, const Case& on);
  // rules_levels.cpp
  struct Sharer {
    Rate share;
    PartyNumber party;
    Sequence version;  // of its own agreement with the same principal
    Tax tax;
  };
  Result<ledger::Receipt> apply(const PartnerAssigned& fact, const Case& on);
  // Who shares the seller's commission, the seller first; empty: nobody.
  Result<std::vector<Sharer>> sharers(const Ground& ground, const Sale& sale, const std::string& field, const Case& on);
  Status share_last(const Ground& ground, const std::vector<Sharer>& sharers, std::vector<ledger::Item>& items);
  Status add_overrides(const Ground& ground, const Sale& sale, Decimal volume, const Case& on, std::vector<ledger::Item>& items);
  // The agreement in force of a partner with that principal in that currency, with a plan for that depth (0: any).
  Result<std::optional<Ground>> agreement_with(const std::string& partner, const Ground& ground, Date on, std::uint32_t depth, const Case& of);
  // rules_payments.cpp
  Result<ledger::Receipt> apply(const CustomerPayment& fact, const Case& on);
  Result<ledger::Receipt> apply(const ContractCancelled& fact, const Case& on);
  Result<ledger::Record> named_sale(const FactRef& ref, const std::string& field, const Case& on);
  Result<std::vector<ledger::Item>> rate_payment(const ledger::Record& sold, const CustomerPayment& fact, const Case& on);
  // What goes back of payments when `back` of what was paid does: the newest first.
  Status return_payments(Sequence sale, Decimal back, Date day, std::vector<ledger::Item>& items, const Case& on);
  // rules_services.cpp
  Result<ledger::Receipt> apply(const TrainingDelivered& fact, const Case& on);
  Result<ledger::Receipt> apply(const Contribution& fact, const Case& on);
  // rules_corrections.cpp
  Result<ledger::Receipt> apply(const Adjustment& fact, const Case& on);
  Result<ledger::Receipt> apply(const Approval& fact, const Case& on);
  Result<ledger::Receipt> apply(const Reversal& fact, const Case& on);
  Result<std::vector<ledger::Item>> reverse_items(const ledger::Record& target, Date day, const Case& on);

  // What happens after an agreement's last day: nothing is earned under it any more, but it is still put right.
  enum class AfterEnd : std::uint8_t { refused, allowed };
  // The agreement that decides: the one named, else the only one in force whose partner this is.
  Result<Ground> ground_for(const std::string& agreement, const std::string& partner, Date on, ledger::Writer& writer,
                            AfterEnd after_end = AfterEnd::refused);
  Result<Ground> ground_of(const AgreementVersion& version, const std::vector<AgreementVersion>& versions, ledger::Writer& writer);
  // The window's segments, one per accepted version that has the plan; `index` becomes that of `version`.
  Result<std::vector<Segment>> segments_of(const std::string& plan, Sequence version, const std::vector<AgreementVersion>& versions,
                                           Date window, std::size_t& index, ledger::Writer& writer);
  Result<Sequence> find_named(const FactRef& ref, const Case& on);

  Register register_;
  FactCodec codec_;
  // What never changes about a version, by the record that proposed it.
  struct VersionGround {
    std::unique_ptr<const Terms> terms;
    PartyNumber principal;  // 0: not asked yet
    PartyNumber partner;
  };
  std::unordered_map<std::uint64_t, VersionGround> versions_;
};

// The day an agreement began: its first accepted version's.
Date agreement_start(const std::vector<AgreementVersion>& versions);

// The key of the line that an earning of `side` goes on.
ledger::LineKey line_key(PartyNumber creditor, PartyNumber debtor, Currency currency, Category category, Sequence version,
                         const std::string& term, const Tax& tax);

// The two postings of an accrued earning; none for zero.
std::vector<ledger::Posting> accrual(const ledger::LineKey& key, std::int64_t amount_minor);

// Makes the items an entry's, with their postings. What is held of any of them holds the whole entry: it is posted when
// the last one matures.
void put_items(std::vector<ledger::Item> items, ledger::Draft& draft);

// The income account of a category.
ledger::AccountKind income_of(Category category);

}  // namespace quits::program
