// Foreign tools as judges: what hledger, ledger and beancount make of an export must be what the
// book says.
#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <sstream>

#include "exchange/beancount.h"
#include "exchange/hledger.h"
#include "exchange/journal_export.h"
#include "ledger/balances.h"
#include "tests/service/random_program.h"
#include "tests/service/small_journal.h"
#include "tests/support/process.h"

namespace quits::exchange {
namespace {

using test::exported;
using test::play_small;
using test::World;

// Minor units by account and currency code; accounts that hold nothing are left out.
using Balances = std::map<std::pair<std::string, std::string>, std::int64_t>;

// The chart of docs/accounting-export.md, said a second time. What ends in ':' is followed by the
// other party.
std::string owners_path(const std::string& kind) {
  if (kind == "unbilled") return "assets:accrued-income:";
  if (kind == "claim") return "assets:receivable:";
  if (kind == "bank") return "assets:bank";
  if (kind == "income.program_fee") return "income:program-fee:";
  if (kind.starts_with("income.")) return "income:" + kind.substr(7) + ":";
  if (kind.starts_with("tax.")) return "liabilities:tax:output:" + kind.substr(4);
  return "?";
}
std::string counterpartys_path(const std::string& kind) {
  if (kind == "unbilled") return "liabilities:accrued-expense:";
  if (kind == "claim") return "liabilities:payable:";
  if (kind == "bank") return "assets:bank";
  if (kind == "income.program_fee") return "expenses:program-fee:";
  if (kind.starts_with("income.")) return "expenses:" + kind.substr(7) + ":";
  if (kind.starts_with("tax.")) return "assets:tax:input:" + kind.substr(4);
  return "?";
}

std::string capitalised(std::string path) {
  bool begins = true;
  for (char& c : path) {
    if (begins) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    begins = c == ':' || c == '-';
  }
  return path;
}

struct Spelling {
  const char* key;
  const char* hledger;
  const char* beancount;
};
constexpr std::array kSpellings{
    Spelling{"ACME", "ACME", "ACME"}, Spelling{"NORD", "NORD", "NORD"},
    Spelling{"united kingdom", "united kingdom", "United--kingdom-x"},
    Spelling{"toy-maker x", "toy-maker x", "Toy-maker--x-x"},
    Spelling{"\xC3\x9Cn\xC3\xAF_1.x\xC2\xA0y", "\xC3\x9Cn\xC3\xAF_1.x%C2%A0y",
             "X-xC3-x9Cn-xC3-xAF-x5F1-x2Ex-xC2-xA0y-xx"}};

Balances balances_of(World& world, const program::Party& party, const char* Spelling::*spelling,
                     std::optional<Period> last) {
  Balances sums;
  for (const ledger::Movement& movement : ledger::movements(world.database(), party.number)) {
    if (last && movement.period > *last) continue;
    const ledger::Account& account = movement.account;
    const bool owns = account.owner == party.number;
    const auto other =
        program::party_by_number(world.database(), owns ? account.counterparty : account.owner);
    const std::string kind(ledger::name_of(account.kind));
    std::string name = owns ? owners_path(kind) : counterpartys_path(kind);
    if (spelling == &Spelling::beancount) name = capitalised(name);
    for (const Spelling& known : kSpellings) {
      if (name.ends_with(':') && known.key == other->key) name += known.*spelling;
    }
    sums[{name, std::string(account.currency.code())}] +=
        owns ? movement.amount_minor : -movement.amount_minor;
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
  return sums;
}

void add_balance(Balances& balances, const std::string& account, const std::string& currency,
                 const std::string& amount) {
  const auto unit = Currency::parse(currency);
  if (!unit) {
    EXPECT_EQ(amount, "0") << account << " holds something without a currency: " << currency;
    return;
  }
  const auto money = Money::parse(amount, *unit);
  ASSERT_TRUE(money) << account << ": " << amount;
  if (!money->is_zero()) balances[{account, currency}] = money->minor();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Quotes and padding off; no field of ours holds a quote or a comma.
std::vector<std::string> fields_of(std::string line, char delimiter) {
  std::erase(line, '"');
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, delimiter);) {
    while (field.ends_with(' ') || field.ends_with('\r')) field.pop_back();
    while (field.starts_with(' ')) field.erase(0, 1);
    fields.push_back(field);
  }
  return fields;
}

// One tool: how it checks a journal, and what balances it finds.
struct Tool {
  const char* program;
  const char* Spelling::*spelling;
  std::vector<std::string> check;  // arguments; FILE stands for the journal

