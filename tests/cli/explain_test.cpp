// What `quits explain` says of a stored trace: a calculation that a partner can follow with a
// pocket calculator. The expected numbers were worked out by hand; the comments say how.
#include <gtest/gtest.h>

#include <memory>
#include <sstream>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

constexpr const char* kNord = R"(
title: "Nord 2024" currency: "EUR"
plan { name: "paid" covers { segment: "trade" } earned_when: EARNED_WHEN_PAID
  rule: RULE_MARGINAL basis: BASIS_PER_PERIOD band { from: "0" rate: "10 %" } band { from: "1000" rate: "5 %" } }
plan { name: "standard" rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: "0" rate: "10 %" }
  clawback { by: CLAWBACK_BY_MONTH months: 12 } }
price { item: "course" category: CATEGORY_TRAINING unit: "seat"
  rule: RULE_WHOLE basis: BASIS_PER_PERIOD band { from: "0" amount: "250" } band { from: "10" amount: "220" } }
price { item: "exam" category: CATEGORY_CERTIFICATION unit: "seat" unit_price: "300"
  cancellation { days_before: 30 due: "25 %" } cancellation { days_before: 14 due: "50 %" }
  cancellation { days_before: 7 due: "100 %" } }
fund { name: "campaigns" budget: "1000" every: EVERY_QUARTER principal_share: "50 %" }
)";
constexpr const char* kTop = R"(
title: "Top 2024" currency: "EUR"
plan { name: "team" override_depth: 1 rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: "0" rate: "2 %" } }
)";
constexpr const char* kSued = R"(
title: "Sued 2024" currency: "EUR"
plan { name: "standard" rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: "0" rate: "10 %" }
  limit { scope: LIMIT_SCOPE_PERIOD at_least: "50" } }
guarantee { name: "draw" amount: "1000" every: EVERY_MONTH recoverable: true }
)";
constexpr const char* kFacts = R"(
source: "shop"
fact { id: "under" partner_assigned { partner: "NORD" under: "TOP" from: "2024-01-01" } }
fact { id: "split" sale { seller: "NORD" on: "2024-01-04" amount: "1000.10"
  split { party: "NORD" share: "50 %" } split { party: "SUED" share: "30 %" } split { party: "TOP" share: "20 %" } } }
fact { id: "split-back" refund { sale { id: "split" } on: "2024-01-30" amount: "333.33" } }
fact { id: "trade" sale { seller: "NORD" on: "2024-01-05" amount: "1500" segment: "trade" } }
fact { id: "paid-1" customer_payment { sale { id: "trade" } on: "2024-01-10" amount: "600" } }
fact { id: "paid-2" customer_payment { sale { id: "trade" } on: "2024-01-20" amount: "900" } }
fact { id: "trade-back" refund { sale { id: "trade" } on: "2024-01-25" amount: "1000" } }
fact { id: "box" sale { seller: "NORD" on: "2024-01-06" amount: "1000" } }
fact { id: "bank-1" refund { sale { id: "box" } on: "2024-01-16" amount: "333.33" kind: REFUND_KIND_CHARGEBACK } }
fact { id: "bank-2" refund { sale { id: "box" } on: "2024-01-26" amount: "333.33" kind: REFUND_KIND_CHARGEBACK } }
fact { id: "contract" sale { seller: "NORD" on: "2024-01-15" amount: "1200" term_months: 12 } }
fact { id: "cancelled" contract_cancelled { sale { id: "contract" } on: "2024-05-15" reason: "moved" } }
fact { id: "course-1" training_delivered { partner: "NORD" item: "course" seats: 8 on: "2024-01-10" } }
fact { id: "course-2" training_delivered { partner: "NORD" item: "course" seats: 4 on: "2024-01-20" } }
fact { id: "no-exam" training_cancelled { partner: "NORD" item: "exam" seats: 3 on: "2024-01-10" planned_on: "2024-01-20" } }
fact { id: "little" sale { seller: "SUED" on: "2024-01-20" amount: "200" } }
fact { id: "much" sale { seller: "SUED" on: "2024-02-20" amount: "12000" } }
fact { id: "fair" fund_requested { partner: "NORD" fund: "campaigns" amount: "1500.01" on: "2024-01-20" activity: "Trade fair" } }
)";
constexpr const char* kClaims = R"(
source: "shop"
fact { id: "claim-1" fund_claimed { request { id: "fair" } amount: "0.01" on: "2024-01-21" evidence: "invoice 1" } }
fact { id: "claim-2" fund_claimed { request { id: "fair" } amount: "1000" on: "2024-01-22" evidence: "invoice 2" } }
)";

