#include <rapidcheck.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "tests/storage/book.h"

namespace quits::storage::test {
namespace {

class StatementTest : public ::testing::Test {
 protected:
  ScratchDirectory scratch_;
  std::unique_ptr<Database> database_ = create_lines(scratch_ / "book");
};

TEST_F(StatementTest, ParametersAreBoundByTheirNumberWhateverTheirOrder) {
  const auto select = database_->prepare("SELECT $3, $1, $2, $1, $3 || $3");
  select->bind(1, 10).bind_text(3, "three").bind(2, 20);
  ASSERT_TRUE(select->step());
  EXPECT_EQ(select->text(0), "three");
  EXPECT_EQ(select->integer(1), 10);
  EXPECT_EQ(select->integer(2), 20);
  EXPECT_EQ(select->integer(3), 10);
  EXPECT_EQ(select->text(4), "threethree");
  EXPECT_FALSE(select->step());
}

TEST_F(StatementTest, TwelveParametersKeepTheirNumbers) {
  const auto select =
      database_->prepare("SELECT $12, $2, $11, $1, $10, $3, $9, $4, $8, $5, $7, $6");
  for (int number = 1; number <= 12; ++number) select->bind(number, 100 + number);
  ASSERT_TRUE(select->step());
  const std::vector<int> order = {12, 2, 11, 1, 10, 3, 9, 4, 8, 5, 7, 6};
  for (int column = 0; column < 12; ++column) {
    EXPECT_EQ(select->integer(column), 100 + order[static_cast<std::size_t>(column)]);
  }
}

TEST_F(StatementTest, EmptyIsNotNull) {
  const auto select = database_->prepare("SELECT $1, $2, $3, $4 IS NULL");
  select->bind_text(1, {}).bind_blob(2, {}).bind_null(3).bind_null(4);
  ASSERT_TRUE(select->step());
  EXPECT_FALSE(select->is_null(0));
  EXPECT_FALSE(select->is_null(1));
  EXPECT_TRUE(select->is_null(2));
  EXPECT_TRUE(select->text(0).empty());
  EXPECT_TRUE(select->blob(1).empty());
  EXPECT_EQ(select->integer(2), 0);
  EXPECT_EQ(select->integer(3), 1);
}

TEST_F(StatementTest, AnyBytesAndNumbersComeBackAsTheyWere) {
  database_->execute("CREATE TABLE stored (number INTEGER, body BLOB, name TEXT) STRICT");
  const auto insert = database_->prepare("INSERT INTO stored VALUES ($1, $2, $3)");
  const auto select = database_->prepare(
      "SELECT number, body, name FROM stored WHERE rowid = (SELECT max(rowid) FROM stored)");
  EXPECT_TRUE(rc::check([&](std::int64_t number, const std::string& body, const std::string& name) {
    Transaction transaction(*database_, Access::write);
    const auto bytes = std::as_bytes(std::span(body));
    insert->bind_text(3, name).bind_blob(2, bytes).bind(1, number).run();
    RC_ASSERT(insert->changes() == 1);
    RC_ASSERT(select->step());
    RC_ASSERT(select->integer(0) == number);
    RC_ASSERT(std::ranges::equal(select->blob(1), bytes));
    RC_ASSERT(select->text(2) == name);
    RC_ASSERT(!select->step());
  }));
}

TEST_F(StatementTest, ANewUseBeginsWithBindingAndTheEndRewinds) {
  add_lines(*database_, 3);
  const auto select =
      database_->prepare("SELECT number FROM line WHERE number >= $1 ORDER BY number");
  ASSERT_TRUE(select->bind(1, 1).step());
  ASSERT_TRUE(select->bind(1, 3).step());  // no reset in between
  EXPECT_EQ(select->integer(0), 3);
  EXPECT_FALSE(select->step());
  EXPECT_TRUE(select->step());  // the same use again, with the same parameter
  EXPECT_EQ(select->integer(0), 3);
}

TEST_F(StatementTest, ChangesCountsTheLastUse) {
  add_lines(*database_, 5);
  Transaction transaction(*database_, Access::write);
  const auto update = database_->prepare("UPDATE line SET body = 'x' WHERE number <= $1");
  update->bind(1, 3).run();
  EXPECT_EQ(update->changes(), 3);
  update->bind(1, 0).run();
  EXPECT_EQ(update->changes(), 0);
}

TEST_F(StatementTest, ReturningGivesRows) {
  Transaction transaction(*database_, Access::write);
  const auto insert = database_->prepare("INSERT INTO line (body) VALUES ($1) RETURNING number");
  ASSERT_TRUE(insert->bind_text(1, "a").step());
  EXPECT_EQ(insert->integer(0), 1);
  EXPECT_FALSE(insert->step());
}

TEST_F(StatementTest, SqlTheDatabaseDoesNotAcceptIsAFailure) {
  for (const char* sql : {"", "  ", "-- nothing", "SELEC 1", "SELECT * FROM missing",
                          "SELECT 1; SELECT 2", "SELECT ?", "SELECT $1, $3", "SELECT :name",
                          "SELECT $0", "SELECT $x", "SELECT \"misspelt\" FROM line"}) {
    EXPECT_FAILURE("internal_mismatch", database_->prepare(sql)) << sql;
  }
  EXPECT_FAILURE("internal_mismatch",
                 database_->execute("CREATE TABLE ok (a); CREATE TABLE line (b)"));
  EXPECT_NO_THROW(database_->prepare("SELECT 1; -- and a remark\n"));
}

TEST_F(StatementTest, AConstraintIsAFailureAndTheTransactionLivesOn) {
  Transaction transaction(*database_, Access::write);
  const auto insert = database_->prepare("INSERT INTO line (number, body) VALUES ($1, $2)");
  insert->bind(1, 1).bind_text(2, "first").run();
  EXPECT_FAILURE("internal_mismatch", insert->run());                          // the key is taken
  EXPECT_FAILURE("internal_mismatch", insert->bind(1, 2).bind_null(2).run());  // NOT NULL
  insert->bind(1, 2).bind_text(2, "second").run();
  transaction.commit();
  EXPECT_EQ(count_lines(*database_), 2);
}

TEST_F(StatementTest, AnAppendOnlyTableRefusesEveryWayOfChangingIt) {
  add_lines(*database_, 2, "written");
  database_->execute(R"(
      CREATE TRIGGER line_update BEFORE UPDATE ON line
      BEGIN SELECT RAISE(ABORT, 'line is append-only'); END;
      CREATE TRIGGER line_delete BEFORE DELETE ON line
      BEGIN SELECT RAISE(ABORT, 'line is append-only'); END)");
  const char* upsert =
      "INSERT INTO line VALUES (1, 'x') ON CONFLICT (number) DO UPDATE SET body = 'x'";
  for (const char* sql :
       {"UPDATE line SET body = 'x'", "DELETE FROM line WHERE number = 1", "DELETE FROM line",
        "INSERT OR REPLACE INTO line VALUES (1, 'x')", upsert}) {
    Transaction transaction(*database_, Access::write);
    const auto change = database_->prepare(sql);
    const Thrown thrown = thrown_by([&] { change->run(); });
    EXPECT_EQ(thrown.code, "internal_mismatch") << sql;
    EXPECT_NE(thrown.message.find("line is append-only"), std::string::npos) << thrown;
    EXPECT_TRUE(database_->in_transaction());
    transaction.commit();
  }
  EXPECT_EQ(integer_of(*database_, "SELECT count(*) FROM line WHERE body = 'written'"), 2);
}

TEST_F(StatementTest, ATextWhereAnIntegerBelongsIsCorruptionNotZero) {
  const auto select = database_->prepare("SELECT 'twelve', 1.5, x'31'");
  ASSERT_TRUE(select->step());
  for (int column = 0; column < 3; ++column) EXPECT_FAILURE("corrupt", select->integer(column));
}

TEST_F(StatementTest, MisuseStops) {
  const auto select = database_->prepare("SELECT $1");
  EXPECT_DEATH(select->bind(2, 1), "no parameter \\$2");
  EXPECT_DEATH(select->bind(0, 1), "no parameter \\$0");
  EXPECT_DEATH(select->integer(0), "no row with column 0");
  ASSERT_TRUE(select->step());
  EXPECT_DEATH(select->integer(1), "no row with column 1");
  const auto insert = database_->prepare("INSERT INTO line (body) VALUES ('x')");
  EXPECT_DEATH(insert->run(), "outside a write transaction");
}

}  // namespace
}  // namespace quits::storage::test