  std::unique_ptr<JournalFormat> format() const {
    if (spelling == &Spelling::hledger) return std::make_unique<HledgerFormat>();
    return std::make_unique<BeancountFormat>();
  }
  test::Outcome run(std::vector<std::string> arguments, const std::string& file) const {
    for (std::string& argument : arguments) argument = argument == "FILE" ? file : argument;
    return test::run(std::move(arguments), {.environment = {{"LC_ALL", "C.UTF-8"}}});
  }
  bool accepts(const std::string& file) const {
    const test::Outcome outcome = run(check, file);
    const bool silent =
        outcome.errors.empty() && (spelling == &Spelling::hledger || outcome.output.empty());
    return outcome.exit_code == 0 && silent;
  }
  Balances balances(const std::string& file) const;
};

Balances Tool::balances(const std::string& file) const {
  Balances found;
  const std::string name = program;
  if (name == "ledger") {
    for (const std::string currency : {"EUR", "JPY", "KWD"}) {
      const auto outcome = run({"ledger", "-f", "FILE", "balance", "--flat", "--no-total",
                                "--limit", "commodity == \"" + currency + "\"", "--balance-format",
                                "%(account)\t%(display_total)\n"},
                               file);
      for (const std::string& line : lines_of(outcome.output)) {
        const auto fields = fields_of(line, '\t');
        add_balance(found, fields.at(0), currency, fields.at(1).substr(0, fields.at(1).find(' ')));
      }
    }
    return found;
  }
  const auto outcome =
      name == "hledger"
          ? run({"hledger", "-f", "FILE", "balance", "--flat", "-N", "-O", "csv", "--layout=bare"},
                file)
          : run({"bean-query", "-f", "csv", "FILE",
                 "SELECT account, currency, sum(position) GROUP BY account, currency"},
                file);
  EXPECT_EQ(outcome.exit_code, 0) << outcome;
  const auto lines = lines_of(outcome.output);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto fields = fields_of(lines[i], ',');
    // beancount leaves the amount of an empty position empty.
    if (fields.size() < 3 || fields[2].empty()) continue;
    add_balance(found, fields[0], fields[1], fields[2].substr(0, fields[2].find(' ')));
  }
  return found;
}

const Tool kHledger{"hledger", &Spelling::hledger, {"hledger", "-f", "FILE", "check", "--strict"}};
const Tool kLedger{
    "ledger", &Spelling::hledger, {"ledger", "-f", "FILE", "--strict", "--pedantic", "balance"}};
const Tool kBeancount{"bean-check", &Spelling::beancount, {"bean-check", "FILE"}};

class JournalJudges : public testing::TestWithParam<const Tool*> {
 protected:
  void SetUp() override {
    if (!test::program_exists(GetParam()->program))
      GTEST_SKIP() << GetParam()->program << " is not installed";
  }

  void expect_same_balances(World& world, const program::Party& party,
                            std::optional<Period> period) {
    SCOPED_TRACE(party.key + (period ? " in " + period->to_string() : ""));
    const Tool& tool = *GetParam();
    const std::string file =
        scratch_.write("journal", exported(world, *tool.format(), party.key, period)).string();
    const test::Outcome checked = tool.run(tool.check, file);
    EXPECT_TRUE(tool.accepts(file)) << checked;
    EXPECT_EQ(tool.balances(file), balances_of(world, party, tool.spelling, period));
  }

  const test::ScratchDirectory scratch_;
};

INSTANTIATE_TEST_SUITE_P(Tools, JournalJudges, testing::Values(&kHledger, &kLedger, &kBeancount),
                         [](const auto& tool) {
                           return tool.param == &kBeancount ? std::string("beancount")
                                                            : std::string(tool.param->program);
                         });

TEST_P(JournalJudges, FindOurBalances) {
  World world;
  test::RandomProgram(world, 1).play(60);
  for (const program::Party& party : program::all_parties(world.database())) {
    expect_same_balances(world, party, std::nullopt);
  }
}

TEST_P(JournalJudges, FindOurBalancesOfOnePeriod) {
  World world;
  test::RandomProgram(world, 2).play(40);
  const auto acme = program::party_by_key(world.database(), "ACME");
  for (const char* period : {"2025-12", "2026-01", "2026-03", "2026-08"}) {
    expect_same_balances(world, *acme, Period::parse(period).value());
  }
}

// The balances that a journal states are not decoration: one posting more in the first period, and
// no tool takes it.
TEST_P(JournalJudges, FindAWrongBalance) {
  World world;
  play_small(world);
  const Tool& tool = *GetParam();
  std::string text = exported(world, *tool.format(), "ACME");
  EXPECT_TRUE(tool.accepts(scratch_.write("journal", text).string()));
  const bool is_beancount = tool.spelling == &Spelling::beancount;
  const std::string more = is_beancount ? "\n2026-01-10 * \"more\"\n  Assets:Receivable:NORD  0.01 "
                                          "EUR\n  Income:Training:NORD  -0.01 EUR\n"
                                        : "\n2026-01-10 more\n    assets:receivable:NORD  0.01 "
                                          "EUR\n    income:training:NORD  -0.01 EUR\n";
  text.insert(text.find("\n2026-01-20"), more);
  EXPECT_FALSE(tool.accepts(scratch_.write("journal", text).string()));
}

TEST_P(JournalJudges, AcceptABookWithoutMoney) {
  World world;
  world.open_program();
  for (const auto period :
       {std::optional<Period>(), std::optional(Period::parse("2026-03").value())}) {
    const std::string file =
        scratch_.write("journal", exported(world, *GetParam()->format(), "ACME", period)).string();
    EXPECT_TRUE(GetParam()->accepts(file)) << GetParam()->run(GetParam()->check, file);
  }
}

}  // namespace
}  // namespace quits::exchange
