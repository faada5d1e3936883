// Terms that nobody can sign. `agreement check` says so without a book, `agreement propose` refuses
// them.
#include <gtest/gtest.h>

#include "tests/cli/bad_input.h"

namespace quits::test {
namespace {

// A plan on line 2 of the terms: its rule and what is given.
std::string plan(const std::string& rest) {
  return "currency: \"EUR\"\nplan { name: \"p\" basis: BASIS_PER_PERIOD " + rest + " }\n";
}
std::string terms(const std::string& rest) { return "currency: \"EUR\"\n" + rest + "\n"; }

struct BadTerms {
  std::string name;
  std::string text;
  std::vector<std::string> says;
};

const std::vector<BadTerms> kTerms{
    {"bands that overlap",
     plan("rule: RULE_MARGINAL\n band { from: \"0\" rate: \"5 %\" }\n band { from: \"1000\" rate: "
          "\"8 %\" }\n band { from: \"500\" rate: \"9 %\" }"),
     {"is 500: more than 1000", "bands_invalid", "at: input:5:9", "plan[0].band[2].from",
      "rising order"}},
    {"the same band twice",
     plan("rule: RULE_WHOLE\n band { from: \"0\" rate: \"5 %\" }\n band { from: \"0\" rate: \"8 "
          "%\" }"),
     {"bands_invalid", "at: input:4:9"}},
    {"a gap below the first band",
     plan("rule: RULE_MARGINAL\n band { from: \"100\" rate: \"5 %\" }"),
     {"is 100: the first band starts at 0", "bands_invalid", "at: input:3:9"}},
    {"no band",
     plan("rule: RULE_FLAT"),
     {"at least one band", "bands_invalid", "at: input:2", "plan[0].band", "write band {"}},
    {"two bands of FLAT",
     plan(R"(rule: RULE_FLAT band { from: "0" rate: "5 %" } band { from: "1" rate: "6 %" })"),
     {"FLAT has one rate", "choose MARGINAL or WHOLE"}},
    {"more than everything",
     plan("rule: RULE_FLAT\n band { from: \"0\" rate: \"101 %\" }"),
     {"a rate from 0 % to 100 % was expected", "terms_invalid", "at: input:3:19",
      "plan[0].band[0].rate"}},
    {"less than nothing",
     plan("rule: RULE_FLAT\n band { from: \"0\" rate: \"-1 %\" }"),
     {"a rate from 0 % to 100 % was expected"}},
    {"a rate that is none",
     plan("rule: RULE_FLAT\n band { from: \"0\" rate: \"ten\" }"),
     {R"("ten")", "at: input:3:19"}},
    {"a band from nowhere",
     plan("rule: RULE_FLAT\n band { from: \"low\" rate: \"5 %\" }"),
     {R"("low")", "bad_number", "at: input:3:9"}},
    {"no rule", plan(R"(band { from: "0" rate: "5 %" })"), {"plan[0].rule", "hint:"}},
    {"a rule that is none",
     plan(R"(rule: RULE_STEEP band { from: "0" rate: "5 %" })"),
     {"RULE_STEEP", "at: input:2:"}},
    {"cumulative over nothing",
     "currency: \"EUR\"\nplan { name: \"p\" rule: RULE_FLAT basis: BASIS_CUMULATIVE band { from: "
     "\"0\" rate: \"5 %\" } }",
     {"plan[0].window", "choose quarter, year or agreement"}},
    {"two plans of one name",
     plan(R"(rule: RULE_FLAT band { from: "0" rate: "5 %" })") +
         R"(plan { name: "p" rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: "0" rate: "5 %" } })",
     {"'p' stands here twice", "at: input:3:", "plan[1].name"}},
    {"no currency",
     R"(price { item: "course" category: CATEGORY_TRAINING unit_price: "500" })",
     {"currency"}},
    {"a currency that is none",
     R"(currency: "EURO")",
     {"bad_currency", "at: input:1:1", "currency"}},
    {"a price below zero",
     terms(R"(price { item: "course" category: CATEGORY_TRAINING unit_price: "-500" })"),
     {"below zero", "price[0].unit_price", "the other side as earner"}},
    {"a fee of half a cent",
     terms(R"(fee { name: "f" amount: "150.005" when: FEE_WHEN_ACTIVE })"),
     {"150.005", "at: input:2:17", "fee[0].amount"}},
    {"a fee that is never due", terms(R"(fee { name: "f" amount: "150" })"), {"fee[0].when"}},
    {"standard tax of nothing",
     terms(R"(tax { supplier: SIDE_PRINCIPAL category: TAX_CATEGORY_S rate: "0" })"),
     {"tax[0].rate", "choose TAX_CATEGORY_Z"}},
    {"zero tax of something",
     terms(R"(tax { supplier: SIDE_PRINCIPAL category: TAX_CATEGORY_Z rate: "7 %" })"),
     {"only category S has a rate"}},
    {"due in a century",
     terms("payment { due_days: 36500 }"),
     {"at most 3650", "payment.due_days"}},
    {"a misspelt field",
     terms("pln { }"),
     {R"(Terms has no field "pln")", "unknown_field", "at: input:2:", "did you mean plan?"}},
};

TEST(BadTerms, are_found_by_the_check) {
  const SampleFolder folder;
  for (const BadTerms& bad : kTerms) {
    SCOPED_TRACE(bad.name);
    folder.write("input", bad.text);
    const Outcome outcome = folder.quits("--book nowhere.quits agreement check input");
    EXPECT_EQ(outcome.exit_code, 1) << outcome;
    expect_says(outcome.output, bad.says);
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path("nowhere.quits")));
}

TEST(BadTerms, are_refused_and_change_nothing) {
  std::vector<BadInput> rows;
  for (const BadTerms& bad : kTerms) {
    rows.push_back({bad.name,
                    "agreement propose input --agreement new --partner BARE --from 2024-05-01",
                    bad.text, 3, bad.says});
  }
  expect_refused(rows);
}

TEST(BadTerms, do_not_hide_behind_one_another) {
  SampleFolder folder;
  folder.write("input", plan("rule: RULE_MARGINAL\n band { from: \"1\" rate: \"500 %\" }\n band { "
                             "from: \"1\" rate: \"5 %\" }"));
  const Outcome outcome = folder.quits("agreement check input");
  EXPECT_EQ(outcome.exit_code, 1) << outcome;
  EXPECT_NE(outcome.output.find("3 problems"), std::string::npos) << outcome;
}

}  // namespace
}  // namespace quits::test