// One book for all: nothing here writes.
class Explain : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    desk_ = std::make_unique<Desk>();
    desk_->result_of("init --operator ACME --name 'ACME Ltd'");
    agree("NORD", "nord", kNord);
    agree("TOP", "top", kTop);
    agree("SUED", "sued", kSued);
    desk_->write("facts.txtpb", kFacts);
    desk_->result_of("record facts.txtpb");
    desk_->result_of("--as bert approve shop:fair");
    desk_->write("claims.txtpb", kClaims);
    desk_->result_of("record claims.txtpb");
    desk_->result_of("period close 2024-01");
    desk_->result_of("period close 2024-02");
  }
  static void TearDownTestSuite() { desk_.reset(); }

  static void agree(const std::string& partner, const std::string& agreement, const char* terms) {
    desk_->result_of("party add " + partner + " --name " + partner);
    desk_->write(agreement + ".terms", terms);
    desk_->result_of("agreement propose " + agreement + ".terms --agreement " + agreement +
                     " --partner " + partner + " --from 2024-01-01");
    desk_->result_of("agreement accept " + agreement + " --version 1");
  }

  // The calculations of an entry, one per item: from its headline to what was booked.
  static std::vector<std::string> calculations(const std::string& entry) {
    const std::string text = desk_->result_of("explain " + entry);
    std::vector<std::string> found;
    for (std::size_t end = text.find("  On line "); end != std::string::npos;
         end = text.find("  On line ", end + 1)) {
      const std::size_t begin = text.rfind("\n\n", end) + 2;
      found.push_back(text.substr(begin, end - begin));
    }
    return found;
  }

  static std::unique_ptr<Desk> desk_;
};

std::unique_ptr<Desk> Explain::desk_;

// A step as it is printed: what it is, and what it comes to.
struct Said {
  std::string text;
  std::string amount;
};

// The steps of a printed calculation, without its headline and the total's rule.
std::vector<Said> steps_of(const std::string& calculation) {
  std::vector<Said> steps;
  std::istringstream lines(calculation);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    line.erase(0, line.find_first_not_of(' '));
    if (line.starts_with("\xE2\x94\x80")) continue;
    const std::size_t gap = line.find("  ");
    Said said{line.substr(0, gap),
              gap == std::string::npos ? "" : line.substr(line.find_first_not_of(' ', gap))};
    steps.push_back(std::move(said));
  }
  return steps;
}

void expect_steps(const std::string& calculation, const std::string& headline,
                  const std::vector<Said>& expected) {
  EXPECT_EQ(calculation.substr(0, calculation.find('\n')), headline);
  const std::vector<Said> steps = steps_of(calculation);
  ASSERT_EQ(steps.size(), expected.size()) << calculation;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(steps[i].text, expected[i].text) << calculation;
    EXPECT_EQ(steps[i].amount, expected[i].amount) << calculation;
  }
}

constexpr const char* kByNord = "Agreement nord, version 1, from 2024-01-01, \"Nord 2024\"";
constexpr const char* kByTop = "Agreement top, version 1, from 2024-01-01, \"Top 2024\"";
constexpr const char* kBySued = "Agreement sued, version 1, from 2024-01-01, \"Sued 2024\"";

