// Ed25519 (RFC 8032) by OpenSSL.
//
//   const PrivateKey key = PrivateKey::generate();
//   verifies(key.public_key(), "text", key.sign("text")) == true
//
// Signing is deterministic: the same key and message give the same signature. A PrivateKey is
// movable, not copyable; its memory is cleared when it goes.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

struct evp_pkey_st;

namespace quits::proof {

using PublicKey = std::array<std::byte, 32>;
using Signature = std::array<std::byte, 64>;

class PrivateKey {
 public:
  static constexpr std::size_t kSeedBytes = 32;
  // Clears itself.
  struct Seed {
    std::array<std::byte, kSeedBytes> bytes{};
    ~Seed();
  };

  // Both throw Failure(unavailable) if the cryptographic library has no Ed25519.
  static PrivateKey generate();
  static PrivateKey from_seed(const Seed& seed);

  PublicKey public_key() const;
  Seed seed() const;
  Signature sign(std::string_view message) const;

 private:
  struct Release {
    void operator()(evp_pkey_st* key) const noexcept;
  };
  explicit PrivateKey(evp_pkey_st* key);

  std::unique_ptr<evp_pkey_st, Release> key_;
};

// False for a signature of another length as well, and for a public key that is no point of the
// curve.
bool verifies(const PublicKey& key, std::string_view message, std::string_view signature);
bool verifies(const PublicKey& key, std::string_view message, const Signature& signature);

}  // namespace quits::proof
