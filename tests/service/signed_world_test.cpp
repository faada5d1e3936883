// What may not pass for signed, kept or proven.
#include "tests/service/signed_world.h"

#include <gtest/gtest.h>

#include "base/failure.h"
#include "ledger/proving.h"
#include "proof/signature.h"
#include "service/checkpoint_files.h"

namespace quits::test {
namespace {

using proof::KeyType;
using proof::SigningKey;

// The frontier of another log of the same length, under the nodes and records as they are.
void change_frontier(World& world) {
  ledger::MerkleFrontier frontier;
  Hasher hasher;
  const std::uint64_t size = world.book().log().size();
  world.book().log().scan({1}, {size}, [&](Sequence entry, std::span<const std::byte> bytes) {
    frontier.append(hasher, entry.value == size ? hasher.plain("another") : hasher.leaf(bytes));
    return true;
  });
  const std::string tree = frontier.to_bytes();
  storage::Transaction transaction(world.database(), storage::Access::write);
  world.database()
      .prepare("UPDATE tree SET frontier = $1")
      ->bind_blob(1, std::as_bytes(std::span(tree)))
      .run();
  transaction.commit();
}

void change_record(World& world, std::uint64_t entry) {
  change(world.database(), "DROP TRIGGER record_is_never_updated");
  change(world.database(),
         "UPDATE record SET bytes = CAST(bytes || x'BA3E00' AS BLOB) WHERE sequence = " +
             std::to_string(entry));
}

TEST(Signing, refuses_a_root_that_is_not_that_of_the_stored_tree) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  world.must_use(key);
  change_frontier(world);
  EXPECT_EQ(world.checkpoints().sign(key).error().code, Code::root_mismatch)
      << "without an earlier checkpoint";
  SignedWorld later;
  later.must_use(key);
  later.must_sign(key);
  later.sell("NORD", "2026-03-03", "500");
  change_frontier(later);
  EXPECT_EQ(later.checkpoints().sign(key).error().code, Code::root_mismatch);
  EXPECT_EQ(later.checkpoints().replace(&key, SigningKey::generate(kOrigin)).error().code,
            Code::root_mismatch);
  SignedWorld first;
  change_frontier(first);
  EXPECT_EQ(first.checkpoints().use(key).error().code, Code::root_mismatch);
}

TEST(Signing, a_longer_log_under_an_older_checkpoint_is_signed) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  world.must_use(key);
  for (int i = 0; i < 40; ++i) {
    world.sell("NORD", "2026-03-04", "1");
    world.must_sign(key);
  }
  world.expect_clean();
}

// Somebody who trusts one key asks whether all that the book signed stands on it.
TEST(Trust, holds_the_keys_of_the_book_to_the_keys_of_who_asks) {
  SignedWorld world;
  const SigningKey first = SigningKey::generate(kOrigin);
  const SigningKey second = SigningKey::generate(kOrigin);
  world.must_use(first);
  world.must_sign(first);
  ASSERT_TRUE(world.checkpoints().replace(nullptr, second)) << "nobody announces it";
  const auto listed = world.checkpoints().keys();
  const auto found = [&](std::vector<proof::VerifierKey> keys) {
    return service::read_claims({{}, {}, std::move(keys)}, listed).check;
  };
  const auto one = found({first.verifier()});
  ASSERT_EQ(one.findings_count, 1U);
  EXPECT_NE(one.findings[0].what.find(second.verifier().id_text()), std::string::npos)
      << one.findings[0].what;
  EXPECT_EQ(found({first.verifier(), second.verifier()}).findings_count, 0U);
}

TEST(Verification, goes_on_behind_a_row_that_is_none) {
  const SigningKey key = SigningKey::generate(kOrigin);
  const std::string changes[] = {
      "DROP TABLE signing_key; CREATE TABLE signing_key (number, verifier_key, from_size, "
      "announcement); INSERT INTO signing_key VALUES ('one', 'x', 'y', 'z')",
      "DROP TABLE checkpoint; CREATE TABLE checkpoint (size, note); INSERT INTO checkpoint VALUES "
      "('seven', 'x')",
      "DROP TABLE cosignature; CREATE TABLE cosignature (size, witness, line); INSERT INTO "
      "cosignature VALUES ('seven', 'x', 'y')"};
  for (const std::string& sql : changes) {
    SignedWorld world;
    world.must_use(key);
    world.must_sign(key);
    change(world.database(), sql);
    EXPECT_NE(world.findings().find("every checkpoint is signed by a key of the book"),
              std::string::npos)
        << sql;
    EXPECT_NO_THROW((void)world.checkpoints().readable_keys());
  }
}

