#include "base/digest.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/base/expectations.h"

namespace quits {
namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

// The library's one-shot path, which shares no context with ours.
std::string one_shot(const std::string& text) {
  Hash hash{};
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(hash.data()), nullptr,
             EVP_sha256(), nullptr);
  return to_hex(hash);
}

std::string raw(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

TEST(Digest, PublishedVectors) {
  Hasher hasher;
  // FIPS 180-2.
  EXPECT_EQ(to_hex(hasher.plain("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(hasher.plain("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(hasher.plain("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  // Certificate transparency's tree over "" and one zero byte.
  const Hash empty = hasher.leaf({});
  EXPECT_EQ(to_hex(empty), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const Hash zero = hasher.leaf(bytes_of(std::string(1, '\0')));
  EXPECT_EQ(to_hex(hasher.node(empty, zero)),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
}

TEST(Digest, LeavesAndNodesArePrefixed) {
  EXPECT_TRUE(rc::check("leaf, node and plain agree with one-shot hashes", [] {
    static Hasher hasher;  // reused over all runs: no state may leak from one hash to the next
    const auto text = *rc::gen::arbitrary<std::string>();
    RC_ASSERT(to_hex(hasher.plain(bytes_of(text))) == one_shot(text));
    RC_ASSERT(to_hex(hasher.leaf(bytes_of(text))) == one_shot(std::string(1, '\0') + text));
    const Hash left = hasher.plain(text);
    const Hash right = hasher.leaf(bytes_of(text));
    RC_ASSERT(to_hex(hasher.node(left, right)) == one_shot("\x01" + raw(left) + raw(right)));
  }));
}

TEST(Digest, EveryLengthAroundTheBlocks) {
  Hasher hasher;
  for (std::size_t length = 0; length < 300; ++length) {
    const std::string text(length, 'x');
    ASSERT_EQ(to_hex(hasher.leaf(bytes_of(text))), one_shot(std::string(1, '\0') + text)) << length;
  }
}

TEST(Digest, AMovedHasherGoesOn) {
  Hasher first;
  const Hash before = first.plain("abc");
  Hasher second = std::move(first);
  EXPECT_EQ(second.plain("abc"), before);
}

TEST(Digest, HexRoundTrips) {
  EXPECT_TRUE(rc::check("hash_from_hex(to_hex(h)) == h", [] {
    static Hasher hasher;
    const Hash hash = hasher.plain(*rc::gen::arbitrary<std::string>());
    std::string hex = to_hex(hash);
    RC_ASSERT(hash_from_hex(hex).value() == hash);
    for (char& digit : hex) digit = static_cast<char>(std::toupper(digit));
    RC_ASSERT(hash_from_hex(hex).value() == hash);
  }));
  const std::string valid(64, 'a');
  EXPECT_EQ(outcome(hash_from_hex(valid)), "ok");
  EXPECT_EQ(outcome(hash_from_hex("")), "bad_value");
  EXPECT_EQ(outcome(hash_from_hex(valid.substr(1))), "bad_value");
  EXPECT_EQ(outcome(hash_from_hex(valid + "a")), "bad_value");
  EXPECT_EQ(outcome(hash_from_hex("g" + valid.substr(1))), "bad_value");
  EXPECT_EQ(outcome(hash_from_hex(valid.substr(1) + " ")), "bad_value");
}

}  // namespace
}  // namespace quits
