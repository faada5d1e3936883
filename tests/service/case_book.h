// A case of tests/cases: the facts of facts.txtpb recorded one by one, and the book written out as
// text.
#pragma once

#include <filesystem>
#include <string>

namespace quits::test {

// The text that expected.txt should hold; see tests/cases/README.md. Notes what verify finds as
// test failures. The log of the book is exported to `log`.
std::string render_case(const std::filesystem::path& folder, const std::filesystem::path& log);

}  // namespace quits::test
