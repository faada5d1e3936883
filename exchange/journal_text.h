// Texts and numbers on their way into a journal. Texts come from outside; in a journal a line end,
// a
// ';' or two spaces have a meaning, so nothing goes in as it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/currency.h"
#include "base/int128.h"

namespace quits::exchange {

// "-1234.50": plain, with all places of the currency and no others.
void append_amount(int128 minor, Currency currency, std::string& out);

// The first character of UTF-8 text that is not empty: its bytes; one byte where it is not UTF-8.
std::string_view next_character(std::string_view text);

// Whether a character of next_character() is written as itself: it is UTF-8, is neither a control
// character nor one that nobody sees (blanks other than the ASCII space, marks of direction, ...).
bool is_visible(std::string_view character);

// The text as one line: what is not visible becomes a space, bytes that are not UTF-8 become '?',
// runs of spaces one space, none at either end. Cut between characters after at most `bytes_max`.
std::string one_line(std::string_view text, std::size_t bytes_max);

}  // namespace quits::exchange
