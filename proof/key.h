// Keys as one line of text (C2SP signed-note): the verifier key that is handed out, and the private
// key it belongs to.
//
//   example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k     name + key id +
//   base64(type || public key) PRIVATE+KEY+example.com/foo+530d903a+AYEK... the same with the seed,
//   and never shown
//
// A key id is the first four bytes of SHA-256(name || 0x0A || type || public key): short, to find a
// key, not to prove one. The same key under another name or for another type is another key.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "proof/ed25519.h"

namespace quits::proof {

enum class KeyType : std::uint8_t {
  note = 0x01,         // signs the text of a note
  cosignature = 0x04,  // signs a checkpoint with the time of the signature: a witness
};

// Not empty, valid UTF-8, no Unicode space, no control character, no "+". Refuses with bad_value.
Status check_key_name(std::string_view name);

struct VerifierKey {
  std::string name;
  KeyType type = KeyType::note;
  PublicKey public_key{};

  std::uint32_t id() const;
  std::string id_text() const;  // eight hexadecimal digits
  std::string to_string() const;
  // Refuses with malformed_text what is no verifier key, or one whose key id is not that of the
  // rest.
  static Result<VerifierKey> parse(std::string_view text);

  bool operator==(const VerifierKey&) const = default;
};

class SigningKey {
 public:
  // The name must be one (CHECK).
  static SigningKey generate(const std::string& name, KeyType type = KeyType::note);
  // Refuses with malformed_text; the message never repeats the text, which is secret.
  static Result<SigningKey> parse(std::string_view text);

  const VerifierKey& verifier() const { return verifier_; }
  std::string to_text() const;  // secret
  Signature sign(std::string_view message) const { return key_.sign(message); }

 private:
  SigningKey(std::string name, KeyType type, PrivateKey key);

  VerifierKey verifier_;
  PrivateKey key_;
};

}  // namespace quits::proof
