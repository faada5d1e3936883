// A signed note (C2SP signed-note): text, a blank line, signature lines. The format only; see
// proof/signature.h for what a signature is worth.
//
//   This is an example message.
//
//   — example.com/foo
//   Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
//
// The text ends with a newline and is what is signed; the blank line is not part of it. A note
// holds up to 100 signatures and 1 MiB.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace quits::proof {

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;  // behind the key id

  std::string to_line() const;  // with its newline
  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;
  std::vector<NoteSignature> signatures;

  // Refuses with malformed_text, and with too_large; the place has the line.
  static Result<Note> parse(std::string_view bytes);
  // What parse reads. The text must end with a newline (CHECK).
  std::string to_string() const;

  bool operator==(const Note&) const = default;
};

}  // namespace quits::proof
