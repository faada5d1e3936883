#include "tests/support/shared.h"

#include <cstdlib>
#include <system_error>

namespace quits::test {

std::optional<std::filesystem::path> shared_folder() {
  const char* value = std::getenv("QUITS_SHARED");
  if (value == nullptr || *value == '\0') return std::nullopt;
  std::filesystem::path folder = value;
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return std::nullopt;
  return folder;
}

std::filesystem::path tests_folder() { return QUITS_TESTS_FOLDER; }

}  // namespace quits::test
