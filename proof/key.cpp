#include "proof/key.h"

#include <fmt/core.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "proof/base64.h"

namespace quits::proof {
namespace {

constexpr std::string_view kPrivate = "PRIVATE+KEY+";
constexpr std::size_t kIdDigits = 8;

// The spaces of Unicode above ASCII, in UTF-8.
constexpr std::array<std::string_view, 19> kSpaces{
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
    "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
    "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};

bool has_space(std::string_view text) {
  return text.find(' ') != std::string_view::npos ||
         std::ranges::any_of(kSpaces, [text](std::string_view space) {
           return text.find(space) != std::string_view::npos;
         });
}

struct Parts {
  std::string_view name;
  std::string_view id;
  std::string_view key;
};

// A name has no "+"; the base64 behind the second one may.
std::optional<Parts> split(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return Parts{text.substr(0, first), text.substr(first + 1, second - first - 1),
               text.substr(second + 1)};
}

std::optional<KeyType> type_of(char byte) {
  for (const KeyType type : {KeyType::note, KeyType::cosignature})
    if (byte == static_cast<char>(type)) return type;
  return std::nullopt;
}

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Status check_key_name(std::string_view name) {
  const bool fits = !name.empty() && is_valid_utf8(name) && !has_control_characters(name) &&
                    !has_space(name) && name.find('+') == std::string_view::npos;
  if (fits) return {};
  return refuse(
      Code::bad_value,
      fmt::format("{} cannot name a key: expected text without spaces and \"+\"", in_quotes(name)),
      "a web address without https:// is the custom, such as acme.example/partners");
}

std::uint32_t VerifierKey::id() const {
  std::string message = name + "\n" + static_cast<char>(type);
  message += as_text(public_key);
  const Hash hash = Hasher().plain(message);
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < sizeof id; ++i)
    id = (id << 8U) | std::to_integer<std::uint32_t>(hash[i]);
  return id;
}

std::string VerifierKey::id_text() const { return fmt::format("{:08x}", id()); }

std::string VerifierKey::to_string() const {
  std::string bytes(1, static_cast<char>(type));
  bytes += as_text(public_key);
  return fmt::format("{}+{}+{}", name, id_text(), to_base64(bytes));
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  const auto refusal = [text](std::string_view why) {
    return refuse(Code::malformed_text,
                  fmt::format("{} is no verifier key: {}", in_quotes(text, 120), why),
                  "it is one line: name, \"+\", eight hexadecimal digits, \"+\", base64");
  };
  // Wherever it stands: no message may repeat it.
  if (text.find(kPrivate) != std::string_view::npos)
    return refuse(Code::malformed_text, "this is a private key, not a verifier key",
                  "`quits key show FILE` prints the verifier key of a private key");
  const auto parts = split(text);
  if (!parts) return refusal("expected three parts with \"+\" between them");
  if (!check_key_name(parts->name)) return refusal("its name has spaces or is empty");
  const auto bytes = from_base64(parts->key);
  if (!bytes || bytes->empty()) return refusal("its last part is not base64");
  const auto type = type_of(bytes->front());
  if (!type)
    return refusal(
        fmt::format("its type is {}, known are 1 (note) and 4 (cosignature), both "
                    "Ed25519",
                    static_cast<unsigned char>(bytes->front())));
  VerifierKey key{std::string(parts->name), *type, {}};
  if (bytes->size() != 1 + key.public_key.size())
    return refusal(fmt::format("its public key has {} bytes, expected {}", bytes->size() - 1,
                               key.public_key.size()));
  std::memcpy(key.public_key.data(), bytes->data() + 1, key.public_key.size());
  if (key.id_text() != parts->id)
    return refusal(fmt::format("its key id should be {}: was it copied whole?", key.id_text()));
  return key;
}

SigningKey::SigningKey(std::string name, KeyType type, PrivateKey key)
    : verifier_{std::move(name), type, key.public_key()}, key_(std::move(key)) {}

SigningKey SigningKey::generate(const std::string& name, KeyType type) {
  CHECK(check_key_name(name));
  return SigningKey(name, type, PrivateKey::generate());
}

std::string SigningKey::to_text() const {
  std::string bytes(1, static_cast<char>(verifier_.type));
  bytes += as_text(key_.seed().bytes);
  std::string text =
      fmt::format("{}{}+{}+{}", kPrivate, verifier_.name, verifier_.id_text(), to_base64(bytes));
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return text;
}

Result<SigningKey> SigningKey::parse(std::string_view text) {
  const auto refusal = [](std::string_view why) {
    return refuse(Code::malformed_text, fmt::format("this is no private key: {}", why),
                  "it is one line that begins with PRIVATE+KEY+; `quits key new` makes one");
  };
  if (!text.starts_with(kPrivate)) return refusal("it does not begin with PRIVATE+KEY+");
  const auto parts = split(text.substr(kPrivate.size()));
  if (!parts || !check_key_name(parts->name) || parts->id.size() != kIdDigits)
    return refusal("expected name, key id and base64 with \"+\" between them");
  auto bytes = from_base64(parts->key);
  if (!bytes || bytes->size() != 1 + PrivateKey::kSeedBytes)
    return refusal("its last part is not base64 of 33 bytes");
  const auto type = type_of(bytes->front());
  PrivateKey::Seed seed;
  std::memcpy(seed.bytes.data(), bytes->data() + 1, seed.bytes.size());
  OPENSSL_cleanse(bytes->data(), bytes->size());
  if (!type) return refusal("its type is neither 1 (note) nor 4 (cosignature)");
  SigningKey key(std::string(parts->name), *type, PrivateKey::from_seed(seed));
  if (key.verifier().id_text() != parts->id)
    return refusal("its key id is not that of its name and key");
  return key;
}

}  // namespace quits::proof
