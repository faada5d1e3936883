// What the reading commands print, on a small book made by commands alone.
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace quits::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kBefore = R"(
source: "shop"
fact { id: "p" party_registered { key: "FRANCE" name: "Logiciels SARL" country: "FR" } }
fact { id: "q" party_registered { key: "SPAIN" name: "Iberica SL" } }
fact { id: "a" agreement_proposed {
  agreement: "reseller" version: 1 partner: "FRANCE" effective_from: "2011-01-01" proposed_by: "ACME"
  terms { title: "Reseller v1" currency: "EUR"
    plan { name: "software" covers { product_group: "software" } rule: RULE_MARGINAL
           basis: BASIS_CUMULATIVE window: WINDOW_YEAR
           band { from: "0" rate: "4 %" } band { from: "150000" rate: "6 %" } }
    fee { name: "program" amount: "150.00" when: FEE_WHEN_ACTIVE }
    price { item: "course" category: CATEGORY_TRAINING unit_price: "200" unit: "seat" }
    tax { supplier: SIDE_PRINCIPAL category: TAX_CATEGORY_S rate: "19 %" }
    payment { due_days: 30 minimum_payout: "50" } } } }
fact { id: "a+" agreement_accepted { agreement: "reseller" version: 1 accepted_by: "FRANCE" } }
fact { id: "b" agreement_proposed {
  agreement: "even" version: 1 partner: "SPAIN" effective_from: "2011-01-01" proposed_by: "ACME"
  terms { currency: "EUR"
    plan { name: "all" rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: "0" rate: "10 %" } }
    price { item: "course" category: CATEGORY_TRAINING unit_price: "500" unit: "seat" } } } }
fact { id: "b+" agreement_accepted { agreement: "even" version: 1 accepted_by: "SPAIN" } }
fact { id: "s1" sale { seller: "FRANCE" on: "2011-01-05" amount: "145000" product_group: "software" } }
fact { id: "s2" sale { seller: "FRANCE" on: "2011-01-15" amount: "20000" product_group: "software" } }
fact { id: "s3" sale { seller: "FRANCE" on: "2011-01-16" amount: "30" product_group: "gifts" } }
fact { id: "t1" training_delivered { partner: "FRANCE" item: "course" seats: 5 on: "2011-01-20" } }
fact { id: "r1" refund { sale { id: "s2" } on: "2011-01-25" amount: "8000" } }
fact { id: "r2" refund { sale { id: "s2" } on: "2011-01-26" amount: "12000" } }
fact { id: "w" adjustment { partner: "FRANCE" earner: SIDE_PARTNER amount: "99" on: "2011-01-27" reason: "goodwill" } }
fact { id: "e1" sale { seller: "SPAIN" on: "2011-01-09" amount: "20000" } }
fact { id: "e2" training_delivered { partner: "SPAIN" item: "course" seats: 4 on: "2011-01-20" } }
fact { id: "c" period_closed { period: "2011-01" } }
fact { id: "d" period_settled { period: "2011-01" on: "2011-02-03" } }
fact { id: "late" sale { seller: "FRANCE" on: "2011-01-31" amount: "100" product_group: "software" } }
)";

class ReadingTest : public testing::Test {
 protected:
  void SetUp() override {
    must({"init", "--operator", "ACME", "--name", "Acme Ltd"});
    scratch_.write("facts.txtpb", kBefore);
    must({"record", (scratch_ / "facts.txtpb").string()});
  }

  Outcome quits(std::vector<std::string> words) {
    words.insert(words.begin(),
                 {quits_program(), "--book", (scratch_ / "book.quits").string(), "--as", "maria"});
    return run(std::move(words));
  }
  std::string must(std::vector<std::string> words) {
    const Outcome outcome = quits(std::move(words));
    EXPECT_EQ(outcome.exit_code, 0) << outcome;
    return outcome.output;
  }

  ScratchDirectory scratch_;
};

TEST_F(ReadingTest, RegisterHasTheFixedColumns) {
  EXPECT_EQ(must({"register", "--csv"}),
            "period,party,currency,opening,charges,earnings,net,paid,carried,share\n"
            "2011-01,FRANCE,EUR,0.00,1368.50,5800.00,4431.50,4431.50,0.00,0.8345\n"
            "2011-01,SPAIN,EUR,0.00,2000.00,2000.00,0.00,0.00,0.00,0.5000\n"
            "2011-02,FRANCE,EUR,0.00,0.00,4.00,4.00,0.00,4.00,1.0000\n");
  EXPECT_THAT(must({"register", "--period", "2011-01"}), HasSubstr("83.45 %"));
  EXPECT_EQ(must({"register", "--period", "2012-01", "--csv"}),
            "period,party,currency,opening,charges,earnings,net,paid,carried,share\n"
            "2012-01,FRANCE,EUR,4.00,0.00,0.00,4.00,0.00,4.00,\n")
      << "what is brought forward, as on the statement";
  EXPECT_EQ(must({"register", "--period", "2010-12", "--csv"}),
            "period,party,currency,opening,charges,earnings,net,paid,carried,share\n");
}

