#include "storage/faults.h"

#include <gtest/gtest.h>

#include "tests/storage/book.h"

namespace quits::storage::test {
namespace {

class FaultsTest : public ::testing::Test {
 protected:
  ScratchDirectory scratch_;
  std::string path_ = (scratch_ / "book").string();
  FaultPlan plan_;
  std::unique_ptr<Database> database_ = create_lines(path_, &plan_);
};

TEST_F(FaultsTest, AnEmptyPlanOnlyCounts) {
  add_lines(*database_, 4);
  EXPECT_EQ(plan_.begins, 1U);
  EXPECT_EQ(plan_.steps, 4U);
  EXPECT_EQ(plan_.commits, 1U);
  EXPECT_EQ(plan_.calls, 6U);
  EXPECT_EQ(count_lines(*database_), 4);
}

TEST_F(FaultsTest, EveryCallCanFailWithEveryCodeAndLeavesNothingBehind) {
  add_lines(*database_, 2);
  const std::uint64_t calls = plan_.calls;
  for (const Code code : {Code::disk_full, Code::unavailable, Code::locked, Code::read_only}) {
    for (std::uint64_t n = 1; n <= calls; ++n) {
      plan_ = {.fail_at_call = n, .fail_with = code};
      const Thrown thrown = thrown_by([&] { add_lines(*database_, 2); });
      EXPECT_EQ(thrown.code, name_of(code));
      EXPECT_FALSE(database_->in_transaction());
      EXPECT_EQ(count_lines(*database_), 2);
    }
  }
  plan_ = {};
  add_lines(*database_, 1);  // and the connection is as good as before
  EXPECT_EQ(count_lines(*database_), 3);
}

TEST_F(FaultsTest, TheNthCommitCanFail) {
  plan_ = {.fail_with = Code::unavailable, .fail_at_commit = 2};
  add_lines(*database_, 1);
  EXPECT_FAILURE("unavailable", add_lines(*database_, 1));
  add_lines(*database_, 1);
  EXPECT_EQ(count_lines(*database_), 2);
}

TEST_F(FaultsTest, StoppingBeforeACommitLosesItAndStoppingAfterKeepsIt) {
  database_.reset();
  const auto stop = [&](FaultPlan plan) {
    return in_child([&] {
      const auto database = open_database(path_, Mode::open, &plan);
      for (int i = 0; i < 5; ++i) add_lines(*database, 1);
      return 0;
    });
  };
  EXPECT_EQ(stop({.stop_before_commit = 3}), 137);
  EXPECT_EQ(count_lines(*open_database(path_, Mode::open)), 2);
  EXPECT_EQ(stop({.stop_after_commit = 3}), 137);
  EXPECT_EQ(count_lines(*open_database(path_, Mode::open)), 5);
  EXPECT_EQ(stop({}), 0);
  EXPECT_EQ(count_lines(*open_database(path_, Mode::open)), 10);
}

TEST_F(FaultsTest, TheRestIsPassedThrough) {
  add_lines(*database_, 3);
  EXPECT_TRUE(database_->has_table("line"));
  EXPECT_FALSE(database_->is_read_only());
  EXPECT_EQ(database_->check_pages(true), std::nullopt);
  EXPECT_GT(database_->size_bytes(), 4096U);
  EXPECT_NE(database_->description().find(path_), std::string::npos);
  const auto select = database_->prepare("SELECT $1, $2, $3, $4");
  const std::string bytes = "ab";
  select->bind(1, 5)
      .bind_text(2, "text")
      .bind_blob(3, std::as_bytes(std::span(bytes)))
      .bind_null(4);
  ASSERT_TRUE(select->step());
  EXPECT_EQ(select->integer(0), 5);
  EXPECT_EQ(select->text(1), "text");
  EXPECT_EQ(select->blob(2).size(), 2U);
  EXPECT_TRUE(select->is_null(3));
  select->reset();
  database_->backup_to(scratch_ / "copy");
  const std::uint64_t before = database_->foreign_changes();
  add_lines(*open_database(path_, Mode::open), 1);
  EXPECT_NE(database_->foreign_changes(), before);
}

}  // namespace
}  // namespace quits::storage::test
