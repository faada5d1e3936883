// Files that are no book, books that cannot be used, and a world that does not help.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <fstream>

#include "storage/open.h"
#include "tests/cli/bad_input.h"

namespace quits::test {
namespace {

// Where the SQLite file format keeps them, four bytes each, the highest first.
constexpr std::size_t kUserVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;

std::string with_byte(std::string bytes, std::size_t at, char byte) {
  bytes.at(at) = byte;
  return bytes;
}

struct Answer {
  int exit_code;
  std::vector<std::string> says;
};

void expect_answer(const SampleFolder& folder, const std::string& line, const Answer& expected) {
  SCOPED_TRACE("quits " + line);
  const Outcome outcome = folder.quits(line);
  EXPECT_EQ(outcome.exit_code, expected.exit_code) << outcome;
  for (const std::string& piece : expected.says)
    EXPECT_NE(outcome.errors.find(piece), std::string::npos) << piece << "\n" << outcome;
}

// For reading and for writing: the same answer, and not a byte of the file changes.
void expect_no_book(const SampleFolder& folder, const std::string& bytes, const Answer& expected) {
  SCOPED_TRACE(expected.says.front());
  folder.write("other.quits", bytes);
  for (const char* line :
       {"register", "verify", "record facts.txtpb", "import sales.csv --mapping sales.mapping",
        "init --operator ACME --name ACME"}) {
    expect_answer(folder, std::string("--book other.quits ") + line, expected);
  }
  EXPECT_TRUE(folder.read("other.quits") == bytes) << "the file has changed";
}

TEST(BadBook, files_that_are_no_book_are_left_alone) {
  const SampleFolder folder;
  const std::string book = folder.read("book.quits");
  expect_no_book(folder, "", {7, {"is empty", "not_a_book", "hint:"}});
  expect_no_book(folder, "Dear diary,\n",
                 {7, {"is not a book", "not_a_book", "check that this is the right file"}});
  expect_no_book(folder, std::string(100'000, '\0'), {7, {"is not a book", "not_a_book"}});
  expect_no_book(folder, with_byte(book, kApplicationIdAt, 'x'),
                 {7, {"a database of another program", "not_a_book"}});
  expect_no_book(folder, with_byte(book, kUserVersionAt, 0x10),
                 {7, {"this program knows", "newer_book", "use the newer program"}});
  expect_no_book(folder, book.substr(0, 50),
                 {7, {"cut off", "corrupt", "restore the last good backup"}});
  expect_no_book(folder, book.substr(0, book.size() / 2),
                 {7, {"corrupt", "restore the last good backup"}});
  expect_no_book(folder, book.substr(0, book.size() - 1), {7, {"cut off", "corrupt"}});
}

TEST(BadBook, places_where_no_book_can_be_say_so) {
  const SampleFolder folder;
  expect_answer(folder, "--book missing.quits register",
                {4, {"no book at", "missing.quits", "check the path"}});
  expect_answer(folder, "--book no/such/folder.quits register", {4, {"no book at"}});
  expect_answer(folder, "--book . register", {7, {"is not a file", "not_a_book"}});
  expect_answer(folder, "--book postgresql://localhost/book register",
                {6, {"no PostgreSQL driver yet", "path of a book file"}});
  expect_answer(folder, "--book no/such/folder.quits init --operator ACME --name ACME",
                {4, {"cannot create", "check the path"}});
  expect_answer(folder, "--book /proc/new.quits init --operator ACME --name ACME",
                {4, {"/proc/new.quits"}});
  expect_answer(folder, "backup sales.csv", {3, {"sales.csv", "already_exists"}});
  expect_answer(folder, "backup book.quits",
                {3, {"book.quits is the book itself", "already_exists"}});
  expect_answer(folder, "backup .", {3, {"already_exists"}});
  expect_answer(folder, "backup no/such/copy.quits",
                {4, {"no/such/copy.quits: there is no folder", "not_found", "make the folder"}});
  EXPECT_FALSE(std::filesystem::exists(folder.path("missing.quits")));
}

// A page in the middle that is not what was written: found by whoever reads it, never a crash.
TEST(BadBook, a_damaged_page_is_corruption_whatever_is_asked) {
  const SampleFolder folder;
  const std::string book = folder.read("book.quits");
  constexpr std::size_t kPage = 4096;
  for (std::size_t at = kPage; at + kPage <= book.size(); at += kPage) {
    std::string damaged = book;
    damaged.replace(at, kPage, std::string(kPage, '\xA5'));
    folder.write("other.quits", damaged);
    const Outcome verified = folder.quits("--book other.quits verify --deep");
    EXPECT_EQ(verified.exit_code, 7) << "page at " << at << ": " << verified;
    const Outcome asked = folder.quits("--book other.quits register --csv");
    EXPECT_TRUE(asked.exit_code == 7 || asked.exit_code == 0) << "page at " << at << ": " << asked;
  }
}

TEST(BadBook, a_book_that_somebody_else_writes_is_read_but_not_written) {
  const SampleFolder folder;
  const std::string before = folder.state();
  {
    const auto other = storage::open_database(folder.book().string(), storage::Mode::open);
    const storage::Transaction writing(*other, storage::Access::write);
    expect_answer(folder, "register", {0, {}});
    expect_answer(folder, "import sales.csv --mapping sales.mapping",
                  {6, {"locked", "wait for the other program to finish"}});
  }
  EXPECT_EQ(folder.state(), before);
  expect_answer(folder, "import sales.csv --mapping sales.mapping", {0, {}});
}

TEST(BadBook, results_that_cannot_be_written_are_no_success) {
  const SampleFolder folder;
  const std::string before = folder.state();
  const Outcome outcome = folder.run({"sh", "-c", "\"$QUITS\" entries --csv > /dev/full"});
  EXPECT_EQ(outcome.exit_code, 6) << outcome;
  EXPECT_NE(outcome.errors.find("could not be written to the end"), std::string::npos) << outcome;
  EXPECT_EQ(folder.state(), before);
}

std::string many_rows() {
  std::string rows = "id,partner,day,amount\n";
  for (int i = 0; i < 20'000; ++i) rows += "row-" + std::to_string(i) + ",NORD,2024-04-03,10\n";
  return rows;
}

// After a failure in the middle: what was said to be there is there, and the same import goes on
// when there is room.
void expect_sound_and_continue(const SampleFolder& folder, const std::string& book) {
  const Outcome verified = folder.quits(book + "verify");
  EXPECT_EQ(verified.exit_code, 0) << verified;
  const Outcome rest = folder.quits(book + "import many.csv --mapping sales.mapping --json");
  EXPECT_EQ(rest.exit_code, 0) << rest;
  const Outcome again = folder.quits(book + "import many.csv --mapping sales.mapping");
  EXPECT_NE(again.output.find("20,000 already there"), std::string::npos) << again;
  EXPECT_EQ(folder.quits(book + "verify").exit_code, 0);
}

// A limit on the size of files stops the import anywhere; everybody may set one.
TEST(BadBook, an_import_that_may_not_write_on_keeps_what_it_has) {
  const SampleFolder folder;
  folder.write("many.csv", many_rows());
  const Outcome outcome = folder.run({"sh", "-c",
                                      "trap '' XFSZ; ulimit -f 3000; \"$QUITS\" import many.csv "
                                      "--mapping sales.mapping --batch 500"});
  EXPECT_EQ(outcome.exit_code, 6) << outcome;
  EXPECT_NE(outcome.errors.find("error:"), std::string::npos) << outcome;
  EXPECT_NE(outcome.errors.find("hint:"), std::string::npos) << outcome;
  expect_sound_and_continue(folder, "");
}

// A file system of a given size, for as long as the test runs.
class SmallDisk {
 public:
  explicit SmallDisk(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directory(folder_);
    mounted_ =
        ::geteuid() == 0 && ::mount("quits-test", folder_.c_str(), "tmpfs", 0, "size=1500k") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  bool become_read_only() {
    return ::mount("quits-test", folder_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=1500k") ==
           0;
  }
  bool grow() {
    return ::mount("quits-test", folder_.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0;
  }

 private:
  std::filesystem::path folder_;
  bool mounted_ = false;
};

TEST(BadBook, a_full_disk_is_said_and_the_import_goes_on_when_there_is_room) {
  const SampleFolder folder;
  SmallDisk disk(folder.path("disk"));
  if (!disk.mounted()) GTEST_SKIP() << "no small file system can be mounted here";
  folder.write("many.csv", many_rows());
  std::filesystem::copy_file(folder.book(), folder.path("disk/book.quits"));
  const std::string book = "--book disk/book.quits ";
  expect_answer(folder, book + "import many.csv --mapping sales.mapping --batch 500",
                {6, {"disk_full", "free some space, then try again"}});
  expect_answer(folder, "backup disk/copy.quits", {6, {"disk_full"}});
  EXPECT_FALSE(std::filesystem::exists(folder.path("disk/copy.quits")));
  ASSERT_TRUE(disk.grow());
  expect_sound_and_continue(folder, book);
}

TEST(BadBook, on_a_read_only_medium_is_read_and_not_written) {
  const SampleFolder folder;
  SmallDisk disk(folder.path("disk"));
  if (!disk.mounted()) GTEST_SKIP() << "no small file system can be mounted here";
  ASSERT_TRUE(disk.grow());
  std::filesystem::copy_file(folder.book(), folder.path("disk/book.quits"));
  ASSERT_TRUE(disk.become_read_only());
  const std::string book = "--book disk/book.quits ";
  const std::string bytes = folder.read("disk/book.quits");
  expect_answer(folder, book + "register", {0, {}});
  expect_answer(folder, book + "verify", {0, {}});
  expect_answer(folder, book + "import sales.csv --mapping sales.mapping",
                {6, {"read_only", "hint:"}});
  expect_answer(folder, book + "period close 2024-04", {6, {"read_only"}});
  expect_answer(folder, "--book disk/new.quits init --operator ACME --name ACME",
                {6, {"read_only", "choose a folder that can be written"}});
  expect_answer(folder, "backup disk/copy.quits",
                {6, {"disk/copy.quits: Read-only", "choose a folder that can be written"}});
  EXPECT_TRUE(folder.read("disk/book.quits") == bytes);
}

// Without the rights of the one user who may do everything.
TEST(BadBook, a_file_that_may_not_be_written_is_read_and_not_written) {
  if (::geteuid() == 0 && !program_exists("setpriv")) GTEST_SKIP() << "setpriv is not here";
  const SampleFolder folder;
  namespace fs = std::filesystem;
  fs::permissions(folder.book(),
                  fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  fs::permissions(folder.path("."), fs::perms::others_read | fs::perms::others_exec,
                  fs::perm_options::add);
  const std::string bytes = folder.read("book.quits");
  std::vector<std::string> words{quits_program(), "import", "sales.csv", "--mapping",
                                 "sales.mapping"};
  if (::geteuid() == 0)
    words.insert(words.begin(), {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
  const Outcome outcome = folder.run(words);
  if (outcome.exit_code > 125)
    GTEST_SKIP() << "another user may not run the program here: " << outcome.errors;
  EXPECT_EQ(outcome.exit_code, 6) << outcome;
  EXPECT_NE(outcome.errors.find("book.quits cannot be written (read_only)"), std::string::npos)
      << outcome;
  EXPECT_NE(outcome.errors.find("hint: allow writing to the file"), std::string::npos) << outcome;
  EXPECT_TRUE(folder.read("book.quits") == bytes);
}

}  // namespace
}  // namespace quits::test
