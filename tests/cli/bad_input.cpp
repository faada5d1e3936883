#include "tests/cli/bad_input.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace quits::test {
namespace {

// Which quotation marks a message uses is not what these tests are about.
std::string with_plain_quotes(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

}  // namespace

void expect_says(const std::string& answer, const std::vector<std::string>& pieces) {
  const std::string plain = with_plain_quotes(answer);
  for (const std::string& piece : pieces) {
    EXPECT_NE(plain.find(with_plain_quotes(piece)), std::string::npos)
        << "not said: " << piece << "\nin:\n"
        << answer;
  }
}

void expect_refused(const std::vector<BadInput>& table) {
  SampleFolder folder;
  const std::string before = folder.state();
  for (const BadInput& row : table) {
    SCOPED_TRACE(row.name + ": quits " + row.command);
    folder.write("input", row.input);
    const Outcome outcome = folder.quits(row.command);
    EXPECT_EQ(outcome.exit_code, row.exit_code) << outcome;
    expect_says(outcome.errors + folder.take_rejects("input"), row.says);
    if (std::getenv("QUITS_SHOW_ANSWERS") != nullptr) {
      std::printf("== %s: quits %s\n%s%s", row.name.c_str(), row.command.c_str(),
                  outcome.output.c_str(), outcome.errors.c_str());
    }
    if (folder.state() == before) continue;
    ADD_FAILURE() << "the book has changed";
    folder.restore();
  }
}

std::string fact(const std::string& kind) {
  return "source: \"shop\"\nfact {\n  id: \"new\"\n  " + kind + "\n}\n";
}

}  // namespace quits::test
