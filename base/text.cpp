#include "base/text.h"

#include <fmt/core.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace quits {
namespace {

constexpr std::size_t kSuggestionBytesMax = 64;
constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080U;

struct CodePoint {
  std::int32_t value = -1;  // -1: not UTF-8
  std::size_t bytes = 1;
};

// The text must not be empty.
CodePoint first_of(std::string_view text) {
  utf8proc_int32_t value = -1;
  const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto taken = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &value);
  if (taken <= 0) return CodePoint{};
  return CodePoint{value, static_cast<std::size_t>(taken)};
}

bool is_control(std::int32_t value) { return value < 0x20 || (value >= 0x7F && value < 0xA0); }

// Optimal string alignment: the edits of Levenshtein and the swap of two neighbours, one each.
// Three rows suffice; both words are at most kSuggestionBytesMax long.
std::size_t edits_between(std::string_view left, std::string_view right) {
  using Row = std::array<std::size_t, kSuggestionBytesMax + 1>;
  Row before_last{};
  Row last{};
  Row row{};
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    last = row;
  }
  return last[right.size()];
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    std::uint64_t word = 0;
    if (text.size() >= sizeof(word)) {
      std::memcpy(&word, text.data(), sizeof(word));
      if ((word & kHighBits) == 0) {
        text.remove_prefix(sizeof(word));
        continue;
      }
    }
    const CodePoint point = first_of(text);
    if (point.value < 0) return false;
    text.remove_prefix(point.bytes);
  }
  return true;
}

bool has_control_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    // C1 is U+0080 to U+009F: 0xC2 and a byte below 0xA0.
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

std::string closest(std::string_view wanted, std::span<const std::string_view> known) {
  if (wanted.size() > kSuggestionBytesMax) return {};
  std::string_view best;
  std::size_t edits_best = kSuggestionBytesMax;
  for (const std::string_view word : known) {
    if (word.size() > kSuggestionBytesMax) continue;
    const std::size_t edits = edits_between(wanted, word);
    const std::size_t edits_max = std::max(wanted.size(), word.size()) / 3;
    if (edits <= edits_max && edits < edits_best) {
      best = word;
      edits_best = edits;
    }
  }
  return std::string(best);
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint point = first_of(text);
    columns += point.value < 0 ? 1 : static_cast<std::size_t>(utf8proc_charwidth(point.value));
    text.remove_prefix(point.bytes);
  }
  return columns;
}

std::string in_quotes(std::string_view text, std::size_t bytes_max) {
  std::string shown = "'";
  std::size_t taken = 0;
  while (taken < text.size()) {
    const CodePoint point = first_of(text.substr(taken));
    if (taken + point.bytes > bytes_max) {
      shown += "...";
      break;
    }
    const std::string_view bytes = text.substr(taken, point.bytes);
    if (point.value < 0 || is_control(point.value)) {
      for (const char byte : bytes) {
        shown += fmt::format("\\x{:02X}", static_cast<unsigned char>(byte));
      }
    } else {
      shown += bytes;
    }
    taken += point.bytes;
  }
  return shown + "'";
}

}  // namespace quits
