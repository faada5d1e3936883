// Signing notes and judging their signatures.
//
//   note.signatures.push_back(sign(note.text, key));                 Ed25519 over the text
//   note.signatures.push_back(cosign(note.text, witness, seconds));  with a time, C2SP
//   tlog-cosignature, cosignature/v1 TRY(const auto found, find_signature(note, key.verifier()));
//   found->at: the witness's time
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "proof/key.h"
#include "proof/note.h"

namespace quits::proof {

struct FoundSignature {
  const NoteSignature* line = nullptr;  // in the note
  std::optional<std::int64_t> at;       // seconds since 1970; cosignatures only
};

// The key must be of that type (CHECK), the time not negative (CHECK).
NoteSignature sign(std::string_view text, const SigningKey& key);
NoteSignature cosign(std::string_view text, const SigningKey& key, std::int64_t seconds);

// The first signature by the key, or nothing when the key did not sign. Refuses with bad_signature
// when a line claims to be by the key and is not: such a note is never half good.
Result<std::optional<FoundSignature>> find_signature(const Note& note, const VerifierKey& key);

// Which of the keys signed: the first, in the order of the keys. Refuses with bad_signature as
// above, with not_signed when none did.
Result<const VerifierKey*> require_signature(const Note& note, std::span<const VerifierKey> keys);

}  // namespace quits::proof
