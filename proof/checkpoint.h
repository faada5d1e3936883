// The text of a checkpoint (C2SP tlog-checkpoint): which log, how many entries, which root.
//
//   example.com/behind-the-sofa
//   20852163
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//
// Signed as a note it is a checkpoint. Ours have no extension lines; those of others are kept,
// because they are signed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"

namespace quits::proof {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  std::vector<std::string> extensions;

  // Lines without line ends, none of them empty (CHECK).
  std::string to_text() const;
  // Refuses with malformed_text; the place has the line. The text is that of a note.
  static Result<Checkpoint> parse(std::string_view text);

  bool operator==(const Checkpoint&) const = default;
};

// A root as notes write it, and back.
std::string root_text(const Hash& root);
Result<Hash> parse_root(std::string_view text);
// Decimal without leading zeros, below 2^63.
Result<std::uint64_t> parse_size(std::string_view text);

}  // namespace quits::proof
