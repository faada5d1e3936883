#include "proof/note.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "proof/base64.h"
#include "proof/key.h"

namespace quits::proof {
namespace {

constexpr std::size_t kBytesMax = std::size_t{1} << 20U;
constexpr std::size_t kSignaturesMax = 100;
constexpr std::size_t kIdBytes = 4;
constexpr std::string_view kDash = "\xE2\x80\x94 ";  // em dash, space

tl::unexpected<Error> malformed(std::string_view before, std::string message) {
  const auto line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
  return refuse(Error{Code::malformed_text, "no signed note: " + std::move(message),
                      "a signed note is text, a blank line, and lines that begin with a long dash",
                      Place{"", line, 0, ""}});
}

Status check_characters(std::string_view bytes) {
  if (bytes.size() > kBytesMax) {
    return refuse(Code::too_large,
                  fmt::format("a note of {} bytes, expected at most {}", bytes.size(), kBytesMax));
  }
  if (!is_valid_utf8(bytes)) return malformed("", "its text is not UTF-8");
  const auto* const control = std::ranges::find_if(
      bytes, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
  if (control != bytes.end()) {
    const auto at = static_cast<std::size_t>(control - bytes.begin());
    return malformed(bytes.substr(0, at), "a control character stands in it");
  }
  return {};
}

// A signature line without its newline.
Result<NoteSignature> parse_line(std::string_view line, std::string_view before) {
  if (!line.starts_with(kDash))
    return malformed(before, fmt::format("{} is no signature line", in_quotes(line)));
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  const std::string_view name = line.substr(0, space);
  if (space == std::string_view::npos || !check_key_name(name))
    return malformed(before, "a signature line has no key name, or no signature behind it");
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kIdBytes) {
    return malformed(before, fmt::format("the signature by {} is not base64 of a key id and a "
                                         "signature",
                                         in_quotes(name)));
  }
  NoteSignature signature{std::string(name), 0, bytes->substr(kIdBytes)};
  for (std::size_t i = 0; i < kIdBytes; ++i)
    signature.key_id = (signature.key_id << 8U) | static_cast<unsigned char>((*bytes)[i]);
  return signature;
}

}  // namespace

std::string NoteSignature::to_line() const {
  std::string encoded;
  for (unsigned shift = 32; shift > 0; shift -= 8)
    encoded += static_cast<char>((key_id >> (shift - 8)) & 0xFFU);
  return fmt::format("{}{} {}\n", kDash, name, to_base64(encoded + bytes));
}

Result<Note> Note::parse(std::string_view bytes) {
  TRY_STATUS(check_characters(bytes));
  // The last blank line: the text may hold others.
  const std::size_t blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos)
    return malformed(bytes, "no blank line stands before its signatures");
  Note note{std::string(bytes.substr(0, blank + 1)), {}};
  std::size_t at = blank + 2;
  if (at == bytes.size()) return malformed(bytes, "it is not signed");
  if (bytes.back() != '\n') return malformed(bytes, "its last line has no end");
  while (at < bytes.size()) {
    const std::size_t end = bytes.find('\n', at);
    if (note.signatures.size() == kSignaturesMax)
      return malformed(bytes.substr(0, at),
                       fmt::format("it has more than {} signatures", kSignaturesMax));
    TRY(auto signature, parse_line(bytes.substr(at, end - at), bytes.substr(0, at)));
    note.signatures.push_back(std::move(signature));
    at = end + 1;
  }
  return note;
}

std::string Note::to_string() const {
  CHECK(text.ends_with('\n'), "the text of a note ends with a newline");
  std::string bytes = text + "\n";
  for (const NoteSignature& signature : signatures) bytes += signature.to_line();
  return bytes;
}

}  // namespace quits::proof