TEST(Verification, takes_no_longer_text_for_a_cosigned_one) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  const SigningKey witness = SigningKey::generate("nord.example/witness", KeyType::cosignature);
  world.must_use(key);
  const auto made = world.must_sign(key);
  const std::string text = made.note.text + "\nsomething else\n";
  const std::string line =
      "something else\n\n" + proof::cosign(text, witness, 1'790'000'000).to_line();
  {
    storage::Transaction transaction(world.database(), storage::Access::write);
    auto insert = world.database().prepare("INSERT INTO cosignature VALUES ($1, $2, $3)");
    const std::string name = witness.verifier().to_string();
    insert->bind(1, static_cast<std::int64_t>(made.checkpoint.size));
    insert->bind_text(2, name).bind_text(3, line).run();
    transaction.commit();
  }
  EXPECT_NE(world.findings(), "");
}

TEST(Proving, hands_out_no_proof_that_does_not_hold) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  world.must_use(key);
  for (int i = 0; i < 40; ++i) world.sell("NORD", "2026-03-04", "1");
  const auto under = world.must_sign(key);
  ASSERT_TRUE(ledger::prove_entry(world.database(), {5}, under));
  ASSERT_TRUE(ledger::prove_growth(world.database(), 7, under));
  ASSERT_TRUE(ledger::prove_growth(world.database(), 0, under));
  change_record(world, 5);
  EXPECT_EQ(ledger::prove_entry(world.database(), {5}, under).error().code, Code::root_mismatch);
  EXPECT_EQ(ledger::prove_entry(world.database(), {6}, under).error().code, Code::root_mismatch);
  EXPECT_EQ(ledger::prove_growth(world.database(), 7, under).error().code, Code::root_mismatch);
  EXPECT_TRUE(ledger::prove_entry(world.database(), {20}, under)) << "it stands on stored nodes";
}

class CheckpointNames : public testing::Test {
 protected:
  void SetUp() override {
    world_.must_use(key_);
    made_ = world_.must_sign(key_);
  }
  Status check_folder() {
    return service::check_checkpoint_folder(folder_, world_.database(),
                                            world_.checkpoints().keys());
  }
  service::OutsideClaims claims() {
    return service::read_claims({{folder_}, {}, {}}, world_.checkpoints().keys());
  }
  // A checkpoint by our key, of a history that is not ours.
  std::string forged(std::uint64_t size) {
    proof::Checkpoint other = made_.checkpoint;
    other.size = size;
    other.root[0] ^= std::byte{1};
    return proof::Note{other.to_text(), {proof::sign(other.to_text(), key_)}}.to_string();
  }

  SignedWorld world_;
  const SigningKey key_ = SigningKey::generate(kOrigin);
  ledger::SignedCheckpoint made_;
  const ScratchDirectory kept_;
  const std::string folder_ = kept_.path().string();
};

TEST_F(CheckpointNames, may_be_any_but_the_number_of_another) {
  kept_.write("march.checkpoint", made_.note.to_string());
  kept_.write(std::to_string(made_.checkpoint.size) + ".checkpoint", made_.note.to_string());
  EXPECT_EQ(claims().check.findings_count, 0U);
  EXPECT_EQ(claims().claims.size(), 2U);
  kept_.write("1234.checkpoint", made_.note.to_string());
  EXPECT_EQ(claims().check.findings_count, 1U);
}

TEST_F(CheckpointNames, do_not_say_which_one_is_the_newest) {
  kept_.write("000000000001.checkpoint", made_.note.to_string());
  EXPECT_TRUE(check_folder());
  kept_.write("-later.checkpoint", forged(made_.checkpoint.size + 1));
  EXPECT_EQ(check_folder().error().code, Code::root_mismatch);
}

TEST_F(CheckpointNames, an_empty_folder_checks_nothing_and_says_so) {
  const auto found = claims().check;
  ASSERT_EQ(found.findings_count, 1U);
  EXPECT_NE(found.findings[0].what.find("no file"), std::string::npos) << found.findings[0].what;
  ASSERT_TRUE(service::keep_checkpoint(folder_, made_));
  EXPECT_EQ(claims().check.findings_count, 0U);
  EXPECT_NE(claims().check.sentence.find("1 file"), std::string::npos) << claims().check.sentence;
}

TEST_F(CheckpointNames, a_kept_file_without_the_signature_is_not_kept) {
  auto broken = made_.note;
  broken.signatures[0].bytes.back() ^= 1;
  kept_.write(fmt::format("{:012}.checkpoint", made_.checkpoint.size), broken.to_string());
  const auto kept = service::keep_checkpoint(folder_, made_);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, Code::bad_signature);
}

}  // namespace
}  // namespace quits::test
