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
#include "program/floors.h"
#include "program/funds.h"
#include "program/guarantees.h"
#include "program/level_book.h"
#include "program/limit_use.h"
#include "program/limits.h"
#include "program/parties.h"
#include "program/plan_customers.h"
#include "program/rating.h"
#include "program/recalculation.h"
#include "program/restated.h"
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
        levels(database),
        corrections(database),
        assignments(database),
        sale_courses(database),
        floors(database),
        draws(database),
        funds(database),
        restated(database) {}

  Parties parties;
  Agreements agreements;
  Accumulators accumulators;
  LimitUse limit_use;
  PlanCustomers plan_customers;
  Activity activity;
  LevelBook levels;
  Corrections corrections;
  Assignments assignments;
  SaleCourses sale_courses;
  Floors floors;
  Draws draws;
  Funds funds;
  Restated restated;
};

class Rules final : public ledger::Rules {
 public:
  explicit Rules(storage::Database& database);

  Register& registers() { return register_; }
  // Who computes restatements; it lives as long as the rules. Without one they are refused.
  void use(Recalculation& recalculation) { recalculation_ = &recalculation; }

  bool handles(ledger::FactKind kind) const override;
  Result<ledger::Receipt> apply(const ledger::Submission& submission, ledger::Writer& writer) override;
  void forget() override { versions_.clear(); }
  bool same_fact(std::string_view recorded, std::string_view submitted) override;

  // Appends the recurring fees of a period that is about to close, one entry per agreement and fee.
  Status charge_fees(Period period, ledger::Writer& writer);

  // Carries out the reviews of levels up to the day after a period that is about to close.
  Status review_levels(Period period, ledger::Writer& writer);
  // After the fees: tops up what plans pay at least over the windows that end with the period, one entry per window and
  // customer (rules_floors.cpp); then settles the guarantees whose window ends (rules_guarantees.cpp).
  Status charge_floors(Period period, ledger::Writer& writer);
  Status settle_guarantees(Period period, ledger::Writer& writer);

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
  ledger::Item not_covered(const Ground& ground, const Sale& sale, Decimal volume);
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
  Status return_group_of(std::span<const ledger::Item> group, const StandingItem& standing, const SaleState& state, Decimal refund,
                         Date day, std::vector<ledger::Item>& items, const Case& on);
  // What a cancelled contract has taken back already, per item of the sale.
  std::vector<Decimal> clawed_back(const ledger::Record& sale, const Case& on);
  Result<std::vector<ledger::Item>> reverse_sold(const ledger::Record& target, Date day, const Case& on);
  // rules_overrides.cpp
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
  // rules_prices.cpp
  struct PriceWindow;
  Result<ledger::Receipt> apply(const TrainingCancelled& fact, const Case& on);
  // What a delivery costs; the units of a price that adds up move its volume.
  Result<ledger::Item> rate_delivery(const Ground& ground, const Price& price, Decimal quantity, Date day, const Case& on);
  // The same, at the price that the volume has reached, which does not move.
  Result<ledger::Item> value_delivery(const Ground& ground, const Price& price, Decimal quantity, Date day, const Case& on);
  // The volume of the item in all versions that add units up as `plan` does.
  Result<PriceWindow> price_window(const CommissionPlan& plan, Sequence version, const std::vector<AgreementVersion>& versions, Date window,
                                   ledger::Writer& writer);
  Result<Decimal> units_reached(const Ground& ground, const Price& price, Date day, const Case& on);
  // A delivery is taken back whole: while the window is open its units leave it.
  Status leave_window(const ledger::Record& delivery, const ledger::Item& sold, const Case& on, ledger::Item& mirror);
  // rules_funds.cpp
  Result<ledger::Receipt> apply(const FundRequested& fact, const Case& on);
  Result<ledger::Receipt> apply(const FundClaimed& fact, const Case& on);
  Result<ledger::Receipt> apply(const FundReleased& fact, const Case& on);
  Result<ledger::Receipt> approve_fund(const ledger::Record& request, const Case& on);
  // rules_corrections.cpp
  Result<ledger::Receipt> apply(const Adjustment& fact, const Case& on);
  Result<ledger::Receipt> apply(const Approval& fact, const Case& on);
  Result<ledger::Receipt> approve_adjustment(const ledger::Record& record, const Adjustment& adjustment, const Case& on);
  Result<ledger::Receipt> apply(const Reversal& fact, const Case& on);
  Result<std::vector<ledger::Item>> reverse_items(const ledger::Record& target, Date day, const Case& on);

