// Where tests find their files: the case material beside the tests, and optional material outside
// the tree.
//
// The optional folder comes from the environment variable QUITS_SHARED, which CTest sets from the
// CMake variable of that name. A fresh machine does not have it, so a test that wants it says so
// and skips:
//
//   TEST(NettingCases, agree_with_the_published_results) {
//     QUITS_NEEDS_SHARED(folder);
//     for (const auto& entry : std::filesystem::directory_iterator(folder / "cases")) { ... }
//   }
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

namespace quits::test {

// Nothing when QUITS_SHARED is unset, empty or not a directory.
std::optional<std::filesystem::path> shared_folder();

// The folder tests/ of the source tree, for expectations that lie beside a test as text.
std::filesystem::path tests_folder();

}  // namespace quits::test

// Declares `folder`, or skips the test with a message that the summary of tools/test repeats.
#define QUITS_NEEDS_SHARED(folder)                                                      \
  const auto folder##_found = ::quits::test::shared_folder();                           \
  if (!folder##_found) GTEST_SKIP() << "QUITS_SHARED names no folder of case material"; \
  const std::filesystem::path& folder = *folder##_found
