#include "proof/ed25519.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/check.h"
#include "base/failure.h"

namespace quits::proof {
namespace {

struct ReleaseContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
struct ReleaseKey {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ReleaseContext>;

Context new_context() {
  Context context(EVP_MD_CTX_new());
  if (context == nullptr) throw Failure(Code::unavailable, "out of memory");
  return context;
}

const unsigned char* raw(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}
const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

PrivateKey::Seed::~Seed() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

void PrivateKey::Release::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }

PrivateKey::PrivateKey(evp_pkey_st* key) : key_(key) {
  if (key_ == nullptr) {
    throw Failure(Code::unavailable, "the cryptographic library offers no Ed25519",
                  "check the providers in the configuration of OpenSSL");
  }
}

PrivateKey PrivateKey::generate() {
  return PrivateKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
}

PrivateKey PrivateKey::from_seed(const Seed& seed) {
  return PrivateKey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed.bytes.data()),
                                                 seed.bytes.size()));
}

PublicKey PrivateKey::public_key() const {
  PublicKey key;
  std::size_t size = key.size();
  CHECK(EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(key.data()),
                                    &size) == 1);
  CHECK(size == key.size());
  return key;
}

PrivateKey::Seed PrivateKey::seed() const {
  Seed seed;
  std::size_t size = seed.bytes.size();
  CHECK(EVP_PKEY_get_raw_private_key(
            key_.get(), reinterpret_cast<unsigned char*>(seed.bytes.data()), &size) == 1);
  CHECK(size == seed.bytes.size());
  return seed;
}

Signature PrivateKey::sign(std::string_view message) const {
  const Context context = new_context();
  Signature signature;
  std::size_t size = signature.size();
  CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  CHECK(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       raw(message), message.size()) == 1);
  CHECK(size == signature.size());
  return signature;
}

bool verifies(const PublicKey& key, std::string_view message, std::string_view signature) {
  const std::unique_ptr<EVP_PKEY, ReleaseKey> public_key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key.data()), key.size()));
  if (public_key == nullptr || signature.size() != sizeof(Signature)) return false;
  const Context context = new_context();
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(message),
                          message.size()) == 1;
}

bool verifies(const PublicKey& key, std::string_view message, const Signature& signature) {
  return verifies(
      key, message,
      std::string_view(reinterpret_cast<const char*>(signature.data()), signature.size()));
}

}  // namespace quits::proof
