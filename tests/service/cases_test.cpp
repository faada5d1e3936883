// Every folder of tests/cases: facts as text, and beside them what the book must say.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/service/case_book.h"
#include "tests/support/scratch.h"
#include "tests/support/shared.h"

namespace quits::test {
namespace {

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(tests_folder() / "cases")) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, say_what_is_expected) {
  const std::filesystem::path folder = tests_folder() / "cases" / GetParam();
  EXPECT_EQ(render_case(folder), read_file(folder / "expected.txt"));
}

INSTANTIATE_TEST_SUITE_P(All, Cases, testing::ValuesIn(case_names()), [](const auto& name) {
  std::string word = name.param;
  std::replace(word.begin(), word.end(), '-', '_');
  return word;
});

}  // namespace
}  // namespace quits::test
