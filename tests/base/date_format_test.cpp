#include "base/date_format.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "tests/base/expectations.h"

namespace quits {
namespace {

DateFormat format(const char* name) { return DateFormat::named(name).value(); }

TEST(DateFormat, Reads) {
  struct Case {
    const char* format;
    const char* text;
    const char* date;
  };
  const Case cases[] = {
      {"ISO", "2010-12-05", "2010-12-05"},
      {"ISO_DATETIME", "2010-12-05 08:26", "2010-12-05"},
      {"ISO_DATETIME", "2010-12-05T08:26", "2010-12-05"},
      {"ISO_DATETIME", "2010-12-05T08:26Z", "2010-12-05"},
      {"ISO_DATETIME", "2010-12-05 08:26:00", "2010-12-05"},
      {"ISO_DATETIME", "2010-12-05T23:59:60Z", "2010-12-05"},
      {"ISO_DATETIME", "2010-12-05T23:59:59.123456789Z", "2010-12-05"},
      {"ISO_DATETIME", "2010-12-05 00:00:00.0", "2010-12-05"},
      {"D/M/Y", "05/12/2010", "2010-12-05"},
      {"D/M/Y", "5/1/2010", "2010-01-05"},
      {"M/D/Y", "12/5/2010", "2010-12-05"},
      {"D.M.Y", "31.12.2010", "2010-12-31"},
      {"YYYYMMDD", "20101205", "2010-12-05"},
      {"%d/%m/%Y %H:%M", "1/12/2010 8:26", "2010-12-01"},
      {"%d/%m/%Y %H:%M", "01/12/2010 08:26", "2010-12-01"},
      {"%Y%m%d%H%M%S", "20101205082600", "2010-12-05"},
      {"%Y%m%dT%H%M", "20101205T0826", "2010-12-05"},
      {"day %d of %m in %Y", "day 5 of 12 in 2010", "2010-12-05"},
      {"%%%d-%m-%Y", "%5-12-2010", "2010-12-05"},
      {"%d.%m.%Y", "29.2.2012", "2012-02-29"},
  };
  for (const Case& wanted : cases) {
    const auto date = format(wanted.format).parse(wanted.text);
    ASSERT_TRUE(date) << wanted.format << " " << wanted.text << ": " << date.error().message;
    EXPECT_EQ(date->to_string(), wanted.date) << wanted.format << " " << wanted.text;
  }
}

TEST(DateFormat, Refuses) {
  struct Case {
    const char* format;
    const char* text;
    const char* outcome;
  };
  const Case cases[] = {
      {"ISO", "", "bad_date"},
      {"ISO", "2010-12-05 08:26", "bad_date"},
      {"ISO", "2010-12-5", "bad_date"},
      {"ISO", "2010-12-05x", "bad_date"},
      {"ISO", "10-12-05", "bad_date"},
      {"ISO", "2010-02-29", "bad_date"},
      {"ISO", "1899-12-31", "date_out_of_range"},
      {"ISO_DATETIME", "2010-12-05", "bad_date"},
      {"ISO_DATETIME", "2010-12-05  08:26", "bad_date"},
      {"ISO_DATETIME", "2010-12-05t08:26", "bad_date"},
      {"ISO_DATETIME", "2010-12-05 8:26", "bad_date"},
      {"ISO_DATETIME", "2010-12-05 24:00", "bad_date"},
      {"ISO_DATETIME", "2010-12-05 08:60", "bad_date"},
      {"ISO_DATETIME", "2010-12-05 08:26:61", "bad_date"},
      {"ISO_DATETIME", "2010-12-05 08:26:00.", "bad_date"},
      {"ISO_DATETIME", "2010-12-05 08:26.5", "bad_date"},
      {"ISO_DATETIME", "2010-12-05T08:26:00+01:00", "bad_date"},
      {"ISO_DATETIME", "2010-12-05T08:26:00ZZ", "bad_date"},
      {"D/M/Y", "13/13/2010", "bad_date"},
      {"D/M/Y", "5/12/10", "bad_date"},
      {"D/M/Y", "5/12/20100", "bad_date"},
      {"D/M/Y", "005/12/2010", "bad_date"},
      {"D/M/Y", "5.12.2010", "bad_date"},
      {"D/M/Y", "-5/12/2010", "bad_date"},
      {"D/M/Y", " 5/12/2010", "bad_date"},
      {"D/M/Y", "31/4/2010", "bad_date"},
      {"D/M/Y", "0/4/2010", "bad_date"},
      {"M/D/Y", "31/12/2010", "bad_date"},
      {"YYYYMMDD", "2010125", "bad_date"},
      {"YYYYMMDD", "201012055", "bad_date"},
      {"%Y%m%d", "2010125", "bad_date"},
      {"%d/%m/%Y %H:%M", "5/12/2010 24:00", "bad_date"},
      {"%d/%m/%Y %H:%M:%S", "5/12/2010 23:00:61", "bad_date"},
      {"%d/%m/%Y", "5/12/0010", "date_out_of_range"},
  };
  for (const Case& wanted : cases) {
    EXPECT_EQ(outcome(format(wanted.format).parse(wanted.text)), wanted.outcome)
        << wanted.format << " " << wanted.text;
  }
  EXPECT_EQ(format("D.M.Y").parse("2010-12-05").error().message,
            "'2010-12-05' is not a date: expected the format D.M.Y");
  EXPECT_EQ(format("D.M.Y").parse("31.4.2010").error().message,
            "2010-04-31 is not a date: the day must be 1 to 30");
}

TEST(DateFormat, RefusesPatternsWithMoreThanOneReading) {
  struct Case {
    const char* pattern;
    const char* message;
  };
  const Case cases[] = {
      {"", "the date format '' is not known"},
      {"iso", "the date format 'iso' is not known"},
      {"Y-M-D", "the date format 'Y-M-D' is not known"},
      {"%d/%m/%y",
       "the date format '%d/%m/%y' has a year of two digits (%y), which leaves the century open"},
      {"%d/%m", "the date format '%d/%m' needs %d, %m and %Y"},
      {"%H:%M", "the date format '%H:%M' needs %d, %m and %Y"},
      {"%d/%d/%m/%Y", "the date format '%d/%d/%m/%Y' has %d twice"},
      {"%d/%m/%Y %p", "the date format '%d/%m/%Y %p' has the unknown field '%p'"},
      {"%d/%m/%Y%", "the date format '%d/%m/%Y%' ends in a single %"},
  };
  for (const Case& wanted : cases) {
    const auto compiled = DateFormat::named(wanted.pattern);
    ASSERT_FALSE(compiled) << wanted.pattern;
    EXPECT_EQ(compiled.error().code, Code::bad_value);
    EXPECT_EQ(compiled.error().message, wanted.message);
    EXPECT_FALSE(compiled.error().hint.empty());
  }
  EXPECT_EQ(outcome(DateFormat::named("%d%m%Y" + std::string(100, 'x'))), "bad_value");
}

// A literal digit beside a field would make "511..." readable in two ways.
TEST(DateFormat, DigitsTouchingDigitsHaveAFixedLength) {
  EXPECT_EQ(outcome(format("%d1%m/%Y").parse("51/2/2010")), "bad_date");
  EXPECT_EQ(outcome(format("%d1%m/%Y").parse("0512/2010")), "bad_date");
  EXPECT_EQ(outcome(format("%d%m/%Y").parse("512/2010")), "bad_date");
  EXPECT_EQ(format("%d1%m/%Y").parse("05112/2010").value().to_string(), "2010-12-05");
}

TEST(DateFormat, EveryDayOfTwoYearsInEveryFormat) {
  for (std::int32_t days = 15'330; days < 15'330 + 731;
       ++days) {  // from 2011-12-22, a leap day in it
    const Date date = Date::from_days(days);
    const int y = date.year();
    const int m = date.month();
    const int d = date.day();
    EXPECT_EQ(format("ISO").parse(date.to_string()).value(), date);
    EXPECT_EQ(format("ISO_DATETIME").parse(date.to_string() + "T12:00Z").value(), date);
    EXPECT_EQ(format("D/M/Y").parse(fmt::format("{}/{}/{}", d, m, y)).value(), date);
    EXPECT_EQ(format("M/D/Y").parse(fmt::format("{:02}/{}/{}", m, d, y)).value(), date);
    EXPECT_EQ(format("D.M.Y").parse(fmt::format("{:02}.{:02}.{}", d, m, y)).value(), date);
    EXPECT_EQ(format("YYYYMMDD").parse(fmt::format("{}{:02}{:02}", y, m, d)).value(), date);
  }
}

TEST(DateFormat, AnyBytesGiveAnAnswer) {
  EXPECT_TRUE(rc::check("any pattern and text give a date or a refusal", [] {
    const auto pattern = *rc::gen::container<std::string>(
        rc::gen::weightedOneOf<char>({{9, rc::gen::elementOf(std::string("%%%dmYHMS/.- :yT1"))},
                                      {1, rc::gen::arbitrary<char>()}}));
    const auto text = *rc::gen::container<std::string>(
        rc::gen::weightedOneOf<char>({{9, rc::gen::elementOf(std::string("0123456789-/.: TZ"))},
                                      {1, rc::gen::arbitrary<char>()}}));
    const auto compiled = DateFormat::named(pattern);
    if (compiled) RC_ASSERT(outcome(compiled->parse(text)) != "");
    for (const char* const known : {"ISO", "ISO_DATETIME", "D/M/Y", "YYYYMMDD"}) {
      RC_ASSERT(outcome(format(known).parse(text)) != "");
    }
  }));
}

}  // namespace
}  // namespace quits
