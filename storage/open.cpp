#include "storage/open.h"

#include <string_view>
#include <utility>

#include "base/failure.h"
#include "storage/sqlite.h"

namespace quits::storage {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

std::unique_ptr<Database> choose_driver(std::string_view location, Mode mode,
                                        std::chrono::milliseconds lock_wait) {
  if (location.starts_with("postgresql://") || location.starts_with("postgres://")) {
    throw Failure(Code::unavailable, "this program has no PostgreSQL driver yet",
                  "give the path of a book file");
  }
  if (location.starts_with(kSqlite)) location.remove_prefix(kSqlite.size());
  if (location.empty()) {
    throw Failure(Code::not_found, "the location of the book is empty",
                  "give the path of a book file");
  }
  return open_sqlite(std::filesystem::path(location), mode, lock_wait);
}

}  // namespace

std::unique_ptr<Database> open_database(const std::string& location, Mode mode, FaultPlan* faults,
                                        std::chrono::milliseconds lock_wait) {
  auto database = choose_driver(location, mode, lock_wait);
  if (faults == nullptr) return database;
  return with_faults(std::move(database), *faults);
}

}  // namespace quits::storage
