#include "exchange/row_facts.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <quits/v1/fact.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "program/encoding.h"
#include "tests/support/scratch.h"

namespace quits::exchange {
namespace {

constexpr std::string_view kSales = R"(
source: "billing" fact: "sale" identity { column: "id" } negative_amount: "credit"
map { field: "seller" column: "partner" replace { from: "N/A" to: "" } prefix: "p-" }
map { field: "on" column: "day" date_format: "D.M.Y" }
map { field: "amount" product { left: "units" right: "price" } decimal_separator: "," }
map { field: "quantity" column: "units" decimal_separator: "," }
map { field: "currency" constant: "EUR" }
map { field: "region" column: "region" when_empty: "EU" replace { from: "Eire" to: "Ireland" } }
map { field: "customer" column: "id" suffix: "!" }
)";

// What every row becomes: "id: the message in one line", "skipped", or the refusal.
std::string become(std::string_view mapping_text, std::string_view csv) {
  const test::ScratchDirectory scratch;
  auto reader = CsvReader::open(scratch.write("a.csv", csv).string(), {}).value();
  auto mapping = parse_mapping(mapping_text, "m").value();
  auto rows = RowFacts::bind(std::move(mapping), reader.header(), reader.file_name()).value();
  program::FactCodec codec;
  std::string text;
  while (auto row = reader.next()) {
    const auto id = rows.read(row->value());
    if (!id) {
      text += to_string(id.error()) + "\n";
    } else if (!*id) {
      text += "skipped\n";
    } else {
      v1::Fact message;
      program::to_message(rows.fact(), message);
      text += fmt::format("{}: {}\n", (*id)->to_string(), message.ShortDebugString());
      // What an import submits passes the book's own reading of it.
      const auto decoded = codec.decode(codec.encode(rows.fact()));
      EXPECT_TRUE(decoded.has_value()) << to_string(decoded.error());
      if (decoded) {
        EXPECT_EQ(*decoded, rows.fact());
      }
    }
  }
  return text;
}

TEST(RowFacts, ARowBecomesASale) {
  EXPECT_EQ(
      become(kSales,
             "id,partner,day,units,price,region\n"
             "1,acme,5.12.2010,2,\"1.000,50\",Eire\n"
             "2,acme,05.12.2010,0,7,\n"),
      "billing:1: sale { seller: \"p-acme\" on: \"2010-12-05\" amount: \"2001\" currency: "
      "\"EUR\" quantity: \"2\" customer: \"1!\" region: \"Ireland\" }\n"
      "billing:2: sale { seller: \"p-acme\" on: \"2010-12-05\" amount: \"0\" currency: \"EUR\" "
      "customer: \"2!\" region: \"EU\" }\n");
}

// A credit is the line as it would be for a sale.
TEST(RowFacts, ANegativeAmountBecomesACredit) {
  EXPECT_EQ(
      become(kSales,
             "id,partner,day,units,price,region\n"
             "1,acme,5.12.2010,-2,\"10,5\",EU\n"
             "2,acme,5.12.2010,1,\"-0,000001\",EU\n"
             "3,acme,5.12.2010,1,1,EU\n"),
      "billing:1: credit { line { seller: \"p-acme\" on: \"2010-12-05\" amount: \"21\" "
      "currency: \"EUR\" quantity: \"2\" customer: \"1!\" region: \"EU\" } }\n"
      "billing:2: credit { line { seller: \"p-acme\" on: \"2010-12-05\" amount: \"0.000001\" "
      "currency: \"EUR\" quantity: \"1\" customer: \"2!\" region: \"EU\" } }\n"
      "billing:3: sale { seller: \"p-acme\" on: \"2010-12-05\" amount: \"1\" currency: \"EUR\" "
      "quantity: \"1\" customer: \"3!\" region: \"EU\" }\n");
}

TEST(RowFacts, GrossAmountsTurnWithTheirRow) {
  const std::string mapping = std::string(kSales) + "map { field: \"gross\" column: \"gross\" }\n";
  EXPECT_EQ(become(mapping,
                   "id,partner,day,units,price,region,gross\n"
                   "1,acme,5.12.2010,1,100,EU,119.00\n"
                   "2,acme,5.12.2010,-1,100,EU,-119.00\n"
                   "3,acme,5.12.2010,1,1,EU,\n"),
            "billing:1: sale { seller: \"p-acme\" on: \"2010-12-05\" amount: \"100\" currency: \"EUR\" "
            "quantity: \"1\" customer: \"1!\" region: \"EU\" gross: \"119\" }\n"
            "billing:2: credit { line { seller: \"p-acme\" on: \"2010-12-05\" amount: \"100\" "
            "currency: \"EUR\" quantity: \"1\" customer: \"2!\" region: \"EU\" gross: \"119\" } }\n"
            "billing:3: sale { seller: \"p-acme\" on: \"2010-12-05\" amount: \"1\" currency: \"EUR\" "
            "quantity: \"1\" customer: \"3!\" region: \"EU\" }\n");
}

TEST(RowFacts, RefusalsNameTheColumnToBlame) {
  struct Case {
    std::string_view row;
    std::string_view refusal;
  };
  const std::vector<Case> cases{
      {"1,,5.12.2010,1,1,EU", "a.csv:2:2: field partner: seller is empty (try: give when_empty, "},
      {"1,N/A,5.12.2010,1,1,EU", "a.csv:2:2: field partner: seller is empty"},
      {"1,acme,2010-12-05,1,1,EU", "a.csv:2:3: field day: '2010-12-05' is not a date"},
      {"1,acme,31.2.2010,1,1,EU", "a.csv:2:3: field day: "},
      {"1,acme,5.12.2010,one,1,EU", "a.csv:2:4: field units: 'one' is not a number with the "},
      {"1,acme,5.12.2010,1,1.5,EU",
       "a.csv:2:5: field price: '1.5' is not a number with the decimal separator ',' (try: write "
       "it "
       "like 1.234,5)"},
      {"1,acme,5.12.2010,\"0,001\",\"0,0001\",EU", "a.csv:2:4: field units: "},
      {"1,acme,5.12.2010,9999999999,9999999999,EU", "a.csv:2:4: field units: "},
      {"1,acme,5.12.2010,1,,EU", "a.csv:2:5: field price: amount is empty"},
      {",acme,5.12.2010,1,1,EU", "a.csv:2:1: field id: "},
      {"1,acme,5.12.2010,1,1,\"E\nU\"",
       "a.csv:2:6: field region: 'E\\x0AU' holds control characters, one line of text was "
       "expected"},
  };
  for (const Case& c : cases) {
    const std::string csv = fmt::format("id,partner,day,units,price,region\n{}\n", c.row);
    EXPECT_EQ(become(kSales, csv).substr(0, c.refusal.size()), c.refusal);
  }
  const std::string long_key =
      fmt::format("id,partner,day,units,price,region\n1,{},5.12.2010,1,1,\n", std::string(63, 'x'));
  EXPECT_EQ(become(kSales, long_key).substr(0, 26), "a.csv:2:2: field partner: ");
}

constexpr std::string_view kPlain = R"(
source: "shop" fact: "sale" identity { file_and_row: true }
map { field: "seller" column: "partner" }
map { field: "on" column: "day" }
map { field: "amount" column: "net" }
)";

