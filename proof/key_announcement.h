// By which a log says with what key it signs from now on. Signed by the new key, and by the key
// before it.
//
//   quits signing key v1
//   acme.example/partners+1f2e3d4c+AZx...        the new key
//   1234                                         from so many entries on
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= the root over them
//
// Whoever trusts the key before it needs no other word to trust the new one. No announcement can be
// read as a checkpoint: its second line is no number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"
#include "proof/key.h"

namespace quits::proof {

struct KeyAnnouncement {
  VerifierKey key;
  std::uint64_t size = 0;
  Hash root{};

  std::string to_text() const;
  // Refuses with malformed_text; the place has the line. The text is that of a note.
  static Result<KeyAnnouncement> parse(std::string_view text);

  bool operator==(const KeyAnnouncement&) const = default;
};

}  // namespace quits::proof
