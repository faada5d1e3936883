// Every mistake of a text of terms, with its line and column, in protobuf text and in JSON.
#include "service/terms_check.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>


namespace quits::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> problems(const std::string& text) {
  std::vector<std::string> found;
  const TermsCheck check = TermsCheck::of(text, "t");
  for (const Error& error : check.problems())
    found.push_back(fmt::format("{}:{} {} {}", error.place.line, error.place.column,
                                name_of(error.code), error.place.field));
  return found;
}

TEST(TermsCheckText, fine_terms_have_no_problem) {
  EXPECT_THAT(problems("currency: \"EUR\"\nplan { name: \"p\" rule: RULE_FLAT basis: "
                       "BASIS_PER_EVENT band { from: \"0\" rate: \"5 %\" } }\n"),
              IsEmpty());
}

TEST(TermsCheckText, every_mistake_has_its_place) {
  EXPECT_THAT(
      problems(
          "titel: \"Reseller\"\n"                      // 1: unknown
          "currency: \"EURO\"\n"                       // 2
          "plan {\n"                                   // 3
          "  name: \"p\"\n"                            // 4
          "  rule: RULE_MARGNAL\n"                     // 5: no such rule
          "  basis: BASIS_PER_EVENT\n"                 // 6
          "  band { from: \"0\" rate: \"ten\" }\n"     // 7
          "  band { from: \"10\" rate: \"500 %\" }\n"  // 8: too much, whatever the rule
          "}\n"                                        // 9
          "price { item: \"x\" unit_price: 250 }\n"    // 10: a number, not a text
          "payment { due_days: \"30\" }\n"             // 11
          "fee { name: \"f\" amount: \"1\" }\n"        // 12: when?
          "tax { supplier: SIDE_PARTNER category: TAX_CATEGORY_S rate: \"19 %\" what { a: 1 } }\n"),
      ElementsAre("1:1 unknown_field ", "2:1 bad_currency currency", "5:3 malformed_text ",
                  "7:20 bad_number plan[0].band[0].rate", "8:21 terms_invalid plan[0].band[1].rate",
                  "10:19 malformed_text ", "11:11 malformed_text ",
                  "12:1 missing_field fee[0].when", "13:68 unknown_field "));
}

TEST(TermsCheckText, a_mistake_is_told_once) {
  EXPECT_THAT(problems("currency: \"EUR\"\nplan { name: \"p\" rule: RULE_FLAT basis: "
                       "BASIS_CUMULATIVE window: WINDOW_YAER\n"
                       "  band { from: \"0\" rate: \"5 %\" } }\n"),
              ElementsAre("2:58 malformed_text "));
  EXPECT_THAT(problems("currency: \"EUR\"\ncurrency: \"USD\"\n"),
              ElementsAre("2:1 malformed_text "));
}

TEST(TermsCheckText, a_text_that_is_none_has_one_problem) {
  EXPECT_EQ(problems("currency: \"EUR\nplan {\n").size(), 1U);
  EXPECT_EQ(problems("plan { name: \"p\"\n").size(), 1U);
  EXPECT_EQ(problems("}").size(), 1U);
  EXPECT_EQ(problems("\xFF").size(), 1U);
}

TEST(TermsCheckText, json_has_places_as_well) {
  EXPECT_THAT(
      problems(
          "{\"currency\": \"EUR\",\n"
          " \"plan\": [{\"name\": \"p\", \"rule\": \"RULE_FLAT\", \"basis\": \"BASIS_PER_EVENT\",\n"
          "   \"band\": [{\"from\": \"0\", \"rate\": \"101 %\"}]}],\n"
          " \"price\": [{\"item\": \"x\",\n"
          "   \"unitPrice\": \"dear\"}],\n"
          " \"fee\": [{\"name\": \"f\", \"amount\": \"1\"}]}"),
      ElementsAre("3:27 terms_invalid plan[0].band[0].rate", "5:4 bad_number price[0].unit_price",
                  "6:10 missing_field fee[0].when"));
  EXPECT_THAT(problems("{\"currency\": \"EUR\",\n \"pln\": []}"),
              ElementsAre("2:2 unknown_field "));
}

}  // namespace
}  // namespace quits::service
