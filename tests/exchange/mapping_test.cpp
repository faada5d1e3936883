#include "exchange/mapping.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "exchange/row_facts.h"
#include "tests/support/scratch.h"

namespace quits::exchange {
namespace {

// A mapping that is right; the tables below put something wrong into it.
constexpr std::string_view kSales = R"(source: "billing"
fact: "sale"
identity { column: "invoice" column: "line" }
map { field: "seller" column: "partner" }
map { field: "on" column: "date" date_format: "D/M/Y" }
map { field: "amount" column: "net" decimal_separator: "," }
)";

std::string outcome(std::string_view text) {
  const auto mapping = parse_mapping(text, "m");
  return mapping ? "good" : to_string(mapping.error());
}

// kSales with the line that starts with `start` replaced.
std::string with(std::string_view start, std::string_view line) {
  std::string text(kSales);
  const std::size_t at = text.find(start);
  if (at == std::string::npos) return "no such line";
  return text.replace(at, text.find('\n', at) - at, line);
}

std::string outcome_with(std::string_view line) {
  return outcome(std::string(kSales) + std::string(line));
}

TEST(Mapping, IsReadFromProtobufText) {
  const auto mapping = parse_mapping(kSales, "m").value();
  EXPECT_EQ(mapping.source, "billing");
  EXPECT_EQ(mapping.fact->name, "sale");
  EXPECT_EQ(mapping.identity_columns, (std::vector<std::string>{"invoice", "line"}));
  ASSERT_EQ(mapping.fields.size(), 3U);
  EXPECT_EQ(mapping.fields[1].date_format->name(), "D/M/Y");
  EXPECT_EQ(mapping.fields[2].number_style.parse("1.234,5").value().to_string(), "1234.5");
  EXPECT_EQ(mapping.csv.delimiter, ',');
  EXPECT_FALSE(mapping.negative_amount_is_credit);
}

TEST(Mapping, IsReadFromJson) {
  EXPECT_EQ(outcome(R"({"source": "billing", "fact": "party_registered", "skipLines": 2,
    "delimiter": "\t", "identity": {"column": ["key"]},
    "map": [{"field": "key", "column": "key"}, {"field": "name", "column": "name"}]})"),
            "good");
  EXPECT_EQ(outcome("{").substr(0, 7), "m: Unex");
  EXPECT_EQ(outcome("{\"fact\": \"sale\",\n \"sorce\": \"billing\"}"),
            "m:2:2: there is no field 'sorce' (try: did you mean source?)");
  EXPECT_EQ(
      outcome("{\"source\": \"s\", \"fact\": \"sale\", \"identity\": {\"fileAndRow\": true},\n"
              "\"map\": [\n {\"field\": \"amont\", \"column\": \"x\"}]}")
          .substr(0, 66),
      "m:3:3: field map[0].field: a sale has no field 'amont' (try: did y");
}

TEST(Mapping, IsLoadedFromAFile) {
  const test::ScratchDirectory scratch;
  EXPECT_TRUE(load_mapping(scratch.write("a.mapping", kSales).string()));
  EXPECT_TRUE(load_mapping(scratch
                               .write("a.json", R"({"source": "s", "fact": "refund",
    "identity": {"fileAndRow": true}, "map": [{"field": "sale.id", "column": "id"},
    {"field": "on", "column": "on"}, {"field": "amount", "column": "amount"}]})")
                               .string()));
  EXPECT_EQ(load_mapping((scratch / "none").string()).error().code, Code::not_found);
  EXPECT_FALSE(load_mapping(scratch.path().string()));
}

TEST(Mapping, SyntaxErrorsHaveLineColumnAndSuggestion) {
  EXPECT_EQ(outcome("source: \"billing\"\nfact \"sale\"\n"),
            "m:2:6: Expected \":\", found \"\"sale\"\".");
  EXPECT_EQ(outcome("source: \"a\"\nsorce: \"b\"\n"),
            "m:2:1: Mapping has no field 'sorce' (try: did you mean source?)");
  EXPECT_EQ(outcome("map { field: \"on\"\n  colum: \"b\" }\n"),
            "m:2:3: FieldMapping has no field 'colum' (try: did you mean column?)");
  EXPECT_EQ(outcome("only { column: \"a\" xyz: \"b\" }\n"),
            "m:1:20: Filter has no field 'xyz' (try: its fields: column, decimal_separator, in, "
            "not_in, sign)");
  EXPECT_EQ(outcome("map { field: \"on\" column: \"a\" constant: \"b\" }").substr(0, 6), "m:1:31");
}