TEST(RowFacts, WhatIsNotDeclaredIsNotGuessed) {
  EXPECT_EQ(become(kPlain,
                   "partner,day,net\n"
                   "acme,3/4/2026,1\n"
                   "acme,2026-03-04,\"1,234\"\n"
                   "acme,2026-03-04,-1\n"),
            "a.csv:2:2: field day: '3/4/2026' is not a date: expected the format ISO (try: "
            "give date_format: 3/4/2026 is two different days)\n"
            "a.csv:3:3: field net: '1,234' is not a number: a ',' has no meaning here (try: give "
            "decimal_separator if ',' is the decimal point or groups thousands in this column)\n"
            "a.csv:4:3: field net: -1 is below zero, a sale is zero or above (try: write "
            "negative_amount: \"credit\" in the mapping, or leave such rows out)\n");
}

// The number counts data rows: not the header, not empty lines, but rows that were refused.
TEST(RowFacts, FileAndRowIdentifyARow) {
  const std::string text = become(kPlain,
                                  "partner,day,net\n"
                                  "acme,2026-03-04,1\n"
                                  "\n"
                                  "acme,never,1\n"
                                  "acme,2026-03-04,1\n");
  EXPECT_NE(text.find("shop:a.csv/1: sale"), std::string::npos) << text;
  EXPECT_NE(text.find("a.csv:4:2: field day"), std::string::npos) << text;
  EXPECT_NE(text.find("shop:a.csv/3: sale"), std::string::npos) << text;
}

