#include "proof/signature.h"

#include <fmt/core.h>

#include <limits>

#include "base/check.h"
#include "base/text.h"

namespace quits::proof {
namespace {

constexpr std::size_t kTimeBytes = 8;

std::string as_text(const Signature& signature) {
  return {reinterpret_cast<const char*>(signature.data()), signature.size()};
}

// What a witness signs: the header keeps it apart from every other signature.
std::string cosigned_message(std::string_view text, std::int64_t seconds) {
  return fmt::format("cosignature/v1\ntime {}\n{}", seconds, text);
}

std::optional<std::int64_t> time_of(std::string_view bytes) {
  if (bytes.size() < kTimeBytes) return std::nullopt;
  std::uint64_t seconds = 0;
  for (const char byte : bytes.substr(0, kTimeBytes))
    seconds = (seconds << 8U) | static_cast<unsigned char>(byte);
  if (seconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

// The time it says, if it is a signature of that key over the text.
std::optional<FoundSignature> judge(const Note& note, const NoteSignature& line,
                                    const VerifierKey& key) {
  if (key.type == KeyType::note) {
    if (!verifies(key.public_key, note.text, std::string_view(line.bytes))) return std::nullopt;
    return FoundSignature{&line, std::nullopt};
  }
  const auto at = time_of(line.bytes);
  if (!at || !verifies(key.public_key, cosigned_message(note.text, *at),
                       std::string_view(line.bytes).substr(kTimeBytes)))
    return std::nullopt;
  return FoundSignature{&line, at};
}

}  // namespace

NoteSignature sign(std::string_view text, const SigningKey& key) {
  CHECK(key.verifier().type == KeyType::note);
  return {key.verifier().name, key.verifier().id(), as_text(key.sign(text))};
}

NoteSignature cosign(std::string_view text, const SigningKey& key, std::int64_t seconds) {
  CHECK(key.verifier().type == KeyType::cosignature && seconds >= 0);
  std::string bytes;
  for (unsigned shift = 64; shift > 0; shift -= 8)
    bytes += static_cast<char>((static_cast<std::uint64_t>(seconds) >> (shift - 8)) & 0xFFU);
  bytes += as_text(key.sign(cosigned_message(text, seconds)));
  return {key.verifier().name, key.verifier().id(), std::move(bytes)};
}

Result<std::optional<FoundSignature>> find_signature(const Note& note, const VerifierKey& key) {
  std::optional<FoundSignature> first;
  for (const NoteSignature& line : note.signatures) {
    if (line.name != key.name || line.key_id != key.id()) continue;
    const auto found = judge(note, line, key);
    if (!found) {
      return refuse(Code::bad_signature,
                    fmt::format("the signature by {} (key {}) does not fit the text",
                                in_quotes(key.name), key.id_text()),
                    "the text or the signature was changed: ask for the note again");
    }
    if (!first) first = found;
  }
  return first;
}

Result<const VerifierKey*> require_signature(const Note& note, std::span<const VerifierKey> keys) {
  const VerifierKey* signer = nullptr;
  for (const VerifierKey& key : keys) {
    TRY(const auto found, find_signature(note, key));
    if (found && signer == nullptr) signer = &key;
  }
  if (signer != nullptr) return signer;
  std::string others;
  for (const NoteSignature& line : note.signatures) {
    if (!others.empty()) others += ", ";
    others += fmt::format("{} (key {:08x})", in_quotes(line.name), line.key_id);
  }
  return refuse(Code::not_signed,
                fmt::format("signed by {}, by none of the keys asked for", others),
                "compare the key ids; a key that was replaced still verifies what it signed");
}

}  // namespace quits::proof
