// What a book signs: its keys, its checkpoints, its witnesses, and what a history that was written
// anew looks like to them.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/failure.h"
#include "proof/signature.h"
#include "service/checkpoint_files.h"
#include "service/key_file.h"
#include "tests/service/signed_world.h"

namespace quits::test {
namespace {

using ledger::Checkpoints;
using proof::KeyType;
using proof::SigningKey;

TEST(Checkpoints, sign_the_log_as_it_is) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  EXPECT_EQ(world.checkpoints().sign(key).error().code, Code::key_not_listed) << "no key yet";
  EXPECT_EQ(world.checkpoints().at({}).error().code, Code::unknown_checkpoint);
  world.must_use(key);
  world.must_use(key);
  const auto first = world.must_sign(key);
  EXPECT_EQ(first.checkpoint.origin, kOrigin);
  EXPECT_EQ(first.checkpoint.size, world.book().log().size());
  EXPECT_EQ(first.checkpoint.root, world.book().log().root());
  EXPECT_TRUE(proof::find_signature(first.note, key.verifier()).value());
  EXPECT_TRUE(world.checkpoints().sign(key)->repeated) << "nothing has happened since";
  world.sell("NORD", "2026-03-03", "500");
  const auto second = world.must_sign(key);
  EXPECT_GT(second.checkpoint.size, first.checkpoint.size);
  EXPECT_NE(second.checkpoint.root, first.checkpoint.root);
  EXPECT_EQ(world.checkpoints().at(first.checkpoint.size)->note, first.note);
  EXPECT_EQ(world.checkpoints().at({})->note, second.note);
  EXPECT_EQ(world.checkpoints().at(1).error().code, Code::unknown_checkpoint);
  ASSERT_EQ(world.checkpoints().all().size(), 2U);
  world.expect_clean();
  EXPECT_EQ(world.file().verify(false).checkpoints, 3U)
      << "two checkpoints and the announcement of the key";
  world.reopen();
  EXPECT_EQ(world.checkpoints().all()[1].note, second.note);
}

TEST(Checkpoints, an_empty_book_can_be_signed) {
  World world;
  const SigningKey key = SigningKey::generate(kOrigin);
  ASSERT_TRUE(world.file().checkpoints().use(key));
  const auto made = world.file().checkpoints().sign(key);
  ASSERT_TRUE(made);
  EXPECT_EQ(to_hex(made->checkpoint.checkpoint.root),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
      << "SHA-256 of nothing";
  world.expect_clean();
}

TEST(Checkpoints, refuse_a_key_that_the_book_does_not_sign_with) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  const SigningKey other = SigningKey::generate(kOrigin);
  world.must_use(key);
  EXPECT_EQ(world.checkpoints().sign(other).error().code, Code::key_not_listed);
  EXPECT_EQ(world.checkpoints().use(other).error().code, Code::already_exists);
  EXPECT_EQ(world.checkpoints().replace(&other, SigningKey::generate(kOrigin)).error().code,
            Code::key_not_listed);
  EXPECT_EQ(world.checkpoints().replace(&key, SigningKey::generate("another.example")).error().code,
            Code::bad_value);
  EXPECT_EQ(world.checkpoints().replace(&key, key).error().code, Code::already_exists);
  EXPECT_EQ(world.checkpoints()
                .replace(&key, SigningKey::generate(kOrigin, KeyType::cosignature))
                .error()
                .code,
            Code::bad_value);
  EXPECT_EQ(world.checkpoints().keys().size(), 1U);
  EXPECT_TRUE(world.checkpoints().all().empty());
}

// Each key signs from its size on, the one before it up to there; trust goes from the first to the
// last.
TEST(Checkpoints, keys_follow_each_other) {
  SignedWorld world;
  const SigningKey keys[] = {SigningKey::generate(kOrigin), SigningKey::generate(kOrigin),
                             SigningKey::generate(kOrigin)};
  world.must_use(keys[0]);
  const auto by_first = world.must_sign(keys[0]);
  ASSERT_TRUE(world.checkpoints().replace(&keys[0], keys[1]));
  EXPECT_EQ(world.checkpoints().sign(keys[0]).error().code, Code::key_not_listed)
      << "it was replaced";
  EXPECT_TRUE(world.checkpoints().sign(keys[1])->repeated)
      << "the same entries need no second signature";
  world.sell("NORD", "2026-03-03", "500");
  const auto by_second = world.must_sign(keys[1]);
  world.expect_clean();
  const std::vector<proof::VerifierKey> first{keys[0].verifier()};
  EXPECT_EQ(ledger::keys_that_follow(world.checkpoints().keys(), first).size(), 2U);
  EXPECT_EQ(by_first.key, keys[0].verifier());
  EXPECT_EQ(world.checkpoints().at(by_first.checkpoint.size)->key, keys[0].verifier());
  EXPECT_EQ(world.checkpoints().at(by_second.checkpoint.size)->key, keys[1].verifier());

  ASSERT_TRUE(world.checkpoints().replace(nullptr, keys[2])) << "the second key is lost";
  world.sell("NORD", "2026-03-04", "500");
  world.must_sign(keys[2]);
  world.expect_clean();
  const auto listed = world.checkpoints().keys();
  EXPECT_TRUE(ledger::is_announced(listed, 1));
  EXPECT_FALSE(ledger::is_announced(listed, 2));
  EXPECT_EQ(ledger::keys_that_follow(listed, first).size(), 2U)
      << "nobody whom they trust announced the third";
  const std::vector<proof::VerifierKey> third{keys[2].verifier()};
  EXPECT_EQ(ledger::keys_that_follow(listed, third).size(), 1U);
}

TEST(Checkpoints, tables_refuse_to_be_changed) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  world.must_use(key);
  world.must_sign(key);
  for (const char* sql : {"UPDATE checkpoint SET note = ''", "DELETE FROM checkpoint",
                          "UPDATE signing_key SET from_size = 0", "DELETE FROM signing_key",
                          "INSERT OR REPLACE INTO checkpoint SELECT size, '' FROM checkpoint"}) {
    EXPECT_THROW(change(world.database(), sql), Failure) << sql;
  }
  world.expect_clean();
}

