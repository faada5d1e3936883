// Bad input as a table: what is typed, what stands in the file, how the program must answer.
//
//   expect_refused({
//       {"a party that nobody registered", "party show NORT", "", 4, {"there is no party \"NORT\"",
//       "NORD"}},
//   });
//
// Every row runs the real program in a folder with a small book (sample_folder.h). After each, the
// book must hold the entries and the root it had before, and `quits verify` must find nothing.
#pragma once

#include <string>
#include <vector>

#include "tests/cli/sample_folder.h"

namespace quits::test {

struct BadInput {
  std::string name;
  // As typed after `quits`; 'one word' in single quotes.
  std::string command;
  // Contents of the file `input`.
  std::string input;
  int exit_code = 0;
  // What the answer says, rejected rows included: what is wrong, its code, file and line, field,
  // hint.
  std::vector<std::string> says;
};

void expect_refused(const std::vector<BadInput>& table);

// All of the pieces; quotation marks of either kind are the same.
void expect_says(const std::string& answer, const std::vector<std::string>& pieces);

// A file with one fact of the source "shop", whose kind stands on line 4: `id: "new"` and what is
// given.
std::string fact(const std::string& kind);

}  // namespace quits::test