  // rules_levels.cpp
  Result<ledger::Receipt> apply(const PersonCertified& fact, const Case& on);
  Result<ledger::Receipt> apply(const PersonLeft& fact, const Case& on);
  Result<ledger::Receipt> apply(const LevelReviewed& fact, const Case& on);
  Result<ledger::Receipt> apply(const LevelGranted& fact, const Case& on);
  Result<ledger::Receipt> approve_grant(const ledger::Record& record, const LevelGranted& grant, const Case& on);
  // The level of a version in force on a day, after the reviews that are due by then; empty: its terms have no levels.
  Result<std::string> level_on(const Ground& ground, Date on, ledger::Writer& writer);
  // The same with what is recorded. The terms have levels.
  std::string known_level(const std::vector<AgreementVersion>& versions, const Terms& terms, Date on);
  // Records a review: under which id, why, of what.
  struct ReviewAsk {
    FactId id;
    std::string because;
    Sequence relates_to;
    LevelAsks asks = LevelAsks::everything;
  };
  Status review(const std::vector<AgreementVersion>& versions, Date on, ReviewAsk ask, ledger::Writer& writer);
  // Every review day up to `until`, and up to today, that was not carried out yet.
  Status carry_out_reviews(const std::vector<AgreementVersion>& versions, Date until, ledger::Writer& writer);
  Status review_after_leaving(const PersonLeft& fact, Sequence left, ledger::Writer& writer);
  Result<Ground> levelled_ground(const std::string& agreement, const char* field, Date on, ledger::Writer& writer);
  // rules_restatement.cpp
  Result<ledger::Receipt> apply(RestatementProposed fact, const Case& on);
  // The approval and, behind it, a record per entry that changes.
  Result<ledger::Receipt> approve_restatement(const ledger::Record& proposed, const Case& on);
  Status check_restatement(const RestatementProposed& fact, const Case& on);
  Result<std::vector<RecalculatedEntry>> recalculate(const RestatementProposed& fact, const Case& on);
  std::vector<RestatedLine> announced(const std::vector<RecalculatedEntry>& entries, const Case& on);

  // What happens after an agreement's last day: nothing is earned under it any more, but it is still put right.
  enum class AfterEnd : std::uint8_t { refused, allowed };
  // The agreement that decides: the one named, else the only one in force whose partner this is.
  Result<Ground> ground_for(const std::string& agreement, const std::string& partner, Date on, ledger::Writer& writer,
                            AfterEnd after_end = AfterEnd::refused);
  Result<Ground> ground_of(const AgreementVersion& version, const std::vector<AgreementVersion>& versions, ledger::Writer& writer);
  // The window's segments, one per accepted version that has the plan; `index` becomes that of `version`.
  Result<std::vector<Segment>> segments_of(const std::string& plan, Sequence version, const std::vector<AgreementVersion>& versions,
                                           Date window, std::size_t& index, ledger::Writer& writer);
  // Every agreement of which the period sees a day, with the version in force on the last one.
  struct InForce;
  Result<std::vector<InForce>> in_force_during(Period period, ledger::Writer& writer);
  // A floor of a plan over one window, and one customer.
  struct FloorDue;
  Status charge_floor(const FloorDue& due, ledger::Writer& writer);
  Status settle_guarantee(const InForce& in_force, const Guarantee& guarantee, Period period, ledger::Writer& writer);
  Result<Sequence> find_named(const FactRef& ref, const Case& on);

  Register register_;
  FactCodec codec_;
  Recalculation* recalculation_ = nullptr;
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
