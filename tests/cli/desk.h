// One person at one book: commands in a folder of their own, as documentation shows them.
//
//   const Desk desk;
//   desk.result_of("init --operator ACME --name 'ACME Ltd'");
//   desk.expect_says("party list", {"ACME"});
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/sample_folder.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace quits::test {

class Desk {
 public:
  Outcome quits(const std::string& line) const {
    std::vector<std::string> words = words_of(line);
    words.insert(words.begin(), quits_program());
    return run(std::move(words),
               {.environment = {{"QUITS_BOOK", "acme.quits"}, {"QUITS_ACTOR", "anna"}},
                .directory = scratch_.path(),
                .limit = std::chrono::seconds(300)});
  }
  // What a command that succeeds prints.
  std::string result_of(const std::string& line) const {
    const Outcome outcome = quits(line);
    EXPECT_EQ(outcome.exit_code, 0) << "quits " << line << ": " << outcome;
    return outcome.output;
  }
  void expect_says(const std::string& line, const std::vector<std::string>& pieces) const {
    const std::string text = result_of(line);
    for (const std::string& piece : pieces)
      EXPECT_NE(text.find(piece), std::string::npos)
          << "quits " << line << " does not say: " << piece << "\n"
          << text;
  }
  void write(const std::string& name, const std::string& text) const { scratch_.write(name, text); }
  std::filesystem::path path(const std::string& name) const { return scratch_ / name; }

 private:
  ScratchDirectory scratch_;
};

}  // namespace quits::test
