// Facts and terms as people write them: what is read, and where a refusal points.
#include "service/wire.h"

#include <gtest/gtest.h>

#include "program/encoding.h"

namespace quits::service {
namespace {

Result<FactText> parse(const std::string& text, const std::string& source = "") {
  return FactText::parse(text, "input", source);
}

// The refusal of the whole text.
Error refusal_of(const std::string& text) {
  const auto parsed = parse(text);
  EXPECT_FALSE(parsed) << text;
  return parsed ? Error{} : parsed.error();
}

TEST(FactText, protobuf_text_and_json_say_the_same) {
  const auto text = parse(
      R"(source: "shop" fact { id: "1" sale { seller: "P" on: "2026-01-03" amount: "12.50" } })");
  const auto json = parse(
      R"({"source": "shop", "fact": [{"id": "1", "sale": {"seller": "P", "on": "2026-01-03", "amount": "12.50"}}]})");
  ASSERT_TRUE(text && json);
  ASSERT_TRUE(text->facts.at(0) && json->facts.at(0));
  EXPECT_EQ(text->facts[0]->id, (FactId{"shop", "1"}));
  EXPECT_EQ(text->facts[0]->fact, json->facts[0]->fact);
}

TEST(FactText, the_source_of_the_text_wins_and_one_is_needed) {
  const std::string sale = R"(fact { id: "1" sale { seller: "P" on: "2026-01-03" amount: "1" } })";
  EXPECT_EQ(parse("source: \"shop\" " + sale, "other")->facts.at(0)->id.source, "shop");
  EXPECT_EQ(parse(sale, "other")->facts.at(0)->id.source, "other");
  EXPECT_EQ(refusal_of(sale).code, Code::missing_field);
}

TEST(FactText, a_wrong_field_points_to_its_line_and_spares_its_neighbours) {
  const auto text = parse(
      "source: \"shop\"\n"
      "fact { id: \"1\" sale { seller: \"P\" on: \"2026-01-03\" amount: \"1\" } }\n"
      "fact {\n"
      "  id: \"2\"\n"
      "  sale { seller: \"P\" on: \"2026-02-30\" amount: \"1\" }\n"
      "}\n");
  ASSERT_TRUE(text);
  ASSERT_EQ(text->facts.size(), 2U);
  EXPECT_TRUE(text->facts[0]);
  ASSERT_FALSE(text->facts[1]);
  EXPECT_EQ(text->facts[1].error().place, (Place{"input", 5, 22, "sale.on"}));
}

TEST(FactText, a_refusal_of_the_book_is_placed_at_its_field_or_its_fact) {
  const auto text = parse(
      "source: \"s\"\n\nfact { id: \"1\"\n sale { seller: \"P\"\n on: \"2026-01-03\" amount: \"1\" "
      "} }");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->placed(Error{Code::unknown_party, "", "", {}}, 0).place,
            (Place{"input", 3, 1, ""}));
  EXPECT_EQ(text->placed(Error{Code::unknown_party, "", "", {{}, 0, 0, "sale.seller"}}, 0).place,
            (Place{"input", 4, 9, "sale.seller"}));
  // Of a field that is not written, the nearest around it.
  EXPECT_EQ(text->placed(Error{Code::unknown_party, "", "", {{}, 0, 0, "sale.region"}}, 0).place,
            (Place{"input", 4, 2, "sale.region"}));
}

TEST(FactText, a_mistyped_field_is_met_with_the_right_one) {
  for (const char* text : {"source: \"s\" fact { sale { seler: \"P\" } }",
                           R"({"source": "s", "fact": [{"sale": {"seler": "P"}}]})"}) {
    const Error error = refusal_of(text);
    EXPECT_EQ(error.code, Code::unknown_field) << text;
    EXPECT_EQ(error.hint, "did you mean seller?") << text;
  }
}

TEST(FactText, a_mistyped_field_is_pointed_at) {
  EXPECT_EQ(refusal_of("source: \"s\"\nfact {\n  sale { seler: \"P\" } }").place,
            (Place{"input", 3, 10, ""}));
  EXPECT_EQ(refusal_of("source: \"s\"\nfact {\n  sale { seler # seler\n : \"P\" } }").place,
            (Place{"input", 3, 10, ""}));
  EXPECT_EQ(refusal_of("fact { contribution { earner: SIDE_PARTER } }").place,
            (Place{"input", 1, 31, ""}));
  EXPECT_EQ(
      refusal_of("{\"source\": \"s\", \"fact\": [{},\n {\"sale\":\n  {\"seler\": \"P\"}}]}").place,
      (Place{"input", 3, 4, ""}));
  EXPECT_EQ(refusal_of("{\"source\": \"s\",\n\"facts\": []}").place, (Place{"input", 2, 1, ""}));
}

TEST(FactText, what_is_no_text_of_facts_is_refused) {
  EXPECT_EQ(refusal_of("source: \"\xff\"").code, Code::malformed_text);
  EXPECT_EQ(refusal_of("\n\nsource: \"x\n").place.line, 3);
  EXPECT_EQ(refusal_of(R"({"fact": [)").code, Code::malformed_text);
  EXPECT_EQ(refusal_of("not facts at all").code, Code::unknown_field);
  EXPECT_EQ(refusal_of("source 5").code, Code::malformed_text);
  EXPECT_EQ(refusal_of(std::string(program::MessageText::kBytesMax + 1, ' ')).code,
            Code::too_large);
}

TEST(FactText, empty_texts_hold_no_facts) {
  for (const char* text : {"", "# nothing\n", "{}", "\xEF\xBB\xBFsource: \"s\""}) {
    const auto parsed = parse(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_TRUE(parsed->facts.empty());
  }
}

TEST(FactText, facts_of_json_know_their_lines) {
  const auto text = parse(
      "{\"source\": \"s\",\n\"fact\": [\n{\"id\": \"1\", \"sale\": {\"customer\": \"a \\\" ] } "
      "[\"}},\n\n{\"id\": \"2\"}]}");
  ASSERT_TRUE(text);
  ASSERT_EQ(text->facts.size(), 2U);
  EXPECT_EQ(text->facts[0].error().place, (Place{"input", 3, 13, "sale.seller"}));
  EXPECT_EQ(text->facts[1].error().place.line, 5);
  EXPECT_EQ(text->placed(Error{Code::unknown_party, "", "", {{}, 0, 0, "sale.customer"}}, 0).place,
            (Place{"input", 3, 22, "sale.customer"}));
}

TEST(TermsText, problems_point_into_the_file) {
  const auto text = TermsText::parse(
      "currency: \"EUR\"\nplan { name: \"p\" rule: RULE_FLAT basis: BASIS_PER_EVENT\n  band { "
      "from: \"0\" rate: \"120 %\" } }",
      "t");
  ASSERT_TRUE(text) << to_string(text.error());
  auto problems = program::check(text->terms);
  ASSERT_FALSE(problems.empty());
  const Place place = text->placed(problems.front()).place;
  EXPECT_EQ(place.line, 3);
  EXPECT_EQ(place.field, "plan[0].band[0].rate");
}

TEST(HoldsFacts, tells_facts_from_terms) {
  EXPECT_TRUE(holds_facts("# proto-message: FactFile\n\nsource: \"s\""));
  EXPECT_TRUE(holds_facts("fact {"));
  EXPECT_TRUE(holds_facts("{ \"fact\": []}"));
  EXPECT_FALSE(holds_facts("title: \"Reseller\""));
  EXPECT_FALSE(holds_facts("# source\n currency: \"EUR\""));
  EXPECT_FALSE(holds_facts(""));
  EXPECT_FALSE(holds_facts("# only a comment"));
}

}  // namespace
}  // namespace quits::service
