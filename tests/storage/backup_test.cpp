#include <unistd.h>

#include <atomic>
#include <thread>

#include "tests/storage/book.h"

namespace quits::storage::test {
namespace {

namespace fs = std::filesystem;

class BackupTest : public ::testing::Test {
 protected:
  int files() const {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(scratch_.path())) ++count;
    return count;
  }

  ScratchDirectory scratch_;
  std::string path_ = (scratch_ / "book").string();
  std::unique_ptr<Database> database_ = create_lines(path_);
};

TEST_F(BackupTest, IsOneFileThatIsABook) {
  add_lines(*database_, 100);
  database_->backup_to(scratch_ / "copy");
  EXPECT_EQ(files(), 4);  // the book, its log and index, the copy
  const auto copy = open_database((scratch_ / "copy").string(), Mode::open);
  EXPECT_EQ(count_lines(*copy), 100);
  EXPECT_EQ(copy->check_pages(true), std::nullopt);
  add_lines(*copy, 1);
  EXPECT_EQ(count_lines(*copy), 101);
  EXPECT_EQ(count_lines(*database_), 100);
}

TEST_F(BackupTest, NeverReplacesAFile) {
  const auto target = scratch_.write("copy", "precious");
  EXPECT_FAILURE("already_exists", database_->backup_to(target));
  EXPECT_FAILURE("already_exists", database_->backup_to(path_));
  fs::create_symlink(scratch_ / "nowhere", scratch_ / "link");
  EXPECT_FAILURE("already_exists", database_->backup_to(scratch_ / "link"));
  EXPECT_EQ(quits::test::read_file(target), "precious");
}

TEST_F(BackupTest, NeverGetsTheLogOfAnotherBook) {
  for (const char* companion : {"-wal", "-shm", "-journal"}) {
    const auto left = scratch_.write("copy" + std::string(companion), "left");
    EXPECT_FAILURE("already_exists", database_->backup_to(scratch_ / "copy"));
    EXPECT_FAILURE("already_exists", open_database((scratch_ / "copy").string(), Mode::create));
    EXPECT_EQ(quits::test::read_file(left), "left");
    fs::remove(left);
  }
  database_->backup_to(scratch_ / "copy");
}

TEST_F(BackupTest, IntoAMissingFolderLeavesNothing) {
  EXPECT_FAILURE("not_found", database_->backup_to(scratch_ / "no/folder/copy"));
  EXPECT_FAILURE("not_found", database_->backup_to(path_ + "/copy"));
  EXPECT_EQ(files(), 3);
}

TEST_F(BackupTest, IntoAFolderThatCannotBeWrittenSaysSo) {
  const fs::path folder = scratch_ / "closed";
  fs::create_directory(folder);
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
  if (::access(folder.c_str(), W_OK) == 0) GTEST_SKIP() << "this user may write everywhere";
  EXPECT_FAILURE("read_only", database_->backup_to(folder / "copy"));
}

TEST_F(BackupTest, OntoTheBookItselfSaysThat) {
  try {
    database_->backup_to(path_);
    FAIL() << "it was replaced";
  } catch (const Failure& failure) {
    EXPECT_NE(std::string(failure.what()).find("is the book itself"), std::string::npos)
        << failure.what();
  }
}

TEST_F(BackupTest, OfABookOpenedForReading) {
  add_lines(*database_, 5);
  const auto reader = open_database(path_, Mode::open_read_only);
  reader->backup_to(scratch_ / "copy");
  EXPECT_EQ(count_lines(*open_database((scratch_ / "copy").string(), Mode::open)), 5);
}

TEST_F(BackupTest, InsideAReadTransactionCopiesItsSnapshot) {
  add_lines(*database_, 5);
  const auto reader = open_database(path_, Mode::open_read_only);
  Transaction reading(*reader, Access::read);
  ASSERT_EQ(count_lines(*reader), 5);
  add_lines(*database_, 5);
  reader->backup_to(scratch_ / "copy");
  EXPECT_EQ(count_lines(*reader), 5);
  EXPECT_EQ(count_lines(*open_database((scratch_ / "copy").string(), Mode::open)), 5);
  EXPECT_DEATH(
      {
        Transaction writing(*database_, Access::write);
        database_->backup_to(scratch_ / "copy2");
      },
      "backup inside a write transaction");
}

TEST_F(BackupTest, WhileAnotherConnectionWritesIsOneMomentAndEnds) {
  add_lines(*database_, 20000, std::string(200, 'x'));  // several milliseconds of copying
  std::atomic<bool> stop{false};
  std::atomic<int> commits{0};
  std::thread writer([&] {
    const auto other = open_database(path_, Mode::open);
    while (!stop) {
      add_lines(*other, 10);
      ++commits;
    }
  });
  while (commits < 3) std::this_thread::yield();
  const auto reader = open_database(path_, Mode::open_read_only);
  for (int i = 0; i < 3; ++i) {
    const int before = commits;
    const auto target = scratch_ / ("copy" + std::to_string(i));
    reader->backup_to(target);
    EXPECT_GT(commits, before) << "the writer had to wait for the whole backup";
    const auto copy = open_database(target.string(), Mode::open_read_only);
    EXPECT_EQ(count_lines(*copy) % 10, 0);
    EXPECT_GE(count_lines(*copy), 20000 + 10 * before);
    EXPECT_EQ(copy->check_pages(true), std::nullopt);
  }
  stop = true;
  writer.join();
}

}  // namespace
}  // namespace quits::storage::test
