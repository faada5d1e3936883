// Files that are written once: whole or not at all, never over another one, safe against a loss of
// power.
//
//   TRY_STATUS(write_once("acme.key", text, 0600));
//
// The bytes go to a new file beside the target, which gets the target's name only when they are on
// the disk.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace quits::service {

// Refuses with already_exists, and with not_found when there is no such folder. Throws
// Failure(disk_full, read_only, unavailable) for what the file system says.
Status write_once(const std::filesystem::path& target, std::string_view bytes, mode_t mode);

}  // namespace quits::service
