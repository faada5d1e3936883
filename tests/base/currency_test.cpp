#include "base/currency.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/base/expectations.h"

namespace quits {
namespace {

TEST(Currency, EveryRowIsReachableByCodeAndIndex) {
  ASSERT_EQ(all_currencies().size(), 165U);
  std::set<std::string_view> codes;
  std::set<int> numerics;
  std::unordered_set<Currency> hashed;
  for (std::size_t i = 0; i < all_currencies().size(); ++i) {
    const CurrencyRow& row = all_currencies()[i];
    const auto parsed = Currency::parse(row.code);
    ASSERT_TRUE(parsed) << row.code;
    EXPECT_EQ(*parsed, Currency::at(static_cast<std::uint16_t>(i)));
    EXPECT_EQ(parsed->index(), i);
    EXPECT_EQ(parsed->code(), row.code);
    EXPECT_EQ(parsed->numeric(), row.numeric);
    EXPECT_EQ(parsed->exponent(), row.exponent);
    EXPECT_EQ(parsed->name(), row.name);
    EXPECT_FALSE(row.name.empty());
    EXPECT_TRUE(codes.insert(row.code).second) << row.code;
    EXPECT_TRUE(numerics.insert(row.numeric).second) << row.code;
    EXPECT_TRUE(hashed.insert(*parsed).second) << row.code;
  }
}

TEST(Currency, EveryRowIsReachableByNumber) {
  std::size_t accepted = 0;
  for (std::int64_t number = -10; number < 2000; ++number) {
    const auto found = Currency::from_numeric(number);
    if (!found) {
      EXPECT_EQ(found.error().code, Code::bad_currency) << number;
      continue;
    }
    ++accepted;
    EXPECT_EQ(found->numeric(), number);
  }
  EXPECT_EQ(accepted, all_currencies().size());
  EXPECT_EQ(Currency::from_numeric(978).value().code(), "EUR");
  EXPECT_EQ(Currency::from_numeric(8).value().code(), "ALL");
  EXPECT_EQ(Currency::from_numeric(0).error().message,
            "000 is not the number of a currency of ISO 4217");
  EXPECT_EQ(outcome(Currency::from_numeric(959)), "bad_currency") << "gold";
  EXPECT_EQ(outcome(Currency::from_numeric(kInt64Min)), "bad_currency");
  EXPECT_EQ(outcome(Currency::from_numeric(kInt64Max)), "bad_currency");
  EXPECT_EQ(outcome(Currency::from_numeric((std::int64_t{1} << 32) + 978)), "bad_currency");
}

// All 17,576 codes of three capitals: what is in the table parses, the rest is refused.
TEST(Currency, NoOtherCodeParses) {
  std::size_t accepted = 0;
  std::string code = "AAA";
  for (code[0] = 'A'; code[0] <= 'Z'; ++code[0]) {
    for (code[1] = 'A'; code[1] <= 'Z'; ++code[1]) {
      for (code[2] = 'A'; code[2] <= 'Z'; ++code[2]) {
        const auto parsed = Currency::parse(code);
        if (parsed) {
          ++accepted;
          EXPECT_EQ(parsed->code(), code);
        } else {
          EXPECT_EQ(parsed.error().code, Code::bad_currency);
        }
      }
    }
  }
  EXPECT_EQ(accepted, all_currencies().size());
}

TEST(Currency, MinorUnitsAreThoseOfTheStandard) {
  const std::map<int, std::string> wanted = {
      {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF "},
      {3, "BHD IQD JOD KWD LYD OMR TND "},
      {4, "CLF UYW "}};
  std::map<int, std::string> found;
  for (const CurrencyRow& row : all_currencies()) {
    if (row.exponent != 2) found[row.exponent] += std::string(row.code) + " ";
  }
  EXPECT_EQ(found, wanted);
  std::string without;
  for (const CurrencyRow& row : codes_without_minor_unit()) without += std::string(row.code) + " ";
  EXPECT_EQ(without, "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX ");
}

TEST(Currency, RefusalsSayWhy) {
  struct Case {
    const char* code;
    const char* message;
    const char* hint;
  };
  const char* const usual = "use a three-letter code of ISO 4217 such as EUR";
  const Case cases[] = {
      {"", "'' is not a currency: expected three capital letters", usual},
      {"eur", "'eur' is not a currency: expected three capital letters", usual},
      {"EU", "'EU' is not a currency: expected three capital letters", usual},
      {"EURO", "'EURO' is not a currency: expected three capital letters", usual},
      {"EU\n", "'EU\\x0A' is not a currency: expected three capital letters", usual},
      {"€", "'€' is not a currency: expected three capital letters", usual},
      {"EUX", "'EUX' is not a currency of ISO 4217", usual},
      {"XAU", "XAU (Gold) cannot carry amounts: ISO 4217 gives it no minor unit", usual},
      {"DEM", "DEM is withdrawn from ISO 4217", "convert the amount to EUR where it arose"},
      {"ANG", "ANG is withdrawn from ISO 4217", "convert the amount to XCG where it arose"},
  };
  for (const Case& wanted : cases) {
    const auto parsed = Currency::parse(wanted.code);
    ASSERT_FALSE(parsed) << wanted.code;
    EXPECT_EQ(parsed.error(), (Error{Code::bad_currency, wanted.message, wanted.hint, {}}));
  }
}

TEST(Currency, NoneIsNoCurrency) {
  const Currency none = Currency::none();
  EXPECT_TRUE(none.is_none());
  EXPECT_EQ(none.code(), "");
  EXPECT_EQ(none.exponent(), 0);
  EXPECT_NE(none, Currency::at(0));
  EXPECT_FALSE(Currency::at(0).is_none());
  EXPECT_LT(Currency::at(static_cast<std::uint16_t>(all_currencies().size() - 1)), none);
}

TEST(CurrencyDeathTest, AnIndexBeyondTheTableIsOurBug) {
  EXPECT_DEATH(Currency::at(static_cast<std::uint16_t>(all_currencies().size())), "no currency");
  EXPECT_DEATH(Currency::at(Currency::none().index()), "no currency 65535");
}

struct ForeignRow {
  std::string code;
  std::string name;
  std::string numeric;
};

// The text between `before` and the next quote, searched from `at`, which moves on.
std::string next_quoted(const std::string& text, const std::string& before, std::size_t& at) {
  const std::size_t begin = text.find(before, at);
  if (begin == std::string::npos) return {};
  const std::size_t end = text.find('"', begin + before.size());
  at = end;
  return text.substr(begin + before.size(), end - begin - before.size());
}

// The list has one object for each currency, with its members in alphabetic order.
std::vector<ForeignRow> rows_of(const std::string& json) {
  std::vector<ForeignRow> rows;
  std::size_t at = 0;
  while (true) {
    ForeignRow row;
    row.code = next_quoted(json, "\"alpha_3\": \"", at);
    if (row.code.empty()) return rows;
    row.name = next_quoted(json, "\"name\": \"", at);
    row.numeric = next_quoted(json, "\"numeric\": \"", at);
    rows.push_back(row);
  }
}

std::map<std::string, std::string> our_rows() {
  std::map<std::string, std::string> ours;
  for (const auto rows : {all_currencies(), codes_without_minor_unit()}) {
    for (const CurrencyRow& row : rows) {
      ours[std::string(row.code)] = fmt::format("{:03} {}", row.numeric, row.name);
    }
  }
  return ours;
}

// A foreign list as judge of codes, numbers and names. Its release may be older than our table.
TEST(Currency, AgreesWithTheListOfTheDistribution) {
  std::ifstream file("/usr/share/iso-codes/json/iso_4217.json");
  if (!file) GTEST_SKIP() << "the package iso-codes is not installed: nobody judges the table";
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  std::map<std::string, std::string> ours = our_rows();
  ASSERT_EQ(ours.size(), 178U);

  const std::set<std::string> withdrawn = {"ANG", "BGN", "CUC", "HRK", "SLL", "ZWL"};
  const std::set<std::string> recent = {"XAD", "XCG", "ZWG"};
  std::size_t compared = 0;
  for (const ForeignRow& row : rows_of(json)) {
    const auto own = ours.find(row.code);
    if (own == ours.end()) {
      EXPECT_TRUE(withdrawn.contains(row.code)) << row.code << " is missing";
      continue;
    }
    EXPECT_EQ(own->second, row.numeric + " " + row.name) << row.code;
    ours.erase(own);
    ++compared;
  }
  EXPECT_GE(compared, 175U);
  for (const auto& [code, rest] : ours) EXPECT_TRUE(recent.contains(code)) << code << " " << rest;
}

}  // namespace
}  // namespace quits
