#include "storage/sqlite_failure.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <cerrno>
#include <string>

namespace quits::storage {
namespace {

struct Meaning {
  Code code;
  std::string_view hint;
};

constexpr Meaning kLocked = {Code::locked, "wait for the other program to finish, then try again"};
constexpr Meaning kReadOnly = {Code::read_only,
                               "allow writing to the file and to its folder, or open for reading"};
constexpr Meaning kFull = {Code::disk_full, "free some space, then try again"};
constexpr Meaning kUnavailable = {Code::unavailable, "look at the disk and at the file's rights"};
constexpr Meaning kCorrupt = {Code::corrupt, "keep this file and restore the last good backup"};
constexpr Meaning kOurs = {Code::internal_mismatch,
                           "the book does not fit this program; please report this"};

// Extended codes that mean something else than their family.
const Meaning* meaning_of_extended(int result) {
  static constexpr Meaning kMoved = {Code::unavailable,
                                     "the file was moved or deleted while open: put it back"};
  static constexpr Meaning kSnapshot = {Code::locked,
                                        "the book changed since this read began: try again"};
  switch (result) {
    case SQLITE_READONLY_DBMOVED:
      return &kMoved;
    case SQLITE_BUSY_SNAPSHOT:
      return &kSnapshot;
    case SQLITE_IOERR_DATA:
    case SQLITE_IOERR_CORRUPTFS:
      return &kCorrupt;
    default:
      return nullptr;
  }
}

const Meaning& meaning_of(int result) {
  if (const Meaning* special = meaning_of_extended(result)) return *special;
  static constexpr Meaning kNoBook = {Code::not_a_book, "check that this is the right file"};
  static constexpr Meaning kMemory = {Code::unavailable, "there is not enough memory"};
  switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return kLocked;
    case SQLITE_READONLY:
      return kReadOnly;
    case SQLITE_FULL:
      return kFull;
    case SQLITE_NOMEM:
      return kMemory;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOLFS:
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT:
    case SQLITE_SCHEMA:
      return kUnavailable;
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
      return kCorrupt;
    case SQLITE_NOTADB:
      return kNoBook;
    default:
      return kOurs;  // constraints, triggers, SQL that does not fit the schema
  }
}

// For a new log or its index SQLite only says that it could not; the system knows why.
const Meaning& meaning_of(int result, int system_error) {
  const int family = result & 0xff;
  if (family != SQLITE_IOERR && family != SQLITE_CANTOPEN) return meaning_of(result);
  switch (system_error) {
    case ENOSPC:
    case EDQUOT:
      return kFull;
    case EACCES:
    case EPERM:
    case EROFS:
      return kReadOnly;
    default:
      return meaning_of(result);
  }
}

}  // namespace

Failure sqlite_failure(int result, sqlite3* connection, std::string_view doing) {
  std::string reason = sqlite3_errstr(result);
  int system_error = 0;
  if (connection != nullptr) {
    // The connection may already remember a later call: use its words only for this result.
    if (sqlite3_extended_errcode(connection) == result) reason = sqlite3_errmsg(connection);
    system_error = sqlite3_system_errno(connection);
  }
  const Meaning& meaning = meaning_of(result, system_error);
  return Failure(meaning.code, fmt::format("{} (SQLite {}, while {})", reason, result, doing),
                 std::string(meaning.hint));
}

}  // namespace quits::storage
