// The tables: every statement fits them, and the log refuses to be changed.
#include <gtest/gtest.h>

#include "base/failure.h"
#include "ledger/sql.h"
#include "program/sql.h"
#include "settlement/sql.h"
#include "storage/migration.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

template <class Statements>
void expect_prepared(storage::Database& database, const Statements& statements) {
  for (const auto& statement : statements) {
    try {
      database.prepare(statement.text);
    } catch (const Failure& failure) {
      ADD_FAILURE() << statement.name << ": " << failure.what();
    }
  }
}

TEST(Schema, every_statement_of_every_floor_prepares) {
  World world;
  expect_prepared(world.database(), ledger::sql::kAll);
  expect_prepared(world.database(), program::sql::kAll);
  expect_prepared(world.database(), settlement::sql::kAll);
  EXPECT_GT(ledger::sql::kAll.size() + program::sql::kAll.size() + settlement::sql::kAll.size(),
            70U);
}

TEST(Schema, migrating_again_changes_nothing) {
  World world;
  open_example(world);
  storage::migrate(world.database(), service::migrations());
  world.expect_clean();
}

std::string refusal(storage::Database& database, const std::string& sql) {
  storage::Transaction transaction(database, storage::Access::write);
  try {
    database.prepare(sql)->run();
    transaction.commit();
    return "done";
  } catch (const Failure& failure) {
    return failure.what();
  }
}

TEST(Schema, the_log_refuses_update_and_delete) {
  World world;
  open_example(world);
  const std::string root = to_hex(world.book().log().root());
  for (const char* sql :
       {"UPDATE record SET bytes = x'00' WHERE sequence = 1",
        "UPDATE record SET sequence = 99 WHERE sequence = 2", "UPDATE record SET bytes = bytes",
        "DELETE FROM record WHERE sequence = 3", "DELETE FROM record"}) {
    EXPECT_NE(refusal(world.database(), sql).find("append-only"), std::string::npos)
        << sql << ": " << refusal(world.database(), sql);
  }
  // An upsert over an entry is an update as well.
  const std::string upsert =
      "INSERT INTO record (sequence, bytes) VALUES (1, x'00') ON CONFLICT (sequence) DO UPDATE SET "
      "bytes = excluded.bytes";
  EXPECT_NE(refusal(world.database(), upsert).find("append-only"), std::string::npos);
  EXPECT_NE(refusal(world.database(), "INSERT INTO record (sequence, bytes) VALUES (1, x'00')"),
            "done");
  world.reopen();
  EXPECT_EQ(to_hex(world.book().log().root()), root);
  world.expect_clean();
}

// REPLACE deletes the row it replaces, and SQLite runs no delete trigger for it unless told to.
TEST(Schema, the_log_refuses_replace) {
  World world;
  open_example(world);
  EXPECT_NE(refusal(world.database(),
                    "INSERT OR REPLACE INTO record (sequence, bytes) VALUES (1, x'00')"),
            "done");
  EXPECT_NE(refusal(world.database(), "REPLACE INTO record (sequence, bytes) VALUES (2, x'00')"),
            "done");
  world.reopen();
  world.expect_clean();
}

}  // namespace
}  // namespace quits::test
