#include "proof/key_announcement.h"

#include <fmt/core.h>

#include <array>

#include "proof/checkpoint.h"

namespace quits::proof {
namespace {

constexpr std::string_view kTitle = "quits signing key v1";

template <class Value>
Result<Value> on_line(int line, Result<Value> value) {
  if (!value) value.error().place.line = line;
  return value;
}

}  // namespace

std::string KeyAnnouncement::to_text() const {
  return fmt::format("{}\n{}\n{}\n{}\n", kTitle, key.to_string(), size, root_text(root));
}

Result<KeyAnnouncement> KeyAnnouncement::parse(std::string_view text) {
  std::array<std::string_view, 4> lines;
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  if (lines[0] != kTitle || lines[3].empty() || !text.empty()) {
    return refuse(Code::malformed_text,
                  fmt::format("no announcement of a key: expected \"{}\", the key, a number of "
                              "entries and a root, each on its line",
                              kTitle));
  }
  KeyAnnouncement announcement;
  TRY(announcement.key, on_line(2, VerifierKey::parse(lines[1])));
  TRY(announcement.size, on_line(3, parse_size(lines[2])));
  TRY(announcement.root, on_line(4, parse_root(lines[3])));
  return announcement;
}

}  // namespace quits::proof
