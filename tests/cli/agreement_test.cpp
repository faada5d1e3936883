// An agreement from the first file to its end, as a partner manager types it.
#include <gtest/gtest.h>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

std::string terms(const std::string& rate, const std::string& rest = "") {
  return "title: \"Reseller\"\ncurrency: \"EUR\"\n"
         "plan {\n  name: \"standard\"\n  covers { product_group: \"cloud\" }\n  rule: RULE_FLAT\n"
         "  basis: BASIS_PER_EVENT\n  band { from: \"0\" rate: \"" +
         rate + "\" }\n}\nnotice_days: 60\n" + rest;
}

void open_book(const Desk& desk) {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.write("one.terms", terms("10 %"));
  desk.write("two.terms",
             terms("12 %", "fee { name: \"membership\" amount: \"150\" when: FEE_WHEN_ACTIVE }\n"));
  desk.result_of("agreement propose one.terms --agreement nord --partner NORD --from 2026-01-01");
  desk.result_of("agreement accept nord --version 1");
}

void expect_exit(const Desk& desk, const std::string& line, int exit_code,
                 const std::vector<std::string>& pieces) {
  const Outcome outcome = desk.quits(line);
  EXPECT_EQ(outcome.exit_code, exit_code) << line << outcome;
  for (const std::string& piece : pieces)
    EXPECT_NE((outcome.output + outcome.errors).find(piece), std::string::npos)
        << "not said: " << piece << "\n"
        << line << outcome;
}

TEST(AgreementNew, every_kind_passes_the_check_as_it_is) {
  const Desk desk;
  const std::string list = desk.result_of("agreement new --csv");
  std::size_t kinds = 0;
  std::string all;
  for (std::size_t line = list.find('\n') + 1; line < list.size();
       line = list.find('\n', line) + 1) {
    const std::string kind = list.substr(line, list.find(',', line) - line);
    desk.result_of("agreement new " + kind + " --output " + kind + ".terms");
    all += " " + kind + ".terms";
    ++kinds;
    // The same terms as JSON.
    desk.write(kind + ".json", desk.result_of("agreement new " + kind + " --json"));
    desk.expect_says("agreement diff " + kind + ".terms " + kind + ".json", {"nothing changes"});
  }
  EXPECT_GE(kinds, 4U);
  const std::string checked = desk.result_of("agreement check" + all);
  EXPECT_EQ(checked.find("warning"), std::string::npos) << checked;
  for (const char* kind : {"reseller", "referral", "training", "distributor"})
    EXPECT_NE(checked.find(std::string(kind) + ".terms: nothing is wrong"), std::string::npos)
        << checked;
}

TEST(AgreementNew, writes_over_nothing) {
  const Desk desk;
  desk.expect_says("agreement new reseller", {"# A reseller", "currency: \"EUR\""});
  desk.write("mine.terms", "mine");
  expect_exit(desk, "agreement new reseller --output mine.terms", 3,
              {"already_exists", "name another file"});
  expect_exit(desk, "agreement new resseler", 4, {"did you mean reseller?"});
}

TEST(AgreementDiff, of_two_files) {
  const Desk desk;
  open_book(desk);
  desk.expect_says(
      "agreement diff one.terms two.terms",
      {"one.terms to two.terms", "  commission plan standard: 10 % becomes 12 %\n",
       "  fee membership is new: 150.00 in every month with sales, the principal earns it\n"});
  desk.expect_says("agreement diff one.terms one.terms", {"nothing changes"});
  desk.expect_says(
      "agreement diff one.terms two.terms --csv",
      {"subject,before,after\ncommission plan standard,10 %,12 %\nfee membership,,\"150.00"});
  expect_exit(desk, "agreement diff one.terms two.terms --from 1", 2, {"files have no versions"});
  expect_exit(desk, "agreement diff one.terms", 4, {"name two files"});
}