// 10 % of 1,000.10 is 100.01. Its halves and parts, rounded down, are 50.00, 30.00 and 20.00; the
// cent that is left goes to NORD, who lost 0.005.
TEST_F(Explain, a_split_and_an_override_above_it) {
  const auto items = calculations("shop:split");
  ASSERT_EQ(items.size(), 4U);
  const Said whole{
      "The whole commission on 1,000.10, by plan standard of agreement nord, version 1", "100.01"};
  const std::string rounded = "Rounded so that all shares come to 100.01";
  expect_steps(items[0], "NORD earns 50.01 EUR from ACME: commission, plan standard",
               {{kByNord, ""},
                {"Plan standard covers every sale", ""},
                {"1,000.10 x 10 %, band from 0.00", "100.01"},
                whole,
                {"The share of NORD: 50 % of 100.01", "50.005"},
                {rounded, "50.01"},
                {"Booked", "50.01 EUR"}});
  expect_steps(items[1], "SUED earns 30.00 EUR from ACME: commission, standard, shared by NORD",
               {{kBySued, ""},
                whole,
                {"The share of SUED: 30 % of 100.01", "30.003"},
                {rounded, "30.00"},
                {"Booked", "30.00 EUR"}});
  expect_steps(items[3], "TOP earns 20.00 EUR from ACME: commission, plan team",
               {{kByTop, ""},
                {"On a sale of NORD, 1 level below: on top of the seller's commission", ""},
                {"Plan team covers every sale", ""},
                {"1,000.10 x 2 %, band from 0.00", "20.002"},
                {"rounded, half away from zero", "20.00"},
                {"Booked", "20.00 EUR"}});
}

// 100.01 x 333.33 / 1,000.10 = 33.333: all give back 33.33. 16.665, 9.999 and 6.666 rounded down
// are 16.66, 9.99 and 6.66; the two cents left go to who lost most: SUED (0.009) and TOP (0.006).
TEST_F(Explain, what_goes_back_of_a_split) {
  const auto items = calculations("shop:split-back");
  ASSERT_EQ(items.size(), 4U);
  const Said whole{
      "All shares give back in all: 100.01 x 333.33 / 1,000.10, rounded, half away from zero",
      "33.33"};
  const std::string rounded = "Rounded so that all shares come to 33.33";
  expect_steps(items[0], "NORD earns 16.66 EUR less from ACME: commission, plan standard",
               {{kByNord, ""},
                {"Entry 13, of 1,000.10, had booked", "50.01"},
                {"Given back now", "333.33"},
                whole,
                {"The share of NORD: 50 % of 33.33", "16.665"},
                {rounded, "16.66"},
                {"Returned now", "-16.66"},
                {"Booked", "-16.66 EUR"}});
  expect_steps(items[1],
               "SUED earns 10.00 EUR less from ACME: commission, standard, shared by NORD",
               {{kBySued, ""},
                {"Entry 13, of 1,000.10, had booked", "30.00"},
                {"Given back now", "333.33"},
                whole,
                {"The share of SUED: 30 % of 33.33", "9.999"},
                {rounded, "10.00"},
                {"Returned now", "-10.00"},
                {"Booked", "-10.00 EUR"}});
}

// 600 at 10 %; then 400 up to 1,000 at 10 % and 500 at 5 %. 65 / 900 = 7.2222 %.
TEST_F(Explain, a_commission_on_payment) {
  const auto items = calculations("shop:paid-2");
  ASSERT_EQ(items.size(), 1U);
  expect_steps(items[0], "NORD earns 65.00 EUR from ACME: commission, plan paid",
               {{kByNord, ""},
                {"The customer paid, of the sale in entry 15", "900.00"},
                {"Paid before", "600.00"},
                {"Plan paid covers segments trade", ""},
                {"Volume under this plan since 2024-01-01, before", "600.00"},
                {"This entry's volume", "900.00"},
                {"Volume after", "1,500.00"},
                {"400.00 x 10 %, band from 0.00", "40.00"},
                {"500.00 x 5 %, band from 1,000.00", "25.00"},
                {"Together, about 7.2222 % of 900.00", "65.00"},
                {"Due in all since 2024-01-01", "125.00"},
                {"Booked", "65.00 EUR"}});
  EXPECT_NE(calculations("shop:trade").at(0).find("plan paid pays when the customer does"),
            std::string::npos);
}

