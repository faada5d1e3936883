#include "proof/checkpoint.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "proof/key_announcement.h"
#include "proof/note.h"
#include "tests/proof/published.h"

namespace quits::proof {
namespace {

TEST(Checkpoint, reads_and_writes_the_published_ones) {
  for (const std::string& bytes : {kSofaCheckpoint, kPublicCheckpoint}) {
    const std::string text = Note::parse(bytes)->text;
    const auto checkpoint = Checkpoint::parse(text);
    ASSERT_TRUE(checkpoint) << to_string(checkpoint.error());
    EXPECT_EQ(checkpoint->to_text(), text);
  }
  const auto sofa = Checkpoint::parse(Note::parse(kSofaCheckpoint)->text);
  EXPECT_EQ(sofa->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(sofa->size, 20852163U);
  EXPECT_EQ(to_hex(sofa->root), "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
}

constexpr const char* kRoot = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

TEST(Checkpoint, keeps_lines_behind_the_root) {
  const std::string text = std::string("log\n0\n") + kRoot + "one more\nand another\n";
  const auto checkpoint = Checkpoint::parse(text);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->size, 0U);
  EXPECT_EQ(checkpoint->extensions, (std::vector<std::string>{"one more", "and another"}));
  EXPECT_EQ(checkpoint->to_text(), text);
}

TEST(Checkpoint, refuses_what_is_none_and_says_where) {
  const std::pair<std::string, int> cases[] = {
      {"", 1},
      {"log\n", 2},
      {"log\n1\n", 3},
      {std::string("\n1\n") + kRoot, 1},
      {std::string("log\n\n") + kRoot, 2},
      {std::string("log\n01\n") + kRoot, 2},
      {std::string("log\n00\n") + kRoot, 2},
      {std::string("log\n-1\n") + kRoot, 2},
      {std::string("log\n-0\n") + kRoot, 2},
      {std::string("log\n+1\n") + kRoot, 2},
      {std::string("log\n1 \n") + kRoot, 2},
      {std::string("log\n 1\n") + kRoot, 2},
      {std::string("log\n0x1\n") + kRoot, 2},
      {std::string("log\n9223372036854775808\n") + kRoot, 2},
      {"log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n", 3},
      {"log\n1\nAAAA\n", 3},
      {"log\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n", 3},
      {std::string("log\n1\n") + kRoot + "\n", 4},
      {std::string("log\n1\n") + kRoot + "cut", 4},
  };
  for (const auto& [text, line] : cases) {
    const auto checkpoint = Checkpoint::parse(text);
    ASSERT_FALSE(checkpoint) << text;
    EXPECT_EQ(checkpoint.error().code, Code::malformed_text) << text;
    EXPECT_EQ(checkpoint.error().place.line, line) << text << checkpoint.error().message;
  }
  EXPECT_EQ(Checkpoint::parse(std::string("log\n9223372036854775807\n") + kRoot)->size,
            9223372036854775807U);
}

TEST(Checkpoint, any_text_is_read_whole_or_refused) {
  EXPECT_TRUE(rc::check("any text", [](const std::string& text) {
    const auto checkpoint = Checkpoint::parse(text);
    if (checkpoint) RC_ASSERT(checkpoint->to_text() == text);
  }));
  EXPECT_TRUE(rc::check("a changed checkpoint", [](unsigned at, unsigned char byte) {
    std::string text = Note::parse(kSofaCheckpoint)->text;
    text[at % text.size()] = static_cast<char>(byte);
    const auto checkpoint = Checkpoint::parse(text);
    if (checkpoint) RC_ASSERT(checkpoint->to_text() == text);
  }));
}

TEST(KeyAnnouncement, comes_back_and_is_never_a_checkpoint) {
  KeyAnnouncement announcement{VerifierKey::parse(kFooKey).value(), 1234,
                               Checkpoint::parse(Note::parse(kSofaCheckpoint)->text)->root};
  const std::string text = announcement.to_text();
  EXPECT_EQ(text, "quits signing key v1\n" + kFooKey + "\n1234\n" + kRoot);
  EXPECT_EQ(KeyAnnouncement::parse(text).value(), announcement);
  EXPECT_FALSE(Checkpoint::parse(text))
      << "a key signs both, so that one must never pass for the other";
  EXPECT_FALSE(KeyAnnouncement::parse(Note::parse(kSofaCheckpoint)->text));
  for (std::size_t cut = 0; cut < text.size(); ++cut)
    EXPECT_FALSE(KeyAnnouncement::parse(text.substr(0, cut))) << cut;
  EXPECT_FALSE(KeyAnnouncement::parse(text + "more\n"));
}

}  // namespace
}  // namespace quits::proof
