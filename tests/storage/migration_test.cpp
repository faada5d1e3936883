#include "storage/migration.h"

#include <thread>
#include <vector>

#include "tests/storage/book.h"

namespace quits::storage::test {
namespace {

constexpr Migration kFirst = {1, "line",
                              "CREATE TABLE line (number INTEGER PRIMARY KEY, body TEXT)",
                              "SELECT count(*) = 0 FROM line"};
constexpr Migration kSecond = {2, "extra",
                               "ALTER TABLE line ADD COLUMN extra INTEGER NOT NULL DEFAULT 7;"
                               "CREATE INDEX line_extra ON line (extra)",
                               "SELECT count(*) = 0 FROM line WHERE extra <> 7"};
using Migrations = std::vector<Migration>;

class MigrationTest : public ::testing::Test {
 protected:
  Thrown migrating(const Migrations& migrations) {
    return thrown_by([&] { migrate(*database_, migrations); });
  }

  ScratchDirectory scratch_;
  std::string path_ = (scratch_ / "book").string();
  FaultPlan plan_;  // only to count calls
  std::unique_ptr<Database> database_ = open_database(path_, Mode::create, &plan_);
};

TEST_F(MigrationTest, MissingOnesAreAppliedInOrderAndOnce) {
  migrate(*database_, Migrations{kFirst});
  add_lines(*database_, 3);
  migrate(*database_, Migrations{kFirst, kSecond});
  migrate(*database_, Migrations{kFirst, kSecond});
  EXPECT_EQ(integer_of(*database_, "SELECT sum(extra) FROM line"), 21);
  EXPECT_EQ(integer_of(*database_, "SELECT count(*) FROM migration"), 2);
}

TEST_F(MigrationTest, AnUpToDateBookCostsOneSmallQueryAndNoLock) {
  migrate(*database_, Migrations{kFirst, kSecond});
  const auto writer = open_database(path_, Mode::open);
  Transaction writing(*writer, Access::write);
  plan_ = {};
  migrate(*database_, Migrations{kFirst, kSecond});
  EXPECT_EQ(plan_.begins, 0U);
  EXPECT_EQ(plan_.steps, 3U);  // two rows and the end
}

TEST_F(MigrationTest, AChangedScriptIsNamed) {
  migrate(*database_, Migrations{kFirst, kSecond});
  Migration edited = kSecond;
  edited.script = "SELECT 1";
  const Thrown thrown = migrating({kFirst, edited});
  EXPECT_EQ(thrown.code, "corrupt");
  EXPECT_EQ(thrown.message, "migration 2 (extra) was changed after it was applied");
}

TEST_F(MigrationTest, ABookOfANewerProgramIsRefused) {
  migrate(*database_, Migrations{kFirst, kSecond});
  EXPECT_EQ(migrating({kFirst}).code, "newer_book");
  EXPECT_EQ(migrating({}).code, "newer_book");
}

TEST_F(MigrationTest, AMissingRecordIsCorruption) {
  migrate(*database_, Migrations{kFirst, kSecond});
  database_->execute("DELETE FROM migration WHERE number = 1");
  EXPECT_EQ(migrating({kFirst, kSecond}).code, "corrupt");
}

TEST_F(MigrationTest, ACheckThatDoesNotHoldUndoesEverything) {
  for (const char* check : {"SELECT 0", "SELECT NULL", "SELECT 1 WHERE 0 = 1",
                            "SELECT 1 UNION ALL SELECT 1", "SELECT 2"}) {
    Migration bad = kSecond;
    bad.after_check = check;
    const Thrown thrown = migrating({kFirst, bad});
    EXPECT_EQ(thrown.code, "internal_mismatch") << check;
    EXPECT_NE(thrown.message.find("migration 2 (extra)"), std::string::npos) << thrown;
    EXPECT_FALSE(database_->has_table("line"));
    EXPECT_FALSE(database_->has_table("migration"));
  }
  EXPECT_EQ(migrating({kFirst, kSecond}).code, "nothing");
}

TEST_F(MigrationTest, AScriptThatFailsUndoesEverything) {
  Migration bad = kSecond;
  bad.script = "CREATE TABLE more (a INTEGER); CREATE TABEL x";
  const Thrown thrown = migrating({kFirst, bad});
  EXPECT_EQ(thrown.code, "internal_mismatch");
  EXPECT_NE(thrown.message.find("migration 2 (extra)"), std::string::npos) << thrown;
  EXPECT_FALSE(database_->has_table("more"));
  EXPECT_FALSE(database_->has_table("line"));
}

TEST_F(MigrationTest, ReadingABookThatLacksOneSaysWhatToDo) {
  migrate(*database_, Migrations{kFirst});
  database_ = open_database(path_, Mode::open_read_only);
  EXPECT_EQ(migrating({kFirst}).code, "nothing");
  EXPECT_EQ(migrating({kFirst, kSecond}).code, "read_only");
}

TEST_F(MigrationTest, TwoProgramsAtOnceApplyEachOnlyOnce) {
  Thrown outcomes[2];
  std::thread threads[2];
  for (int i = 0; i < 2; ++i) {
    threads[i] = std::thread([&, i] {
      const auto database = open_database(path_, Mode::open);
      outcomes[i] = thrown_by([&] { migrate(*database, Migrations{kFirst, kSecond}); });
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& outcome : outcomes) EXPECT_EQ(outcome.code, "nothing") << outcome;
}

TEST_F(MigrationTest, AListWithAGapOrWithoutACheckIsOurBug) {
  EXPECT_DEATH(migrate(*database_, Migrations{kSecond}), "migration 2 follows 0");
  Migration unchecked = kFirst;
  unchecked.after_check = "";
  EXPECT_DEATH(migrate(*database_, Migrations{unchecked}), "has no check");
}

TEST_F(MigrationTest, AFailureAnywhereLeavesTheOldBookOrTheNewOne) {
  plan_ = {};
  migrate(*database_, Migrations{kFirst, kSecond});
  const std::uint64_t calls = plan_.calls;
  ASSERT_GT(calls, 5U);
  for (std::uint64_t n = 1; n <= calls; ++n) {
    const std::string path = path_ + std::to_string(n);
    FaultPlan plan;
    plan.fail_at_call = n;
    plan.fail_with = Code::disk_full;
    const auto database = open_database(path, Mode::create, &plan);
    EXPECT_FAILURE("disk_full", migrate(*database, Migrations{kFirst, kSecond})) << n;
    EXPECT_FALSE(database->has_table("migration")) << n;
    EXPECT_NO_THROW(migrate(*database, Migrations{kFirst, kSecond})) << n;
  }
}

}  // namespace
}  // namespace quits::storage::test