// A refund of 1,000 of the 1,500 that were paid: 900 of the newest payment and 100 of the one
// before, on one line. The line has four rows then, and none of them is missing.
TEST_F(Explain, what_goes_back_of_two_payments) {
  const auto items = calculations("shop:trade-back");
  ASSERT_EQ(items.size(), 4U);
  expect_steps(
      items[3], "NORD earns 10.00 EUR less from ACME: commission, plan paid",
      {{kByNord, ""},
       {"Of what the customer paid in entry 16: the newest payment goes back first", ""},
       {"Entry 16, of 600.00, had booked", "60.00"},
       {"Given back now", "100.00"},
       {"Share given back in all: 60.00 x 100.00 / 600.00, rounded, half away from zero", "10.00"},
       {"Returned now", "-10.00"},
       {"Its volume leaves the plan's volume since 2024-01-01: from 600.00 to 500.00", ""},
       {"Booked", "-10.00 EUR"}});
  const std::string line = desk_->result_of("explain L6");
  EXPECT_NE(line.find("4 entries"), std::string::npos) << line;
  EXPECT_EQ(line.find("--limit"), std::string::npos) << line;
  const std::string shorter = desk_->result_of("explain L6 --limit 1");
  EXPECT_NE(shorter.find("The newest 2 are shown; the total is of all. More: --limit 4"),
            std::string::npos)
      << shorter;
  const std::string statement = desk_->result_of("statement NORD --period 2024-01 --entries");
  EXPECT_EQ(statement.find("before these"), std::string::npos) << statement;
}

// 100.00 x 666.66 / 1,000 = 66.666, rounded 66.67; 33.33 of it went back before.
TEST_F(Explain, a_chargeback) {
  desk_->expect_says("explain shop:bank-2", {"kind    CHARGEBACK"});
  expect_steps(
      calculations("shop:bank-2").at(0),
      "NORD earns 33.34 EUR less from ACME: commission, plan standard",
      {{kByNord, ""},
       {"The customer's bank took the payment back: a chargeback", ""},
       {"Entry 19, of 1,000.00, had booked", "100.00"},
       {"Given back before", "333.33"},
       {"Given back now", "333.33"},
       {"Share given back in all: 100.00 x 666.66 / 1,000.00, rounded, half away from zero",
        "66.67"},
       {"Less what was returned before", "-33.33"},
       {"Returned now", "-33.34"},
       {"Booked", "-33.34 EUR"}});
}

// From 15 January to 15 May four months have begun; 1,200 x 8 / 12 = 800, and 120 x 800 / 1,200
// = 80.
TEST_F(Explain, a_clawback) {
  const auto items = calculations("shop:cancelled");
  expect_steps(
      items.at(0), "NORD earns 80.00 EUR less from ACME: commission, plan standard",
      {{kByNord, ""},
       {"Of a contract of 12 months, 4 were served: 1,200.00 x 8 / 12 go back", "800.00"},
       {"Entry 22, of 1,200.00, had booked", "120.00"},
       {"Given back now", "800.00"},
       {"Share given back in all: 120.00 x 800.00 / 1,200.00, rounded, half away from zero",
        "80.00"},
       {"Returned now", "-80.00"},
       {"Booked", "-80.00 EUR"}});
  EXPECT_NE(items.at(1).find("Its plan gives nothing back when a contract ends early"),
            std::string::npos)
      << items.at(1);
}

// 3 x 300 = 900, half of it ten days before.
TEST_F(Explain, a_cancellation_schedule) {
  expect_steps(calculations("shop:no-exam").at(0),
               "ACME earns 450.00 EUR from NORD: certification, exam, cancelled",
               {{kByNord, ""},
                {"3 x 300.00 per seat", "900.00"},
                {"Planned on 2024-01-20, cancelled on 2024-01-10: 10 days before", ""},
                {"Due when cancelled: 25 % from 30 days before, 50 % from 14 days before, 100 % "
                 "from 7 days before; nothing earlier",
                 ""},
                {"50 % of 900.00", "450.00"},
                {"Booked", "450.00 EUR"}});
}

// Twelve seats cost 220 each, and eight of them had been charged at 250: 2,640 - 2,000 = 640.
TEST_F(Explain, a_volume_price) {
  expect_steps(calculations("shop:course-2").at(0),
               "ACME earns 640.00 EUR from NORD: training, course",
               {{kByNord, ""},
                {"Units ordered since 2024-01-01: 8 before, 4 now, 12 after", ""},
                {"-8 x 250.00, band from 0, which the volume leaves", "-2,000.00"},
                {"12 x 220.00, band from 10", "2,640.00"},
                {"Together", "640.00"},
                {"Booked", "640.00 EUR"}});
}

