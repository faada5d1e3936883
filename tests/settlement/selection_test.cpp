// Which obligations take part, and what an operator charges.
#include <gtest/gtest.h>

#include "settlement/netting/eligibility.h"
#include "settlement/netting/fee.h"

namespace quits::settlement {
namespace {

const Currency kEuro = Currency::parse("EUR").value();
const Date kEndOfJanuary = Date::parse_iso("2026-01-31").value();

TEST(Eligibility, one_reason_is_reported_the_first_in_precedence) {
  const Selection selection{kEuro, kEndOfJanuary, 25'000};
  Candidate candidate{kEuro, 100'000, kEndOfJanuary, "approved", {}};
  EXPECT_EQ(exclusion_of(candidate, selection), std::nullopt);
  candidate.due = kEndOfJanuary.plus_days(1).value();
  EXPECT_EQ(exclusion_of(candidate, selection), Exclusion::due_after_cut_off);
  candidate.flagged = {exclusion_flagged("assigned_to_factor").value()};
  EXPECT_EQ(exclusion_of(candidate, selection), Exclusion::assigned);
  candidate.status = "draft";
  EXPECT_EQ(exclusion_of(candidate, selection), Exclusion::not_approved);
  candidate.currency = Currency::parse("USD").value();
  EXPECT_EQ(exclusion_of(candidate, selection), Exclusion::currency);
  candidate.status = "paid";
  EXPECT_EQ(exclusion_of(candidate, selection), Exclusion::paid);
  EXPECT_EQ(name_of(Exclusion::due_after_cut_off), "due after cut-off");
}

TEST(Eligibility, the_threshold_itself_is_excluded_and_credit_notes_count_by_size) {
  const Selection selection{.above_minor = 250};
  const auto excluded = [&](std::int64_t open) {
    return exclusion_of({Currency::none(), open, {}, "", {}}, selection).has_value();
  };
  EXPECT_TRUE(excluded(250));
  EXPECT_FALSE(excluded(251));
  EXPECT_TRUE(excluded(-250));
  EXPECT_FALSE(excluded(-251));
}

TEST(Eligibility, an_unknown_flag_is_refused) {
  const auto refused = exclusion_flagged("disputd");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::bad_value);
  EXPECT_NE(refused.error().hint.find("disputed"), std::string::npos);
}

TEST(Fee, free_below_a_limit_then_at_least_so_much) {
  const FeeRule rule{Rate::parse("0.11 %").value(), 300, 5'000};
  EXPECT_EQ(fee_of(4'999, rule), 0);
  EXPECT_EQ(fee_of(5'000, rule), 300);
  EXPECT_EQ(fee_of(280'000, rule), 308);
  EXPECT_FALSE(fee_of(-1, rule));
  EXPECT_FALSE(fee_of(INT64_MAX, {Rate::parse("200 %").value(), 0, 0}));
}

}  // namespace
}  // namespace quits::settlement
