#include "proof/key.h"

#include <gtest/gtest.h>

#include "tests/proof/published.h"

namespace quits::proof {
namespace {

TEST(Key, reads_and_writes_the_published_keys) {
  for (const std::string& text : {kFooKey, kPeterKey, kEnochKey, kPublicWitness}) {
    const auto key = VerifierKey::parse(text);
    ASSERT_TRUE(key) << to_string(key.error());
    EXPECT_EQ(key->to_string(), text);
  }
  EXPECT_EQ(VerifierKey::parse(kFooKey)->name, "example.com/foo");
  EXPECT_EQ(VerifierKey::parse(kFooKey)->type, KeyType::note);
  EXPECT_EQ(VerifierKey::parse(kPublicWitness)->type, KeyType::cosignature);
  const auto key = SigningKey::parse(kPeterPrivate);
  ASSERT_TRUE(key) << to_string(key.error());
  EXPECT_EQ(key->verifier().to_string(), kPeterKey);
  EXPECT_EQ(key->to_text(), kPeterPrivate);
}

// Every piece of a key, and every key with one character changed, is refused, and never with its
// secret.
TEST(Key, refuses_what_was_not_copied_whole) {
  for (const std::string& text : {kPeterKey, kPeterPrivate}) {
    const bool is_private = text == kPeterPrivate;
    const auto refused = [&](const std::string& wrong) {
      if (!is_private) return !VerifierKey::parse(wrong);
      const auto key = SigningKey::parse(wrong);
      if (key) return false;
      EXPECT_EQ(key.error().message.find("AYEKFALV"), std::string::npos) << key.error().message;
      return key.error().code == Code::malformed_text;
    };
    for (std::size_t from = 0; from <= text.size(); ++from) {
      for (std::size_t to = from; to <= text.size(); ++to) {
        if (to - from == text.size()) continue;
        EXPECT_TRUE(refused(text.substr(from, to - from))) << text.substr(from, to - from);
      }
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string wrong = text;
      ++wrong[i];
      EXPECT_TRUE(refused(wrong)) << wrong;
    }
  }
  // Another length and another type, each with the key id that would fit.
  EXPECT_FALSE(VerifierKey::parse(
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="));
  EXPECT_FALSE(
      VerifierKey::parse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
}

TEST(Key, a_private_key_is_told_apart_and_never_repeated) {
  const auto key = VerifierKey::parse(kPeterPrivate);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().message, "this is a private key, not a verifier key");
  EXPECT_EQ(key.error().hint.find("AYEKFALV"), std::string::npos);
}

TEST(Key, names_have_no_spaces) {
  for (const char* name : {"acme.example/partners", "PeterNeumann", "größe.example", "a"})
    EXPECT_TRUE(check_key_name(name)) << name;
  for (const char* name : {"", "two words", "a+b", "a\nb", "a\tb",
                           "a\xC2\xA0"
                           "b",
                           "a\xE3\x80\x80", "\xE2\x80\xA8", "\xFF"})
    EXPECT_FALSE(check_key_name(name)) << name;
}

TEST(Key, a_new_key_is_another_one_and_comes_back_from_its_text) {
  const SigningKey key = SigningKey::generate("acme.example/book");
  const SigningKey other = SigningKey::generate("acme.example/book");
  EXPECT_NE(key.verifier(), other.verifier());
  EXPECT_EQ(SigningKey::parse(key.to_text())->verifier(), key.verifier());
  EXPECT_EQ(VerifierKey::parse(key.verifier().to_string()).value(), key.verifier());
  // The same key as that of a witness has another id.
  VerifierKey witness = key.verifier();
  witness.type = KeyType::cosignature;
  EXPECT_NE(witness.id(), key.verifier().id());
}

// A private key in the place of a verifier key must not come back in a message, wherever it stands.
TEST(VerifierKey, never_repeats_a_private_key) {
  const SigningKey key = SigningKey::generate("acme.example");
  for (const std::string before : {"", " ", "key: ", "\n"}) {
    const auto refused = VerifierKey::parse(before + key.to_text());
    ASSERT_FALSE(refused);
    const std::string secret = key.to_text().substr(key.to_text().rfind('+') + 1, 12);
    EXPECT_EQ(to_string(refused.error()).find(secret), std::string::npos);
    EXPECT_NE(refused.error().message.find("this is a private key"), std::string::npos);
  }
}

}  // namespace
}  // namespace quits::proof