// January: 20 of its own; the floor adds 50 - 20 = 30.
TEST_F(Explain, a_floor) {
  expect_steps(
      calculations("shop:little").at(0),
      "SUED earns 20.00 EUR from ACME: commission, plan standard",
      {{kBySued, ""},
       {"Plan standard covers every sale", ""},
       {"200.00 x 10 %, band from 0.00", "20.00"},
       {"At least 50.00 per month, since 2024-01-01, topped up at its end: 0.00 paid before",
        "20.00"},
       {"Booked", "20.00 EUR"}});
  expect_steps(calculations("33").at(0),
               "SUED earns 30.00 EUR from ACME: commission, plan standard",
               {{kBySued, ""},
                {"At least per month, since 2024-01-01", "50.00"},
                {"Less what the plan paid within it", "-20.00"},
                {"Booked", "30.00 EUR"}});
}

// January: 20 and 30 of the floor, and 20 of NORD's sale, 30 less 10: 70. 930 are advanced.
// February: 1,200, of which the 200 above the guarantee pay back; 730 are left.
TEST_F(Explain, a_guarantee_with_a_draw) {
  expect_steps(calculations("34").at(0), "SUED earns 930.00 EUR from ACME: guarantee draw",
               {{kBySued, ""},
                {"Guaranteed from 2024-01-01 to 2024-01-31", "1,000.00"},
                {"Commissions posted in that time", "70.00"},
                {"Topped up: 1,000.00 less 70.00", "930.00"},
                {"Still to be recovered from later commissions", "930.00"},
                {"Booked", "930.00 EUR"}});
  expect_steps(calculations("40").at(0), "SUED earns 200.00 EUR less from ACME: guarantee draw",
               {{kBySued, ""},
                {"Guaranteed from 2024-02-01 to 2024-02-29", "1,000.00"},
                {"Commissions posted in that time", "1,200.00"},
                {"A draw: advanced before, and not recovered yet", "930.00"},
                {"Recovered of it: the smaller of 930.00 and 1,200.00 less 1,000.00", "-200.00"},
                {"Still to be recovered from later commissions", "730.00"},
                {"Booked", "-200.00 EUR"}});
}

// Half of 1,000.01 is 500.005, rounded 500.01; half of the first cent was one cent.
TEST_F(Explain, a_fund_claim) {
  expect_steps(calculations("shop:claim-2").at(0),
               "NORD earns 500.00 EUR from ACME: marketing, campaigns",
               {{kByNord, ""},
                {"Approved of the request in entry 29", "1,500.01"},
                {"Claimed before", "0.01"},
                {"Claimed now", "1,000.00"},
                {"Claimed in all", "1,000.01"},
                {"50 % of 1,000.01, rounded half away from zero", "500.01"},
                {"Less what was due before", "-0.01"},
                {"Booked", "500.00 EUR"}});
}

// What the text says of levels, limits, holds and limited times is in the trace as JSON too: machines read that one.
TEST(ExplainAsJson, levels_limits_holds_and_limited_times) {
  Desk desk;
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name NORD");
  desk.write("nord.terms", R"(
title: "Nord 2024" currency: "EUR"
level { name: "silver" } level { name: "gold" new_customers: 9 }
level_review { on: "01-01" window_months: 12 }
plan { name: "held" covers { segment: "trade" } hold_days: 30 recurring { months: 12 }
  rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: "0" rate: "10 %" }
  limit { scope: LIMIT_SCOPE_CUSTOMER_PERIOD at_most: "50" } }
)");
  desk.result_of("agreement propose nord.terms --agreement nord --partner NORD --from 2024-01-01");
  desk.result_of("agreement accept nord --version 1");
  desk.write("facts.txtpb", R"(
source: "shop"
fact { id: "first" sale { seller: "NORD" on: "2024-01-04" amount: "300" segment: "trade" customer: "C1" } }
fact { id: "second" sale { seller: "NORD" on: "2024-01-20" amount: "400" segment: "trade" customer: "C1" } }
)");
  desk.result_of("record facts.txtpb");
  desk.expect_says("explain shop:second --json",
                   {"\"level\": \"silver\"", "\"scope\": \"customer and month\"", "\"window_from\": \"2024-01-01\"", "\"customer\": \"C1\"",
                    "\"kind\": \"at_most\"", "\"bound\": \"50.00\"", "\"used_before\": \"30.00\"", "\"wanted\": \"40.00\"",
                    "\"allowed\": \"20.00\"", "\"matures_on\": \"2024-02-19\"", "\"earned_in\": \"2024-01\"",
                    "\"customer_since\": \"2024-01-04\""});
}

}  // namespace
}  // namespace quits::test
