#include "exchange/journal_text.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace quits::exchange {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Blanks, line and paragraph separators, joiners, marks of direction, the byte order mark.
constexpr Range kInvisible[] = {{0xA0, 0xA0},     {0xAD, 0xAD},     {0x1680, 0x1680},
                                {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F},
                                {0x205F, 0x206F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};

std::size_t bytes_announced(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  return lead >= 0xC0 ? 2 : 1;
}

// Of one character that is UTF-8.
std::uint32_t code_point(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return lead;
  std::uint32_t value = lead & (0x7FU >> character.size());
  for (const char c : character.substr(1))
    value = value << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return value;
}

}  // namespace

void append_amount(int128 minor, Currency currency, std::string& out) {
  const auto places = static_cast<std::size_t>(currency.exponent());
  uint128 rest = minor < 0 ? -static_cast<uint128>(minor) : static_cast<uint128>(minor);
  std::string digits;  // the last one first
  while (rest != 0 || digits.size() <= places) {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  if (minor < 0) out += '-';
  for (std::size_t i = digits.size(); i-- > 0;) {
    out += digits[i];
    if (i == places && places != 0) out += '.';
  }
}

std::string_view next_character(std::string_view text) {
  const auto character = text.substr(0, bytes_announced(static_cast<unsigned char>(text.front())));
  return is_valid_utf8(character) ? character : text.substr(0, 1);
}

bool is_visible(std::string_view character) {
  if (!is_valid_utf8(character) || has_control_characters(character)) return false;
  const std::uint32_t value = code_point(character);
  return std::none_of(std::begin(kInvisible), std::end(kInvisible), [&](const Range& range) {
    return range.first <= value && value <= range.last;
  });
}

std::string one_line(std::string_view text, std::size_t bytes_max) {
  std::string line;
  bool spaced = false;
  while (!text.empty()) {
    std::string_view character = next_character(text);
    text.remove_prefix(character.size());
    if (!is_valid_utf8(character)) character = "?";
    if (character == " " || !is_visible(character)) {
      spaced = !line.empty();
      continue;
    }
    if (line.size() + (spaced ? 1 : 0) + character.size() > bytes_max) break;
    if (spaced) line += ' ';
    spaced = false;
    line += character;
  }
  return line;
}

}  // namespace quits::exchange
