#include "base/check.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace quits {
namespace {

// "base/money.h": the folder and the file say enough, and a build path says nothing.
std::string_view folder_and_file(std::string_view path) {
  const auto file = path.rfind('/');
  if (file == std::string_view::npos || file == 0) return path;
  const auto folder = path.rfind('/', file - 1);
  return folder == std::string_view::npos ? path : path.substr(folder + 1);
}

}  // namespace

void check_failed(const char* file, int line, const char* condition, const std::string& message) {
  fmt::print(stderr, "{}:{}: CHECK({}) failed{}{}\n", folder_and_file(file), line, condition,
             message.empty() ? "" : ": ", message);
  std::fflush(stderr);
  std::abort();
}

}  // namespace quits
