// Proofs of any entry of any log, and what is left of them when anything is changed.
#include "ledger/proven.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "ledger/merkle.h"
#include "ledger/tree_proof.h"
#include "proof/signature.h"

namespace quits::ledger {
namespace {

using proof::KeyType;
using proof::SigningKey;

// A log of made-up records in memory, with its tree.
class SmallLog {
 public:
  explicit SmallLog(std::uint64_t size, const std::string& name = "record") {
    for (std::uint64_t i = 0; i < size; ++i) {
      records_.push_back(name + " " + std::to_string(i + 1));
      const Hash leaf = hasher_.leaf(std::as_bytes(std::span(records_.back())));
      nodes_[{0, i}] = leaf;
      frontier_.append(hasher_, leaf,
                       [this](NodePlace place, const Hash& hash) { nodes_[place] = hash; });
    }
  }

  proof::Note sign(std::uint64_t size, const SigningKey& key) {
    const proof::Checkpoint checkpoint{
        key.verifier().name, size, tree_root(hasher_, size, source()), {}};
    proof::Note note{checkpoint.to_text(), {}};
    note.signatures.push_back(proof::sign(note.text, key));
    return note;
  }
  proof::InclusionProof prove(std::uint64_t index, std::uint64_t size, const SigningKey& key) {
    return {records_[index], index, prove_inclusion(hasher_, index, size, source()),
            sign(size, key)};
  }
  proof::ConsistencyProof grow(std::uint64_t older, std::uint64_t size, const SigningKey& key) {
    return {older, prove_consistency(hasher_, older, size, source()), sign(size, key)};
  }

 private:
  NodeSource source() {
    return [this](NodePlace place) { return nodes_.at(place); };
  }

  Hasher hasher_;
  MerkleFrontier frontier_;
  std::map<NodePlace, Hash> nodes_;
  std::vector<std::string> records_;
};

template <class Value>
Code code_of(const Result<Value>& result) {
  EXPECT_FALSE(result);
  return result ? Code::usage : result.error().code;
}

class Proven : public testing::Test {
 protected:
  const SigningKey key_ = SigningKey::generate("acme.example/partners");
  const SigningKey stranger_ = SigningKey::generate("acme.example/partners");
  const std::vector<proof::VerifierKey> keys_{key_.verifier()};
};

TEST_F(Proven, every_entry_of_every_small_log) {
  for (std::uint64_t size = 1; size <= 20; ++size) {
    SmallLog log(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto text = log.prove(index, size, key_).to_string();
      const auto read = proof::InclusionProof::parse(text);
      ASSERT_TRUE(read) << text;
      const auto proven = check_entry(*read, keys_, {});
      ASSERT_TRUE(proven) << to_string(proven.error());
      EXPECT_EQ(proven->entry, index + 1);
      EXPECT_EQ(proven->record, "record " + std::to_string(index + 1));
      EXPECT_EQ(proven->checkpoint.checkpoint.size, size);
    }
  }
}

TEST_F(Proven, nothing_is_left_of_a_changed_proof) {
  SmallLog log(100);
  EXPECT_TRUE(rc::check("any entry, any change", [&] {
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 101);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const auto good = log.prove(index, size, key_);
    RC_ASSERT(check_entry(good, keys_, {}).has_value());
    auto changed = good;
    const auto bit = std::byte{1} << *rc::gen::inRange(0, 8);
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        changed.extra[*rc::gen::inRange<std::size_t>(0, changed.extra.size())] ^=
            static_cast<char>(bit);
        break;
      case 1:
        changed.index = *rc::gen::suchThat(rc::gen::inRange<std::uint64_t>(0, 300),
                                           [&](std::uint64_t other) { return other != index; });
        break;
      case 2:
        RC_PRE(!changed.hashes.empty());
        changed.hashes[*rc::gen::inRange<std::size_t>(0, changed.hashes.size())]
                      [*rc::gen::inRange<std::size_t>(0, sizeof(Hash))] ^= bit;
        break;
      case 3:
        changed.hashes.push_back(Hash{});
        break;
      default:
        RC_PRE(!changed.hashes.empty());
        changed.hashes.erase(changed.hashes.begin() +
                             *rc::gen::inRange<std::ptrdiff_t>(
                                 0, static_cast<std::ptrdiff_t>(changed.hashes.size())));
    }
    const auto judged = check_entry(changed, keys_, {});
    RC_ASSERT(!judged.has_value());
    RC_ASSERT(judged.error().code == Code::proof_mismatch);
  }));
}

