// Every folder of tests/cases: facts as text, and beside them what the book must say.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/service/case_book.h"
#include "tests/support/process.h"
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
  const ScratchDirectory scratch;
  const std::filesystem::path log = scratch / "case.log";
  EXPECT_EQ(render_case(folder, log), read_file(folder / "expected.txt"));
  // And in the eyes of the second verifier, which shares no code with us.
  if (!program_exists("python3")) GTEST_SKIP() << "python3 is not installed";
  const std::string verifier = (tests_folder() / "../tools/verify_book.py").string();
  const Outcome judged = run({"python3", "-B", verifier, log.string()});
  EXPECT_EQ(judged.exit_code, 0) << judged;
}

INSTANTIATE_TEST_SUITE_P(All, Cases, testing::ValuesIn(case_names()), [](const auto& name) {
  std::string word = name.param;
  std::replace(word.begin(), word.end(), '-', '_');
  return word;
});

}  // namespace
}  // namespace quits::test
