#include "base/error.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/failure.h"

namespace quits {
namespace {

// The numbers are frozen: this list repeats them on purpose. It may grow; it must never change.
struct Frozen {
  int number;
  const char* name;
  int exit_code;
};

constexpr Frozen kFrozen[] = {
    {100, "usage", 2},
    {110, "malformed_text", 3},
    {111, "malformed_message", 3},
    {112, "missing_field", 3},
    {113, "bad_value", 3},
    {114, "bad_date", 3},
    {115, "bad_number", 3},
    {116, "bad_currency", 3},
    {117, "too_large", 3},
    {118, "unknown_field", 3},
    {200, "id_conflict", 5},
    {300, "unknown_party", 4},
    {301, "unknown_agreement", 4},
    {302, "unknown_version", 4},
    {303, "unknown_entry", 4},
    {304, "unknown_period", 4},
    {305, "unknown_price", 4},
    {306, "unknown_invoice", 4},
    {307, "unknown_payment", 4},
    {308, "not_found", 4},
    {309, "unknown_plan", 4},
    {310, "unknown_run", 4},
    {311, "unknown_dispute", 4},
    {312, "unknown_write_off", 4},
    {320, "unknown_checkpoint", 4},
    {400, "already_exists", 3},
    {401, "party_mismatch", 3},
    {402, "currency_mismatch", 3},
    {403, "overflow", 3},
    {404, "inexact", 3},
    {405, "period_closed", 3},
    {406, "period_order", 3},
    {407, "period_not_ended", 3},
    {408, "no_agreement", 3},
    {409, "ambiguous_agreement", 3},
    {410, "bands_invalid", 3},
    {411, "terms_invalid", 3},
    {412, "already_accepted", 3},
    {413, "not_accepted", 3},
    {414, "same_person", 3},
    {415, "reason_missing", 3},
    {416, "refund_exceeds_sale", 3},
    {417, "already_reversed", 3},
    {418, "not_reversible", 3},
    {419, "not_pending", 3},
    {420, "already_settled", 3},
    {421, "settle_order", 3},
    {422, "payment_exceeds_open", 3},
    {423, "date_out_of_range", 3},
    {424, "unbalanced", 3},
    {425, "agreement_ended", 3},
    {426, "too_early", 3},
    {427, "run_state", 3},
    {428, "held_by_run", 3},
    {429, "proposal_changed", 3},
    {430, "credit_used", 3},
    {431, "write_off_exceeds_open", 3},
    {440, "proof_mismatch", 3},
    {441, "log_differs", 3},
    {450, "key_not_listed", 3},
    {451, "bad_signature", 3},
    {452, "not_signed", 3},
    {453, "root_mismatch", 3},
    {600, "unavailable", 6},
    {601, "locked", 6},
    {602, "read_only", 6},
    {603, "disk_full", 6},
    {700, "not_a_book", 7},
    {701, "newer_book", 7},
    {702, "corrupt", 7},
    {703, "internal_mismatch", 7},
};

TEST(Error, CodesAreFrozen) {
  ASSERT_EQ(all_codes().size(), std::size(kFrozen));
  for (std::size_t i = 0; i < std::size(kFrozen); ++i) {
    const CodeRow& row = all_codes()[i];
    EXPECT_EQ(static_cast<int>(row.code), kFrozen[i].number);
    EXPECT_EQ(row.name, kFrozen[i].name);
    EXPECT_EQ(exit_code_of(row.code), kFrozen[i].exit_code) << row.name;
  }
}

TEST(Error, NamesAndNumbersLeadBackToTheCode) {
  std::set<std::string_view> names;
  for (const CodeRow& row : all_codes()) {
    EXPECT_EQ(name_of(row.code), row.name);
    EXPECT_EQ(code_named(row.name), row.code);
    EXPECT_EQ(code_numbered(static_cast<int>(row.code)), row.code);
    EXPECT_TRUE(names.insert(row.name).second) << row.name << " names two codes";
  }
}

TEST(Error, UnknownNamesAndNumbersAreNoCode) {
  EXPECT_EQ(code_named(""), std::nullopt);
  EXPECT_EQ(code_named("Overflow"), std::nullopt);
  EXPECT_EQ(code_named("overflow "), std::nullopt);
  EXPECT_EQ(code_numbered(0), std::nullopt);
  EXPECT_EQ(code_numbered(119), std::nullopt);
  EXPECT_EQ(code_numbered((std::int64_t{1} << 32) + 100), std::nullopt);
  EXPECT_EQ(name_of(static_cast<Code>(499)), "");
  // A newer peer's code is still a refusal.
  EXPECT_EQ(exit_code_of(static_cast<Code>(499)), 3);
  EXPECT_EQ(exit_code_of(static_cast<Code>(0)), 3);
}

TEST(Error, ReadsAsOneLineWithWhatIsKnown) {
  Error error{Code::bad_number, "'1,5' is not a number", "write 1.5", {"sales.csv", 12, 0, ""}};
  EXPECT_EQ(to_string(error), "sales.csv:12: '1,5' is not a number (try: write 1.5)");
  error.place.field = "amount";
  error.place.column = 7;
  EXPECT_EQ(to_string(error),
            "sales.csv:12:7: field amount: '1,5' is not a number (try: write 1.5)");
  error.hint.clear();
  error.place.file.clear();
  EXPECT_EQ(to_string(error), "line 12:7: field amount: '1,5' is not a number");
  error.place = {"book", 0, 0, ""};
  EXPECT_EQ(to_string(error), "book: '1,5' is not a number");
  error.place = {};
  EXPECT_EQ(to_string(error), "'1,5' is not a number");
}

TEST(Failure, CarriesTheErrorThroughAThrow) {
  try {
    throw Failure(Code::disk_full, "cannot append", "free some space");
  } catch (const std::runtime_error& caught) {
    EXPECT_STREQ(caught.what(), "cannot append");
    const auto* const failure = dynamic_cast<const Failure*>(&caught);
    ASSERT_NE(failure, nullptr);
    EXPECT_EQ(failure->to_error(),
              (Error{Code::disk_full, "cannot append", "free some space", {}}));
  }
}

}  // namespace
}  // namespace quits
