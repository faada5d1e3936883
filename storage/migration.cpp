#include "storage/migration.h"

#include <fmt/core.h>

#include <cstddef>
#include <vector>

#include "base/check.h"
#include "base/digest.h"
#include "base/failure.h"
#include "storage/sql.h"

namespace quits::storage {
namespace {

struct Applied {
  std::int64_t number;
  std::string name;
  std::string sha256;
};

std::vector<Applied> read_applied(Database& database) {
  std::vector<Applied> applied;
  if (!database.has_table("migration")) return applied;
  const auto select = database.prepare(sql::applied_migrations);
  while (select->step()) {
    applied.push_back(
        {select->integer(0), std::string(select->text(1)), std::string(select->text(2))});
  }
  return applied;
}

void require_numbered(std::span<const Migration> migrations) {
  int expected = 1;
  for (const Migration& migration : migrations) {
    CHECK(migration.number == expected, "migration {} follows {}", migration.number, expected - 1);
    CHECK(!migration.after_check.empty(), "migration {} has no check", migration.number);
    ++expected;
  }
}

// What the book records must be the beginning of what we know, unchanged.
void compare(std::span<const Applied> applied, std::span<const Migration> known, Hasher& hasher) {
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const Applied& row = applied[i];
    if (row.number > static_cast<std::int64_t>(known.size())) {
      throw Failure(Code::newer_book,
                    fmt::format("the book has migration {} ({}), this program knows {}", row.number,
                                row.name, known.size()),
                    "use the newer program");
    }
    if (row.number != static_cast<std::int64_t>(i) + 1) {
      throw Failure(Code::corrupt, fmt::format("migration {} is missing in the book", i + 1),
                    "restore the last good backup");
    }
    if (row.sha256 != to_hex(hasher.plain(known[i].script))) {
      throw Failure(
          Code::corrupt,
          fmt::format("migration {} ({}) was changed after it was applied", row.number, row.name),
          "use the program that this book was made with, or a release after it");
    }
  }
}

bool holds(Database& database, const Migration& migration) {
  const auto check = database.prepare(migration.after_check);
  if (!check->step() || check->is_null(0) || check->integer(0) != 1) return false;
  return !check->step();
}

void apply(Database& database, const Migration& migration, Hasher& hasher) {
  const std::string title = fmt::format("migration {} ({})", migration.number, migration.name);
  try {
    database.execute(migration.script);
    CHECK(database.in_transaction(), "{} ended its transaction", title);
    if (migration.fill != nullptr) migration.fill(database);
    if (!holds(database, migration)) {
      throw Failure(Code::internal_mismatch, "its check does not hold",
                    "the book is as it was before; please report this");
    }
    database.prepare(sql::insert_migration)
        ->bind(1, migration.number)
        .bind_text(2, migration.name)
        .bind_text(3, to_hex(hasher.plain(migration.script)))
        .run();
  } catch (const Failure& failure) {
    throw Failure(failure.code(), title + ": " + failure.what(), failure.hint());
  }
}

}  // namespace

void migrate(Database& database, std::span<const Migration> migrations) {
  require_numbered(migrations);
  Hasher hasher;
  std::vector<Applied> applied = read_applied(database);
  compare(applied, migrations, hasher);
  if (applied.size() == migrations.size()) return;
  if (database.is_read_only()) {
    throw Failure(Code::read_only, fmt::format("the book lacks migration {}", applied.size() + 1),
                  "open it for writing once with this program");
  }

  Transaction transaction(database, Access::write);
  applied = read_applied(database);  // another program may have been faster
  compare(applied, migrations, hasher);
  if (!database.has_table("migration")) database.execute(sql::create_migrations);
  for (const Migration& migration : migrations.subspan(applied.size())) {
    apply(database, migration, hasher);
  }
  transaction.commit();
}

}  // namespace quits::storage
