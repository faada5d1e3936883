// A log copied out of a book, and books made from copies: byte by byte the same, or refused.
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>

#include "base/failure.h"
#include "service/log_export.h"
#include "service/log_file.h"
#include "service/restore.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using service::LogExport;
using service::Restored;
using service::RestoreRequest;

class LogCopy : public testing::Test {
 protected:
  void SetUp() override {
    fill_example(world_);
    world_.sell("NORD", "2026-04-02", "10");  // behind the close: under no recorded root
    world_.sell("SUED", "2026-04-03", "20");
  }

  Result<LogExport> export_to(const std::string& name, std::optional<std::uint64_t> from = {}) {
    return service::export_log(world_.database(), {world_.path(name), from}, {});
  }
  Result<Restored> import_from(const std::string& name, const std::string& book,
                               std::optional<Hash> root = {}) {
    return service::import_log({world_.path(name), world_.path(book), root}, world_.clock(), {});
  }
  Result<Restored> restore_from(const std::string& name, const std::string& book,
                                std::optional<Hash> root = {}) {
    return service::restore({world_.path(name), world_.path(book), root}, world_.clock(), {});
  }
  std::string bytes_of(const std::string& name) { return read_file(world_.path(name)); }
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(world_.path(name), std::ios::binary) << bytes;
  }
  bool exists(const std::string& name) { return std::filesystem::exists(world_.path(name)); }
  Hash root() { return world_.book().log().root(); }
  std::uint64_t size() { return world_.book().log().size(); }

  // Nothing is left of a book that was not made.
  void expect_nothing(const std::string& book) {
    for (const char* end : {"", "-wal", "-shm", ".importing"})
      EXPECT_FALSE(exists(book + end)) << book << end;
  }

  World world_;
};

// Every row of every table, as text.
std::map<std::string, std::vector<std::string>> tables_of(storage::Database& database) {
  std::map<std::string, std::vector<std::string>> tables;
  {
    auto names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (names->step()) tables[std::string(names->text(0))];
  }
  for (auto& [table, rows] : tables) {
    std::string columns;
    auto info = database.prepare("SELECT name FROM pragma_table_info('" + table + "')");
    while (info->step())
      columns +=
          (columns.empty() ? "quote(" : " || ' ' || quote(") + std::string(info->text(0)) + ")";
    auto select = database.prepare("SELECT " + columns + " FROM " + table + " ORDER BY 1");
    while (select->step()) rows.emplace_back(select->text(0));
  }
  return tables;
}

TEST_F(LogCopy, a_book_made_from_the_log_is_the_same_in_every_table) {
  const auto made = export_to("a.log");
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->last, size());
  EXPECT_EQ(made->appended, size());
  EXPECT_EQ(made->root, root());
  const auto restored = import_from("a.log", "again.quits");
  ASSERT_TRUE(restored) << to_string(restored.error());
  EXPECT_EQ(restored->entries, size());
  EXPECT_EQ(restored->root, root());
  EXPECT_LT(restored->vouched, size() - 2);
  EXPECT_GT(restored->vouched, 10U);
  service::BookFile again(world_.path("again.quits").string(), storage::Mode::open, world_.clock());
  EXPECT_EQ(tables_of(again.database()), tables_of(world_.database()));
  EXPECT_FALSE(exists("again.quits.importing"));

  // Both go on alike.
  const auto facts = std::vector{
      world_.submission("april", program::PeriodClosed{Period::parse("2026-04").value(), 0, ""}),
      world_.submission("later", World::sale("NORD", "2026-05-02", "77"))};
  for (ledger::Book* book : {&again.book(), &world_.book()}) {
    ledger::RecordOptions options;
    options.actor = "anna";
    EXPECT_TRUE(book->record(facts, options).committed);
  }
  EXPECT_EQ(again.book().log().root(), root());
  EXPECT_EQ(tables_of(again.database()), tables_of(world_.database()));
  EXPECT_TRUE(again.verify(true).clean());
}

