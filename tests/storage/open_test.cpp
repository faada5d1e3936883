#include <sched.h>
#include <sqlite3.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <set>
#include <utility>

#include "tests/storage/book.h"

namespace quits::storage::test {
namespace {

namespace fs = std::filesystem;

// Nobody may write into the folder. Root would be let in all the same, so this thread becomes a
// user without rights for files.
class WithoutRights {
 public:
  explicit WithoutRights(fs::path folder) : folder_(std::move(folder)) {
    fs::permissions(folder_, fs::perms(0555));
    if (geteuid() == 0) setfsuid(kNobody);
  }
  WithoutRights(const WithoutRights&) = delete;
  WithoutRights& operator=(const WithoutRights&) = delete;
  ~WithoutRights() {
    if (geteuid() == 0) setfsuid(0);
    fs::permissions(folder_, fs::perms(0755));
  }

 private:
  static constexpr uid_t kNobody = 65534;
  fs::path folder_;
};

void run_sqlite(const fs::path& file, const char* script) {
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(connection, script, nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(connection);
  sqlite3_close(connection);
}

class OpenTest : public ::testing::Test {
 protected:
  std::string at(std::string_view name) const { return (scratch_ / name).string(); }

  void expect_both(const char* code, const std::string& location) {
    for (const Mode mode : {Mode::open, Mode::open_read_only}) {
      EXPECT_FAILURE(code, open_database(location, mode, nullptr, kShortWait)) << location;
    }
  }

  // A closed book of several pages.
  std::string book_with_lines() {
    add_lines(*create_lines(at("book")), 300, std::string(100, 'x'));
    return at("book");
  }

  ScratchDirectory scratch_;
};

TEST_F(OpenTest, CreatedThenOpenedInEveryWay) {
  const std::string book = book_with_lines();
  EXPECT_EQ(count_lines(*open_database(book, Mode::open)), 300);
  const auto reader = open_database("sqlite:" + book, Mode::open_read_only);
  EXPECT_EQ(count_lines(*reader), 300);
  EXPECT_TRUE(reader->is_read_only());
  EXPECT_EQ(reader->description(), "SQLite " + std::string(sqlite3_libversion()) + ", " + book);
  EXPECT_EQ(reader->size_bytes(), fs::file_size(book));
  EXPECT_EQ(reader->check_pages(false), std::nullopt);
  EXPECT_EQ(reader->check_pages(true), std::nullopt);
  EXPECT_FAILURE("read_only", add_lines(*reader, 1));
}

TEST_F(OpenTest, NamesThatMeanSomethingToSqliteAreJustNames) {
  for (const char* name : {":memory:", "file:x?mode=memory", "a b%41#?.quits", "it's"}) {
    create_lines(at(name));
    EXPECT_TRUE(fs::exists(at(name))) << name;
    EXPECT_EQ(count_lines(*open_database(at(name), Mode::open)), 0) << name;
  }
}

TEST_F(OpenTest, ARelativePathIsARealFileToo) {
  EXPECT_EQ(in_child([&] {
              fs::current_path(scratch_.path());
              create_lines(":memory:");
              return fs::exists(at(":memory:")) ? 0 : 2;
            }),
            0);
}

TEST_F(OpenTest, WhatIsMissingIsNotFoundAndNotMade) {
  expect_both("not_found", at("missing"));
  expect_both("not_found", at("no/folder/book"));
  expect_both("not_found", "");
  EXPECT_FAILURE("not_found", open_database(at("no/folder/book"), Mode::create));
  EXPECT_TRUE(fs::is_empty(scratch_.path()));
}

TEST_F(OpenTest, CreateNeverTouchesWhatIsThere) {
  const auto text = scratch_.write("text", "dear diary");
  EXPECT_FAILURE("already_exists", open_database(text.string(), Mode::create));
  EXPECT_FAILURE("already_exists", open_database(book_with_lines(), Mode::create));
  EXPECT_FAILURE("already_exists", open_database(scratch_.path().string(), Mode::create));
  EXPECT_EQ(quits::test::read_file(text), "dear diary");
  EXPECT_EQ(count_lines(*open_database(at("book"), Mode::open)), 300);
}

TEST_F(OpenTest, OtherFilesAreNotABookAndStayAsTheyAre) {
  for (const std::string& content :
       {std::string(), std::string("x"), std::string("SQLite format 2\0", 16),
        std::string(10000, 'z'), std::string("SQLite format")}) {
    const auto file = scratch_.write("other", content);
    expect_both("not_a_book", file.string());
    EXPECT_EQ(quits::test::read_file(file), content);
  }
  expect_both("not_a_book", scratch_.path().string());
  ASSERT_EQ(mkfifo(at("pipe").c_str(), 0600), 0);
  expect_both("not_a_book", at("pipe"));
}

TEST_F(OpenTest, AForeignDatabaseIsNotABookAndStaysAsItIs) {
  run_sqlite(at("other"),
             "PRAGMA journal_mode = WAL; CREATE TABLE t (a); PRAGMA application_id = 77");
  const std::string before = quits::test::read_file(at("other"));
  expect_both("not_a_book", at("other"));
  EXPECT_EQ(quits::test::read_file(at("other")), before);
  EXPECT_FALSE(fs::exists(at("other-wal")));
}

TEST_F(OpenTest, ANewerLayoutNamesTheNewerProgram) {
  const std::string book = book_with_lines();
  run_sqlite(book, "PRAGMA user_version = 2");
  expect_both("newer_book", book);
}

TEST_F(OpenTest, ATruncatedBookIsCorruptAtEveryLength) {
  const std::string whole = quits::test::read_file(book_with_lines());
  ASSERT_GT(whole.size(), 8U * 4096U);
  std::set<std::size_t> lengths = {
      16, 99, 100, 101, 511, 512, 4095, 4096, 4097, 8192, whole.size() - 4096, whole.size() - 1};
  for (std::size_t length = 17; length < whole.size(); length += 911) lengths.insert(length);
  for (const std::size_t length : lengths) {
    const auto file = scratch_.write("cut", std::string_view(whole).substr(0, length));
    SCOPED_TRACE(length);
    expect_both("corrupt", file.string());
  }
}

TEST_F(OpenTest, ADamagedPageIsFoundAndNeverCrashes) {
  const std::string whole = quits::test::read_file(book_with_lines());
  for (std::size_t at_byte = 100; at_byte < whole.size(); at_byte += 509) {
    std::string damaged = whole;
    for (std::size_t i = at_byte; i < std::min(at_byte + 16, whole.size()); ++i)
      damaged[i] = '\xff';
    const auto file = scratch_.write("damaged", damaged);
    const Thrown thrown = thrown_by([&] {
      const auto database = open_database(file.string(), Mode::open_read_only);
      if (const auto problems = database->check_pages(true))
        throw Failure(Code::corrupt, *problems);
      count_lines(*database);
    });
    // Bytes inside a text are nobody's to check here; the log's own hashes are for that.
    EXPECT_TRUE(thrown.code == "corrupt" || thrown.code == "nothing") << at_byte << " " << thrown;
  }
}

TEST_F(OpenTest, ADamagedHeaderIsCorruption) {
  const std::string whole = quits::test::read_file(book_with_lines());
  for (const std::size_t at_byte : {16U, 17U, 19U, 21U}) {  // page size, version, fractions
    std::string damaged = whole;
    damaged[at_byte] = '\x55';
    SCOPED_TRACE(at_byte);
    expect_both("corrupt", scratch_.write("damaged", damaged).string());
  }
}

TEST_F(OpenTest, AfterACrashEverythingCommittedIsThere) {
  const auto database = create_lines(at("book"));
  for (int i = 0; i < 5; ++i) add_lines(*database, 10);
  fs::copy_file(at("book"), at("crashed"));  // what a killed process leaves: the file and its log
  fs::copy_file(at("book-wal"), at("crashed-wal"));
  EXPECT_EQ(count_lines(*open_database(at("crashed"), Mode::open)), 50);
}

TEST_F(OpenTest, ALogCutAnywhereLosesOnlyWholeTransactionsFromItsEnd) {
  const auto database = create_lines(at("book"));
  for (int i = 0; i < 8; ++i) add_lines(*database, 10, std::string(200, 'x'));
  const std::string log = quits::test::read_file(at("book-wal"));
  std::int64_t last = -1;
  for (std::size_t length = 4200; length <= log.size(); length += 1777) {
    fs::copy_file(at("book"), at("crashed"), fs::copy_options::overwrite_existing);
    scratch_.write("crashed-wal", std::string_view(log).substr(0, length));
    const auto crashed = open_database(at("crashed"), Mode::open);
    if (!crashed->has_table("line")) continue;
    const std::int64_t count = count_lines(*crashed);
    EXPECT_EQ(count % 10, 0);
    EXPECT_GE(count, last);
    EXPECT_EQ(crashed->check_pages(true), std::nullopt);
    last = count;
  }
  EXPECT_GT(last, 0);
}

TEST_F(OpenTest, ALockHeldAloneIsReportedAfterTheWait) {
  const std::string book = book_with_lines();
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(book.c_str(), &connection), SQLITE_OK);
  const char* alone = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM line";
  ASSERT_EQ(sqlite3_exec(connection, alone, nullptr, nullptr, nullptr), SQLITE_OK);
  expect_both("locked", book);
  sqlite3_close(connection);
  EXPECT_EQ(count_lines(*open_database(book, Mode::open)), 300);
}

TEST_F(OpenTest, WithoutTheRightToWriteABookIsReadOnly) {
  const std::string book = book_with_lines();
  fs::permissions(book, fs::perms(0444));
  const WithoutRights nobody(scratch_.path());
  EXPECT_FAILURE("read_only", open_database(book, Mode::open));
  EXPECT_FAILURE("read_only", open_database(at("new"), Mode::create));
  // SQLite needs its index file beside a book with a log: said clearly, with what to do instead.
  const Thrown thrown = thrown_by([&] { open_database(book, Mode::open_read_only); });
  EXPECT_EQ(thrown.code, "read_only") << thrown;
  EXPECT_NE(thrown.hint.find("backup"), std::string::npos) << thrown;
}

TEST_F(OpenTest, InAFolderThatCannotBeWrittenABookIsReadOnly) {
  const std::string book = book_with_lines();
  fs::permissions(book, fs::perms(0666));
  const WithoutRights nobody(scratch_.path());
  EXPECT_FAILURE("read_only", open_database(book, Mode::open));
}

TEST_F(OpenTest, ABackupIsReadableWithoutTheRightToWrite) {
  open_database(book_with_lines(), Mode::open)->backup_to(at("backup"));
  fs::permissions(at("backup"), fs::perms(0444));
  const WithoutRights nobody(scratch_.path());
  EXPECT_EQ(count_lines(*open_database(at("backup"), Mode::open_read_only)), 300);
}

TEST_F(OpenTest, ABookInUseIsReadableWithoutTheRightToWrite) {
  const auto writer = create_lines(at("book"));
  add_lines(*writer, 10);
  const WithoutRights nobody(scratch_.path());
  const auto reader = open_database(at("book"), Mode::open_read_only);
  EXPECT_EQ(count_lines(*reader), 10);
  add_lines(*writer, 10);
  EXPECT_EQ(count_lines(*reader), 20);
}

TEST_F(OpenTest, WithoutTheRightToReadItSaysSo) {
  const std::string book = book_with_lines();
  fs::permissions(book, fs::perms::none);
  const WithoutRights nobody(scratch_.path());
  expect_both("unavailable", book);
}

// Runs `call` in a process whose scratch folder is mounted as `mounting` says.
enum class Mounting { read_only, small };
constexpr int kNoMounts = 77;

int in_mounted_child(const fs::path& folder, Mounting mounting, const char* options,
                     const std::function<int()>& call) {
  return in_child([&] {
    const char* at = folder.c_str();
    bool mounted =
        unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    if (mounting == Mounting::small) {
      mounted = mounted && mount("none", at, "tmpfs", 0, options) == 0;
    } else {
      mounted = mounted && mount(at, at, nullptr, MS_BIND, nullptr) == 0 &&
                mount("none", at, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
    }
    return mounted ? call() : kNoMounts;
  });
}

void fill_disk(const fs::path& file) {
  std::FILE* ballast = std::fopen(file.c_str(), "w");
  const std::string page(4096, 'b');
  while (std::fwrite(page.data(), 1, page.size(), ballast) == page.size()) {
  }
  std::fclose(ballast);
}

TEST_F(OpenTest, AReadOnlyMediumIsReadAndNotWritten) {
  const std::string book = book_with_lines();
  const int outcome = in_mounted_child(scratch_.path(), Mounting::read_only, "", [&] {
    if (count_lines(*open_database(book, Mode::open_read_only)) != 300) return 2;
    if (!fails_with("read_only", [&] { open_database(book, Mode::open); })) return 3;
    return fails_with("read_only", [&] { open_database(book + "2", Mode::create); }) ? 0 : 4;
  });
  if (outcome == kNoMounts) GTEST_SKIP() << "no right to mount a folder read-only";
  EXPECT_EQ(outcome, 0);
}

TEST_F(OpenTest, AFullDiskIsSaidSoAndLeavesNothingHalfDone) {
  const int outcome = in_mounted_child(scratch_.path(), Mounting::small, "size=256k", [&] {
    const auto database = create_lines(at("book"));
    add_lines(*database, 10);
    const auto large = [&] { add_lines(*database, 2000, std::string(1000, 'x')); };
    if (!fails_with("disk_full", large)) return 2;
    if (count_lines(*database) != 10 || database->check_pages(true)) return 3;
    fill_disk(at("ballast"));
    if (!fails_with("disk_full", [&] { database->backup_to(at("copy")); })) return 4;
    if (!fails_with("disk_full", [&] { open_database(at("second"), Mode::create); })) return 5;
    return fs::exists(at("copy")) || fs::exists(at("second")) ? 6 : 0;
  });
  if (outcome == kNoMounts) GTEST_SKIP() << "no right to mount a small disk";
  EXPECT_EQ(outcome, 0);
}

TEST_F(OpenTest, ADiskWithoutRoomForAnotherFileIsSaidSoAndLeavesNothingBehind) {
  const auto create = [&](const char* options, const char* code) {
    return in_mounted_child(scratch_.path(), Mounting::small, options, [&] {
      if (!fails_with(code, [&] { open_database(at("book"), Mode::create); })) return 2;
      return fs::is_empty(scratch_.path()) ? 0 : 3;
    });
  };
  const int no_book = create("nr_inodes=1", "disk_full");
  if (no_book == kNoMounts) GTEST_SKIP() << "no right to mount a small disk";
  EXPECT_EQ(no_book, 0);
  // A book but no journal: SQLite hides the reason behind its second attempt.
  EXPECT_EQ(create("nr_inodes=2", "unavailable"), 0);
}

TEST_F(OpenTest, PostgresHasNoDriverYet) {
  expect_both("unavailable", "postgresql://localhost/book");
  EXPECT_FAILURE("unavailable", open_database("postgres://localhost/book", Mode::create));
}

}  // namespace
}  // namespace quits::storage::test
