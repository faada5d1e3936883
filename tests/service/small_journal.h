// A book small enough to know by heart, and its journals.
#pragma once

#include <string>

#include "exchange/journal_export.h"
#include "tests/service/world.h"

namespace quits::test {

inline std::string exported(World& world, const exchange::JournalFormat& format,
                            const std::string& party, std::optional<Period> period = {}) {
  std::string text;
  const auto statistics = exchange::export_journal(world.database(), {party, period}, format,
                                                   [&](std::string_view part) { text += part; });
  EXPECT_TRUE(statistics) << (statistics ? "" : to_string(statistics.error()));
  return text;
}

// One partner, January closed, and a sale of January that came late.
inline void play_small(World& world) {
  using namespace program;
  world.open_program();
  world.add_partner("NORD");
  Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
  terms.prices.push_back(
      {"course", Side::principal, Category::training, Decimal::parse("250").value(), "seat", ""});
  terms.taxes.push_back(
      {Side::principal, Category::none, TaxCategory::s, Rate::parse("19 %").value(), ""});
  terms.payment = {14, 0, Collection::collect};
  world.agree("nord", 1, "NORD", "2026-01-01", terms);
  Sale sale = World::sale("NORD", "2026-01-20", "1234.50");
  sale.document = "R-1; x";
  world.must(sale, "s1");
  world.sell("NORD", "2026-02-03", "10", "s2");
  world.must(TrainingDelivered{"nord", "", "course", 2, Date::parse_iso("2026-01-31").value(), ""},
             "t1");
  world.close("2026-01");
  world.sell("NORD", "2026-01-05", "20", "late");
}

}  // namespace quits::test