TEST(AgreementDiff, of_versions_and_what_is_accepted) {
  const Desk desk;
  open_book(desk);
  expect_exit(desk, "agreement diff nord", 4, {"is the first: it changes nothing"});
  desk.result_of("agreement propose two.terms --agreement nord --partner NORD --from 2026-04-01");
  const std::string sentence = "  commission plan standard: 10 % becomes 12 % from 2026-04-01\n";
  desk.expect_says("agreement diff nord",
                   {"nord, version 1 to version 2 (proposed: it binds nobody yet)\n", sentence});
  desk.expect_says("agreement accept nord --version 2 --dry-run",
                   {"nothing was written", "version 2 changes, against version 1:", sentence});
  desk.expect_says("agreement accept nord --version 2", {"NORD accepted nord version 2", sentence});
  desk.expect_says("agreement history nord", {"version 2 changes, against version 1:", sentence});
  desk.expect_says(
      "agreement history nord --json",
      {"\"changes_version\": 1", "\"sentence\": \"commission plan standard: 10 % becomes 12 %"});
  desk.expect_says("agreement diff nord --from 2 --to 1", {"12 % becomes 10 % from 2026-01-01"});
  expect_exit(desk, "agreement diff nord --to 3", 4, {"no version 3"});
  // A proposal that nobody accepted is no ground: version 4 changes version 2.
  desk.result_of("agreement propose one.terms --agreement nord --partner NORD --from 2026-05-01");
  desk.result_of("agreement propose two.terms --agreement nord --partner NORD --from 2026-06-01");
  desk.expect_says("agreement diff nord", {"version 2 to version 4", "nothing changes"});
}

TEST(AgreementEnds, by_one_side_with_notice) {
  const Desk desk;
  open_book(desk);
  expect_exit(desk, "agreement end nord --on 2026-01-01 --by NORD", 3,
              {"date_out_of_range", "is the earliest last day", "60 days of notice"});
  expect_exit(desk, "agreement end nord --on 2099-13-01 --by NORD", 3, {"bad_date"});
  expect_exit(desk, "agreement end nrod --on 2099-12-31 --by NORD", 4, {"did you mean \"nord\""});
  desk.expect_says("agreement end nord --on 2099-12-31 --by NORD --dry-run",
                   {"nothing was written"});
  desk.expect_says("agreement end nord --on 2099-12-31 --by NORD --reason 'closes its shop'",
                   {"NORD ended nord: its last day is 2099-12-31 (entry "});
  desk.expect_says("agreement end nord --on 2099-12-31 --by NORD --reason 'closes its shop'",
                   {"nothing changed"});
  desk.expect_says("agreement show nord", {"ended     by NORD in entry", "last day 2099-12-31"});
  desk.expect_says("agreement list", {"until", "2099-12-31"});
  desk.expect_says("entries --party NORD", {"agreement nord ended by NORD, last day 2099-12-31"});
  desk.write("sale.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2100-01-01\" amount: "
             "\"9\" } }");
  expect_exit(desk, "record sale.txtpb", 3, {"agreement_ended", "its last day was 2099-12-31"});
  desk.expect_says("verify", {"everything holds"});
}

TEST(AgreementCheck, compares_names_with_the_sales_of_the_book) {
  const Desk desk;
  open_book(desk);
  desk.expect_says("agreement check one.terms", {"one.terms: nothing is wrong\n"});
  desk.write("sale.txtpb",
             "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2026-02-01\" amount: "
             "\"9\" product_group: \"clouds\" } }");
  desk.result_of("record sale.txtpb");
  desk.expect_says("agreement check one.terms",
                   {"warning: no sale in this book has the product group 'cloud'",
                    "one.terms:5:12, field plan[0].covers.product_group[0]",
                    "did you mean 'clouds'?", "one.terms: nothing is wrong, 1 warning\n"});
  desk.expect_says("agreement check one.terms --json", {"\"warning\": ["});
}

TEST(AgreementCheck, several_files_and_every_mistake) {
  const Desk desk;
  desk.write("good.terms", terms("10 %"));
  desk.write("bad.terms",
             "titel: \"x\"\n" + terms("110 %", "notice_days: 5000\npayment { due_days: -1 }\n"));
  expect_exit(desk, "agreement check good.terms bad.terms", 1,
              {"good.terms: nothing is wrong", "bad.terms:1:1", "did you mean title?",
               "plan[0].band[0].rate is 110 %", "bad.terms:12:1", "bad.terms:13:11",
               "bad.terms: 4 problems"});
  expect_exit(desk, "agreement check good.terms bad.terms --json", 1, {"\"file\": ["});
}

}  // namespace
}  // namespace quits::test
