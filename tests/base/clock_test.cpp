#include "base/clock.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "tests/base/expectations.h"

namespace quits {
namespace {

TEST(Timestamp, ReadsAndWrites) {
  struct Case {
    const char* text;
    std::int64_t micros;
    const char* written;
  };
  const Case cases[] = {
      {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000000Z"},
      {"1970-01-02T00:00:00.5Z", 86'400'500'000, "1970-01-02T00:00:00.500000Z"},
      {"2026-03-04T10:11:12.123456Z", 1'772'619'072'123'456, "2026-03-04T10:11:12.123456Z"},
      {"2026-03-04T10:11:12.000001Z", 1'772'619'072'000'001, "2026-03-04T10:11:12.000001Z"},
      {"1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"},
      {"2024-02-29T23:59:59Z", 1'709'251'199'000'000, "2024-02-29T23:59:59.000000Z"},
  };
  for (const Case& wanted : cases) {
    const auto parsed = Timestamp::parse(wanted.text);
    ASSERT_TRUE(parsed) << wanted.text;
    EXPECT_EQ(parsed->micros, wanted.micros) << wanted.text;
    EXPECT_EQ(parsed->to_string(), wanted.written);
  }
}

TEST(Timestamp, Refuses) {
  for (const char* const text :
       {"", "Z", "2026-03-04", "2026-03-04T10:11:12", "2026-03-04 10:11:12Z",
        "2026-03-04T10:11:12z", "2026-03-04T10:11:12+00:00", "2026-03-04T24:00:00Z",
        "2026-03-04T10:60:00Z", "2026-03-04T10:11:60Z", "2026-03-04T10:11:12.Z",
        "2026-03-04T10:11:12.1234567Z", "2026-03-04T10:11:12.12x4Z", "2026-03-04T1:11:12Z",
        "2026-03-04T10:11:12ZZ", "2026-03-04T-1:11:12Z", "2026-3-04T10:11:12Z",
        "2026-02-29T10:11:12Z", "2026-13-01T10:11:12Z"}) {
    EXPECT_EQ(outcome(Timestamp::parse(text)), "bad_date") << text;
  }
  EXPECT_EQ(outcome(Timestamp::parse("1899-12-31T10:11:12Z")), "date_out_of_range");
  EXPECT_EQ(Timestamp::parse("noon").error().message,
            "'noon' is not a time: expected yyyy-mm-ddThh:mm:ss[.ffffff]Z");
}

TEST(Timestamp, TextRoundTripsAndKeepsTheOrder) {
  EXPECT_TRUE(rc::check("parse(to_string(t)) == t", [] {
    const auto any = rc::gen::inRange<std::int64_t>(Date::kFirstDay * 86'400'000'000,
                                                    Date::kLastDay * 86'400'000'000);
    const Timestamp time{*any};
    const Timestamp other{*any};
    RC_ASSERT(Timestamp::parse(time.to_string()).value() == time);
    RC_ASSERT(time.to_string().substr(0, 10) == time.date().to_string());
    RC_ASSERT((time < other) == (time.to_string() < other.to_string()));
  }));
}

TEST(Timestamp, AnyNumberHasADay) {
  EXPECT_TRUE(Timestamp{-1}.date().to_string() == "1969-12-31");
  EXPECT_NE(Timestamp{kInt64Min}.to_string(), "");
  EXPECT_NE(Timestamp{kInt64Max}.to_string(), "");
  EXPECT_LT(Timestamp{kInt64Min}.date(), Timestamp{kInt64Max}.date());
}

TEST(Clock, TheManualOneMovesOnlyWhenTold) {
  ManualClock clock(Timestamp{5});
  EXPECT_EQ(clock.now().micros, 5);
  EXPECT_EQ(clock.now().micros, 5);
  clock.advance(10);
  EXPECT_EQ(clock.now().micros, 15);
  clock.set(Timestamp{3});
  Clock& as_any = clock;
  EXPECT_EQ(as_any.now().micros, 3);
}

TEST(Clock, TheSystemOneCountsMicrosecondsSince1970) {
  SystemClock clock;
  const Date today = clock.now().date();
  EXPECT_GE(today.year(), 2025);
  EXPECT_LT(today.year(), 2200);
}

TEST(Stopwatch, NeverRunsBackwards) {
  Stopwatch watch;
  std::int64_t last = watch.micros();
  EXPECT_GE(last, 0);
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t now = watch.micros();
    ASSERT_GE(now, last);
    last = now;
  }
  while (watch.micros() < 2000) {
  }
  watch.restart();
  EXPECT_LT(watch.micros(), 2'000'000);
}

}  // namespace
}  // namespace quits