TEST_F(ReadingTest, ExplainShowsTheStoredCalculation) {
  const std::string sale = must({"explain", "shop:s2"});
  EXPECT_THAT(sale, HasSubstr("FRANCE earns 1,100.00 EUR from ACME: commission, plan software"));
  EXPECT_THAT(sale, testing::ContainsRegex("5,000.00 x 4 %, band from 0.00 +200.00"));
  EXPECT_THAT(sale, testing::ContainsRegex("15,000.00 x 6 %, band from 150,000.00 +900.00"));
  EXPECT_THAT(sale, HasSubstr("given back  20,000.00 since, with 1,100.00"));
  EXPECT_THAT(sale, HasSubstr("invoice FRANCE-2011-00001"));

  const std::string refund = must({"explain", "shop:r2"});
  EXPECT_THAT(refund, testing::ContainsRegex("Less what was returned before +-440.00"));
  EXPECT_THAT(refund, testing::ContainsRegex("Returned now +-660.00"));

  EXPECT_THAT(must({"explain", "shop:s3"}), HasSubstr("no plan covers this sale"));
  EXPECT_THAT(must({"explain", "shop:w"}), HasSubstr("not yet: it changes nothing"));
  EXPECT_THAT(must({"explain", "shop:late"}),
              HasSubstr("posted in 2011-02: its own period was closed"));
  EXPECT_THAT(must({"explain", "ACME-2011-00001/1"}), HasSubstr("training course, 5 seats"));
  EXPECT_THAT(must({"explain", "L1"}), HasSubstr("4 entries"));
}

TEST_F(ReadingTest, ExplainSaysWhatItCannotFind) {
  EXPECT_EQ(quits({"explain", "9999"}).exit_code, 4);
  EXPECT_EQ(quits({"explain", "0"}).exit_code, 4);
  EXPECT_EQ(quits({"explain", "shop:nothing"}).exit_code, 4);
  EXPECT_EQ(quits({"explain", "L9999"}).exit_code, 4);
  EXPECT_EQ(quits({"explain", "ACME-2011-00001/7"}).exit_code, 4);
  EXPECT_EQ(quits({"explain", "NOBODY-2011-00001/1"}).exit_code, 4);
  EXPECT_EQ(quits({"explain", "99999999999999999999"}).exit_code, 2);
  EXPECT_THAT(quits({"explain", "ACME-2011-00001"}).errors, HasSubstr("ACME-2011-00001/1"));
}

TEST_F(ReadingTest, StatementShowsBothSidesAndSaysQuits) {
  const std::string france = must({"statement", "FRANCE", "--period", "2011-01"});
  EXPECT_THAT(france, testing::ContainsRegex("Earned +5,800.00"));
  EXPECT_THAT(france, testing::ContainsRegex("Charged +-1,368.50"));
  EXPECT_THAT(france, testing::ContainsRegex("Paid to FRANCE, PAY-2011-01-00001.* -4,431.50"));
  EXPECT_THAT(france, HasSubstr("nothing due"));
  EXPECT_THAT(france, HasSubstr("5 seats at 200.00"));
  EXPECT_THAT(must({"statement", "SPAIN", "--period", "2011-01"}),
              HasSubstr("Nothing to pay: SPAIN and ACME are quits"));
  const std::string acme = must({"statement", "ACME", "--period", "2011-01", "--entries"});
  EXPECT_THAT(acme, HasSubstr("Paid by ACME"));
  EXPECT_THAT(acme, HasSubstr("training course, 4 seats"));
  EXPECT_EQ(quits({"statement", "FRANC", "--period", "2011-01"}).exit_code, 4);
  EXPECT_EQ(quits({"statement", "FRANCE", "--period", "january"}).exit_code, 3);
}

