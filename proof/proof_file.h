// Proofs as text, for files: that an entry is under a checkpoint, and that a checkpoint goes on
// from an older one.
//
//   c2sp.org/tlog-proof@v1                                         InclusionProof, C2SP tlog-proof
//   extra CAkSB2JpbGxpbmc...                                        the record, in base64
//   index 8                                                         entry 9: they count from 0
//   gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=                    hashes, from the leaf upwards
//
//   acme.example/partners                                           the checkpoint as it was signed
//   and cosigned
//   ...
//
//   old 1200                                                        ConsistencyProof: what C2SP
//   tlog-witness asks for PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
//
//   acme.example/partners                                           the newer checkpoint
//   ...
//
// The text only; ledger/proven.h says what it is worth.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "proof/note.h"

namespace quits::proof {

struct InclusionProof {
  std::string extra;  // bytes
  std::uint64_t index = 0;
  std::vector<Hash> hashes;
  Note checkpoint;

  std::string to_string() const;
  // Refuses with malformed_text; the place has the line.
  static Result<InclusionProof> parse(std::string_view text);

  bool operator==(const InclusionProof&) const = default;
};

struct ConsistencyProof {
  std::uint64_t old_size = 0;
  std::vector<Hash> hashes;
  Note checkpoint;

  std::string to_string() const;
  // Refuses with malformed_text; the place has the line.
  static Result<ConsistencyProof> parse(std::string_view text);

  bool operator==(const ConsistencyProof&) const = default;
};

}  // namespace quits::proof