TEST(Mapping, ErrorsNameTheirPlaceAndTheWayOut) {
  struct Case {
    std::string text;
    std::string_view refusal;
  };
  const std::vector<Case> cases{
      {with("source", ""), "m: field source: "},
      {with("source", "source: \"a:b\""), "m:1:1: field source: "},
      {with("fact", "fact: \"sales\""),
       "m:2:1: field fact: rows cannot become 'sales' (try: did you mean 'sale'?)"},
      {with("fact", ""),
       "m: field fact: the kind of fact that rows become is missing (try: use sale, credit, "
       "refund, "
       "training_delivered, contribution, payment or party_registered)"},
      {with("identity", ""),
       "m: field identity: nothing says what identifies a row (try: name the "},
      {with("identity", "identity { column: \"a\" file_and_row: true }"),
       "m:3:24: field identity.file_and_row: columns and file_and_row cannot both identify a row"},
      {with("identity", "identity { column: \"a\" column: \"a\" }"),
       "m:3:24: field identity.column[1]: the column 'a' is named twice"},
      {with("map { field: \"on\"", ""),
       "m: field map: a sale needs the field on (try: add map { field: \"on\" column: "},
      {with("map { field: \"on\"", "map { field: \"date\" column: \"date\" }"),
       "m:5:7: field map[1].field: a sale has no field 'date' (try: use seller, agreement, on, "},
      {with("map { field: \"on\"", "map { field: \"amont\" column: \"x\" }"),
       "m:5:7: field map[1].field: a sale has no field 'amont' (try: did you mean 'amount'?)"},
      {with("map { field: \"on\"", "map { field: \"on\" }"),
       "m:5:1: field map[1]: nothing says where on comes from (try: give column, constant or "},
      {with("map { field: \"on\"", "map { column: \"date\" }"),
       "m:5:1: field map[1]: the field of the fact is missing (try: use seller, "},
      {with("map { field: \"on\"", "map { field: \"on\" column: \"d\" date_format: \"%y%m%d\" }"),
       "m:5:31: field map[1].date_format: "},
      {with("map { field: \"on\"", "map { field: \"on\" constant: \"3/4/2026\" }"),
       "m:5:19: field map[1].constant: '3/4/2026' is not"},
      {with("map { field: \"amount\"",
            "map { field: \"amount\" column: \"x\" decimal_separator: \"'\" }"),
       "m:6:35: field map[2].decimal_separator: ''' is not a decimal separator (try: write "},
      {with("map { field: \"amount\"",
            "map { field: \"amount\" column: \"x\" date_format: \"ISO\" }"),
       "m:6:35: field map[2].date_format: the field amount is not a date"},
      {with("map { field: \"amount\"",
            "map { field: \"amount\" column: \"x\" replace { from: \"-\" to: \"none\" } }"),
       "m:6:1: field map[2].replace: 'none' is not a number"},
      {with("map { field: \"amount\"",
            "map { field: \"amount\" column: \"x\" when_empty: \"1,5\" }"),
       "m:6:35: field map[2].when_empty: '1,5' is not a number"},
      {with("map { field: \"amount\"", "map { field: \"amount\" product { left: \"x\" } }"),
       "m:6:23: field map[2].product.right: a column of the file was expected"},
      {with("map { field: \"seller\"",
            "map { field: \"seller\" product { left: \"x\" right: \"y\" } }"),
       "m:4:23: field map[0].product: the field seller is not a number"},
      {with("map { field: \"seller\"", "map { field: \"seller\" constant: \"x\" prefix: \"y\" }"),
       "m:4:1: field map[0]: replace, prefix and suffix need a column"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(outcome(c.text).substr(0, c.refusal.size()), c.refusal) << c.text;
  }
}

TEST(Mapping, ErrorsOfWhatIsAdded) {
  struct Case {
    std::string_view line;
    std::string_view refusal;
  };
  const std::vector<Case> cases{
      {"", "good"},
      {"negative_amount: \"credit\"", "good"},
      {"negative_amount: \"refund\"",
       "m:7:1: field negative_amount: a sale with a negative amount cannot become 'refund'"},
      {"map { field: \"amount\" column: \"gross\" }",
       "m:7:7: field map[3].field: the field amount is mapped twice"},
      {"map { field: \"currency\" constant: \"EURO\" }", "m:7:25: field map[3].constant: "},
      {"map { field: \"customer\" column: \"a\" replace { from: \"x\" to: \"y\" } "
       "replace { from: \"x\" to: \"z\" } }",
       "m:7:67: field map[3].replace[1]: 'x' is replaced twice"},
      {"map { field: \"customer\" constant: \"\" }",
       "m:7:1: field map[3]: a constant is one text, never empty"},
      {"only { column: \"a\" }", "m:7:1: field only[0]: the filter leaves nothing out"},
      {"only { sign: SIGN_ZERO }",
       "m:7:1: field only[0].column: a column of the file was expected"},
      {"only { column: \"a\" in: \"x\" decimal_separator: \",\" }",
       "m:7:28: field only[0].decimal_separator: only a filter by sign reads numbers"},
      {"only { column: \"a\" sign: SIGN_ZERO decimal_separator: \",\" }", "good"},
      {"delimiter: \"||\"", "m:7:1: field delimiter: '||' cannot separate columns"},
      {"delimiter: \"\\n\"", "m:7:1: field delimiter: '\\x0A' cannot separate columns"},
      {"delimiter: \"\\t\"", "good"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(outcome_with(c.line).substr(0, c.refusal.size()), c.refusal) << c.line;
  }
}

TEST(Mapping, OneOfAGroupOfFieldsIsNeeded) {
  const std::string start =
      "source: \"lms\" fact: \"training_delivered\" identity { column: \"id\" }\n"
      "map { field: \"item\" column: \"course\" } map { field: \"seats\" column: \"n\" }\n"
      "map { field: \"on\" column: \"day\" }\n";
  EXPECT_EQ(outcome(start),
            "m: field map: a training_delivered needs agreement or partner (try: map at least "
            "one of them)");
  EXPECT_EQ(outcome(start + "map { field: \"partner\" column: \"p\" }"), "good");
}

TEST(Mapping, EveryKindOfFactCanBeMapped) {
  for (const FactShape& shape : all_fact_shapes()) {
    std::string text =
        fmt::format("source: \"s\" fact: \"{}\" identity {{ file_and_row: true }}\n", shape.name);
    for (const FactField& field : shape.fields) {
      text += fmt::format("map {{ field: \"{0}\" column: \"{0}\" }}\n", field.name);
    }
    EXPECT_EQ(outcome(text), "good") << text;
  }
}

std::string bound(std::string_view text, std::vector<std::string> header,
                  const std::string& file_name = "a.csv") {
  auto mapping = parse_mapping(text, "m").value();
  const auto rows = RowFacts::bind(std::move(mapping), header, file_name);
  return rows ? "good" : to_string(rows.error());
}

TEST(Mapping, IsBoundToAHeader) {
  EXPECT_EQ(bound(kSales, {"invoice", "line", "date", "partner", "net", "more"}), "good");
  EXPECT_EQ(bound(kSales, {"invoice", "line", "date", "Partner", "net"}),
            "m:4:1: field map[0]: a.csv has no column 'partner' (try: did you mean 'Partner'?)");
  EXPECT_EQ(
      bound(kSales, {"invoice", "Zeile", "date", "partner", "net"}),
      "m:3:1: field identity: a.csv has no column 'line' (try: its columns are invoice, Zeile, "
      "date, partner or net)");
  EXPECT_EQ(bound(std::string(kSales) + "only { column: \"gross\" in: \"1\" }",
                  {"invoice", "line", "date", "partner", "net"})
                .substr(0, 46),
            "m:7:1: field only[0]: a.csv has no column 'gro");
}

TEST(Mapping, AFileNameThatIsPartOfEveryIdMustBeShort) {
  const std::string text = with("identity", "identity { file_and_row: true }");
  const std::vector<std::string> header{"date", "partner", "net"};
  EXPECT_EQ(bound(text, header), "good");
  EXPECT_EQ(bound(text, header, std::string(120, 'x')).substr(0, 22), "m:3:1: field identity:");
}

}  // namespace
}  // namespace quits::exchange
