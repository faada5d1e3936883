#include "proof/checkpoint.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "base/text.h"
#include "proof/base64.h"

namespace quits::proof {
namespace {

constexpr std::string_view kHint =
    "a checkpoint is signed text of three lines: origin, number of entries, root in base64";

tl::unexpected<Error> malformed(int line, std::string message) {
  return refuse(Error{Code::malformed_text, "no checkpoint: " + std::move(message),
                      std::string(kHint), Place{"", line, 0, ""}});
}

template <class Value>
Result<Value> on_line(int line, Result<Value> value) {
  if (!value) value.error().place.line = line;
  return value;
}

}  // namespace

std::string root_text(const Hash& root) { return to_base64(std::span<const std::byte>(root)); }

Result<Hash> parse_root(std::string_view text) {
  const auto bytes = from_base64(text);
  Hash root{};
  if (!bytes || bytes->size() != root.size()) {
    return refuse(Code::malformed_text,
                  fmt::format("{} is no root: expected base64 of 32 bytes", in_quotes(text)),
                  std::string(kHint));
  }
  std::memcpy(root.data(), bytes->data(), root.size());
  return root;
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::int64_t size = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const bool whole = error == std::errc() && end == text.data() + text.size() && size >= 0;
  if (!whole || (text.size() > 1 && text.front() == '0') || text.starts_with('-')) {
    return refuse(Code::malformed_text,
                  fmt::format("{} is no number of entries: expected digits without leading zeros",
                              in_quotes(text)),
                  std::string(kHint));
  }
  return static_cast<std::uint64_t>(size);
}

std::string Checkpoint::to_text() const {
  std::string text = fmt::format("{}\n{}\n{}\n", origin, size, root_text(root));
  CHECK(!origin.empty() && origin.find('\n') == std::string::npos);
  for (const std::string& extension : extensions) {
    CHECK(!extension.empty() && extension.find('\n') == std::string::npos);
    text += extension + "\n";
  }
  return text;
}

Result<Checkpoint> Checkpoint::parse(std::string_view text) {
  Checkpoint checkpoint;
  int line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return malformed(line, "its last line has no end");
    const std::string_view content = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (content.empty()) return malformed(line, "an empty line stands in it");
    if (line == 1) {
      checkpoint.origin = content;
    } else if (line == 2) {
      TRY(checkpoint.size, on_line(line, parse_size(content)));
    } else if (line == 3) {
      TRY(checkpoint.root, on_line(line, parse_root(content)));
    } else {
      checkpoint.extensions.emplace_back(content);
    }
  }
  if (line < 3) return malformed(line + 1, fmt::format("it has {} lines, expected three", line));
  return checkpoint;
}

}  // namespace quits::proof
