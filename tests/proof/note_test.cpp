#include "proof/note.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/proof/published.h"

namespace quits::proof {
namespace {

TEST(Note, reads_and_writes_the_published_notes) {
  for (const std::string& bytes :
       {kFooNote, kPoem, kCryptographyText + "\n" + kPeterLine + kEnochLine, kSofaCheckpoint,
        kPublicCheckpoint}) {
    const auto note = Note::parse(bytes);
    ASSERT_TRUE(note) << to_string(note.error());
    EXPECT_EQ(note->to_string(), bytes);
  }
  const auto poem = Note::parse(kPoem);
  EXPECT_EQ(poem->text,
            "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito "
            "sera.\n");
  ASSERT_EQ(poem->signatures.size(), 1U);
  EXPECT_EQ(poem->signatures[0].name, "quasimodo.example/salvatore");
  EXPECT_EQ(poem->signatures[0].key_id, 0x367ba04bU);
  EXPECT_EQ(poem->signatures[0].bytes.size(), 64U);
}

struct Malformed {
  std::string bytes;
  int line;
  const char* why;
};

TEST(Note, refuses_what_is_none_and_says_where) {
  const std::string good = kCryptographyText + "\n" + kPeterLine;
  const Malformed cases[] = {
      {"", 1, "no blank line"},
      {kCryptographyText, 3, "no blank line"},
      {kCryptographyText + "\n", 4, "not signed"},
      {good.substr(0, good.size() - 1), 4, "last line has no end"},
      {"\x01" + good, 1, "control character"},
      {"two\nlines\r\n" + good, 2, "control character"},
      {"\xFF" + good, 1, "not UTF-8"},
      {good + "Unexpected line.\n", 5, "no signature line"},
      {good + "- PeterNeumann x08go/ZJ\n", 5, "no signature line"},
      {good + "— PeterNeumann\n", 5, "no key name"},
      {good + "—  x08go/ZJkuBS\n", 5, "no key name"},
      {good + "— Peter+Neumann x08go/ZJkuBS\n", 5, "no key name"},
      {good + "— Peter x08g\n", 5, "not base64 of a key id"},
      {good + "— Peter x08go/ZJ=\n", 5, "not base64 of a key id"},
      {good + "— Peter Neumann x08go/ZJkuBS\n", 5, "not base64 of a key id"},
      {good + "— Peter x08go/ZJ kuBS\n", 5, "not base64 of a key id"},
  };
  for (const Malformed& wrong : cases) {
    const auto note = Note::parse(wrong.bytes);
    ASSERT_FALSE(note) << wrong.bytes;
    EXPECT_EQ(note.error().code, Code::malformed_text) << wrong.bytes;
    EXPECT_EQ(note.error().place.line, wrong.line) << wrong.bytes << note.error().message;
    EXPECT_NE(note.error().message.find(wrong.why), std::string::npos) << note.error().message;
  }
}

TEST(Note, has_limits) {
  const auto with = [](int signatures) {
    std::string bytes = kCryptographyText + "\n";
    for (int i = 0; i < signatures; ++i) bytes += kPeterLine;
    return bytes;
  };
  EXPECT_EQ(Note::parse(with(100))->signatures.size(), 100U);
  EXPECT_EQ(Note::parse(with(101)).error().code, Code::malformed_text);
  EXPECT_EQ(Note::parse(std::string(2'000'000, 'a')).error().code, Code::too_large);
}

// Any bytes, and any change of a good note: read or refused, and what was read is written as it
// was.
TEST(Note, no_bytes_stop_the_program) {
  EXPECT_TRUE(rc::check("any bytes", [](const std::string& bytes) {
    const auto note = Note::parse(bytes);
    if (note) RC_ASSERT(note->to_string() == bytes);
  }));
  EXPECT_TRUE(rc::check("a changed note", [](unsigned at, unsigned char byte) {
    std::string bytes = kPublicCheckpoint;
    bytes[at % bytes.size()] = static_cast<char>(byte);
    const auto note = Note::parse(bytes);
    if (note) RC_ASSERT(note->to_string() == bytes);
  }));
}

}  // namespace
}  // namespace quits::proof