// ("a/b", "c") and ("a", "b/c") are two rows.
TEST(RowFacts, SeveralColumnsIdentifyARowWithoutDoubt) {
  constexpr std::string_view mapping = R"(
    source: "s" fact: "sale" identity { column: "order" column: "line" }
    map { field: "seller" constant: "acme" } map { field: "on" constant: "2026-03-04" }
    map { field: "amount" constant: "1" })";
  constexpr std::string_view sale = "sale { seller: \"acme\" on: \"2026-03-04\" amount: \"1\" }";
  EXPECT_EQ(become(mapping, "order,line\n2024,7\na/b,c%\na,b/c\n,x\n"),
            fmt::format("s:2024/7: {0}\ns:a%2Fb/c%25: {0}\ns:a/b%2Fc: {0}\n"
                        "a.csv:5:1: field order: the row's id is empty (try: every row needs an id "
                        "of its own)\n",
                        sale));
  constexpr std::string_view one = R"(
    source: "s" fact: "sale" identity { column: "order" }
    map { field: "seller" constant: "acme" } map { field: "on" constant: "2026-03-04" }
    map { field: "amount" constant: "1" })";
  EXPECT_EQ(become(one, "order\na/b%\n"), fmt::format("s:a/b%: {}\n", sale));
}

TEST(RowFacts, FiltersLeaveRowsOut) {
  const std::string mapping = std::string(kPlain) +
                              "only { column: \"state\" in: \"paid\" in: \"sent\" }\n"
                              "only { column: \"partner\" not_in: \"test\" }\n"
                              "only { column: \"net\" sign: SIGN_NOT_NEGATIVE }\n";
  EXPECT_EQ(
      become(mapping,
             "partner,day,net,state\n"
             "acme,2026-03-04,1,open\n"
             "test,2026-03-04,1,paid\n"
             "acme,2026-03-04,-1,sent\n"
             "acme,2026-03-04,x,sent\n"
             "acme,2026-03-04,0,sent\n"),
      "skipped\nskipped\nskipped\n"
      "a.csv:5:3: field net: 'x' is not a number: expected digits, with an optional '-' before "
      "and a fraction after '.' (try: write it like 1234.50)\n"
      "shop:a.csv/5: sale { seller: \"acme\" on: \"2026-03-04\" amount: \"0\" }\n");
}

TEST(RowFacts, SignsOfFilters) {
  struct Case {
    std::string_view sign;
    std::string_view kept;  // of -1, 0, 1
  };
  for (const Case& c : {Case{"POSITIVE", "1"}, Case{"NEGATIVE", "-1"}, Case{"ZERO", "0"},
                        Case{"NOT_NEGATIVE", "01"}}) {
    const std::string mapping = std::string(kPlain) + "negative_amount: \"credit\"" +
                                fmt::format("only {{ column: \"net\" sign: SIGN_{} }}", c.sign);
    std::string kept;
    for (const std::string_view number : {"-1", "0", "1"}) {
      const auto csv = fmt::format("partner,day,net\nacme,2026-03-04,{}\n", number);
      if (become(mapping, csv) != "skipped\n") kept += number;
    }
    EXPECT_EQ(kept, c.kept) << c.sign;
  }
}

TEST(RowFacts, OtherKindsOfFacts) {
  EXPECT_EQ(become(R"(source: "s" fact: "refund" identity { column: "id" }
              map { field: "sale.id" column: "order" } map { field: "sale.source" constant: "shop" }
              map { field: "on" column: "on" } map { field: "amount" column: "net" })",
                   "id,order,on,net\n1,7,2026-03-04,5\n2,8,2026-03-04,0\n"),
            "s:1: refund { sale { source: \"shop\" id: \"7\" } on: \"2026-03-04\" amount: \"5\" }\n"
            "a.csv:3:4: field net: 0 is not above zero\n");
  EXPECT_EQ(
      become(R"(source: "s" fact: "training_delivered" identity { column: "id" }
              map { field: "item" column: "item" } map { field: "seats" column: "seats" }
              map { field: "agreement" column: "a" } map { field: "partner" column: "p" }
              map { field: "on" column: "on" })",
             "id,item,seats,a,p,on\n1,basic,3.0,,acme,2026-03-04\n2,basic,2.5,x,,2026-03-04\n"
             "3,basic,1,,,2026-03-04\n4,basic,0,x,,2026-03-04\n"),
      "s:1: training_delivered { partner: \"acme\" item: \"basic\" seats: 3 on: \"2026-03-04\" "
      "}\n"
      "a.csv:3:3: field seats: 2.5 is not a whole number up to 4294967295\n"
      "a.csv:4: agreement or partner are empty, one of them was expected\n"
      "a.csv:5:3: field seats: 0 is not above zero\n");
  EXPECT_EQ(
      become(R"(source: "s" fact: "payment" identity { column: "id" }
              map { field: "payer" column: "from" } map { field: "payee" constant: "us" }
              map { field: "amount" column: "net" } map { field: "currency" column: "cur" }
              map { field: "on" column: "on" })",
             "id,from,net,cur,on\n1,acme,12.5,EUR,2026-03-04\n2,acme,1,eur,2026-03-04\n"),
      "s:1: payment { payer: \"acme\" payee: \"us\" amount: \"12.5\" currency: \"EUR\" on: "
      "\"2026-03-04\" }\n"
      "a.csv:3:4: field cur: 'eur' is not a currency: expected three capital letters (try: use "
      "a three-letter code of ISO 4217 such as EUR)\n");
}

