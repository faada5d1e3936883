// SHA-256 as RFC 6962 uses it: leaves and inner nodes of a Merkle tree are prefixed differently, so
// that no leaf can pass for a node.
//
//   Hasher hasher;
//   Hash root = hasher.node(hasher.leaf(a), hasher.leaf(b));
//
// A Hasher keeps its algorithm and its context, because fetching them costs more than hashing 200
// bytes. It is movable, not copyable, and used by one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

struct evp_md_st;
struct evp_md_ctx_st;

namespace quits {

using Hash = std::array<std::byte, 32>;

class Hasher {
 public:
  // Throws Failure(unavailable) if the cryptographic library has no SHA-256.
  Hasher();

  Hash leaf(std::span<const std::byte> bytes);     // SHA-256(0x00 || bytes)
  Hash node(const Hash& left, const Hash& right);  // SHA-256(0x01 || left || right)
  Hash plain(std::span<const std::byte> bytes);    // SHA-256(bytes)
  Hash plain(std::string_view text) { return plain(std::as_bytes(std::span(text))); }

 private:
  struct Release {
    void operator()(evp_md_st* algorithm) const noexcept;
    void operator()(evp_md_ctx_st* context) const noexcept;
  };

  std::unique_ptr<evp_md_st, Release> algorithm_;
  std::unique_ptr<evp_md_ctx_st, Release> context_;
};

// 64 lower-case hexadecimal digits, and back (either case). Refuses with bad_value.
std::string to_hex(const Hash& hash);
Result<Hash> hash_from_hex(std::string_view hex);

}  // namespace quits
