// Volume prices and marketing funds: what holds for every price list, budget and order.
#include <gtest/gtest.h>

#include <random>

#include "ledger/lines.h"
#include "program/parties.h"
#include "settlement/register.h"
#include "tests/service/trials.h"

namespace quits::test {
namespace {

using namespace program;

Price any_volume_price() {
  Price price;
  price.item = "course";
  price.category = Category::training;
  price.unit = "seat";
  price.rule = *rc::gen::element(Rule::marginal, Rule::whole);
  price.basis = *rc::gen::element(Basis::per_period, Basis::cumulative);
  if (price.basis == Basis::cumulative)
    price.window = *rc::gen::element(Window::quarter, Window::year, Window::agreement);
  std::int64_t from = 0;
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    Band band;
    band.from = Decimal::from_units(from).value();
    band.amount = Decimal::from_millionths(*rc::gen::inRange<std::int64_t>(0, 300'000'001));
    price.bands.push_back(band);
    from += *rc::gen::inRange(1, 12);
  }
  return price;
}

Terms with_price(Currency currency, const Price& price) {
  Terms terms = terms_of(std::string(currency.code()), {});
  terms.prices.push_back(price);
  terms.rounding = *rc::gen::element(Rounding::half_away_from_zero, Rounding::half_even);
  return terms;
}

std::vector<TrainingDelivered> any_deliveries() {
  std::vector<TrainingDelivered> orders(static_cast<std::size_t>(*rc::gen::inRange(1, 7)));
  for (TrainingDelivered& order : orders) {
    order.item = "course";
    order.seats = *rc::gen::inRange<std::uint32_t>(1, 16);
    order.on = day_in(3, *rc::gen::inRange(1, 29));
  }
  return orders;
}

Reversal reversal_of(const std::string& id) {
  Reversal made;
  made.of = {"test", id};
  made.on = day_in(3, *rc::gen::inRange(1, 29));
  made.reason = "was not held";
  return made;
}

TEST(VolumePriceProperties, order_and_batches_change_nothing_and_reversals_mirror) {
  Trials trials;
  EXPECT_TRUE(rc::check([&trials] {
    const Terms terms = with_price(any_currency(), any_volume_price());
    std::vector<TrainingDelivered> orders = any_deliveries();

    const Tried one_by_one = trials.agree(terms);
    std::vector<std::string> ids;
    for (TrainingDelivered& order : orders) {
      order.agreement = one_by_one.agreement;
      ids.push_back(trials.fresh_id());
      trials.record(order, ids.back());
    }

    const Tried in_batches = trials.agree(terms);
    std::vector<TrainingDelivered> mixed = orders;
    shuffle(mixed);
    for (std::size_t begin = 0; begin < mixed.size();) {
      const auto end = begin + *rc::gen::inRange<std::size_t>(1, mixed.size() - begin + 1);
      std::vector<Fact> batch;
      for (; begin < end; ++begin) {
        mixed[begin].agreement = in_batches.agreement;
        batch.emplace_back(mixed[begin]);
      }
      trials.record_together(batch);
    }
    RC_ASSERT(trials.charged(in_batches) == trials.charged(one_by_one));

    // What is left costs what it would have cost alone, whichever orders were taken back.
    const auto kept = *rc::gen::inRange<std::size_t>(0, orders.size() + 1);
    for (std::size_t i = orders.size(); i > kept; --i) trials.record(reversal_of(ids[i - 1]));
    const Tried never_more = trials.agree(terms);
    for (std::size_t i = 0; i < kept; ++i) {
      TrainingDelivered order = orders[i];
      order.agreement = never_more.agreement;
      trials.record(order);
    }
    RC_ASSERT(trials.charged(one_by_one) == trials.charged(never_more));
    for (std::size_t i = kept; i > 0; --i) trials.record(reversal_of(ids[i - 1]));
    RC_ASSERT(trials.charged(one_by_one) == 0);
  }));
  trials.world().expect_clean();
}

// What a request came to, kept apart from the book.
struct Asked {
  std::string id;
  std::int64_t cost = 0;  // minor units, as all below
  std::int64_t claimed = 0;
  bool approved = false;
  bool released = false;
};

// Half of a unit and more goes up.
std::int64_t share_of(std::int64_t cost, Rate share) {
  return static_cast<std::int64_t>((int128{cost} * share.millionths() * 2 + Rate::kWhole) /
                                   (2 * Rate::kWhole));
}

// One fund of one partner. Cents: the smallest claims are where rounding shows.
class FundTrial {
 public:
  explicit FundTrial(Trials& trials) : trials_(trials) {
    Terms terms = terms_of("EUR", {});
    fund_.name = "campaigns";
    fund_.budget_minor = *rc::gen::inRange<std::int64_t>(1, 3'000);
    fund_.every = Every::quarter;
    fund_.principal_share =
        Rate::from_millionths(*rc::gen::inRange<std::int64_t>(1, Rate::kWhole + 1));
    terms.funds.push_back(fund_);
    partner_ = trials.agree(terms);
  }

  void step() {
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
        return ask();
      case 1:
        return approve();
      case 5:
        return *rc::gen::inRange(0, 4) == 0 ? release() : claim();
      default:
        return claim();
    }
  }

