// Text from and for people: UTF-8, suggestions, columns on a terminal.
//
//   closest("comission", {{"commission", "income"}}) == "commission"
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace quits {

// As Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF. Plain ASCII
// costs about a nanosecond per eight bytes.
bool is_valid_utf8(std::string_view text);

// True for C0, DEL and C1 control characters anywhere, line ends and tabs included. The text must
// be valid UTF-8.
bool has_control_characters(std::string_view text);

// The known word that `wanted` most likely meant, for "did you mean": the one with the fewest edits
// (insert, delete, replace, swap neighbours), at most a third of the longer word's bytes; the
// earlier of equals. Empty if none is near, and for words over 64 bytes.
std::string closest(std::string_view wanted, std::span<const std::string_view> known);

// Columns the text takes on a terminal: wide characters two, combining marks none, a byte that is
// not UTF-8 one.
std::size_t display_width(std::string_view text);

// The text in single quotes, fit for one line of a message: control characters and bytes that are
// not UTF-8 as \xNN, cut after about `bytes_max` bytes with "...". Refusals quote foreign input
// with it.
std::string in_quotes(std::string_view text, std::size_t bytes_max = 60);

}  // namespace quits
