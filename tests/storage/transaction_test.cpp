#include <unistd.h>

#include <atomic>
#include <thread>

#include "storage/sqlite.h"
#include "tests/storage/book.h"

namespace quits::storage::test {
namespace {

class TransactionTest : public ::testing::Test {
 protected:
  std::unique_ptr<Database> another(Mode mode = Mode::open) {
    return open_database(path_, mode, nullptr, kShortWait);
  }

  ScratchDirectory scratch_;
  std::string path_ = (scratch_ / "book").string();
  std::unique_ptr<Database> database_ = create_lines(path_);
};

TEST_F(TransactionTest, WithoutCommitNothingHappened) {
  {
    Transaction transaction(*database_, Access::write);
    database_->prepare("INSERT INTO line (body) VALUES ('x')")->run();
    EXPECT_TRUE(database_->in_transaction());
  }
  EXPECT_FALSE(database_->in_transaction());
  EXPECT_EQ(count_lines(*database_), 0);
}

TEST_F(TransactionTest, ACommitIsThereAfterReopening) {
  add_lines(*database_, 7);
  database_.reset();
  EXPECT_EQ(count_lines(*another()), 7);
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));  // one file again once everybody is gone
}

TEST_F(TransactionTest, ATransactionInsideATransactionStops) {
  Transaction transaction(*database_, Access::read);
  EXPECT_DEATH(database_->begin(Access::read), "transaction inside a transaction");
  EXPECT_DEATH(database_->prepare("DELETE FROM line")->run(), "outside a write transaction");
}

TEST_F(TransactionTest, TheSecondWriterWaitsThenIsToldThatItIsLocked) {
  const auto second = another();
  Transaction transaction(*database_, Access::write);
  EXPECT_FAILURE("locked", second->begin(Access::write));
  EXPECT_FALSE(second->in_transaction());
  transaction.commit();
  EXPECT_NO_THROW(Transaction(*second, Access::write));
}

TEST_F(TransactionTest, TheSecondWriterGetsItsTurnWhileItWaits) {
  std::atomic<bool> holds{false};
  std::thread first([&] {
    Transaction transaction(*database_, Access::write);
    holds = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    transaction.commit();
  });
  while (!holds) std::this_thread::yield();
  const auto second = open_database(path_, Mode::open);
  EXPECT_NO_THROW(add_lines(*second, 1));
  first.join();
}

TEST_F(TransactionTest, AnotherProcessIsLockedOutToo) {
  Transaction transaction(*database_, Access::write);
  EXPECT_EQ(in_child([&] {
              const auto second = another();
              return thrown_by([&] { second->begin(Access::write); }).code == "locked" ? 0 : 9;
            }),
            0);
}

TEST_F(TransactionTest, AReaderKeepsItsSnapshotWhileOthersWrite) {
  add_lines(*database_, 1);
  const auto reader = another(Mode::open_read_only);
  {
    Transaction reading(*reader, Access::read);
    EXPECT_EQ(count_lines(*reader), 1);
    add_lines(*database_, 1);
    EXPECT_EQ(count_lines(*reader), 1);
  }
  EXPECT_EQ(count_lines(*reader), 2);
}

TEST_F(TransactionTest, AForgottenRowDoesNotHoldTheSnapshot) {
  add_lines(*database_, 3);
  const auto reader = another();
  const auto forgotten = reader->prepare("SELECT number FROM line");
  {
    Transaction reading(*reader, Access::read);
    ASSERT_TRUE(forgotten->step());
    reading.commit();
  }
  add_lines(*database_, 1);
  EXPECT_EQ(count_lines(*reader), 4);
  EXPECT_DEATH(forgotten->step(), "transaction of this statement has ended");
  forgotten->reset();
  EXPECT_TRUE(forgotten->step());
}

TEST_F(TransactionTest, ForeignChangesMoveWithTheCommitsOfOthersOnly) {
  const auto second = another();
  const std::uint64_t before = database_->foreign_changes();
  add_lines(*database_, 1);
  EXPECT_EQ(database_->foreign_changes(), before);
  add_lines(*second, 1);
  const std::uint64_t after = database_->foreign_changes();
  EXPECT_NE(after, before);
  EXPECT_EQ(database_->foreign_changes(), after);
  {
    Transaction rolled_back(*second, Access::write);
    second->prepare("DELETE FROM line")->run();
  }
  EXPECT_EQ(database_->foreign_changes(), after);
  EXPECT_EQ(in_child([&] { return add_lines(*another(), 1), 0; }), 0);
  EXPECT_NE(database_->foreign_changes(), after);
}

TEST_F(TransactionTest, AFullDiskIsSaidSoAndNothingIsHalfWritten) {
  add_lines(*database_, 1);
  const std::int64_t pages = integer_of(*database_, "PRAGMA page_count");
  database_->execute("PRAGMA max_page_count = " + std::to_string(pages + 3));
  EXPECT_FAILURE("disk_full", add_lines(*database_, 1000, std::string(1000, 'x')));
  EXPECT_FALSE(database_->in_transaction());
  EXPECT_EQ(count_lines(*database_), 1);
  EXPECT_NO_THROW(add_lines(*database_, 1));
}

TEST_F(TransactionTest, TheLogStaysBoundedAndIsUsedAgain) {
  const std::string body(4000, 'x');
  const auto reader = another(Mode::open_read_only);
  std::uintmax_t largest = 0;
  for (int round = 0; round < 45; ++round) {
    add_lines(*database_, 400, body);  // 1.6 MB, and 72 MB in all
    count_lines(*reader);              // readers that come and go do not keep it
    largest = std::max(largest, std::filesystem::file_size(path_ + "-wal"));
  }
  EXPECT_GT(largest, std::uintmax_t{kLogPages} * kPageBytes / 2);
  EXPECT_LT(largest, std::uintmax_t{kLogBytesKept});
}

TEST_F(TransactionTest, ALogThatGrewUnderAReaderIsCutAgain) {
  const std::string body(4000, 'x');
  const auto reader = another(Mode::open_read_only);
  {
    Transaction reading(*reader, Access::read);
    count_lines(*reader);
    for (int round = 0; round < 50; ++round) add_lines(*database_, 400, body);
  }
  EXPECT_GT(std::filesystem::file_size(path_ + "-wal"), std::uintmax_t{kLogBytesKept});
  for (int round = 0; round < 3; ++round) add_lines(*database_, 1);
  EXPECT_LE(std::filesystem::file_size(path_ + "-wal"), std::uintmax_t{kLogBytesKept});
}

}  // namespace
}  // namespace quits::storage::test
