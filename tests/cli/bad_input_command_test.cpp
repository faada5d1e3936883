// Lines that cannot be meant, and names that nobody gave to anything.
#include <gtest/gtest.h>

#include <chrono>

#include "base/clock.h"
#include "base/period.h"
#include "tests/cli/bad_input.h"

namespace quits::test {
namespace {

const std::vector<BadInput> kLines{
    {"mistyped command",
     "statment NORD",
     "",
     2,
     {R"(no command "statment")", "did you mean statement?"}},
    {"nothing like a command", "xyzzy", "", 2, {R"(no command "xyzzy")", "quits --help"}},
    {"mistyped verb",
     "party lst",
     "",
     2,
     {R"(quits party has no command "lst")", "did you mean list?"}},
    {"mistyped option",
     "register --perid 2024-01",
     "",
     2,
     {R"(quits register has no option "--perid")", "did you mean --period?"}},
    {"no command", "", "", 2, {"quits needs a command", "balance", "verify"}},
    {"no verb", "period", "", 2, {"quits period needs a command", "close, list"}},
    {"a word too many", "verify now", "", 2, {R"(does not expect "now")", "quits verify --help"}},
    {"a name too few", "party add", "", 2, {"KEY is required", "quits party add --help"}},
    {"an option too few", "party add NEW", "", 2, {"--name is required"}},
    {"an option without its value", "register --period", "", 2, {"--period"}},
    {"two forms of output", "register --json --csv", "", 2, {"--json excludes --csv"}},
    {"CSV of what is no table",
     "party show NORD --csv",
     "",
     2,
     {"prints no table", "hint: leave out --csv"}},
    {"no rows in a batch",
     "import sales.csv --mapping sales.mapping --batch 0",
     "",
     2,
     {"--batch"}},
    {"rows that are no number", "entries --limit many", "", 2, {"--limit", "many"}},
    {"import without a mapping", "import sales.csv", "", 2, {"--mapping is required"}},
    {"two files and one for rejects",
     "import sales.csv sales.csv --mapping sales.mapping --rejects r.csv",
     "",
     2,
     {"r.csv is no folder"}},
    {"terms without a partner",
     "agreement propose reseller.terms --agreement new --from 2024-05-01",
     "",
     2,
     {"--partner PARTY"}},
    {"facts with a partner",
     "agreement propose facts.txtpb --partner NORD",
     "",
     2,
     {"says itself", "leave out --agreement, --partner"}},
    {"neither entry nor line",
     "explain what?",
     "",
     2,
     {R"("what?" is neither an entry nor a line)"}},
    {"no book",
     "--book '' register",
     "",
     2,
     {"no book is named", "say --book FILE, or set QUITS_BOOK"}},
};

TEST(BadInput, command_lines_that_cannot_be_meant_are_usage_errors) { expect_refused(kLines); }

const std::vector<BadInput> kDates{
    {"month 13",
     "period close 2024-13",
     "",
     3,
     {R"("2024-13" is not a period)", "01 to 12", "at: PERIOD"}},
    {"a month in words",
     "period close January",
     "",
     3,
     {R"("January" is not a period: expected yyyy-mm)"}},
    {"a year is no period", "statement NORD --period 2024", "", 3, {R"("2024" is not a period)"}},
    {"30 February", "settle 2024-02 --on 2024-02-30", "", 3, {"2024-02-30"}},
    {"day before month",
     "reverse shop:sale-4 --reason wrong --on 31/01/2024",
     "",
     3,
     {R"("31/01/2024" is not a date: expected yyyy-mm-dd)", "at: --on"}},
    {"day before month in terms",
     "agreement propose reseller.terms --agreement new --partner NORD --from 01.05.2024",
     "",
     3,
     {R"("01.05.2024" is not a date)", "at: --from"}},
    {"terms from long ago",
     "agreement propose reseller.terms --agreement new --partner NORD --from 1800-01-01",
     "",
     3,
     {"1900-01-01", "at: --from"}},
    {"an empty reason",
     "reverse shop:sale-4 --reason ''",
     "",
     3,
     {"--reason is required", "at: --reason"}},
    {"no entry", "reverse shop: --reason wrong", "", 3, {"at: SOURCE:ID"}},
    {"a kind of entry",
     "entries --kind reversl",
     "",
     3,
     {R"(no kind of entry "reversl")", R"(did you mean "reversal"?)"}},
    {"a country in words",
     "party add NEW --name New --country Germany",
     "",
     3,
     {R"("Germany" is not a country)", "write DE", "at: --country"}},
    {"a key with a slash",
     "party add a/b --name New",
     "",
     3,
     {R"("a/b" cannot be a party's key)", "at: KEY"}},
    {"an operator with a slash",
     "--book new.quits init --operator a/b --name New",
     "",
     3,
     {R"("a/b" cannot be a party's key)", "at: --operator"}},
};

TEST(BadInput, dates_periods_and_kinds_that_are_none_are_refused) { expect_refused(kDates); }

const std::vector<BadInput> kNames{
    {"party", "party show NORT", "", 4, {R"(no party "NORT")", R"(did you mean "NORD"?)"}},
    {"party of a statement",
     "statement NIEMAND --period 2024-01",
     "",
     4,
     {R"(no party "NIEMAND")", "quits party add"}},
    {"party of a balance", "balance NORT", "", 4, {R"(did you mean "NORD"?)"}},
    {"party of entries", "entries --party SUEDE", "", 4, {R"(did you mean "SUED"?)"}},
    {"agreement",
     "agreement show nrod",
     "",
     4,
     {R"(no agreement "nrod")", R"(did you mean "nord"?)"}},
    {"agreement of a history",
     "agreement history ghost",
     "",
     4,
     {R"(no agreement "ghost")", "quits agreement list"}},
    {"version to show", "agreement show nord --version 9", "", 4, {"no version 9", "it has 1"}},
    {"version to accept",
     "agreement accept nord --version 9",
     "",
     4,
     {"has no version 9", "it has 1"}},
    {"agreement to accept",
     "agreement accept ghost --version 1",
     "",
     4,
     {R"(no agreement "ghost")"}},
    {"partner to agree with",
     "agreement propose reseller.terms --agreement new --partner NORT --from 2024-05-01",
     "",
     4,
     {R"(no party "NORT")"}},
    {"invoice", "invoice show ACME-2024-00099", "", 4, {"ACME-2024-00099"}},
    {"line of an invoice", "explain ACME-2024-00001/9", "", 4, {"has line"}},
    {"line", "explain L99", "", 4, {"no line L99"}},
    {"entry by number", "explain 9999", "", 4, {"9999", "hint:"}},
    {"entry by id", "explain shop:sale-99", "", 4, {"nothing is recorded as shop:sale-99"}},
    {"sequence of a balance", "balance NORD --as-of 9999", "", 4, {"9999"}},
    {"entry to reverse",
     "reverse shop:sale-99 --reason wrong",
     "",
     4,
     {"nothing was recorded under shop:sale-99"}},
    {"adjustment to approve",
     "approve shop:adjustment-9",
     "",
     4,
     {"nothing was recorded under shop:adjustment-9"}},
    {"file of facts", "record march.txtpb", "", 4, {"cannot open march.txtpb: No such file"}},
    {"file of rows",
     "import march.csv --mapping sales.mapping",
     "",
     4,
     {"No such file", "at: march.csv"}},
    {"mapping",
     "import sales.csv --mapping march.mapping",
     "",
     4,
     {"mapping cannot be read", "at: march.mapping", "check the path"}},
    {"terms", "agreement check march.terms", "", 4, {"cannot open march.terms: No such file"}},
};

TEST(BadInput, names_that_nothing_has_are_not_found) { expect_refused(kNames); }

const std::vector<BadInput> kOrder{
    {"closing the second one first",
     "period close 2024-05",
     "",
     3,
     {"2024-04 closes before 2024-05", "quits period close 2024-04"}},
    {"closing what was never open", "period close 2019-01", "", 3, {"2019-01 is closed already"}},
    {"settling what is open",
     "settle 2024-04",
     "",
     3,
     {"2024-04 is not closed", "quits period close 2024-04"}},
    {"settling the second one first",
     "settle 2024-03",
     "",
     3,
     {"2024-02 is settled before 2024-03", "hint:"}},
    {"settling within the period",
     "settle 2024-02 --on 2024-02-15",
     "",
     3,
     {"cannot be settled on 2024-02-15, before it ended"}},
};

TEST(BadInput, periods_close_and_settle_in_order) { expect_refused(kOrder); }

// A month that has not ended, whatever today is.
TEST(BadInput, a_period_that_has_not_ended_stays_open) {
  SystemClock clock;
  const std::string today = clock.now().date().to_string();
  const std::string next_month = Period::parse(today.substr(0, 7)).value().next().to_string();
  const ScratchDirectory scratch;
  const auto quits = [&](std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), quits_program());
    return run(std::move(words),
               {.input = input,
                .environment = {{"QUITS_BOOK", "new.quits"}, {"QUITS_ACTOR", "anna"}},
                .directory = scratch.path()});
  };
  scratch.write("reseller.terms", sound_terms());
  ASSERT_EQ(quits({"init", "--operator", "ACME", "--name", "ACME Ltd"}).exit_code, 0);
  ASSERT_EQ(quits({"party", "add", "NORD", "--name", "Nord GmbH"}).exit_code, 0);
  ASSERT_EQ(quits({"agreement", "propose", "reseller.terms", "--agreement", "nord", "--partner",
                   "NORD", "--from", "2024-01-01"})
                .exit_code,
            0);
  ASSERT_EQ(quits({"agreement", "accept", "nord", "--version", "1"}).exit_code, 0);
  const Outcome sold = quits({"record", "-"}, fact(R"(sale { seller: "NORD" on: ")" + next_month +
                                                   R"(-02" amount: "10" })"));
  ASSERT_EQ(sold.exit_code, 0) << sold;
  const std::string before = quits({"entries", "--csv"}).output;
  const Outcome closed = quits({"period", "close", next_month});
  EXPECT_EQ(closed.exit_code, 3) << closed;
  EXPECT_NE(closed.errors.find(next_month + " ends on "), std::string::npos) << closed;
  EXPECT_NE(closed.errors.find("period_not_ended"), std::string::npos) << closed;
  EXPECT_EQ(quits({"entries", "--csv"}).output, before);
}

}  // namespace
}  // namespace quits::test