TEST(RowFacts, ContributionsHaveDefaults) {
  constexpr std::string_view mapping = R"(
    source: "s" fact: "contribution" identity { column: "id" }
    map { field: "partner" constant: "acme" } map { field: "on" column: "on" }
    map { field: "item" column: "item" } map { field: "quantity" column: "n" }
    map { field: "amount" column: "value" } map { field: "earner" column: "side" }
    map { field: "category" column: "kind" } map { field: "statement_only" column: "shown" })";
  EXPECT_EQ(become(mapping,
                   "id,on,item,n,value,side,kind,shown\n"
                   "1,2026-03-04,booth,2,,,,\n"
                   "2,2026-03-04,,,99,partner,marketing,true\n"
                   "3,2026-03-04,,,99,seller,,\n"
                   "4,2026-03-04,,,99,,,\n"
                   "5,2026-03-04,booth,,,,,\n"),
            "s:1: contribution { partner: \"acme\" item: \"booth\" quantity: \"2\" category: "
            "CATEGORY_SERVICE on: \"2026-03-04\" }\n"
            "s:2: contribution { partner: \"acme\" amount: \"99\" earner: SIDE_PARTNER category: "
            "CATEGORY_MARKETING statement_only: true on: \"2026-03-04\" }\n"
            "a.csv:4:6: field side: 'seller' is not one of principal or partner (try: replace the "
            "values of the column)\n"
            "a.csv:5: item or earner are empty, one of them was expected\n"
            "s:5: contribution { partner: \"acme\" item: \"booth\" category: CATEGORY_SERVICE on: "
            "\"2026-03-04\" }\n");
}

TEST(RowFacts, KnowsTheColumnOfAField) {
  auto mapping = parse_mapping(kSales, "m").value();
  const std::vector<std::string> header{"id", "partner", "day", "units", "price", "region"};
  const auto rows = RowFacts::bind(std::move(mapping), header, "a.csv").value();
  EXPECT_EQ(rows.column_of("sale.seller"), "partner");
  EXPECT_EQ(rows.column_of("credit.line.amount"), "units");
  EXPECT_EQ(rows.column_of("sale.currency"), "");
  EXPECT_EQ(rows.column_of(""), "");
}

TEST(NumberStyle, ReadsBothWays) {
  const auto told = [](std::string_view separator, std::string_view text) {
    const auto number = NumberStyle::declared(separator).value().parse(text);
    return number ? number->to_string() : std::string(name_of(number.error().code));
  };
  EXPECT_EQ(told("", "1234.5"), "1234.5");
  EXPECT_EQ(told("", "1,234.5"), "bad_number");
  EXPECT_EQ(told(".", "1,234.5"), "1234.5");
  EXPECT_EQ(told(".", "-1,234,567.25"), "-1234567.25");
  EXPECT_EQ(told(",", "1.234,5"), "1234.5");
  EXPECT_EQ(told(",", "1234,5"), "1234.5");
  EXPECT_EQ(told(",", "-0,000001"), "-0.000001");
  EXPECT_EQ(told(",", "1,0000001"), "inexact");
  EXPECT_EQ(told(",", "99.999.999.999.999"), "overflow");
  for (const std::string_view bad :
       {"1.5", "1.23,4", "1234.567", ".123", "1.234.56", "1,2,3", "1,234.567", "-", "", "1.2345",
        "--1", "1-", "1.,5", "- 1", "+1", "1,",
        "111111111111111111111111111111111111111111111111111"}) {
    EXPECT_EQ(told(",", bad), "bad_number") << bad;
  }
}

}  // namespace
}  // namespace quits::exchange
