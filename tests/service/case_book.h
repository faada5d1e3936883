// A case of tests/cases: the facts of facts.txtpb recorded one by one, and the book written out as
// text.
#pragma once

#include <filesystem>
#include <string>

namespace quits::test {

// The text that expected.txt should hold; see tests/cases/README.md. Notes what verify finds as
// test failures.
std::string render_case(const std::filesystem::path& folder);

}  // namespace quits::test
