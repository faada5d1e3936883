#include "proof/signature.h"

#include <gtest/gtest.h>

#include "tests/proof/published.h"

namespace quits::proof {
namespace {

Note note_of(const std::string& bytes) { return Note::parse(bytes).value(); }
VerifierKey key_of(const std::string& text) { return VerifierKey::parse(text).value(); }

TEST(Signature, the_published_signatures_hold) {
  EXPECT_TRUE(find_signature(note_of(kFooNote), key_of(kFooKey)).value());
  const Note both = note_of(kCryptographyText + "\n" + kPeterLine + kEnochLine);
  EXPECT_EQ(find_signature(both, key_of(kPeterKey)).value()->line, &both.signatures[0]);
  EXPECT_EQ(find_signature(both, key_of(kEnochKey)).value()->line, &both.signatures[1]);
  const auto cosigned = find_signature(note_of(kPublicCheckpoint), key_of(kPublicWitness));
  ASSERT_TRUE(cosigned.value());
  EXPECT_EQ(cosigned.value()->at, 1785704691) << "2026-08-02, as the witness said";
}

// Ed25519 leaves nothing to chance, so another implementation's signature is ours, byte for byte.
TEST(Signature, signs_what_the_others_sign) {
  const auto key = SigningKey::parse(kPeterPrivate);
  Note note{kCryptographyText, {sign(kCryptographyText, key.value())}};
  EXPECT_EQ(note.to_string(), kCryptographyText + "\n" + kPeterLine);
}

TEST(Signature, every_changed_byte_of_the_text_is_found) {
  for (const auto& [bytes, key] :
       {std::pair(kFooNote, kFooKey), std::pair(kPublicCheckpoint, kPublicWitness)}) {
    const Note good = note_of(bytes);
    for (std::size_t i = 0; i < good.text.size(); ++i) {
      Note changed = good;
      changed.text[i] ^= 1;
      const auto found = find_signature(changed, key_of(key));
      ASSERT_FALSE(found) << i;
      EXPECT_EQ(found.error().code, Code::bad_signature);
    }
    for (NoteSignature& line : Note(good).signatures) {
      if (line.key_id != key_of(key).id()) continue;
      for (std::size_t i = 0; i < line.bytes.size(); ++i) {
        Note changed = good;
        for (NoteSignature& each : changed.signatures)
          if (each == line) each.bytes[i] ^= 1;
        EXPECT_FALSE(find_signature(changed, key_of(key)))
            << "byte " << i << " of the signature, its time among them";
      }
    }
  }
}

TEST(Signature, an_unknown_key_counts_for_nothing_and_a_false_line_of_a_known_one_for_everything) {
  const Note note = note_of(kCryptographyText + "\n" + kPeterLine + kEnochLine);
  EXPECT_FALSE(find_signature(note, key_of(kFooKey)).value());
  const VerifierKey keys[] = {key_of(kFooKey), key_of(kEnochKey), key_of(kPeterKey)};
  EXPECT_EQ(require_signature(note, keys).value(), &keys[1]) << "in the order of the keys";
  EXPECT_EQ(require_signature(note, std::span(keys).first(1)).error().code, Code::not_signed);
  EXPECT_EQ(require_signature(note, {}).error().code, Code::not_signed);

  // A second line by the same key that does not fit: the note is not half good.
  Note twice = note;
  twice.signatures.push_back(note.signatures[0]);
  EXPECT_TRUE(find_signature(twice, keys[2]).value());
  twice.signatures.back().bytes[5] ^= 1;
  EXPECT_EQ(find_signature(twice, keys[2]).error().code, Code::bad_signature);
  EXPECT_EQ(require_signature(twice, keys).error().code, Code::bad_signature);
}

TEST(Signature, a_witness_signs_with_its_time_and_its_key_signs_nothing_else) {
  const SigningKey witness = SigningKey::generate("witness.example/w1", KeyType::cosignature);
  const std::string text = Note::parse(kSofaCheckpoint)->text;
  Note note{text, {cosign(text, witness, 1679315147)}};
  EXPECT_EQ(find_signature(note, witness.verifier()).value()->at, 1679315147);
  // The same bytes under the name of a plain key are no signature of the text.
  VerifierKey plain = witness.verifier();
  plain.type = KeyType::note;
  note.signatures[0].key_id = plain.id();
  EXPECT_EQ(find_signature(note, plain).error().code, Code::bad_signature);
  // A time beyond what the specification allows.
  Note late{text, {cosign(text, witness, 5)}};
  late.signatures[0].bytes[0] = '\xFF';
  EXPECT_EQ(find_signature(late, witness.verifier()).error().code, Code::bad_signature);
}

}  // namespace
}  // namespace quits::proof
