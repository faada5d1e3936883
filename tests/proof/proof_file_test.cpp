#include "proof/proof_file.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "proof/checkpoint.h"
#include "tests/proof/published.h"

namespace quits::proof {
namespace {

// The example of the specification of witnesses.
const std::string kRequest =
    "old 20852014\n"
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
    "\n"
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— example.com/behind-the-sofa "
    "opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/"
    "V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";

InclusionProof proof_of(std::uint64_t index, std::size_t hashes, std::string extra) {
  InclusionProof made{std::move(extra), index, {}, Note::parse(kSofaCheckpoint).value()};
  for (std::size_t i = 0; i < hashes; ++i) {
    Hash hash{};
    hash[0] = static_cast<std::byte>(i);
    made.hashes.push_back(hash);
  }
  return made;
}

TEST(ProofFile, reads_and_writes_the_published_request_to_a_witness) {
  const auto proof = ConsistencyProof::parse(kRequest);
  ASSERT_TRUE(proof) << to_string(proof.error());
  EXPECT_EQ(proof->old_size, 20852014U);
  EXPECT_EQ(proof->hashes.size(), 4U);
  EXPECT_EQ(Checkpoint::parse(proof->checkpoint.text)->size, 20852163U);
  EXPECT_EQ(proof->checkpoint.signatures.size(), 2U);
  EXPECT_EQ(proof->to_string(), kRequest);
}

TEST(ProofFile, begins_as_the_specification_says) {
  EXPECT_EQ(proof_of(73894, 1, "xyz").to_string(),
            "c2sp.org/tlog-proof@v1\nextra eHl6\nindex "
            "73894\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n" +
                kSofaCheckpoint);
  EXPECT_EQ(proof_of(0, 0, "").to_string(),
            "c2sp.org/tlog-proof@v1\nindex 0\n\n" + kSofaCheckpoint);
  for (const InclusionProof& made :
       {proof_of(0, 0, ""), proof_of(1, 63, std::string("\0\xFF", 2)), proof_of(5, 3, "x")}) {
    const auto read = InclusionProof::parse(made.to_string());
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(*read, made);
  }
}

TEST(ProofFile, refuses_what_is_none_and_says_where) {
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
  std::string many = head + "index 1\n";
  for (int i = 0; i < 64; ++i) many += hash;
  const std::pair<std::string, int> cases[] = {
      {"", 1},
      {"c2sp.org/tlog-proof@v2\nindex 0\n\n" + kSofaCheckpoint, 1},
      {head, 2},
      {head + "extra !\nindex 0\n\n" + kSofaCheckpoint, 2},
      {head + "extra \nindex 0\n\n" + kSofaCheckpoint, 2},
      {head + "extra eHl6\n\n" + kSofaCheckpoint, 3},
      {head + "index 01\n\n" + kSofaCheckpoint, 2},
      {head + "index -1\n\n" + kSofaCheckpoint, 2},
      {head + "index 1\nno hash\n\n" + kSofaCheckpoint, 3},
      {head + "index 1\n" + hash, 4},
      {head + "index 1\n" + hash + "\n", 5},
      {head + "index 1\n" + hash + "\nno checkpoint\n", 6},
      {many + "\n" + kSofaCheckpoint, 66},
  };
  for (const auto& [text, line] : cases) {
    const auto read = InclusionProof::parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, Code::malformed_text) << text;
    EXPECT_EQ(read.error().place.line, line) << text << read.error().message;
  }
  EXPECT_FALSE(ConsistencyProof::parse("new 5\n\n" + kSofaCheckpoint));
  EXPECT_FALSE(ConsistencyProof::parse(proof_of(0, 0, "").to_string()));
}

TEST(ProofFile, no_bytes_stop_the_program) {
  EXPECT_TRUE(rc::check("a changed proof", [](unsigned at, unsigned char byte) {
    std::string text = proof_of(7, 3, "any record").to_string();
    text[at % text.size()] = static_cast<char>(byte);
    const auto read = InclusionProof::parse(text);
    if (read) RC_ASSERT(read->to_string() == text);
  }));
  EXPECT_TRUE(rc::check("a changed request", [](unsigned at, unsigned char byte) {
    std::string text = kRequest;
    text[at % text.size()] = static_cast<char>(byte);
    const auto read = ConsistencyProof::parse(text);
    if (read) RC_ASSERT(read->to_string() == text);
  }));
}

}  // namespace
}  // namespace quits::proof