// Somebody who can write the file changes a row that only a private key could have written.
TEST(Checkpoints, changed_rows_are_found) {
  SignedWorld world;
  const SigningKey keys[] = {SigningKey::generate(kOrigin), SigningKey::generate(kOrigin)};
  const SigningKey witness = SigningKey::generate("nord.example/witness", KeyType::cosignature);
  world.must_use(keys[0]);
  world.must_sign(keys[0]);
  world.sell("NORD", "2026-03-03", "500");
  ASSERT_TRUE(world.checkpoints().replace(&keys[0], keys[1]));
  auto newest = world.must_sign(keys[1]);
  newest.note.signatures.push_back(proof::cosign(newest.note.text, witness, 1'790'000'000));
  ASSERT_TRUE(world.checkpoints().cosign(newest.note, witness.verifier()));
  world.expect_clean();
  const char* const tables[] = {"signing_key", "checkpoint", "cosignature"};
  for (const std::string table : tables) {
    change(world.database(), "DROP TRIGGER " + table + "_is_never_updated; DROP TRIGGER " + table +
                                 "_is_never_deleted; CREATE TABLE kept_" + table +
                                 " AS SELECT * FROM " + table);
  }
  const std::string changes[] = {
      "UPDATE signing_key SET number = 3 WHERE number = 2",
      "UPDATE signing_key SET from_size = from_size + 1 WHERE number = 2",
      "UPDATE signing_key SET from_size = from_size - 1 WHERE number = 1",
      "UPDATE signing_key SET from_size = -1 WHERE number = 1",
      "UPDATE signing_key SET verifier_key = verifier_key || 'A' WHERE number = 1",
      "UPDATE signing_key SET announcement = announcement || 'x'",
      "UPDATE signing_key SET announcement = (SELECT announcement FROM signing_key WHERE number = "
      "1)",
      "UPDATE signing_key SET announcement = replace(announcement, 'signing', 'sighing')",
      "DELETE FROM signing_key WHERE number = 1",
      "DELETE FROM signing_key WHERE number = 2",
      "DELETE FROM signing_key",
      "UPDATE checkpoint SET size = size + 1 WHERE size = (SELECT max(size) FROM checkpoint)",
      "UPDATE checkpoint SET size = -1 WHERE size = (SELECT max(size) FROM checkpoint)",
      "UPDATE checkpoint SET note = note || 'x'",
      "UPDATE checkpoint SET note = ''",
      "UPDATE checkpoint SET note = CAST(x'FF00' AS TEXT)",
      "UPDATE checkpoint SET note = replace(note, 'acme', 'akme')",
      "UPDATE checkpoint SET note = note || (SELECT line FROM cosignature)",
      "INSERT INTO checkpoint SELECT size - 3, note FROM checkpoint WHERE size = (SELECT max(size) "
      "FROM checkpoint)",
      "INSERT INTO checkpoint SELECT size + 7, replace(note, char(10) || size || char(10), "
      "char(10) || (size + 7) || char(10)) FROM checkpoint",
      "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)",
      "UPDATE cosignature SET line = line || line",
      "UPDATE cosignature SET line = ''",
      "UPDATE cosignature SET line = replace(line, 'nord', 'sued')",
      "UPDATE cosignature SET witness = witness || 'x'",
      "UPDATE cosignature SET size = (SELECT min(size) FROM checkpoint)",
      "UPDATE cosignature SET size = size + 1",
  };
  for (const std::string& sql : changes) {
    change(world.database(), sql);
    EXPECT_NE(world.findings(), "") << sql;
    for (const std::string table : tables)
      change(world.database(),
             "DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM kept_" + table);
  }
  world.expect_clean();
}

// The operator has the key. It writes another history, complete in itself, and signs it. Only who
// kept an old checkpoint can tell, and can.
TEST(Checkpoints, a_history_written_anew_and_signed_again_is_found_by_an_old_checkpoint) {
  const SigningKey key = SigningKey::generate(kOrigin);
  SignedWorld truth;
  truth.must_use(key);
  const auto old = truth.must_sign(key);
  truth.sell("NORD", "2026-03-03", "500");
  truth.must_sign(key);

  SignedWorld anew;
  anew.must_use(key);
  anew.must_sign(key);
  EXPECT_EQ(anew.findings({{old.checkpoint.size, old.checkpoint.root, "march"}}), "")
      << "so far it is the same history";
  World forged;
  open_example(forged);
  forged.sell("NORD", "2026-03-02", "1000.01", "first");
  ASSERT_TRUE(forged.file().checkpoints().use(key));
  ASSERT_TRUE(forged.file().checkpoints().sign(key));
  forged.sell("NORD", "2026-03-03", "500");
  ASSERT_TRUE(forged.file().checkpoints().sign(key));
  forged.expect_clean();
  const auto report =
      forged.file().verify(false, {}, {{old.checkpoint.size, old.checkpoint.root, "march"}});
  EXPECT_FALSE(report.clean());
  std::size_t found = 0;
  for (const auto& check : report.checks) {
    found += check.findings_count;
    for (const auto& finding : check.findings)
      EXPECT_NE(finding.what.find("march names root " + to_hex(old.checkpoint.root)),
                std::string::npos);
  }
  EXPECT_EQ(found, 1U);
  // And a book that lost its newest entries, restored from an old copy.
  World shorter;
  open_example(shorter);
  const auto lost =
      shorter.file().verify(false, {}, {{old.checkpoint.size, old.checkpoint.root, "march"}});
  EXPECT_FALSE(lost.clean());
}

// A log that signed one history signs no other, whatever became of its file.
TEST(Checkpoints, nothing_is_signed_that_contradicts_what_was) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  world.must_use(key);
  world.must_sign(key);
  const std::string size = std::to_string(world.book().log().size());
  change(world.database(), "DROP TRIGGER record_is_never_updated");
  change(world.database(),
         "UPDATE record SET bytes = CAST(bytes || x'BA3E00' AS BLOB) WHERE sequence = " + size);
  ledger::MerkleFrontier frontier;
  Hasher hasher;
  world.book().log().scan({1}, {UINT32_MAX}, [&](Sequence, std::span<const std::byte> bytes) {
    frontier.append(hasher, hasher.leaf(bytes));
    return true;
  });
  const std::string tree = frontier.to_bytes();
  {
    storage::Transaction transaction(world.database(), storage::Access::write);
    world.database()
        .prepare("UPDATE tree SET frontier = $1")
        ->bind_blob(1, std::as_bytes(std::span(tree)))
        .run();
    transaction.commit();
  }
  EXPECT_EQ(world.checkpoints().sign(key).error().code, Code::root_mismatch);
  EXPECT_EQ(world.checkpoints().replace(&key, SigningKey::generate(kOrigin)).error().code,
            Code::root_mismatch);
  EXPECT_NE(world.findings().find("the checkpoint of " + size + " entries names root"),
            std::string::npos)
      << world.findings();
}

TEST(Checkpoints, keep_what_witnesses_signed) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  const SigningKey witness = SigningKey::generate("nord.example/witness", KeyType::cosignature);
  const SigningKey other = SigningKey::generate("sued.example/witness", KeyType::cosignature);
  world.must_use(key);
  const auto signed_by_us = world.must_sign(key);
  auto note = signed_by_us.note;
  EXPECT_EQ(world.checkpoints().cosign(note, witness.verifier()).error().code, Code::not_signed);
  note.signatures.push_back(proof::cosign(note.text, witness, 1'790'000'000));
  EXPECT_EQ(world.checkpoints().cosign(note, other.verifier()).error().code, Code::not_signed);
  const auto kept = world.checkpoints().cosign(note, witness.verifier());
  ASSERT_TRUE(kept) << to_string(kept.error());
  EXPECT_FALSE(kept->repeated);
  EXPECT_EQ(kept->checkpoint.cosignatures.at(0).at, 1'790'000'000);
  EXPECT_TRUE(world.checkpoints().cosign(note, witness.verifier())->repeated);
  note.signatures.push_back(proof::cosign(note.text, other, 1'790'000'009));
  ASSERT_TRUE(world.checkpoints().cosign(note, other.verifier()));
  const auto all = world.checkpoints().all();
  EXPECT_EQ(all.at(0).cosignatures.size(), 2U);
  EXPECT_EQ(all.at(0).note.signatures.size(), 3U);
  EXPECT_EQ(proof::find_signature(all[0].note, other.verifier()).value()->at, 1'790'000'009);
  world.expect_clean();

  auto changed = note;
  changed.signatures[1].bytes[20] ^= 1;
  EXPECT_EQ(world.checkpoints().cosign(changed, witness.verifier()).error().code,
            Code::bad_signature);
  changed = note;
  changed.text.replace(changed.text.find("acme"), 4, "akme");
  EXPECT_EQ(world.checkpoints().cosign(changed, witness.verifier()).error().code,
            Code::root_mismatch);
  auto later = signed_by_us.checkpoint;
  later.size += 1;
  changed.text = later.to_text();
  EXPECT_EQ(world.checkpoints().cosign(changed, witness.verifier()).error().code,
            Code::unknown_checkpoint);
  changed.text = "no checkpoint\n";
  EXPECT_EQ(world.checkpoints().cosign(changed, witness.verifier()).error().code,
            Code::malformed_text);
  EXPECT_EQ(world.checkpoints().cosign(signed_by_us.note, key.verifier()).error().code,
            Code::bad_value)
      << "the book is no witness of itself";
}

TEST(Checkpoints, are_in_a_backup) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  world.must_use(key);
  const auto made = world.must_sign(key);
  world.database().backup_to(world.path("copy.quits"));
  ManualClock clock(world_start());
  service::BookFile copy(world.path("copy.quits").string(), storage::Mode::open_read_only, clock);
  EXPECT_EQ(copy.checkpoints().at({})->note, made.note);
  EXPECT_TRUE(copy.verify(false).clean());
}

TEST(KeyFile, is_for_its_owner_and_written_once) {
  const ScratchDirectory scratch;
  const SigningKey key = SigningKey::generate(kOrigin);
  const std::string path = (scratch / "acme.key").string();
  ASSERT_TRUE(service::write_key(path, key));
  struct stat file {};
  ASSERT_EQ(stat(path.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  EXPECT_EQ(service::read_key(path)->verifier(), key.verifier());
  EXPECT_EQ(service::write_key(path, SigningKey::generate(kOrigin)).error().code,
            Code::already_exists);
  EXPECT_EQ(service::read_key(path)->verifier(), key.verifier()) << "still the first";
  EXPECT_EQ(service::write_key((scratch / "no/such/folder/key").string(), key).error().code,
            Code::not_found);
  EXPECT_EQ(service::read_key((scratch / "nothing").string()).error().code, Code::not_found);
  EXPECT_EQ(service::read_key(scratch.path().string()).error().code, Code::bad_value);
  EXPECT_EQ(service::read_key(scratch.write("empty", "").string()).error().code, Code::bad_value)
      << "others may read it";
  ASSERT_EQ(chmod((scratch / "empty").c_str(), 0640), 0);
  EXPECT_EQ(service::read_key((scratch / "empty").string()).error().code, Code::bad_value)
      << "its group may read it";
  ASSERT_EQ(chmod((scratch / "empty").c_str(), 0600), 0);
  EXPECT_EQ(service::read_key((scratch / "empty").string()).error().code, Code::malformed_text);
  std::size_t files = 0;
  for (const auto& each : std::filesystem::directory_iterator(scratch.path()))
    files += each.exists() ? 1 : 0;
  EXPECT_EQ(files, 2U) << "nothing was left beside them";
}

TEST(CheckpointFolder, keeps_one_file_per_size_and_holds_the_book_to_it) {
  SignedWorld world;
  const SigningKey key = SigningKey::generate(kOrigin);
  world.must_use(key);
  const auto made = world.must_sign(key);
  const ScratchDirectory kept;
  const std::string folder = kept.path().string();
  const auto check_folder = [&](const std::string& path) {
    return service::check_checkpoint_folder(path, world.database(), world.checkpoints().keys());
  };
  ASSERT_TRUE(check_folder(folder));
  EXPECT_EQ(check_folder((kept / "none").string()).error().code, Code::not_found);
  const auto path = service::keep_checkpoint(folder, made);
  ASSERT_TRUE(path) << to_string(path.error());
  EXPECT_EQ(read_file(*path), made.note.to_string());
  EXPECT_EQ(std::filesystem::path(*path).filename().string(),
            fmt::format("{:012}.checkpoint", made.checkpoint.size));
  EXPECT_EQ(service::keep_checkpoint(folder, made).value(), *path);
  auto other = made;
  other.checkpoint.root[0] ^= std::byte{1};
  other.note.text = other.checkpoint.to_text();
  EXPECT_EQ(service::keep_checkpoint(folder, other).error().code, Code::root_mismatch);
  EXPECT_EQ(read_file(*path), made.note.to_string()) << "never written over";

  service::OutsideCheckpoints outside{{folder}, {}, {}};
  const auto listed = world.checkpoints().keys();
  auto claims = service::read_claims(outside, listed);
  EXPECT_EQ(claims.check.findings_count, 0U);
  ASSERT_EQ(claims.claims.size(), 1U);
  EXPECT_EQ(world.findings(claims.claims), "");
  EXPECT_TRUE(check_folder(folder));
  // Somebody else's checkpoint, a renamed one, and a file that is none.
  const SigningKey stranger = SigningKey::generate(kOrigin);
  proof::Note forged{other.note.text, {proof::sign(other.note.text, stranger)}};
  kept.write("000000000099.checkpoint", forged.to_string());
  kept.write("000000000098.checkpoint", made.note.to_string());
  kept.write("000000000097.checkpoint", "no note");
  kept.write("notes.txt", "not looked at");
  claims = service::read_claims(outside, listed);
  EXPECT_EQ(claims.claims.size(), 1U);
  ASSERT_EQ(claims.check.findings_count, 3U);
  EXPECT_EQ(check_folder(folder).error().code, Code::not_signed) << "the newest is a stranger's";
  kept.write("000000000099.checkpoint",
             proof::Note{other.note.text, {proof::sign(other.note.text, key)}}.to_string());
  EXPECT_EQ(check_folder(folder).error().code, Code::root_mismatch) << "of another history";
  EXPECT_NE(claims.check.findings[0].what.find("000000000097.checkpoint:1"), std::string::npos)
      << claims.check.findings[0].what;
  EXPECT_NE(claims.check.findings[1].what.find("its name says otherwise"), std::string::npos);
  EXPECT_NE(claims.check.findings[2].what.find("by none of the keys"), std::string::npos);
}

// An auditor who was given one key believes it, and those that it announced; not whatever the book
// lists.
TEST(CheckpointFolder, is_judged_by_the_keys_of_who_asks) {
  SignedWorld world;
  const SigningKey first = SigningKey::generate(kOrigin);
  const SigningKey second = SigningKey::generate(kOrigin);
  world.must_use(first);
  ASSERT_TRUE(world.checkpoints().replace(&first, second));
  const auto made = world.must_sign(second);
  const ScratchDirectory kept;
  const std::string file = kept.write("one", made.note.to_string()).string();
  const auto listed = world.checkpoints().keys();
  const auto judged = [&](std::vector<proof::VerifierKey> keys) {
    return service::read_claims({{}, {file}, std::move(keys)}, listed);
  };
  EXPECT_EQ(judged({first.verifier()}).claims.size(), 1U) << "the first key announced the second";
  EXPECT_EQ(judged({first.verifier()}).check.findings_count, 0U);
  EXPECT_EQ(judged({second.verifier()}).claims.size(), 1U);
  const auto stranger = judged({SigningKey::generate(kOrigin).verifier()});
  EXPECT_TRUE(stranger.claims.empty());
  EXPECT_EQ(stranger.check.findings_count, 4U)
      << "the book does not list the key, signs with two others, and it signed nothing";
}

}  // namespace
}  // namespace quits::test
