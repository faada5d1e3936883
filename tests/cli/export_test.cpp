// `quits export` as a user meets it. What stands in the journals is tested in
// tests/service/journal_*_test.cpp.
#include <gtest/gtest.h>

#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace quits::test {
namespace {

class ExportCommand : public testing::Test {
 protected:
  void SetUp() override {
    const Outcome made = quits({"init", "--operator", "ACME", "--name", "Acme Ltd"});
    ASSERT_EQ(made.exit_code, 0) << made;
  }

  Outcome quits(std::vector<std::string> words) const {
    words.insert(words.begin(), quits_program());
    return run(std::move(words),
               {.environment = {{"QUITS_BOOK", "book.quits"}, {"QUITS_ACTOR", "anna"}},
                .directory = scratch_.path()});
  }

  const ScratchDirectory scratch_;
};

TEST_F(ExportCommand, PrintsAJournal) {
  const Outcome printed = quits({"export", "ACME"});
  EXPECT_EQ(printed.exit_code, 0) << printed;
  EXPECT_TRUE(printed.output.starts_with("; Acme Ltd (ACME)\n")) << printed;
  EXPECT_EQ(quits({"export", "ACME", "--format", "ledger"}).output, printed.output);
  const Outcome beancount = quits({"export", "ACME", "--format", "beancount"});
  EXPECT_NE(beancount.output.find("option \"title\" \"Acme Ltd (ACME)\"\n"), std::string::npos)
      << beancount;
}

TEST_F(ExportCommand, WritesAFileOnce) {
  const Outcome written = quits({"export", "ACME", "--output", "a.journal"});
  EXPECT_EQ(written.exit_code, 0) << written;
  EXPECT_EQ(written.output, "");
  const std::string journal = read_file(scratch_ / "a.journal");
  EXPECT_EQ(journal, quits({"export", "ACME"}).output);
  EXPECT_EQ(quits({"export", "ACME", "--format", "beancount", "--output", "a.journal"}).exit_code,
            3);
  EXPECT_EQ(read_file(scratch_ / "a.journal"), journal);
  // A book is never written over either.
  EXPECT_EQ(quits({"export", "ACME", "--output", "book.quits"}).exit_code, 3);
}

TEST_F(ExportCommand, LeavesNoFileBehindARefusal) {
  EXPECT_EQ(quits({"export", "NOBODY", "--output", "a.journal"}).exit_code, 4);
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "a.journal"));
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "a.journal.part"));
}

TEST_F(ExportCommand, RefusesWhatItCannotDo) {
  EXPECT_EQ(quits({"export"}).exit_code, 2);
  EXPECT_EQ(quits({"export", "ACME", "--json"}).exit_code, 2);
  EXPECT_EQ(quits({"export", "ACME", "--period", "2011-1"}).exit_code, 3);
  EXPECT_EQ(quits({"export", "ACME", "--output", "no/a.journal"}).exit_code, 6);
  const Outcome refused = quits({"export", "ACME", "--format", "beancout"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.errors.find("did you mean beancount?"), std::string::npos) << refused;
}

}  // namespace
}  // namespace quits::test