  // The share of each request's claims is exact, and no more is bound than there is.
  void check() {
    std::int64_t due = 0;
    for (const Asked& one : asked_) {
      due += share_of(one.claimed, fund_.principal_share);
      RC_ASSERT(one.claimed <= (one.approved ? one.cost : 0));
    }
    RC_ASSERT(trials_.earned(partner_) == due);
    RC_ASSERT(bound() <= fund_.budget_minor);
  }

 private:
  std::int64_t bound() const {
    std::int64_t sum = 0;
    for (const Asked& one : asked_) {
      if (one.approved)
        sum += share_of(one.released ? one.claimed : one.cost, fund_.principal_share);
    }
    return sum;
  }
  bool fits(std::int64_t cost) const {
    return bound() + share_of(cost, fund_.principal_share) <= fund_.budget_minor;
  }
  Asked* any_request() {
    return asked_.empty() ? nullptr : &asked_[*rc::gen::inRange<std::size_t>(0, asked_.size())];
  }
  static Decimal cents(std::int64_t count) { return Decimal::from_millionths(count * 10'000); }
  // The book takes it exactly when it should.
  void expect(bool taken, const Fact& fact, const std::string& id, const std::string& actor) {
    if (taken) {
      trials_.record(fact, id, actor);
      return;
    }
    RC_ASSERT(!trials_.world().record(fact, id, actor));
  }

  void ask() {
    Asked made;
    made.id = trials_.fresh_id();
    made.cost = *rc::gen::inRange<std::int64_t>(1, 4'000);
    const bool taken = fits(made.cost);
    expect(
        taken,
        FundRequested{partner_.agreement, "", fund_.name, cents(made.cost), day_in(3, 1), "a fair"},
        made.id, "anna");
    if (taken) asked_.push_back(made);
  }
  void approve() {
    Asked* one = any_request();
    if (one == nullptr) return;
    const bool taken = !one->approved && !one->released && fits(one->cost);
    expect(taken, Approval{{"test", one->id}}, trials_.fresh_id(), "bert");
    one->approved = one->approved || taken;
  }
  void claim() {
    Asked* one = any_request();
    if (one == nullptr) return;
    const auto spent = *rc::gen::inRange<std::int64_t>(1, 3) == 1
                           ? *rc::gen::inRange<std::int64_t>(1, 4)
                           : *rc::gen::inRange<std::int64_t>(1, 2'000);
    const bool taken = one->approved && !one->released && one->claimed + spent <= one->cost;
    expect(taken, FundClaimed{{"test", one->id}, cents(spent), day_in(3, 2), "an invoice"},
           trials_.fresh_id(), "anna");
    if (taken) one->claimed += spent;
  }
  void release() {
    Asked* one = any_request();
    if (one == nullptr) return;
    expect(!one->released, FundReleased{{"test", one->id}, day_in(3, 3), ""}, trials_.fresh_id(),
           "anna");
    one->released = true;
  }

  Trials& trials_;
  Fund fund_;
  Tried partner_;
  std::vector<Asked> asked_;
};

TEST(FundProperties, claims_are_the_exact_share_and_never_more_than_was_approved) {
  Trials trials;
  EXPECT_TRUE(rc::check([&trials] {
    FundTrial fund(trials);
    for (int i = *rc::gen::inRange(5, 25); i > 0; --i) {
      fund.step();
      fund.check();
    }
  }));
  trials.world().expect_clean();
}

// Months of partners with a draw each, closed one after the other. One book, so one seed.
class DrawYear {
 public:
  explicit DrawYear(std::uint64_t seed) : random_(seed) {
    world_.open_program();
    for (int i = 0; i < kPartners; ++i) {
      Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
      Guarantee draw;
      draw.name = "draw";
      draw.amount_minor = 1 + below(100'000);
      draw.every = below(2) == 0 ? Every::month : Every::quarter;
      draw.recoverable = true;
      terms.guarantees.push_back(draw);
      draws_.push_back(draw);
      world_.add_partner(key(i));
      world_.agree("a" + key(i), 1, key(i), "2026-01-01", terms);
    }
  }

  World& world() { return world_; }
  static std::string key(int partner) { return fmt::format("P{}", partner); }
  const Guarantee& draw(int partner) const { return draws_[static_cast<std::size_t>(partner)]; }

  // The last quarter of nine months is good enough for everybody to pay back.
  void run() {
    for (int month = 1; month <= kMonths; ++month) {
      for (int i = 0; i < kPartners; ++i) {
        const std::int64_t worth = month > kMonths - 3 ? 200'000 : below(15'000);
        Sale sale;
        sale.seller = key(i);
        sale.on = day_in(month, 10);
        sale.amount = Decimal::from_units(worth).value();
        const std::string id = fmt::format("{}/{}", key(i), month);
        world_.must(sale, id);
        if (below(3) != 0 || month > kMonths - 3) continue;
        // Some of it goes back a month later: then its month may have been topped up.
        Refund refund;
        refund.sale = {"test", id};
        refund.on = day_in(month + 1, 10);
        refund.amount = Decimal::from_units(1 + below(worth + 1) / 2).value();
        if (worth > 1) world_.must(refund);
      }
      world_.close(Period::of(day_in(month, 1)).to_string());
    }
  }

  struct Month {
    std::int64_t earned = 0;
    std::int64_t settled = 0;
  };
  // By partner and month, from the log.
  std::map<std::pair<std::string, int>, Month> months() {
    std::map<std::pair<std::string, int>, Month> sums;
    for (const Period period : settlement::known_periods(world_.database())) {
      for (const ledger::Line& line : ledger::lines_of_period(world_.database(), period)) {
        Month& month =
            sums[{party_by_number(world_.database(), line.key.creditor)->key, period.month()}];
        (line.key.term == "draw" ? month.settled : month.earned) += line.amount_minor;
      }
    }
    return sums;
  }

  static constexpr int kPartners = 12;
  static constexpr int kMonths = 9;

 private:
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit));
  }

  World world_;
  std::mt19937_64 random_;
  std::vector<Guarantee> draws_;
};

class DrawProperties : public testing::TestWithParam<std::uint64_t> {};

TEST_P(DrawProperties, every_window_comes_to_what_is_guaranteed_and_the_draw_ends_at_zero) {
  SCOPED_TRACE(fmt::format("seed {}", GetParam()));
  DrawYear year(GetParam());
  year.run();
  auto months = year.months();
  for (int i = 0; i < DrawYear::kPartners; ++i) {
    SCOPED_TRACE(DrawYear::key(i));
    const Guarantee& draw = year.draw(i);
    const int step = draw.every == Every::month ? 1 : 3;
    std::int64_t outstanding = 0;
    for (int month = step; month <= DrawYear::kMonths; month += step) {
      std::int64_t income = 0;
      for (int within = month - step + 1; within <= month; ++within) {
        const DrawYear::Month& one = months[{DrawYear::key(i), within}];
        income += one.earned + one.settled;
        outstanding += one.settled;
        EXPECT_GE(outstanding, 0) << "month " << within;
      }
      EXPECT_GE(income, draw.amount_minor) << "month " << month;
    }
    EXPECT_EQ(outstanding, 0);
  }
  year.world().expect_clean();
}

INSTANTIATE_TEST_SUITE_P(Seeds, DrawProperties, testing::Values(1, 2));

}  // namespace
}  // namespace quits::test
