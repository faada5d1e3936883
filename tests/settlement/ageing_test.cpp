#include "settlement/ageing.h"

#include <gtest/gtest.h>

namespace quits::settlement {
namespace {

Date day(const char* iso) { return Date::parse_iso(iso).value(); }

Invoice document(const char* issuer, const char* recipient, std::int64_t open, const char* due) {
  Invoice made;
  made.number = std::string(issuer) + due + std::to_string(open);
  made.issuer = issuer;
  made.recipient = recipient;
  made.currency = Currency::parse("EUR").value();
  made.gross_minor = made.open_minor = open;
  made.due_on = day(due);
  return made;
}

TEST(Ageing, buckets_end_after_30_60_and_90_days) {
  const Date today = day("2026-06-30");
  const auto bucket = [&](std::int64_t overdue) {
    return bucket_of(today.plus_days(-overdue).value(), today);
  };
  EXPECT_EQ(bucket(-400), 0U);
  EXPECT_EQ(bucket(-1), 0U);
  EXPECT_EQ(bucket(0), 0U) << "due today is not overdue";
  EXPECT_EQ(bucket(1), 1U);
  EXPECT_EQ(bucket(30), 1U);
  EXPECT_EQ(bucket(31), 2U);
  EXPECT_EQ(bucket(60), 2U);
  EXPECT_EQ(bucket(61), 3U);
  EXPECT_EQ(bucket(90), 3U);
  EXPECT_EQ(bucket(91), 4U);
  EXPECT_EQ(bucket(4'000), 4U);
}

TEST(Ageing, credit_notes_lower_their_bucket_and_directions_stay_apart) {
  const auto rows =
      ageing_of({document("A", "B", 100, "2026-06-01"), document("A", "B", -30, "2026-06-02"),
                 document("B", "A", 7, "2026-07-01"), document("A", "B", 0, "2026-01-01")},
                day("2026-06-30"));
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0].creditor, "A");
  EXPECT_EQ((*rows)[0].minor[1], 70);
  EXPECT_EQ((*rows)[0].total_minor, 70);
  EXPECT_EQ((*rows)[0].documents, 2U);
  EXPECT_EQ((*rows)[1].creditor, "B");
  EXPECT_EQ((*rows)[1].minor[0], 7);
}

TEST(Ageing, sums_that_do_not_fit_are_refused) {
  const auto rows =
      ageing_of({document("A", "B", INT64_MAX, "2026-06-01"), document("A", "B", 1, "2026-06-01")},
                day("2026-06-30"));
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, Code::overflow);
}

}  // namespace
}  // namespace quits::settlement
