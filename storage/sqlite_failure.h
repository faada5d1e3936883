// SQLite's result codes as failures: one place decides what each of them means to a user.
#pragma once

#include <string_view>

#include "base/failure.h"

struct sqlite3;

namespace quits::storage {

// The failure for an extended result code. `connection` may be null; otherwise its last message and
// system error tell more than the code. `doing` completes "while ...": "committing".
Failure sqlite_failure(int result, sqlite3* connection, std::string_view doing);

}  // namespace quits::storage
