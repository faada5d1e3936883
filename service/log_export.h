// The log of a book into a file (see service/log_file.h). Done again it checks what the file holds,
// byte by byte, and appends what is new; so does an export that was interrupted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "base/digest.h"
#include "base/result.h"

namespace quits::storage {
class Database;
}

namespace quits::service {

struct LogExportRequest {
  std::filesystem::path file;
  std::optional<std::uint64_t> from;  // the first entry; none: as the file begins, or 1
};

struct LogExport {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t appended = 0;
  std::uint64_t bytes = 0;
  Hash root{};  // over the entries 1 to `last`
};

// Refuses log_differs when the file holds anything else than the beginning of what would be
// written; it stays as it is. Throws Failure(unavailable, disk_full). When it returns the file is
// on the disk. `progress` may be empty.
Result<LogExport> export_log(storage::Database& database, const LogExportRequest& request,
                             const std::function<void(std::uint64_t, std::uint64_t)>& progress);

}  // namespace quits::service