TEST_F(LogCopy, an_export_done_again_appends_what_is_new) {
  ASSERT_TRUE(export_to("a.log"));
  const std::string before = bytes_of("a.log");
  EXPECT_EQ(export_to("a.log")->appended, 0U);
  EXPECT_EQ(bytes_of("a.log"), before);
  world_.sell("NORD", "2026-04-04", "30");
  world_.close("2026-04");
  const auto more = export_to("a.log");
  ASSERT_TRUE(more) << to_string(more.error());
  EXPECT_GT(more->appended, 1U);
  ASSERT_TRUE(export_to("b.log"));
  EXPECT_EQ(bytes_of("a.log"), bytes_of("b.log"));
  EXPECT_EQ(bytes_of("a.log").substr(0, before.size()), before);
  EXPECT_EQ(more->bytes, bytes_of("a.log").size());
}

TEST_F(LogCopy, an_export_that_was_cut_off_is_completed) {
  ASSERT_TRUE(export_to("a.log"));
  const std::string whole = bytes_of("a.log");
  for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 50) {
    write("cut.log", whole.substr(0, length));
    const auto made = export_to("cut.log");
    ASSERT_TRUE(made) << length << ": " << to_string(made.error());
    ASSERT_EQ(bytes_of("cut.log"), whole) << length;
  }
}

TEST_F(LogCopy, parts_put_behind_each_other_are_the_whole) {
  ASSERT_TRUE(export_to("whole.log"));
  const std::string whole = bytes_of("whole.log");
  ASSERT_TRUE(export_to("second.log", 12));
  const std::string second = bytes_of("second.log");
  EXPECT_EQ(export_to("second.log")->first, 12U) << "the file says where it begins";
  EXPECT_EQ(whole.substr(whole.size() - second.size()), second);
  const auto refused = import_from("second.log", "part.quits");
  ASSERT_FALSE(refused);
  EXPECT_NE(to_string(refused.error()).find("begins with entry 12"), std::string::npos)
      << to_string(refused.error());
  EXPECT_EQ(export_to("third.log", size() + 1)->appended, 0U) << "what will be new";
  EXPECT_EQ(export_to("fourth.log", size() + 2).error().code, Code::bad_value);
}

TEST_F(LogCopy, an_export_leaves_another_file_as_it_is) {
  ASSERT_TRUE(export_to("a.log"));
  const std::string whole = bytes_of("a.log");
  std::mt19937_64 random(7);
  std::vector<std::string> others{"hello, this is no log at all", whole + "x",
                                  std::string(5000, '\0')};
  for (int i = 0; i < 30; ++i) {
    others.push_back(whole);
    others.back()[random() % whole.size()] ^= static_cast<char>(1U << (random() % 8));
  }
  for (const std::string& other : others) {
    write("other.log", other);
    const auto refused = export_to("other.log", 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::log_differs);
    EXPECT_EQ(bytes_of("other.log"), other);
  }
}

// Wherever the file ends: what is good is named, and is a log.
TEST_F(LogCopy, a_torn_file_is_refused_with_what_is_good_of_it) {
  ASSERT_TRUE(export_to("a.log"));
  const std::string whole = bytes_of("a.log");
  std::vector<std::size_t> ends{0};
  {
    service::LogFileReader reader(world_.path("a.log"));
    for (std::string record; reader.next(record);) ends.push_back(reader.offset());
  }
  ASSERT_EQ(ends.size(), size() + 1);
  std::size_t entry = 0;
  for (std::size_t length = 1; length < whole.size(); length += 13 + length % 7) {
    while (ends[entry + 1] <= length) ++entry;
    write("torn.log", whole.substr(0, length));
    const auto said = service::inspect_log_file(world_.path("torn.log"), {});
    if (ends[entry] == length) {
      ASSERT_TRUE(said) << length;
      ASSERT_EQ(said->entries, entry);
      continue;
    }
    ASSERT_FALSE(said) << length;
    ASSERT_EQ(said.error().code, Code::corrupt);
    if (entry == 0) continue;
    const std::string good = "good are the entries 1 to " + std::to_string(entry) + ", " +
                             std::to_string(ends[entry]) + " bytes";
    ASSERT_NE(said.error().message.find(good), std::string::npos) << said.error().message;
  }
  write("torn.log", whole.substr(0, whole.size() - 1));
  EXPECT_FALSE(import_from("torn.log", "torn.quits"));
  expect_nothing("torn.quits");
  write("torn.log", whole.substr(0, ends[20]));
  const auto made = import_from("torn.log", "short.quits");
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->entries, 20U);
}

