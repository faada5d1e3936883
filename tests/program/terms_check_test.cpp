// What terms must be before two parties can agree on them: each fault by its code and its field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <span>

#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

using namespace samples;

// Terms with two plans, a fee, a price and a tax rule, without a fault.
Terms sound_terms() {
  Terms terms;
  terms.title = "Reseller v1";
  terms.currency = currency("EUR");
  terms.plans = {plan(Rule::marginal, "0: 4 %, 1000: 6 %, 5000.50: 8 %"),
                 plan(Rule::flat, "0: 10 %")};
  terms.plans[0].name = "goods";
  terms.plans[0].basis = Basis::cumulative;
  terms.plans[0].window = Window::year;
  terms.plans[0].covers.except_product_groups = {"hours"};
  terms.plans[1].name = "services";
  terms.fees.push_back({.name = "program", .amount_minor = 15'000});
  terms.prices.push_back({.item = "course/basic",
                          .category = Category::training,
                          .unit_price = decimal("250"),
                          .unit = "seat",
                          .description = ""});
  terms.taxes.push_back({.supplier = Side::principal,
                         .applies_to = Category::none,
                         .category = TaxCategory::s,
                         .rate = rate("19 %"),
                         .exemption_reason = ""});
  return terms;
}

std::vector<std::string> faults_of(const Terms& terms) {
  std::vector<std::string> faults;
  for (const Error& error : check(terms)) {
    faults.push_back(std::string(name_of(error.code)) + " " + error.place.field);
    EXPECT_FALSE(error.message.empty());
  }
  return faults;
}

TEST(TermsCheck, Sound_terms_have_no_fault) {
  EXPECT_THAT(faults_of(sound_terms()), testing::IsEmpty());
  Terms least;
  least.currency = currency("JPY");
  EXPECT_THAT(faults_of(least), testing::IsEmpty());
}

struct Fault {
  const char* expected;
  std::function<void(Terms&)> make;
};

const Fault kBandFaults[] = {
    {"bands_invalid plan[0].band", [](Terms& t) { t.plans[0].bands.clear(); }},
    {"bands_invalid plan[1].band", [](Terms& t) { t.plans[1].bands = bands("0: 1 %, 5: 2 %"); }},
    {"bands_invalid plan[0].band[0].from",
     [](Terms& t) { t.plans[0].bands[0].from = decimal("0.000001"); }},
    {"bands_invalid plan[0].band[0].from",
     [](Terms& t) { t.plans[0].bands[0].from = decimal("-1"); }},
    {"bands_invalid plan[0].band[1].from", [](Terms& t) { t.plans[0].bands[1].from = Decimal(); }},
    {"bands_invalid plan[0].band[2].from",
     [](Terms& t) { t.plans[0].bands[2].from = decimal("1000"); }},
    {"bands_invalid plan[0].band[2].from",
     [](Terms& t) { t.plans[0].bands[2].from = decimal("999.999999"); }},
    {"terms_invalid plan[0].band[1].rate",
     [](Terms& t) { t.plans[0].bands[1].rate = rate("-0.0001 %"); }},
    {"terms_invalid plan[0].band[1].rate",
     [](Terms& t) { t.plans[0].bands[1].rate = rate("100.0001 %"); }},
    {"too_large plan[1].band", [](Terms& t) { t.plans[1].bands.resize(101); }},
};

Limit limit(std::optional<std::int64_t> at_most, std::optional<std::int64_t> at_least,
            LimitScope scope = LimitScope::sale) {
  Limit limit;
  limit.scope = scope;
  limit.at_most_minor = at_most;
  limit.at_least_minor = at_least;
  return limit;
}

// Limits need a plan that rates each sale for itself.
void set_limits(Terms& terms, std::vector<Limit> limits) {
  terms.plans[0].basis = Basis::per_event;
  terms.plans[0].window = Window::none;
  terms.plans[0].limits = std::move(limits);
}

void make_filling(Terms& terms) {
  terms.plans[0].rule = Rule::interpolated;
  terms.plans[0].bands = bands("0: 10, 1000: 40, 5000: 0");
}

void make_steps(Terms& terms) {
  terms.plans[0].rule = Rule::fixed_step;
  terms.plans[0].bands = bands("0: 0, 1000: 40, 5000: 10");
}

void make_units(Terms& terms) {
  terms.plans[0].base = Base::units;
  terms.plans[0].bands = bands("0: 1, 250: 2, 500: 1000000");
}

// What each rule and base asks of its bands beyond that: amounts where the others have rates.
const Fault kRuleFaults[] = {
    {"bands_invalid plan[0].band",
     [](Terms& t) {
       make_filling(t);
       t.plans[0].bands = bands("0: 0");
     }},
    {"bands_invalid plan[0].band",
     [](Terms& t) {
       make_steps(t);
       t.plans[0].bands.resize(1);
     }},
    {"bands_invalid plan[0].band[2].amount",
     [](Terms& t) {
       make_filling(t);
       t.plans[0].bands[2].amount = decimal("0.000001");
     }},
    {"terms_invalid plan[0].band[1].amount",
     [](Terms& t) {
       make_filling(t);
       t.plans[0].bands[1].amount = decimal("-1");
     }},
    {"bands_invalid plan[0].band[2].from",
     [](Terms& t) {
       make_filling(t);
       t.plans[0].bands[2].from = decimal("1000");
     }},
    {"bands_invalid plan[0].band[0].amount",
     [](Terms& t) {
       make_steps(t);
       t.plans[0].bands[0].amount = decimal("5");
     }},
    {"terms_invalid plan[0].band[2].amount",
     [](Terms& t) {
       make_steps(t);
       t.plans[0].bands[2].amount = decimal("-0.000001");
     }},
    {"terms_invalid plan[0].band[0].amount",
     [](Terms& t) {
       make_units(t);
       t.plans[0].bands[0].amount = decimal("-1");
     }},
    {"bands_invalid plan[0].band",
     [](Terms& t) {
       make_units(t);
       t.plans[0].rule = Rule::flat;
     }},
    {"terms_invalid plan[0].band[1].rate",
     [](Terms& t) {
       t.plans[0].rule = Rule::from_here;
       t.plans[0].bands[1].rate = rate("101 %");
     }},
    {"terms_invalid plan[0].limit[0]", [](Terms& t) { set_limits(t, {Limit()}); }},
    {"terms_invalid plan[0].limit[0].at_most", [](Terms& t) { set_limits(t, {limit(-1, std::nullopt)}); }},
    {"terms_invalid plan[0].limit[0].at_least", [](Terms& t) { set_limits(t, {limit(std::nullopt, -1)}); }},
    {"terms_invalid plan[0].limit[0].at_least",
     [](Terms& t) { set_limits(t, {limit(std::nullopt, 1, LimitScope::customer)}); }},
    {"terms_invalid plan[0].limit[0].at_least",
     [](Terms& t) { set_limits(t, {limit(1, 2)}); }},
    {"terms_invalid plan[0].limit[1].scope",
     [](Terms& t) { set_limits(t, {limit(1, std::nullopt), limit(2, std::nullopt)}); }},
    {"terms_invalid plan[0].limit",
     [](Terms& t) {
       set_limits(t, {limit(1, std::nullopt)});
       t.plans[0].basis = Basis::per_period;
     }},
    {"too_large plan[0].limit", [](Terms& t) { set_limits(t, std::vector<Limit>(11, limit(1, std::nullopt))); }},
    {"too_large plan[0].hold_days", [](Terms& t) { t.plans[0].hold_days = 3'651; }},
    {"too_large plan[0].recurring.months", [](Terms& t) { t.plans[0].recurring_months = 1'201; }},
};

// A plan that can never apply.
const Fault kReachFaults[] = {
    {"terms_invalid plan[1].covers", [](Terms& t) { t.plans[0].covers = {}; }},
    {"terms_invalid plan[1].covers", [](Terms& t) { t.plans[1].covers.products = {"P1"}, t.plans[0].covers = {}; }},
    {"terms_invalid plan[1].covers",
     [](Terms& t) {
       t.plans[0].covers = coverage("region DE, region FR");
       t.plans[1].covers = coverage("product P1, region FR");
     }},
    {"terms_invalid plan[1].covers", [](Terms& t) { t.plans[1].covers.except_product_groups = {"hours", "travel"}; }},
    {"terms_invalid plan[0].covers",
     [](Terms& t) { t.plans[0].covers = coverage("product P1, except_product P1, except_product P2"); }},
    {"terms_invalid plan[2].covers",
     [](Terms& t) {
       t.plans.push_back(t.plans[0]);
       t.plans[2].name = "goods again";
     }},
};

const Fault kOtherFaults[] = {
    {"bad_currency currency", [](Terms& t) { t.currency = Currency::none(); }},
    {"terms_invalid plan[0].earner", [](Terms& t) { t.plans[0].earner = Side::unspecified; }},
    {"terms_invalid plan[0].window", [](Terms& t) { t.plans[0].window = Window::none; }},
    {"terms_invalid plan[1].window", [](Terms& t) { t.plans[1].window = Window::quarter; }},
    {"terms_invalid plan[1].name", [](Terms& t) { t.plans[1].name = "goods"; }},
    {"terms_invalid plan[1].name", [](Terms& t) { t.plans[1].name.clear(); }},
    {"too_large plan", [](Terms& t) { t.plans.resize(201); }},
    {"terms_invalid fee[0].name", [](Terms& t) { t.fees[0].name.clear(); }},
    {"terms_invalid fee[0].amount", [](Terms& t) { t.fees[0].amount_minor = -1; }},
    {"terms_invalid fee[0].category", [](Terms& t) { t.fees[0].category = Category::commission; }},
    {"terms_invalid fee[1].name", [](Terms& t) { t.fees.push_back(t.fees[0]); }},
    {"terms_invalid price[0].item", [](Terms& t) { t.prices[0].item.clear(); }},
    {"terms_invalid price[0].unit_price",
     [](Terms& t) { t.prices[0].unit_price = decimal("-0.000001"); }},
    {"terms_invalid price[0].category", [](Terms& t) { t.prices[0].category = Category::none; }},
    {"too_large price", [](Terms& t) { t.prices.resize(201); }},
    {"terms_invalid tax[0].rate", [](Terms& t) { t.taxes[0].rate = Rate(); }},
    {"terms_invalid tax[0].rate", [](Terms& t) { t.taxes[0].rate = rate("101 %"); }},
    {"terms_invalid tax[0].rate", [](Terms& t) { t.taxes[0].category = TaxCategory::ae; }},
    {"terms_invalid tax[0].category", [](Terms& t) { t.taxes[0].category = TaxCategory::none; }},
    {"terms_invalid tax[0].supplier", [](Terms& t) { t.taxes[0].supplier = Side::unspecified; }},
    {"terms_invalid tax[1].applies_to", [](Terms& t) { t.taxes.push_back(t.taxes[0]); }},
    {"too_large payment.due_days", [](Terms& t) { t.payment.due_days = 3'651; }},
    {"terms_invalid payment.minimum_payout", [](Terms& t) { t.payment.minimum_payout_minor = -1; }},
};

TEST(TermsCheck, Each_fault_is_named_by_code_and_field) {
  for (const Fault& fault : kBandFaults) {
    Terms terms = sound_terms();
    fault.make(terms);
    EXPECT_THAT(faults_of(terms), testing::ElementsAre(fault.expected));
  }
  for (const auto& faults : {std::span<const Fault>(kRuleFaults), std::span<const Fault>(kReachFaults),
                             std::span<const Fault>(kOtherFaults)}) {
    for (const Fault& fault : faults) {
      Terms terms = sound_terms();
      fault.make(terms);
      EXPECT_THAT(faults_of(terms), testing::ElementsAre(fault.expected));
    }
  }
}

TEST(TermsCheck, Every_rule_and_base_can_be_written) {
  for (const auto make : {make_filling, make_steps, make_units}) {
    Terms terms = sound_terms();
    make(terms);
    EXPECT_THAT(faults_of(terms), testing::IsEmpty());
    if (make != make_units) terms.plans[0].base = Base::units;
    EXPECT_THAT(faults_of(terms), testing::IsEmpty());
  }
  Terms terms = sound_terms();
  terms.plans[0].rule = Rule::from_here;
  EXPECT_THAT(faults_of(terms), testing::IsEmpty());
}

TEST(TermsCheck, A_plan_out_of_reach_is_told_which_one_stands_before_it) {
  Terms terms = sound_terms();
  terms.plans[0].covers = {};
  ASSERT_EQ(check(terms).size(), 1U);
  EXPECT_EQ(check(terms)[0].message, "covers only sales that the plan \"goods\" before it covers: it never applies");
  // The other way round, the general plan takes what is left.
  std::swap(terms.plans[0], terms.plans[1]);
  terms.plans[0].covers.products = {"P1"};
  EXPECT_THAT(faults_of(terms), testing::IsEmpty());
}

TEST(TermsCheck, All_faults_are_reported_at_once) {
  Terms terms = sound_terms();
  terms.plans[0].window = Window::none;
  terms.plans[0].bands[2].from = decimal("3");
  terms.fees[0].amount_minor = -5;
  EXPECT_THAT(faults_of(terms), testing::ElementsAre("terms_invalid plan[0].window",
                                                     "bands_invalid plan[0].band[2].from",
                                                     "terms_invalid fee[0].amount"));
}

TEST(TermsCheck, The_limits_themselves_are_allowed) {
  Terms terms = sound_terms();
  terms.plans[0].bands.clear();
  for (int i = 0; i < 100; ++i) {
    terms.plans[0].bands.push_back({Decimal::from_millionths(i), rate("100 %")});
  }
  terms.fees.clear();
  for (int i = 0; i < 200; ++i) terms.fees.push_back({.name = "fee " + std::to_string(i)});
  terms.payment.due_days = 3'650;
  EXPECT_THAT(faults_of(terms), testing::IsEmpty());
}

TEST(TermsTax, The_rule_for_the_category_wins_over_the_rule_for_all) {
  Terms terms = sound_terms();
  terms.taxes.push_back({.supplier = Side::principal,
                         .applies_to = Category::training,
                         .category = TaxCategory::e,
                         .rate = Rate(),
                         .exemption_reason = "education"});
  const Tax fee = tax_for(terms, Side::principal, Category::program_fee);
  EXPECT_EQ(fee.category, TaxCategory::s);
  EXPECT_EQ(fee.rate, rate("19 %"));
  const Tax training = tax_for(terms, Side::principal, Category::training);
  EXPECT_EQ(training.category, TaxCategory::e);
  EXPECT_EQ(training.exemption_reason, "education");
  const Tax partner = tax_for(terms, Side::partner, Category::commission);
  EXPECT_EQ(partner.category, TaxCategory::o);
  EXPECT_TRUE(partner.rate.is_zero());
}

}  // namespace
}  // namespace quits::program
