// Private keys as files: one line each, readable by their owner only. A key is never in a book.
#pragma once

#include <string>

#include "base/result.h"
#include "proof/key.h"

namespace quits::service {

// Refuses with not_found, with bad_value when others may read or write the file, with
// malformed_text.
Result<proof::SigningKey> read_key(const std::string& path);

// Mode 0600. Refuses with already_exists, and with what write_once refuses.
Status write_key(const std::string& path, const proof::SigningKey& key);

}  // namespace quits::service