// With the root that was written down, no changed byte makes a book. Without it, none before the
// last recorded root does.
TEST_F(LogCopy, a_changed_byte_makes_no_book) {
  const google::protobuf::LogSilencer quiet;
  ASSERT_TRUE(export_to("a.log"));
  const std::string whole = bytes_of("a.log");
  const std::uint64_t vouched = service::inspect_log_file(world_.path("a.log"), {})->vouched;
  std::size_t vouched_bytes = 0;
  {
    service::LogFileReader reader(world_.path("a.log"));
    std::string record;
    for (std::uint64_t entry = 0; entry < vouched; ++entry) reader.next(record);
    vouched_bytes = reader.offset();
  }
  std::mt19937_64 random(11);
  for (int i = 0; i < 300; ++i) {
    const std::size_t at = random() % whole.size();
    std::string changed = whole;
    changed[at] ^= static_cast<char>(1U << (random() % 8));
    write("changed.log", changed);
    const auto refused = import_from("changed.log", "changed.quits", root());
    ASSERT_FALSE(refused) << at;
    ASSERT_TRUE(refused.error().code == Code::corrupt || refused.error().code == Code::log_differs)
        << to_string(refused.error());
    if (at < vouched_bytes)
      ASSERT_FALSE(service::inspect_log_file(world_.path("changed.log"), {})) << at;
    expect_nothing("changed.quits");
  }
}

TEST_F(LogCopy, an_interrupted_import_goes_on) {
  ASSERT_TRUE(export_to("a.log"));
  {
    service::BookFile partial(world_.path("again.quits.importing").string(), storage::Mode::create,
                              world_.clock());
    service::LogFileReader reader(world_.path("a.log"));
    std::vector<std::string> some(17);
    for (std::string& record : some) ASSERT_TRUE(reader.next(record));
    partial.book().restore(some);
  }
  const auto made = import_from("a.log", "again.quits");
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->resumed, 17U);
  EXPECT_EQ(made->root, root());
  EXPECT_FALSE(exists("again.quits.importing"));
}

TEST_F(LogCopy, two_imports_of_one_book_do_not_meet) {
  ASSERT_TRUE(export_to("a.log"));
  int tried = 0;
  const auto made = service::import_log(
      {world_.path("a.log"), world_.path("again.quits"), {}}, world_.clock(),
      [&](const char* doing, std::uint64_t, std::uint64_t) {
        if (doing == std::string_view("reading") || tried > 0) return;
        ++tried;
        try {
          const auto second = import_from("a.log", "again.quits");
          ASSERT_FALSE(second);
          EXPECT_EQ(second.error().code, Code::locked);
        } catch (const Failure& failure) {
          ADD_FAILURE() << failure.what();
        }
        EXPECT_TRUE(exists("again.quits.importing"));
      });
  EXPECT_EQ(tried, 1);
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->root, root());
  for (const char* end : {".importing", ".importing-lock"}) EXPECT_FALSE(exists("again.quits" + std::string(end)));
  service::BookFile again(world_.path("again.quits").string(), storage::Mode::open, world_.clock());
  EXPECT_EQ(tables_of(again.database()), tables_of(world_.database()));
}

// What is in the write-ahead log is not in the file that gets the name.
TEST_F(LogCopy, a_book_gets_its_name_when_its_log_is_in_it) {
  ASSERT_TRUE(export_to("a.log"));
  std::unique_ptr<storage::Database> reader;
  std::unique_ptr<storage::Transaction> reading;
  try {
    const auto refused = service::import_log(
        {world_.path("a.log"), world_.path("again.quits"), {}}, world_.clock(),
        [&](const char* doing, std::uint64_t, std::uint64_t) {
          if (doing == std::string_view("reading") || reader) return;
          reader = storage::open_database(world_.path("again.quits.importing").string(),
                                          storage::Mode::open_read_only);
          reading = std::make_unique<storage::Transaction>(*reader, storage::Access::read);
          EXPECT_TRUE(reader->has_table("record"));
        });
    EXPECT_FALSE(refused);
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), Code::locked) << failure.what();
  }
  ASSERT_TRUE(reader);
  EXPECT_FALSE(exists("again.quits"));
  reading.reset();
  reader.reset();
  const auto made = import_from("a.log", "again.quits");
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->resumed, size()) << "nothing was lost";
}