TEST_F(ReadingTest, UnitsAreWrittenAsTheyAreRead) {
  const auto book = [&](const char* unit, int count) {
    scratch_.write("more.txtpb", fmt::format(R"(source: "shop"
fact {{ id: "p-{0}" agreement_proposed {{ agreement: "{0}" version: 1 partner: "SPAIN" effective_from: "2011-02-01"
  proposed_by: "ACME" terms {{ currency: "EUR"
    price {{ item: "help" category: CATEGORY_SERVICE unit_price: "80.50" unit: "{0}" }} }} }} }}
fact {{ id: "a-{0}" agreement_accepted {{ agreement: "{0}" version: 1 accepted_by: "SPAIN" }} }}
fact {{ id: "c-{0}" contribution {{ agreement: "{0}" item: "help" quantity: "{1}" on: "2011-02-03" }} }})",
                                             unit, count));
    must({"record", (scratch_ / "more.txtpb").string()});
  };
  book("day", 2);
  book("box", 3);
  book("month", 1);
  book("h", 1500);
  const std::string spain = must({"statement", "SPAIN", "--period", "2011-02"});
  for (const char* basis :
       {"2 days at 80.50", "3 boxes at 80.50", "1 month at 80.50", "1,500 h at 80.50"})
    EXPECT_THAT(spain, HasSubstr(basis));
}

TEST_F(ReadingTest, VerifySaysHowLongEachCheckTook) {
  const std::string report = must({"verify"});
  EXPECT_THAT(report, testing::ContainsRegex("ok +(< 1 ms|[0-9.]+ s)  every entry leaves"));
  EXPECT_THAT(report, Not(HasSubstr("with log")));
}

TEST_F(ReadingTest, BalancesAddUpNowAtAPeriodAndAtASequence) {
  const std::string now = must({"balance", "FRANCE"});
  EXPECT_THAT(now, testing::ContainsRegex("receivable +ACME +EUR +4,431.50"));
  EXPECT_THAT(now, testing::ContainsRegex("total +EUR +([0-9.,]+) +[0-9.,]+"));
  EXPECT_THAT(must({"balance", "FRANCE", "--period", "2011-01"}),
              testing::ContainsRegex("receivable +ACME +EUR +0.00 +5,800.00 +5,800.00"));
  // Two parties registered, four agreements: entry 9 is the first sale.
  EXPECT_THAT(must({"balance", "FRANCE", "--as-of", "9"}),
              testing::ContainsRegex("income, commission +ACME +EUR +5,800.00"));
  EXPECT_EQ(must({"balance", "--csv"}),
            "party,with,currency,receivable,earned,payable,owed,net\n"
            "FRANCE,ACME,EUR,4431.50,4.00,0.00,0.00,4435.50\n");
  EXPECT_EQ(quits({"balance", "--as-of", "100000"}).exit_code, 4);
}

TEST_F(ReadingTest, EntriesAreFilteredAndPaged) {
  const std::string sales = must({"entries", "--party", "SPAIN", "--kind", "sale", "--csv"});
  EXPECT_THAT(sales, HasSubstr("shop:e1"));
  EXPECT_THAT(sales, Not(HasSubstr("shop:s1")));
  const Outcome page = quits({"entries", "--limit", "3"});
  EXPECT_THAT(page.errors, HasSubstr("--from 4"));
  EXPECT_THAT(must({"entries", "--kind", "party_registered", "--party", "FRANCE"}),
              HasSubstr("Logiciels SARL"));
  EXPECT_THAT(quits({"entries", "--kind", "refnd"}).errors, HasSubstr("did you mean \"refund\""));
  EXPECT_THAT(must({"entries", "--json", "--kind", "refund"}), HasSubstr("\"relates_to\": \"10\""));
}

TEST_F(ReadingTest, InvoicesAreListedAndShown) {
  EXPECT_THAT(must({"invoice", "list", "--csv"}),
              HasSubstr("ACME-2011-00001,ACME,FRANCE,2011-01,EUR,1150.00,218.50,1368.50,0.00"));
  EXPECT_THAT(must({"invoice", "list", "--open", "--csv"}), Not(HasSubstr("SPAIN-2011-00001,")));
  const std::string shown = must({"invoice", "show", "ACME-2011-00001"});
  EXPECT_THAT(shown, HasSubstr("S: tax 19 % on 1,150.00"));
  EXPECT_THAT(shown, testing::ContainsRegex("Total EUR +1,368.50"));
  EXPECT_EQ(quits({"invoice", "show", "NONE"}).exit_code, 4);
}

TEST_F(ReadingTest, VerifyNamesTheRootAndEveryInvariant) {
  const std::string text = must({"verify"});
  EXPECT_THAT(text, testing::ContainsRegex("root +[0-9a-f]+"));
  EXPECT_THAT(text, HasSubstr("every entry leaves every party's book balanced"));
  EXPECT_THAT(text, HasSubstr("everything holds"));
  EXPECT_THAT(must({"verify", "--deep", "--json"}), HasSubstr("\"clean\": true"));
}

}  // namespace
}  // namespace quits::test
