#include "base/digest.h"

#include <fmt/core.h>
#include <openssl/evp.h>

#include "base/check.h"
#include "base/failure.h"
#include "base/text.h"

namespace quits {
namespace {

constexpr std::byte kLeafPrefix{0x00};
constexpr std::byte kNodePrefix{0x01};

// After the constructor has succeeded these calls only compute: a refusal would be our bug.
void begin(EVP_MD_CTX* context, const EVP_MD* algorithm) {
  CHECK(EVP_DigestInit_ex2(context, algorithm, nullptr) == 1);
}

void append(EVP_MD_CTX* context, std::span<const std::byte> bytes) {
  CHECK(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
}

Hash end(EVP_MD_CTX* context) {
  Hash hash;
  unsigned int size = 0;
  CHECK(EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(hash.data()), &size) == 1);
  CHECK(size == hash.size());
  return hash;
}

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

void Hasher::Release::operator()(evp_md_st* algorithm) const noexcept { EVP_MD_free(algorithm); }

void Hasher::Release::operator()(evp_md_ctx_st* context) const noexcept {
  EVP_MD_CTX_free(context);
}

Hasher::Hasher()
    : algorithm_(EVP_MD_fetch(nullptr, "SHA2-256", nullptr)), context_(EVP_MD_CTX_new()) {
  if (algorithm_ == nullptr || context_ == nullptr) {
    throw Failure(Code::unavailable, "the cryptographic library offers no SHA-256",
                  "check the providers in the configuration of OpenSSL");
  }
}

Hash Hasher::leaf(std::span<const std::byte> bytes) {
  begin(context_.get(), algorithm_.get());
  append(context_.get(), {&kLeafPrefix, 1});
  append(context_.get(), bytes);
  return end(context_.get());
}

Hash Hasher::node(const Hash& left, const Hash& right) {
  begin(context_.get(), algorithm_.get());
  append(context_.get(), {&kNodePrefix, 1});
  append(context_.get(), left);
  append(context_.get(), right);
  return end(context_.get());
}

Hash Hasher::plain(std::span<const std::byte> bytes) {
  begin(context_.get(), algorithm_.get());
  append(context_.get(), bytes);
  return end(context_.get());
}

std::string to_hex(const Hash& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(hash.size() * 2);
  for (const std::byte byte : hash) {
    hex += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    hex += kDigits[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
  }
  return hex;
}

Result<Hash> hash_from_hex(std::string_view hex) {
  Hash hash{};
  bool well_formed = hex.size() == hash.size() * 2;
  for (std::size_t i = 0; well_formed && i < hash.size(); ++i) {
    const int high = hex_value(hex[2 * i]);
    const int low = hex_value(hex[2 * i + 1]);
    well_formed = high >= 0 && low >= 0;
    hash[i] = static_cast<std::byte>(high * 16 + low);
  }
  if (!well_formed) {
    return refuse(Code::bad_value,
                  fmt::format("{} is not a hash: expected 64 hexadecimal digits", in_quotes(hex)));
  }
  return hash;
}

}  // namespace quits