TEST_F(LogCopy, an_import_that_died_at_its_edges_goes_on) {
  ASSERT_TRUE(export_to("a.log"));
  write("again.quits.importing", "");  // made, and nothing in it yet
  ASSERT_TRUE(import_from("a.log", "again.quits"));
  // Named, and then moved on by its owner: the other name must not lead into it.
  std::filesystem::rename(world_.path("again.quits"), world_.path("moved.quits"));
  std::filesystem::create_hard_link(world_.path("moved.quits"),
                                    world_.path("again.quits.importing"));
  const std::string before = bytes_of("moved.quits");
  const auto made = import_from("a.log", "again.quits");
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->resumed, 0U);
  EXPECT_EQ(bytes_of("moved.quits"), before);
  EXPECT_FALSE(std::filesystem::equivalent(world_.path("again.quits"), world_.path("moved.quits")));
}

TEST_F(LogCopy, an_import_does_not_go_on_from_another_log) {
  ASSERT_TRUE(export_to("a.log"));
  {
    service::BookFile partial(world_.path("again.quits.importing").string(), storage::Mode::create,
                              world_.clock());
    ledger::RecordOptions options;
    options.actor = "anna";
    const std::vector facts{world_.submission("x", program::BookOpened{"Another", "ACME"})};
    ASSERT_TRUE(partial.book().record(facts, options).committed);
  }
  const auto refused = import_from("a.log", "again.quits");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::log_differs);
  EXPECT_TRUE(exists("again.quits.importing"));
  EXPECT_FALSE(exists("again.quits"));
}

TEST_F(LogCopy, nothing_is_overwritten) {
  ASSERT_TRUE(export_to("a.log"));
  world_.database().backup_to(world_.path("a.backup"));
  write("there.quits", "a letter to my aunt");
  for (const char* source : {"a.log", "a.backup"}) {
    try {
      EXPECT_FALSE(restore_from(source, "there.quits"));
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), Code::already_exists);
    }
    EXPECT_EQ(bytes_of("there.quits"), "a letter to my aunt");
  }
}

// `mv acme.quits acme.broken` leaves a log that SQLite would lay over the next book of that name.
TEST_F(LogCopy, a_log_that_was_left_behind_is_not_laid_over_a_new_book) {
  ASSERT_TRUE(export_to("a.log"));
  world_.database().backup_to(world_.path("a.backup"));
  for (const char* companion : {"-wal", "-shm", "-journal"}) {
    const std::string left = std::string("there.quits") + companion;
    write(left, "of a book that was here");
    for (const char* source : {"a.log", "a.backup"}) {
      try {
        EXPECT_FALSE(restore_from(source, "there.quits"));
      } catch (const Failure& failure) {
        EXPECT_EQ(failure.code(), Code::already_exists);
        EXPECT_NE(std::string(failure.what()).find(left), std::string::npos) << failure.what();
      }
      EXPECT_EQ(bytes_of(left), "of a book that was here");
      EXPECT_FALSE(exists("there.quits"));
    }
    std::filesystem::remove(world_.path(left));
  }
}

TEST_F(LogCopy, a_backup_becomes_a_book_again) {
  world_.database().backup_to(world_.path("a.backup"));
  const std::string before = bytes_of("a.backup");
  const auto restored = restore_from("a.backup", "again.quits", root());
  ASSERT_TRUE(restored) << to_string(restored.error());
  EXPECT_EQ(restored->entries, size());
  EXPECT_EQ(bytes_of("a.backup"), before) << "a backup is only read";
  service::BookFile again(world_.path("again.quits").string(), storage::Mode::open, world_.clock());
  EXPECT_EQ(tables_of(again.database()), tables_of(world_.database()));
  ASSERT_TRUE(export_to("a.log"));
  EXPECT_TRUE(restore_from("a.log", "from-log.quits")) << "a log as well";
}

TEST_F(LogCopy, a_damaged_backup_makes_no_book) {
  world_.database().backup_to(world_.path("a.backup"));
  {
    service::BookFile changed(world_.path("a.backup").string(), storage::Mode::open,
                              world_.clock());
    storage::Transaction transaction(changed.database(), storage::Access::write);
    changed.database().execute("UPDATE balance SET amount = amount + 1 WHERE account = 1");
    transaction.commit();
  }
  const auto refused = restore_from("a.backup", "again.quits");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::internal_mismatch);
  EXPECT_NE(refused.error().message.find("table balance"), std::string::npos)
      << refused.error().message;
  expect_nothing("again.quits");
  for (const auto& entry : std::filesystem::directory_iterator(world_.path(""))) {
    EXPECT_EQ(entry.path().string().find(".partial"), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace quits::test
