#include "proof/proof_file.h"

#include <fmt/core.h>

#include <optional>

#include "base/text.h"
#include "proof/base64.h"
#include "proof/checkpoint.h"

namespace quits::proof {
namespace {

constexpr std::string_view kTitle = "c2sp.org/tlog-proof@v1";
constexpr std::size_t kHashesMax = 63;  // a tree of 2^63 entries has no longer path

// The lines before the checkpoint, read one by one.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  int line() const { return line_; }
  // The next line without its end; empty at the blank line, and at the end of the text.
  std::string_view peek() const { return rest_.substr(0, rest_.find('\n')); }
  void next() {
    const std::size_t end = rest_.find('\n');
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++line_;
  }
  // What stands behind `word` and a space in this line, which is then read; nothing for another
  // line.
  std::optional<std::string_view> take(std::string_view word) {
    const std::string_view content = peek();
    if (!content.starts_with(word) || content.size() <= word.size() || content[word.size()] != ' ')
      return std::nullopt;
    next();
    return content.substr(word.size() + 1);
  }
  std::string_view rest() const { return rest_; }
  bool at_blank() const { return rest_.starts_with('\n'); }

 private:
  std::string_view rest_;
  int line_ = 1;
};

tl::unexpected<Error> malformed(int line, std::string message) {
  return refuse(Error{Code::malformed_text, "no proof: " + std::move(message),
                      "`quits prove` writes proofs: was the file copied whole?",
                      Place{"", line, 0, ""}});
}

template <class Value>
Result<Value> at_line(int line, Result<Value> value) {
  if (!value) value.error().place.line += line;
  return value;
}

// Hashes up to the blank line, then the checkpoint.
Status parse_rest(Lines& lines, std::vector<Hash>& hashes, Note& checkpoint) {
  while (!lines.peek().empty()) {
    if (hashes.size() == kHashesMax)
      return malformed(lines.line(), fmt::format("it has more than {} hashes", kHashesMax));
    TRY(hashes.emplace_back(), at_line(lines.line(), parse_root(lines.peek())));
    lines.next();
  }
  if (!lines.at_blank()) return malformed(lines.line(), "it ends before its checkpoint");
  lines.next();
  TRY(checkpoint, at_line(lines.line() - 1, Note::parse(lines.rest())));
  return {};
}

std::string text_of(const std::vector<Hash>& hashes, const Note& checkpoint) {
  std::string text;
  for (const Hash& hash : hashes) text += root_text(hash) + "\n";
  return text + "\n" + checkpoint.to_string();
}

}  // namespace

std::string InclusionProof::to_string() const {
  std::string text = fmt::format("{}\n", kTitle);
  if (!extra.empty()) text += fmt::format("extra {}\n", to_base64(std::string_view(extra)));
  return text + fmt::format("index {}\n", index) + text_of(hashes, checkpoint);
}

Result<InclusionProof> InclusionProof::parse(std::string_view text) {
  Lines lines(text);
  InclusionProof read;
  if (lines.peek() != kTitle) {
    return malformed(
        1, fmt::format("it begins with {}, expected {}", in_quotes(lines.peek()), kTitle));
  }
  lines.next();
  if (const auto extra = lines.take("extra")) {
    auto bytes = from_base64(*extra);
    if (!bytes || bytes->empty())
      return malformed(lines.line() - 1, "what stands behind \"extra\" is not base64");
    read.extra = *std::move(bytes);
  }
  const auto index = lines.take("index");
  if (!index) return malformed(lines.line(), "expected \"index\" and the place of the entry");
  TRY(read.index, at_line(lines.line() - 1, parse_size(*index)));
  TRY_STATUS(parse_rest(lines, read.hashes, read.checkpoint));
  return read;
}

std::string ConsistencyProof::to_string() const {
  return fmt::format("old {}\n", old_size) + text_of(hashes, checkpoint);
}

Result<ConsistencyProof> ConsistencyProof::parse(std::string_view text) {
  Lines lines(text);
  ConsistencyProof read;
  const auto old = lines.take("old");
  if (!old) return malformed(1, "expected \"old\" and the size of the older checkpoint");
  TRY(read.old_size, at_line(1, parse_size(*old)));
  TRY_STATUS(parse_rest(lines, read.hashes, read.checkpoint));
  return read;
}

}  // namespace quits::proof
