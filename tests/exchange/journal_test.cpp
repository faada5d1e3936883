#include "exchange/journal.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cctype>
#include <map>
#include <vector>

#include "base/text.h"
#include "exchange/beancount.h"
#include "exchange/hledger.h"
#include "exchange/journal_text.h"
#include "exchange/period_spool.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace quits::exchange {
namespace {

Currency currency(const char* code) { return Currency::parse(code).value(); }

std::string amount(int128 minor, const char* code) {
  std::string text;
  append_amount(minor, currency(code), text);
  return text;
}

TEST(JournalText, AmountsHaveThePlacesOfTheirCurrency) {
  EXPECT_EQ(amount(0, "EUR"), "0.00");
  EXPECT_EQ(amount(-5, "EUR"), "-0.05");
  EXPECT_EQ(amount(123'456, "EUR"), "1234.56");
  EXPECT_EQ(amount(1'050, "JPY"), "1050");
  EXPECT_EQ(amount(0, "JPY"), "0");
  EXPECT_EQ(amount(-1'050, "KWD"), "-1.050");
  EXPECT_EQ(amount(int128{INT64_MAX} * 2 + 1, "JPY"), "18446744073709551615");
  EXPECT_EQ(amount(int128{INT64_MIN} * 2, "EUR"), "-184467440737095516.16");
}

TEST(JournalText, TextBecomesOneLine) {
  EXPECT_EQ(one_line("  a\n\t b\r\n", 100), "a b");
  EXPECT_EQ(one_line("a\xC2\xA0\xE2\x80\xA8z", 100), "a z");
  EXPECT_EQ(one_line("caf\xC3\xA9 \xFF\xC3", 100), "caf\xC3\xA9 ??");
  EXPECT_EQ(one_line("caf\xC3\xA9", 4), "caf");
  EXPECT_EQ(one_line("a b", 2), "a");
  EXPECT_EQ(one_line("\n", 10), "");
}

// Random bytes with a taste for what has a meaning in a journal.
rc::Gen<std::string> nasty_text() {
  const auto piece = rc::gen::weightedOneOf<std::string>(
      {{3, rc::gen::map(rc::gen::inRange(0, 256),
                        [](int c) { return std::string(1, static_cast<char>(c)); })},
       {3, rc::gen::element<std::string>(
               ";", "\n", "\r", "\t", " ", "  ", "\"", "\\", "[2011-99-99]", "|", "=", ":", "::",
               "date:", ":tag:", "%", "-x", "--", "x", "@", "{", "(", "*", "!", "#", "\xC2\x85",
               "\xC2\xA0", "\xE2\x80\xA8", "\xC3\xA9", "\xE6\x97\xA5", "\xF0\x9F\x98\x80")},
       {2, rc::gen::element<std::string>("a", "B", "1", ".", "_", "-")}});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& one : pieces) text += one;
                        return text;
                      });
}

// What a party's key may be: no control characters, single spaces inside.
rc::Gen<std::string> party_key() {
  return rc::gen::suchThat(
      rc::gen::map(nasty_text(), [](const std::string& text) { return one_line(text, 20); }),
      [](const std::string& key) { return !key.empty(); });
}

TEST(JournalText, OneLineIsOneLineOfUtf8) {
  EXPECT_TRUE(rc::check([] {
    const std::string line = one_line(*nasty_text(), 50);
    RC_ASSERT(line.size() <= 50U);
    RC_ASSERT(is_valid_utf8(line) && !has_control_characters(line));
    RC_ASSERT(line.find("  ") == line.npos && !line.starts_with(' ') && !line.ends_with(' '));
    RC_ASSERT(one_line(line, 50) == line);
  }));
}

std::string hledger_name(const std::string& key) {
  return HledgerFormat().account_name({"assets:receivable", key});
}

TEST(HledgerNames, KeepWhatCanBeKept) {
  EXPECT_EQ(HledgerFormat().account_name({"assets:bank", ""}), "assets:bank");
  EXPECT_EQ(hledger_name("UNITED KINGDOM"), "assets:receivable:UNITED KINGDOM");
  EXPECT_EQ(hledger_name("toy-maker_1.x"), "assets:receivable:toy-maker_1.x");
  EXPECT_EQ(hledger_name("Caf\xC3\xA9"), "assets:receivable:Caf\xC3\xA9");
  EXPECT_EQ(hledger_name("a:b;c%"), "assets:receivable:a%3Ab%3Bc%25");
  EXPECT_EQ(hledger_name(" a  b "), "assets:receivable:%20a %20b%20");
  EXPECT_EQ(hledger_name("a\xC2\xA0\n"), "assets:receivable:a%C2%A0%0A");
}

std::string without_percents(std::string_view name) {
  std::string key;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '%') {
      key += static_cast<char>(std::stoi(std::string(name.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      key += name[i];
    }
  }
  return key;
}

TEST(HledgerNames, AreDifferentForDifferentKeys) {
  EXPECT_TRUE(rc::check([] {
    const std::string key = *rc::gen::oneOf(nasty_text(), party_key());
    RC_PRE(!key.empty());
    const std::string name =
        hledger_name(key).substr(std::string_view("assets:receivable:").size());
    RC_ASSERT(without_percents(name) == key);
    RC_ASSERT(name.find_first_of(":;\n\r\t()[]\"") == name.npos);
    RC_ASSERT(name.find("  ") == name.npos && !name.starts_with(' ') && !name.ends_with(' '));
  }));
}

std::string beancount_name(const std::string& key) {
  return BeancountFormat()
      .account_name({"liabilities:accrued-expense", key})
      .substr(std::string_view("Liabilities:Accrued-Expense:").size());
}

TEST(BeancountNames, AreNamesForBeancount) {
  EXPECT_EQ(BeancountFormat().account_name({"liabilities:tax:output:AE", ""}),
            "Liabilities:Tax:Output:AE");
  EXPECT_EQ(beancount_name("FRANCE"), "FRANCE");
  EXPECT_EQ(beancount_name("UNITED KINGDOM"), "UNITED--KINGDOM");
  EXPECT_EQ(beancount_name("toy-maker"), "Toy-maker-x");
  EXPECT_EQ(beancount_name("Toy-maker"), "Toy-maker");
  EXPECT_EQ(beancount_name("3-x"), "3-x2Dx");
  EXPECT_EQ(beancount_name("A.B-"), "A-x2EB-x2D");
  EXPECT_EQ(beancount_name(".net"), "X-x2Enet-xx");
  EXPECT_EQ(beancount_name("\xC3\xA9"), "X-xC3-xA9-xx");
}

// Reads the rules of exchange/beancount.h backwards: from the left, so that the x of "0--x" follows a space and ends nothing.
std::string key_of_beancount_name(std::string name) {
  std::string key;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string rest = name.substr(i);
    if (rest == "-xx") return key.substr(1);
    if (rest == "-x") {
      key.front() = static_cast<char>(key.front() - 'A' + 'a');
      return key;
    }
    if (name[i] == '-' && name.substr(i + 1, 1) == "x") {
      key += static_cast<char>(std::stoi(name.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else if (name[i] == '-' && name.substr(i + 1, 1) == "-") {
      key += ' ';
      i += 1;
    } else {
      key += name[i];
    }
  }
  return key;
}

TEST(BeancountNames, AreReadFromTheLeft) {
  for (const char* key : {"0 x", "a ", "a x", "A -", " x", "- x", "x", "-x", "A x2D"}) {
    EXPECT_EQ(key_of_beancount_name(beancount_name(key)), key);
  }
}

TEST(BeancountNames, AreDifferentForDifferentKeys) {
  EXPECT_TRUE(rc::check([] {
    const std::string key = *rc::gen::oneOf(nasty_text(), party_key());
    RC_PRE(!key.empty());
    const std::string name = beancount_name(key);
    RC_ASSERT(key_of_beancount_name(name) == key);
    RC_ASSERT(std::isupper(static_cast<unsigned char>(name.front())) ||
              std::isdigit(static_cast<unsigned char>(name.front())));
    for (const char c : name) RC_ASSERT(std::isalnum(static_cast<unsigned char>(c)) || c == '-');
  }));
}

TEST(PeriodSpool, GivesBackWhatItTookInOrder) {
  EXPECT_TRUE(rc::check([] {
    PeriodSpool spool;
    std::map<Period, std::string> expected;
    const auto texts = *rc::gen::container<std::vector<std::pair<int, std::size_t>>>(rc::gen::pair(
        rc::gen::inRange(0, 4), rc::gen::inRange<std::size_t>(0, PeriodSpool::kBlockBytes)));
    char mark = 'a';
    for (const auto& [month, bytes] : texts) {
      const std::string text(bytes, mark);
      mark = mark == 'z' ? 'a' : static_cast<char>(mark + 1);
      spool.append(Period().plus(month), text);
      expected[Period().plus(month)] += text;
    }
    for (const auto& [period, text] : expected) {
      for (const std::string& due : {text, std::string()}) {
        std::string given;
        spool.drain(period, [&](std::string_view part) { given += part; });
        RC_ASSERT(given == due);
      }
    }
  }));
}

// Whatever callers write, it stays inside its transaction: all three tools find as many
// transactions as there are, and their balances.
class NastyJournal : public testing::Test {
 protected:
  static constexpr int kTransactions = 200;

  std::string written_by(const JournalFormat& format) {
    JournalHead head;
    head.party = "A\nB";
    head.name = "\"A\" \\ ;\n2011-01-01 x";
    head.remark = "remark\nremark";
    head.first_day = Date::parse_iso("2011-01-01").value();
    head.currencies = {currency("EUR"), currency("JPY"), currency("KWD")};
    const std::string bank = format.account_name({"assets:bank", ""});
    const std::string other = format.account_name({"income:other", "\"X\n ;"});
    head.accounts = {{bank, ""}, {other, "\"X\n ;"}};
    std::string text;
    format.write_head(head, text);
    JournalTransaction transaction;
    for (int i = 1; i <= kTransactions; ++i) {
      transaction.sequence = Sequence{static_cast<std::uint64_t>(i)};
      transaction.date = head.first_day;
      rc::Random random(static_cast<std::uint64_t>(i));
      transaction.description = nasty_text()(random.split(), 60).value();
      transaction.payee = nasty_text()(random.split(), 20).value();
      transaction.id = "x" + nasty_text()(random.split(), 40).value();
      transaction.effective = head.first_day;
      transaction.postings = {{bank, i, currency("KWD")}, {other, -i, currency("KWD")}};
      format.write(transaction, text);
    }
    const std::vector<JournalPosting> balances{{bank, kSum, currency("KWD")},
                                               {other, -kSum, currency("KWD")}};
    format.write_balances(head.first_day, balances, text);
    return text;
  }

  static test::Outcome run(std::vector<std::string> arguments) {
    return test::run(std::move(arguments), {.environment = {{"LC_ALL", "C.UTF-8"}}});
  }

  static constexpr int kSum = kTransactions * (kTransactions + 1) / 2;
  const test::ScratchDirectory scratch_;
};

TEST_F(NastyJournal, StaysWhereItIsForHledger) {
  if (!test::program_exists("hledger")) GTEST_SKIP() << "hledger is not installed";
  const std::string file = scratch_.write("a.journal", written_by(HledgerFormat())).string();
  const auto checked = run({"hledger", "-f", file, "check", "--strict"});
  EXPECT_TRUE(checked.exit_code == 0 && checked.errors.empty()) << checked;
  const auto statistics = run({"hledger", "-f", file, "stats"});
  EXPECT_NE(statistics.output.find(": 201 ("), std::string::npos) << statistics;
}

TEST_F(NastyJournal, StaysWhereItIsForLedger) {
  if (!test::program_exists("ledger")) GTEST_SKIP() << "ledger is not installed";
  const std::string file = scratch_.write("a.journal", written_by(HledgerFormat())).string();
  const auto checked =
      run({"ledger", "-f", file, "--strict", "--pedantic", "balance", "assets:bank"});
  EXPECT_TRUE(checked.exit_code == 0 && checked.errors.empty()) << checked;
  EXPECT_NE(checked.output.find("20.100 KWD"), std::string::npos) << checked;
}

TEST_F(NastyJournal, StaysWhereItIsForBeancount) {
  if (!test::program_exists("bean-check")) GTEST_SKIP() << "bean-check is not installed";
  const std::string file = scratch_.write("a.beancount", written_by(BeancountFormat())).string();
  const auto checked = run({"bean-check", file});
  EXPECT_TRUE(checked.exit_code == 0 && checked.errors.empty() && checked.output.empty())
      << checked;
  const auto counted = run({"bean-query", "-f", "csv", file,
                            "SELECT count(id), sum(number) WHERE account = 'Assets:Bank'"});
  EXPECT_NE(counted.output.find("200,20.100"), std::string::npos) << counted;
}

}  // namespace
}  // namespace quits::exchange
