// quits log export, quits log import and quits restore, as an operator types them.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/desk.h"

namespace quits::test {
namespace {

class LogCommands : public testing::Test {
 protected:
  void SetUp() override { desk_.result_of("--book ./acme.quits demo partner-year"); }

  std::string read(const std::string& name) const { return read_file(desk_.path(name)); }
  bool exists(const std::string& name) const { return std::filesystem::exists(desk_.path(name)); }

  // The word behind a word at the beginning of a line.
  static std::string value_of(const std::string& text, const std::string& name) {
    const auto at = text.find(name);
    if (at == std::string::npos) return "";
    const auto begin = text.find_first_not_of(' ', at + name.size());
    return text.substr(begin, text.find_first_of(" \n", begin) - begin);
  }

  void expect_refused(const std::string& line, int exit_code,
                      const std::vector<std::string>& pieces) const {
    const Outcome outcome = desk_.quits(line);
    EXPECT_EQ(outcome.exit_code, exit_code) << line << "\n" << outcome;
    for (const std::string& piece : pieces)
      EXPECT_NE(outcome.errors.find(piece), std::string::npos) << piece << "\n" << outcome;
  }

  Desk desk_;
};

TEST_F(LogCommands, a_book_comes_back_from_its_log_alone) {
  const std::string exported = desk_.result_of("log export --out acme.log");
  const std::string root = value_of(exported, "root");
  EXPECT_EQ(root.size(), 64U) << exported;
  EXPECT_EQ(value_of(desk_.result_of("verify"), "root"), root);
  const Outcome imported = desk_.quits("--book again.quits log import acme.log");
  EXPECT_EQ(imported.exit_code, 0) << imported;
  EXPECT_EQ(value_of(imported.output, "root"), root);
  EXPECT_NE(imported.errors.find("everything holds"), std::string::npos) << imported;
  EXPECT_NE(imported.errors.find("vouches for the entries 1 to"), std::string::npos) << imported;
  for (const char* question :
       {"register --csv", "balance BRUNNER --csv", "entries --csv", "invoice list --csv"}) {
    EXPECT_EQ(desk_.result_of(std::string("--book again.quits ") + question),
              desk_.result_of(question))
        << question;
  }
  desk_.expect_says("--book again.quits verify --deep", {"everything holds"});
  desk_.expect_says("--book third.quits --json log import acme.log --root " + root,
                    {"\"root\": \"" + root, "\"vouched\": \""});
  EXPECT_TRUE(desk_.result_of("--quiet --book fourth.quits restore acme.log").find("entries") == 0);
}

TEST_F(LogCommands, an_export_goes_on_where_it_ended) {
  desk_.result_of("log export --out acme.log");
  const std::string before = read("acme.log");
  desk_.expect_says("log export --out acme.log", {", 0 of them new"});
  desk_.result_of("party add OST --name 'Ost KG'");
  desk_.expect_says("log export --out acme.log", {", 1 of them new"});
  EXPECT_EQ(read("acme.log").substr(0, before.size()), before);
  desk_.expect_says("log export --out part.log --from 300 --json",
                    {"\"first\": \"300\"", "\"appended\": \"", "\"root\": \""});
  desk_.write("acme.log", before + "something");
  expect_refused("log export --out acme.log", 3,
                 {"does not hold this book's log", "log_differs", "a new file"});
  EXPECT_EQ(read("acme.log"), before + "something");
}

TEST_F(LogCommands, a_damaged_log_is_refused_with_what_is_good_of_it) {
  const std::string root = value_of(desk_.result_of("log export --out acme.log"), "root");
  const std::string whole = read("acme.log");
  desk_.write("torn.log", whole.substr(0, whole.size() - 5));
  expect_refused("--book again.quits log import torn.log", 7,
                 {"within the record", "good are the entries 1 to", "head -c"});
  std::string changed = whole;
  changed[whole.size() / 2] ^= 1;
  desk_.write("changed.log", changed);
  expect_refused("--book again.quits log import changed.log", 7, {"good are the entries 1 to"});
  changed = whole;
  changed[whole.size() - 3] ^= 1;
  desk_.write("changed.log", changed);
  const Outcome other = desk_.quits("--book again.quits log import changed.log --root " + root);
  EXPECT_NE(other.exit_code, 0) << other;
  expect_refused("--book again.quits log import missing.log", 4, {"there is no file", "not_found"});
  expect_refused("--book acme.quits log import acme.log", 3, {"already_exists"});
  expect_refused("--book again.quits log import acme.log --root 12", 3, {"64"});
  EXPECT_FALSE(exists("again.quits"));
  EXPECT_FALSE(exists("again.quits.importing"));
}

TEST_F(LogCommands, a_backup_is_checked_before_it_is_a_book) {
  desk_.result_of("backup march.quits");
  desk_.expect_says("--book again.quits restore march.quits", {"entries", "root"});
  EXPECT_EQ(desk_.result_of("--book again.quits register --csv"),
            desk_.result_of("register --csv"));
  expect_refused("--book again.quits restore march.quits", 3,
                 {"again.quits exists", "already_exists"});
  std::string damaged = read("march.quits");
  damaged.replace(damaged.size() / 2 / 4096 * 4096, 4096, std::string(4096, '\xA5'));
  desk_.write("damaged.quits", damaged);
  const Outcome refused = desk_.quits("--book other.quits restore damaged.quits");
  EXPECT_EQ(refused.exit_code, 7) << refused;
  EXPECT_FALSE(exists("other.quits"));
  desk_.write("letter.txt", "dear aunt");
  expect_refused("--book other.quits restore letter.txt", 7, {"letter.txt is damaged"});
}

}  // namespace
}  // namespace quits::test
