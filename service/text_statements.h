// The statements of a protobuf text, `name: value` and `name { ... }`, and where each begins and
// ends.
//
//   for (const Statement& statement : statements_of(text)) ...
//
// For who must point at a field or take one out of a text that cannot be read as a whole. Lines and
// columns count from 1 as protobuf counts them: a column is a byte, a tab goes on to the next
// multiple of eight. Ends where the text stops being statements; nothing is refused.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace quits::service {

struct TextPosition {
  int line = 1;
  int column = 1;

  auto operator<=>(const TextPosition&) const = default;
};

struct Statement {
  std::string name;
  std::size_t begin = 0;  // offsets in the text
  std::size_t end = 0;    // behind the value or the closing brace
  TextPosition at;
  TextPosition until;  // of `end`
  int parent = -1;     // the statement around it; -1: none
};

// In the order of their begins.
std::vector<Statement> statements_of(std::string_view text);

}  // namespace quits::service