TEST_F(Proven, the_signer_is_asked_for_by_key) {
  SmallLog log(7);
  auto proof = log.prove(3, 7, stranger_);
  EXPECT_EQ(code_of(check_entry(proof, keys_, {})), Code::not_signed);
  proof = log.prove(3, 7, key_);
  proof.checkpoint.text.replace(proof.checkpoint.text.find("\n7\n"), 3, "\n9\n");
  EXPECT_EQ(code_of(check_entry(proof, keys_, {})), Code::bad_signature);
  proof = log.prove(3, 7, key_);
  proof.extra.clear();
  EXPECT_EQ(code_of(check_entry(proof, keys_, {})), Code::missing_field);
  proof = log.prove(3, 7, key_);
  proof.checkpoint.text = "any text\n";
  EXPECT_EQ(code_of(check_entry(proof, keys_, {})), Code::malformed_text);
}

TEST_F(Proven, every_witness_that_is_asked_for_must_have_signed) {
  const SigningKey witness = SigningKey::generate("nord.example", KeyType::cosignature);
  const std::vector<proof::VerifierKey> asked{witness.verifier()};
  SmallLog log(7);
  auto proof = log.prove(3, 7, key_);
  EXPECT_EQ(code_of(check_entry(proof, keys_, asked)), Code::not_signed);
  proof.checkpoint.signatures.push_back(
      proof::cosign(proof.checkpoint.text, witness, 1'790'000'000));
  const auto proven = check_entry(proof, keys_, asked);
  ASSERT_TRUE(proven);
  EXPECT_EQ(proven->checkpoint.cosignatures.at(0).at, 1'790'000'000);
  proof.checkpoint.signatures.back().bytes[7] ^= 1;  // another second
  EXPECT_EQ(code_of(check_entry(proof, keys_, asked)), Code::bad_signature);
}

TEST_F(Proven, a_log_goes_on_from_itself_and_from_no_other) {
  SmallLog log(24);
  SmallLog other(24, "another");
  for (std::uint64_t size = 0; size <= 24; size += 6) {
    for (std::uint64_t older = 0; older <= size; ++older) {
      const auto text = log.grow(older, size, key_).to_string();
      const auto read = proof::ConsistencyProof::parse(text);
      ASSERT_TRUE(read) << text;
      const auto before = log.sign(older, key_);
      EXPECT_TRUE(check_growth(before, *read, keys_, {})) << older << " of " << size;
      if (older > 0) {
        EXPECT_EQ(code_of(check_growth(other.sign(older, key_), *read, keys_, {})),
                  Code::proof_mismatch)
            << older << " of " << size;
      }
      EXPECT_EQ(code_of(check_growth(log.sign(older == 0 ? 1 : older - 1, key_), *read, keys_, {})),
                Code::bad_value);
    }
  }
  const SigningKey elsewhere = SigningKey::generate("sued.example");
  const std::vector<proof::VerifierKey> both{key_.verifier(), elsewhere.verifier()};
  EXPECT_EQ(code_of(check_growth(log.sign(5, elsewhere), log.grow(5, 9, key_), both, {})),
            Code::bad_value)
      << "of another log";
  EXPECT_EQ(code_of(check_growth(log.sign(5, stranger_), log.grow(5, 9, key_), keys_, {})),
            Code::not_signed);
}

}  // namespace
}  // namespace quits::ledger
