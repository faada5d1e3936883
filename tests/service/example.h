// A small program in which every table of the book gets a row: what tampering, faults and previews
// are tried on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/service/world.h"

namespace quits::test {

// Two partners: NORD on a monthly marginal plan, SUED on a yearly plan that takes one rate for all.
// Both with a fee, a price list and 19 % tax on what ACME charges.
inline program::Terms example_terms(program::CommissionPlan plan) {
  using namespace program;
  Terms terms = terms_of("EUR", {std::move(plan)});
  terms.fees.push_back(
      {"program fee", Side::principal, 15'000, FeeWhen::active, Category::program_fee});
  terms.prices.push_back(
      {"course", Side::principal, Category::training, Decimal::parse("250").value(), "seat", ""});
  terms.taxes.push_back(
      {Side::principal, Category::none, TaxCategory::s, Rate::parse("19 %").value(), ""});
  terms.payment = {14, 1'000, Collection::collect};
  return terms;
}

inline void open_example(World& world) {
  using namespace program;
  world.open_program();
  world.add_partner("NORD");
  world.add_partner("SUED");
  const auto tiers = bands({{"0", "5 %"}, {"1000", "8 %"}});
  world.agree("nord", 1, "NORD", "2026-01-01",
              example_terms(plan(Rule::marginal, Basis::per_period, tiers)));
  world.agree("sued", 1, "SUED", "2026-01-01",
              example_terms(plan(Rule::whole, Basis::cumulative, tiers, Window::year)));
}

inline Date day(const char* iso) { return Date::parse_iso(iso).value(); }

inline program::Refund refund(const std::string& sale, const char* on, const char* amount) {
  return {{"", sale}, day(on), Decimal::parse(amount).value(), ""};
}

inline program::Reversal reversal(const std::string& of, const char* on) {
  program::Reversal reversal;
  reversal.of = {"", of};
  reversal.on = day(on);
  reversal.reason = "recorded by mistake";
  return reversal;
}

inline program::Contribution contribution(const std::string& partner, const char* on,
                                          const char* amount, bool statement_only) {
  program::Contribution made;
  made.partner = partner;
  made.amount = Decimal::parse(amount).value();
  made.quantity = Decimal::from_units(1).value();
  made.earner = program::Side::partner;
  made.statement_only = statement_only;
  made.on = day(on);
  made.description = "a talk";
  return made;
}

inline program::TrainingDelivered training(const std::string& partner, const char* on,
                                           std::uint32_t seats) {
  return {"", partner, "course", seats, day(on), ""};
}

inline program::Adjustment adjustment(const std::string& partner, const char* on,
                                      const char* amount) {
  return {"",
          partner,
          program::Side::partner,
          Decimal::parse(amount).value(),
          program::Category::other,
          day(on),
          "goodwill"};
}

// One of nearly everything in March 2026, under ids of their own. The last one is by another person
// than the rest.
inline std::vector<ledger::Submission> mixed_facts(World& world) {
  std::vector<ledger::Submission> facts;
  const auto add = [&](const char* id, const program::Fact& fact) {
    facts.push_back(world.submission(id, fact, "shop"));
  };
  add("sale-1", World::sale("NORD", "2026-03-02", "900"));
  add("sale-2", World::sale("NORD", "2026-03-03", "600.125"));
  add("sale-3", World::sale("SUED", "2026-03-04", "1500"));
  add("sale-4", World::sale("SUED", "2026-03-05", "77.77"));
  add("refund-1", refund("sale-1", "2026-03-06", "100"));
  add("credit-1", program::Credit{World::sale("SUED", "2026-03-07", "20")});
  add("training-1", training("NORD", "2026-03-08", 3));
  add("training-2", training("SUED", "2026-03-08", 1));
  add("talk-1", contribution("NORD", "2026-03-09", "40", false));
  add("talk-2", contribution("SUED", "2026-03-09", "60", true));
  add("adjust-1", adjustment("NORD", "2026-03-10", "12.34"));
  add("back-1", reversal("training-2", "2026-03-11"));
  add("back-2", reversal("sale-4", "2026-03-12"));
  return facts;
}

inline ledger::BatchResult record_all(World& world, const std::vector<ledger::Submission>& facts,
                                      const std::string& actor = "anna", bool preview_only = false,
                                      bool keep_going = false) {
  ledger::RecordOptions options;
  options.actor = actor;
  options.keep_going = keep_going;
  std::optional<ledger::Book::Preview> preview;
  if (preview_only) preview.emplace(world.book());
  return world.book().record(facts, options);
}

// March with its approval, closed and settled, and the payment that the settlement asked for.
inline void fill_example(World& world) {
  open_example(world);
  EXPECT_TRUE(record_all(world, mixed_facts(world)).committed);
  EXPECT_TRUE(
      record_all(world,
                 {world.submission("approve-1", program::Approval{{"", "adjust-1"}}, "shop")},
                 "bert")
          .committed);
  world.close("2026-03");
  world.settle("2026-03");
}

}  // namespace quits::test
