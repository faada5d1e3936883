// Names that are given once and kept for ever: the caller's id of a fact, and our own numbers.
//
//   TRY(auto id, check_fact_id(FactId{"shop", "order-4711"}));   id.to_string() ==
//   "shop:order-4711"
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace quits {

// Who reported a fact, and what they call it. The pair is the key of idempotency.
struct FactId {
  static constexpr std::size_t kSourceBytesMax = 64;
  static constexpr std::size_t kExternalIdBytesMax = 128;

  std::string source;
  std::string external_id;

  auto operator<=>(const FactId&) const = default;

  std::string to_string() const { return source + ":" + external_id; }
};

// Hands the id back if it may enter a book. Both parts: not empty (missing_field), within their
// length (too_large), valid UTF-8 (malformed_text), without control characters (bad_value). A
// source has no ':' either, so that to_string() names one id only. Refusals name the field.
Result<FactId> check_fact_id(FactId id);

// An integer id that cannot be mistaken for one of another kind. Zero means "none".
template <class Tag>
struct Number {
  std::uint64_t value = 0;

  constexpr auto operator<=>(const Number&) const = default;
  explicit constexpr operator bool() const { return value != 0; }
};

using Sequence = Number<struct SequenceTag>;  // of a record in the log, dense from 1
using PartyNumber = Number<struct PartyTag>;  // of a party in a book, dense from 1

}  // namespace quits

template <>
struct std::hash<quits::FactId> {
  std::size_t operator()(const quits::FactId& id) const noexcept {
    return std::hash<std::string>()(id.source) * 1000003U ^
           std::hash<std::string>()(id.external_id);
  }
};

template <class Tag>
struct std::hash<quits::Number<Tag>> {
  std::size_t operator()(quits::Number<Tag> number) const noexcept {
    return std::hash<std::uint64_t>()(number.value);
  }
};
