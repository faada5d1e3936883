#include "base/fixed_point.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "tests/base/expectations.h"

namespace quits {
namespace {

TEST(FixedPoint, Reads) {
  struct Case {
    const char* text;
    int places;
    std::int64_t value;
  };
  const Case cases[] = {
      {"0", 0, 0},
      {"-0", 2, 0},
      {"-0.00", 2, 0},
      {"007", 0, 7},
      {"12", 2, 1200},
      {"12.3", 2, 1230},
      {"12.34", 2, 1234},
      {"-12.34", 2, -1234},
      {"12.340000000000000000000000000000", 2, 1234},
      {"12.000", 0, 12},
      {"0.000001", 6, 1},
      {"-0.01", 2, -1},
      {"9223372036854775807", 0, kInt64Max},
      {"-9223372036854775808", 0, kInt64Min},
      {"92233720368547758.07", 2, kInt64Max},
      {"-92233720368547758.08", 2, kInt64Min},
      {"9.223372036854775807", 18, kInt64Max},
      {"00000000000000000000000000000000000000000000000001.5", 1, 15},
  };
  for (const Case& wanted : cases) {
    const auto value = parse_fixed_point(wanted.text, wanted.places);
    ASSERT_TRUE(value) << wanted.text << ": " << value.error().message;
    EXPECT_EQ(*value, wanted.value) << wanted.text;
  }
}

TEST(FixedPoint, Refuses) {
  struct Case {
    const char* text;
    int places;
    Code code;
    const char* message;
  };
  const char* const expected =
      "expected digits, with an optional '-' before and a fraction after '.'";
  const std::string not_a_number = " is not a number: ";
  const Case cases[] = {
      {"", 2, Code::bad_number, "a number is missing"},
      {"-", 2, Code::bad_number, expected},
      {".", 2, Code::bad_number, "a digit must precede the point"},
      {".5", 2, Code::bad_number, "a digit must precede the point"},
      {"-.5", 2, Code::bad_number, "a digit must precede the point"},
      {"5.", 2, Code::bad_number, "a digit must follow the point"},
      {"1.2.3", 2, Code::bad_number, expected},
      {"+1", 2, Code::bad_number, "a leading '+' is not written"},
      {"--1", 2, Code::bad_number, expected},
      {"1-", 2, Code::bad_number, expected},
      {" 1", 2, Code::bad_number, "there are spaces in it"},
      {"1 ", 2, Code::bad_number, "there are spaces in it"},
      {"1 000", 2, Code::bad_number, "there are spaces in it"},
      {"1,5", 2, Code::bad_number, "a ',' has no meaning here"},
      {"1,234.50", 2, Code::bad_number, "a ',' has no meaning here"},
      {"1e5", 2, Code::bad_number, "exponents are not read"},
      {"0x10", 2, Code::bad_number, expected},
      {"NaN", 2, Code::bad_number, expected},
      {"inf", 2, Code::bad_number, expected},
      {"١٢", 2, Code::bad_number, expected},
      {"9223372036854775808", 0, Code::overflow,
       "'9223372036854775808' is out of range: expected -9223372036854775808 to "
       "9223372036854775807"},
      {"-9223372036854775809", 0, Code::overflow, "out of range"},
      {"92233720368547758.08", 2, Code::overflow,
       "expected -92233720368547758.08 to 92233720368547758.07"},
      {"10", 18, Code::overflow, "expected -9.223372036854775808 to 9.223372036854775807"},
      {"18446744073709551616", 0, Code::overflow, "out of range"},
      {"18446744073709551617", 0, Code::overflow, "out of range"},
      {"99999999999999999999999999999999999999999999999999999999999999999999", 2, Code::overflow,
       "...' is out of range"},
      {"1.5", 0, Code::inexact, "'1.5' has decimal places: expected none"},
      {"1.234", 2, Code::inexact, "'1.234' has too many decimal places: expected at most 2"},
      {"0.0000001", 6, Code::inexact, "expected at most 6"},
      // Where several are wrong the smaller code is reported.
      {"99999999999999999999x", 2, Code::bad_number, expected},
      {"99999999999999999999.999", 2, Code::overflow, "out of range"},
      {"1.2345x", 2, Code::bad_number, expected},
  };
  for (const Case& wanted : cases) {
    const auto value = parse_fixed_point(wanted.text, wanted.places);
    ASSERT_FALSE(value) << wanted.text;
    EXPECT_EQ(value.error().code, wanted.code) << wanted.text;
    EXPECT_NE(value.error().message.find(wanted.message), std::string::npos)
        << value.error().message;
  }
  EXPECT_FALSE(parse_fixed_point(std::string_view("1\0", 2), 2)) << "a NUL ends no number";
}

TEST(FixedPoint, Writes) {
  EXPECT_EQ(fixed_point_to_string(1250, 2, 0), "12.5");
  EXPECT_EQ(fixed_point_to_string(1250, 2, 2), "12.50");
  EXPECT_EQ(fixed_point_to_string(1200, 2, 0), "12");
  EXPECT_EQ(fixed_point_to_string(-5, 2, 0), "-0.05");
  EXPECT_EQ(fixed_point_to_string(0, 2, 0), "0");
  EXPECT_EQ(fixed_point_to_string(0, 2, 1), "0.0");
  EXPECT_EQ(fixed_point_to_string(7, 0, 0), "7");
  EXPECT_EQ(fixed_point_to_string(kInt64Min, 18, 18), "-9.223372036854775808");
}

TEST(FixedPoint, WritingAndReadingAreInverse) {
  EXPECT_TRUE(rc::check("parse(to_string(v)) == v", [] {
    const std::int64_t value = *any_int64();
    const int places = *rc::gen::inRange(0, 19);
    const int places_min = *rc::gen::inRange(0, places + 1);
    const std::string text = fixed_point_to_string(value, places, places_min);
    RC_ASSERT(parse_fixed_point(text, places).value() == value);
    const auto point = text.find('.');
    const std::size_t shown = point == std::string::npos ? 0 : text.size() - point - 1;
    RC_ASSERT(shown >= static_cast<std::size_t>(places_min));
    // Shortest: a last 0 is there only because it was asked for.
    RC_ASSERT(shown == static_cast<std::size_t>(places_min) || text.back() != '0');
  }));
}

TEST(FixedPoint, AnyBytesGiveAnAnswer) {
  EXPECT_TRUE(rc::check("any text parses or is refused", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
        {{8, rc::gen::elementOf(std::string("0123456789.-"))}, {1, rc::gen::arbitrary<char>()}}));
    const auto value = parse_fixed_point(text, *rc::gen::inRange(0, 19));
    if (!value) RC_ASSERT(!value.error().message.empty());
  }));
}

TEST(FixedPoint, GroupsThousands) {
  EXPECT_EQ(group_thousands("0"), "0");
  EXPECT_EQ(group_thousands("999"), "999");
  EXPECT_EQ(group_thousands("1000"), "1,000");
  EXPECT_EQ(group_thousands("-999.00"), "-999.00");
  EXPECT_EQ(group_thousands("-1000.0001"), "-1,000.0001");
  EXPECT_EQ(group_thousands("1234567.89"), "1,234,567.89");
  EXPECT_EQ(group_thousands("-9223372036854775808"), "-9,223,372,036,854,775,808");
}

TEST(FixedPointDeathTest, PlacesAreOurs) {
  EXPECT_DEATH(parse_fixed_point("1", 19).has_value(), "19 places");
  EXPECT_DEATH(fixed_point_to_string(1, 2, 3), "3 of 2 places");
}

}  // namespace
}  // namespace quits
